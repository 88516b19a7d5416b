"""What a filing is asked for and lacks, by the rows of a pack alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sekisho.model.assessment import Duty
from sekisho.model.filing import Filing
from sekisho.regime.pack import Regime
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.scopes import is_stated, list_subjects, read_path


def list_asked(
    regime: Regime, filing: Filing | None, facts: Facts, duties: tuple[Duty, ...], on: date
) -> tuple[str, ...]:
    """Gives every field that must be stated and is not, and every condition that does not hold.

    Each as `field.id subject` or `condition subject`; `?` stands before a condition that cannot
    be answered. Nothing is asked where nothing has to be filed.
    """
    filings = {duty.filing for duty in duties if duty.need == "needed"}
    if filing is None or not filings:
        return ()
    return tuple(_asked(regime, filing, add_duties(facts, duties), filings, on))


def _asked(
    regime: Regime, filing: Filing, facts: Facts, filings: set[str], on: date
) -> Iterator[str]:
    subjects = list_subjects(regime, filing, facts, on)
    for row in regime.contents.fields:
        for subject in subjects[row.scope] if filings.intersection(row.filings) else ():
            stated = any(is_stated(read_path(subject.record, path)) for path in row.paths)
            if not stated and regime.ask(row.when, subject.facts).holds:
                yield f"field.{row.id} {subject.id}"
    for rule in regime.contents.conditions:
        for subject in subjects[rule.scope] if filings.intersection(rule.filings) else ():
            if regime.ask(rule.about, subject.facts).holds:
                answer = regime.ask(rule.when, subject.facts).answer
                if answer != "yes":
                    yield f"{'?' if answer == 'unknown' else ''}{rule.id} {subject.id}"
