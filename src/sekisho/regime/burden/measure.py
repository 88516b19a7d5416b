"""Measures what a case asks of the one who files it, by the rows of a pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import get_args

from sekisho.model.assessment import Duty
from sekisho.model.burden import Burden
from sekisho.model.case import Case, Event, EventKind
from sekisho.model.filing import Filing
from sekisho.regime.clock import happened, run_period
from sekisho.regime.pack import Regime
from sekisho.regime.plans.judged import Judged, judge
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.evaluator import named
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.scopes import Subject, is_stated, list_subjects, read_path
from sekisho.regime.tables.contents import Condition, Field, Scope

_Subjects = dict[Scope, tuple[Subject, ...]]
_EVENTS: tuple[EventKind, ...] = get_args(EventKind)

_ONE_EACH = ("subject.registry_certificates", "subject.shortcut_holds")
_ONE_AN_OFFICER = "subject.officer_documents"
"""The facts by which a condition asks for documents, and how many it then asks for."""


def measure_burden(
    regime: Regime, case: Case, facts: Facts, duties: Iterable[Duty], on: date
) -> Burden:
    """Counts what the needed filings ask for of this case, up to a day.

    Where nothing has to be filed nothing is counted but questions. Fields are rows of
    `contents.yaml` times the subjects they hold for; `documents` follow from its conditions.
    """
    duties = tuple(duties)
    past = happened(case.events, on)
    questions = sum(event.kind == "asked" for event in past)
    needed = [duty for duty in duties if duty.need == "needed"]
    if case.filing is None or not needed:
        return Burden(questions=questions)
    known = add_duties(facts, duties)
    judged = judge(regime, case, case.filing, (duty.filing for duty in needed))
    subjects = list_subjects(regime, judged.filing, known, on, judged.cleared)
    before = _stated_before(regime, case.cleared, known, on)
    counts = _count_fields(regime, judged, subjects, before, case.filing.prefilled)
    is_prior = any(duty.prior for duty in needed)
    return Burden(
        **counts,
        documents=_count_documents(regime, judged, subjects),
        questions=questions,
        days_before_acceptance=_days_before_acceptance(past, on),
        days_on_clock=_days_on_clock(regime, past, on) if is_prior else 0,
    )


def asked_fields(
    regime: Regime, judged: Judged, subjects: _Subjects
) -> Iterator[tuple[Field, Subject, bool | None]]:
    """Yields each field of the filings with its subject and whether it is asked for there;
    `None` where that cannot be told, nothing where it is not.
    """
    for row in regime.contents.fields:
        if not judged.asks(row):
            continue
        for subject in subjects[row.scope]:
            required = regime.ask(row.when, subject.facts)
            if required.answer != "no":
                yield row, subject, True if required.holds and judged.knows(row) else None


def _count_fields(
    regime: Regime,
    judged: Judged,
    subjects: _Subjects,
    before: frozenset[tuple[str, str, str, object]],
    prefilled: tuple[str, ...],
) -> dict[str, int]:
    fields = reused = filled = unknown = 0
    for row, subject, asked in asked_fields(regime, judged, subjects):
        if asked is None:
            unknown += 1
            continue
        fields += 1
        stated = list(_values(row, subject))
        if stated and before.issuperset(stated):
            reused += 1
        elif stated and _is_prefilled(row, subject, prefilled):
            filled += 1
    return {
        "fields": fields,
        "reused": reused,
        "prefilled": filled,
        "typed": fields - reused - filled,
        "open": unknown,
    }


def _values(row: Field, subject: Subject) -> Iterator[tuple[str, str, str, object]]:
    """What a field states of a subject, told apart by the subject's stable identity."""
    for path in row.paths:
        value = read_path(subject.record, path)
        if is_stated(value):
            yield row.scope, subject.id, path, value


def _stated_before(
    regime: Regime, cleared: Filing | None, facts: Facts, on: date
) -> frozenset[tuple[str, str, str, object]]:
    if cleared is None:
        return frozenset()
    subjects = list_subjects(regime, cleared, facts, on)
    return frozenset(
        value
        for row in regime.contents.fields
        for subject in subjects[row.scope]
        for value in _values(row, subject)
    )


def _is_prefilled(row: Field, subject: Subject, prefilled: tuple[str, ...]) -> bool:
    """A pointer stands for itself and everything below it."""
    if not prefilled:
        return False
    places = [f"{subject.pointer}/{path.replace('.', '/')}" for path in row.paths]
    return any(f"{place}/".startswith(f"{pointer}/") for place in places for pointer in prefilled)


def _count_documents(regime: Regime, judged: Judged, subjects: _Subjects) -> int:
    return sum(
        _documents_of(row, subject)
        for row in judged.conditions(regime.contents)
        for subject in subjects[row.scope]
        if regime.ask(row.about, subject.facts).holds
    )


def _documents_of(row: Condition, subject: Subject) -> int:
    asked = named(row.when)
    if _ONE_AN_OFFICER in asked:
        officers = subject.facts.get("subject.officers", 0)
        return officers if isinstance(officers, int) else 0
    return 1 if any(fact in asked for fact in _ONE_EACH) else 0


def _days_before_acceptance(past: tuple[Event, ...], on: date) -> int | None:
    """From the first submission to the first acceptance, or to the day while it is awaited."""
    submitted = next((event.on for event in past if event.kind == "submitted"), None)
    if submitted is None:
        return None
    accepted = next((event.on for event in past if event.kind == "accepted"), on)
    return max(0, (accepted - submitted).days)


def _days_on_clock(regime: Regime, past: tuple[Event, ...], on: date) -> int | None:
    """From the start of the standstill to its end or to the event that freed from it.

    Where it has not started it is as long as one that starts on the day.
    """
    window = regime.period(regime.procedure.window)
    if window is None:
        return None
    running = run_period(regime, window, past)
    if running is None and not any(event.kind == window.start for event in past):
        running = run_period(regime, window, _started(window.start, on))
    if running is None or running.end is None:
        return None
    freed_by = regime.procedure.freed_by
    freed = [e.on for e in past if e.kind in freed_by and running.start <= e.on <= running.end]
    # The day of the event that frees is the first on which one may proceed.
    return (freed[0] - running.start).days if freed else (running.end - running.start).days + 1


def _started(kind: str, on: date) -> tuple[Event, ...]:
    return tuple(Event(kind=word, on=on) for word in _EVENTS if word == kind)
