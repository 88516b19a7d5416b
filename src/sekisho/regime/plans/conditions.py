"""Whether a condition on the contents of a filing holds, and what may be left out in spite of it."""

from __future__ import annotations

from typing import Literal

import msgspec

from sekisho.regime.pack import Regime
from sekisho.regime.scopes import Subject
from sekisho.regime.tables.contents import Condition, Waiver


class Held(msgspec.Struct, frozen=True):
    """The answer to a condition; `missing` are the facts that would tell.

    `waiver` is what may free from it, where the answer is not known for that reason.
    """

    answer: Literal["yes", "no", "unknown"]
    missing: tuple[str, ...] = ()
    waiver: Waiver | None = None


def ask_condition(regime: Regime, row: Condition, subject: Subject) -> Held | None:
    """Asks a condition of a subject; `None` where it does not arise, or cannot be told to.

    A waiver that stands on no text of the law, or whose own condition cannot be answered, leaves
    the answer unknown; one that does frees from the condition.
    """
    if regime.ask(row.about, subject.facts).answer != "yes":
        return None
    verdict = regime.ask(row.when, subject.facts)
    if verdict.answer != "no":
        return Held(verdict.answer, tuple(verdict.missing))
    for waiver in regime.contents.waivers:
        if waiver.of != row.id or not _fits(waiver, subject):
            continue
        freed = regime.ask(waiver.when, subject.facts)
        if freed.answer == "no":
            continue
        if freed.answer == "yes" and not waiver.unverified:
            return Held("yes")
        return Held("unknown", tuple(freed.missing), waiver)
    return Held("no")


def _fits(waiver: Waiver, subject: Subject) -> bool:
    return not waiver.authorities or subject.facts.get("filing.authority") in waiver.authorities
