"""The answer of `sekisho sbom check` for a terminal: a table a profile, gaps with their remedies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sekisho.report.catalogue import say, say_id, visible
from sekisho.report.columns import pad, width_of, wrap

if TYPE_CHECKING:
    from sekisho.check.quality.facts import Example
    from sekisho.check.quality.judged import Judged, Row
    from sekisho.check.quality.own import Remark
    from sekisho.check.quality.report import SbomCheck
    from sekisho.regime.profiles import Element, Profile

_EXAMPLES = 3
_MARKS = {"met": "+", "lacking": "-", "cannot_say": "/", "for_a_person": "?"}
_WIDEST = 48


def text(found: SbomCheck, profiles: Iterable[Profile], lang: str) -> str:
    """Says how an SBOM stands to some profiles, in a language."""
    head = say_id(
        "sbom_check.head",
        lang,
        file=found.file,
        format=f"{found.format} {found.spec_version}",
        n=found.packages,
    )
    lines = [wrap(head)]
    for judged, profile in zip(found.profiles, profiles, strict=True):
        lines += ["", *_profile(found, judged, profile, lang)]
    lines += ["", say_id("sbom_check.own", lang), "-" * width_of(say_id("sbom_check.own", lang))]
    lines += list(_own(found, lang))
    lines += ["", wrap(say_id(f"sbom_check.outcome.{found.outcome()}", lang))]
    return "\n".join(lines)


def _profile(found: SbomCheck, judged: Judged, profile: Profile, lang: str) -> Iterator[str]:
    title = profile.title.said_in(lang)
    yield wrap(title)
    yield "-" * min(width_of(title), 80)
    if profile.note is not None:
        yield wrap(profile.note.said_in(lang), first="! ")
    asked = [row for row in judged.rows if row.standing != "for_a_person"]
    met = sum(row.standing == "met" for row in asked)
    yield wrap(say_id("sbom_check.met", lang, n=met, total=len(asked)))
    titles = {element.id: element.title.said_in(lang) for element in profile.elements}
    column = min(max(width_of(title) for title in titles.values()), _WIDEST)
    for element, row in zip(profile.elements, judged.rows, strict=True):
        yield from _row(element, row, found, column, lang)


def _row(element: Element, row: Row, found: SbomCheck, column: int, lang: str) -> Iterator[str]:
    title = pad(element.title.said_in(lang), column)
    if row.standing == "for_a_person":
        said = element.asks.said_in(lang)
    elif row.standing == "cannot_say":
        shown = f"{found.format} {found.spec_version}"
        said = say_id("sbom_check.cannot_say", lang, format=shown)
    else:
        kind = "of_document" if row.total == 1 and element.of == "document" else "of_packages"
        said = say_id(f"sbom_check.{row.standing}.{kind}", lang, n=row.n, total=row.total)
    level = "" if element.level == "required" else say_id(f"sbom_check.{element.level}", lang)
    where = say_id("sbom_check.source", lang, said=said, source=row.source, level=level)
    yield wrap(where, first=f"  {_MARKS[row.standing]} {title}  ", rest="      ")
    if row.standing in {"lacking", "cannot_say"}:
        if row.n:  # of all of them no example says more than the count
            yield from _examples(row.examples, row.total - row.n, lang)
        yield wrap(element.fix.said_in(lang), first="      → ", rest="        ")


def _examples(examples: tuple[Example, ...], n: int, lang: str) -> Iterator[str]:
    for example in examples[:_EXAMPLES]:
        yield wrap(visible(f"{example.label}  {example.place}".strip()), first="      ")
    if examples and (left := n - len(examples[:_EXAMPLES])) > 0:
        yield wrap(say_id("sbom_check.more", lang, n=left), first="      … ")


def _own(found: SbomCheck, lang: str) -> Iterator[str]:
    if found.schema_faults:
        yield wrap(say_id("sbom_check.schema", lang, n=found.schema_faults), first="  - ")
    if not found.remarks and not found.schema_faults:
        yield wrap(say_id("sbom_check.own.none", lang), first="  + ")
    for remark in found.remarks:
        yield from _remark(remark, lang)


def _remark(remark: Remark, lang: str) -> Iterator[str]:
    mark = "i" if remark.severity == "info" else "-"
    yield wrap(say(remark.message, lang), first=f"  {mark} ", rest="    ")
    yield from _examples(remark.examples, remark.count, lang)
    said = say_id(f"quality.{remark.id}.remedy", lang)
    yield wrap(said, first="      → ", rest="        ")
