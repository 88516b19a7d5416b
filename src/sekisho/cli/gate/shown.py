"""How a vetting stands at the gate, for a terminal: what decides, what does not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sekisho.report.catalogue import say_id, visible
from sekisho.report.columns import width_of, wrap

if TYPE_CHECKING:
    from sekisho.report.gate.policy import Excepted, Gated

_ORDER = ("expired", "unmatched", "not_yet", "used")


def text(gated: Gated, lang: str) -> str:
    """Says in a language which findings decide, and what became of each exception."""
    return "\n".join(_lines(gated, lang))


def _lines(gated: Gated, lang: str) -> Iterator[str]:
    title = say_id("gate.title", lang)
    yield ""
    yield title
    yield "-" * width_of(title)
    line = []
    if gated.line.severity:
        line.append(say_id("gate.or_graver", lang, severity=gated.line.severity))
    yield wrap(say_id("gate.line", lang, line=(*line, *gated.line.rules)), first="  ")
    decides = sum(mark.decides for mark in gated.marks)
    yield wrap(say_id("gate.decides", lang, n=decides), first="  ")
    if gated.since_sha256:
        known = sum(mark.known for mark in gated.marks)
        yield wrap(say_id("gate.known_count", lang, n=known), first="  ")
    for standing in _ORDER:
        for each in gated.exceptions:
            if each.standing == standing:
                yield _excepted(each, lang)
    yield wrap(say_id(f"gate.outcome.{gated.outcome}", lang), first="  ")


def _excepted(each: Excepted, lang: str) -> str:
    about = each.exception
    said = say_id(
        f"gate.exception.{each.standing}",
        lang,
        id=about.id,
        on=about.expires_on.isoformat(),
        since=about.made_on.isoformat(),
        owner=about.owner,
        reason=about.reason,
        n=each.findings,
    )
    mark = "  + " if each.standing == "used" else "  ! "
    return wrap(visible(said), first=mark, rest="    ")
