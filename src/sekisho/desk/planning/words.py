"""How a plan is worded: the parts that the terminal and the calendar file share."""

from __future__ import annotations

from sekisho.desk.planning.plan import PlannedCase
from sekisho.report.catalogue import say, say_id


def case_title(case: PlannedCase, lang: str) -> str:
    """Says which case it is, with the lengths of its periods one after the other."""
    lengths = say_id("plan.then", lang).join(say(length, lang) for length in case.lengths)
    return say_id(f"plan.case.{case.id}", lang, lengths=lengths)
