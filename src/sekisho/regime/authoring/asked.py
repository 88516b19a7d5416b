"""What a filing is asked for and lacks, by the rows of a pack alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sekisho.model.assessment import Duty
from sekisho.model.case import Case
from sekisho.regime.pack import Regime
from sekisho.regime.plans.conditions import ask_condition
from sekisho.regime.plans.judged import Judged, judge
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.scopes import is_stated, list_subjects, read_path


def list_asked(
    regime: Regime, case: Case, facts: Facts, duties: tuple[Duty, ...], on: date
) -> tuple[str, ...]:
    """Gives every field that must be stated and is not, and every condition that does not hold.

    Each as `field.id subject` or `condition subject`; `?` stands before a condition that cannot
    be answered, `?cleared filing` for a changed plan that is not known. Nothing is asked where
    nothing has to be filed.
    """
    filings = {duty.filing for duty in duties if duty.need == "needed"}
    if case.filing is None or not filings:
        return ()
    judged = judge(regime, case, case.filing, filings)
    return tuple(_asked(regime, judged, add_duties(facts, duties), on))


def _asked(regime: Regime, judged: Judged, facts: Facts, on: date) -> Iterator[str]:
    subjects = list_subjects(regime, judged.filing, facts, on, judged.cleared)
    if judged.is_open:
        yield "?cleared filing"
    for row in judged.fields(regime.contents):
        for subject in subjects[row.scope]:
            stated = any(is_stated(read_path(subject.record, path)) for path in row.paths)
            if not stated and regime.ask(row.when, subject.facts).holds:
                yield f"field.{row.id} {subject.id}"
    for rule in judged.conditions(regime.contents):
        for subject in subjects[rule.scope]:
            held = ask_condition(regime, rule, subject)
            if held is not None and held.answer != "yes":
                yield f"{'?' if held.answer == 'unknown' else ''}{rule.id} {subject.id}"
