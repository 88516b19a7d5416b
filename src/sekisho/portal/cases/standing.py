"""Where a case stands, read off its events and documents, for the lists."""

from __future__ import annotations

from copy import copy
from datetime import date

from django.db.models import Q

from sekisho.model.case import Event
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.regime.clock import happened, run_period
from sekisho.regime.days.calendar import ONE_DAY

IN_CONSULTATION = frozenset({"draft_shown", "draft_answered"})
"""The states of a draft that was shown to the authority before it was filed."""
URGENT = "introduced_unfiled"
"""The state in which an emergency was met, and its notification is still to be written."""
WRITING = frozenset({"draft", "returned", "withdrawn", URGENT}) | IN_CONSULTATION
"""The states in which the filing is the operator's to write."""

DERIVED = (
    "state",
    "submitted_on",
    "accepted_on",
    "lapses_on",
    "open_questions",
    "screened",
    "turns_on",
    "turns_to",
    "becomes",
)
"""The columns that are read off the events."""


def derive(case: CaseFile, on: date) -> None:
    """Sets what the lists show of a case as its events say; does not save it."""
    place(case, engine.events_of(case), on)


def place(case: CaseFile, events: tuple[Event, ...], on: date) -> None:
    """Sets what the lists show of a case with these events, as of a day.

    Whatever time alone will change is set with the day on which it changes, so that a list of a
    later day need only compare days.
    """
    case.submitted_on = _last(events, "submitted")
    case.accepted_on = _last(events, "accepted")
    case.state = engine.standing_on(case, events, on).state
    regime = engine.regime_of(case, on)
    window = regime.period(regime.procedure.window)
    running = run_period(regime, window, events) if window else None
    case.lapses_on = running.end if running else None
    case.open_questions = max(0, _count(events, "asked") - _count(events, "replied"))
    screened = regime.procedure.records.get("end_screening", "")
    case.screened = any(event.kind == screened for event in events)
    case.turns_on, case.turns_to = _turn(case, events, on)
    case.becomes = ""
    if case.lapses_on and case.lapses_on < date.max:
        case.becomes = engine.standing_on(case, events, case.lapses_on + ONE_DAY).state


def in_state(state: str, on: date) -> tuple[Q, ...]:
    """Gives the conditions on cases that are in a state on a day: they stay in it, leave it later,
    or time alone has brought them there. No case meets two; an index holds those of each.
    """
    return (
        Q(state=state, turns_on__isnull=True),
        Q(state=state, turns_on__gt=on),
        Q(turns_to=state, turns_on__lte=on),
    )


def stands_otherwise(case: CaseFile, on: date) -> tuple[str, ...]:
    """Names the columns that do not say what the events of a case say on a day.

    A state that has turned since the case was last touched counts only where `turns_on` and
    `turns_to` do not tell it.
    """
    fresh = copy(case)
    derive(fresh, on)
    if case.turns_on and case.turns_on <= on:
        shown = (case.turns_to, fresh.turns_on, fresh.turns_to)
    else:
        shown = (case.state, case.turns_on, case.turns_to)
    told = dict(zip(("state", "turns_on", "turns_to"), shown, strict=True))
    told |= {name: getattr(case, name) for name in DERIVED if name not in told}
    return tuple(name for name, value in told.items() if getattr(fresh, name) != value)


def _turn(case: CaseFile, events: tuple[Event, ...], on: date) -> tuple[date | None, str]:
    """The first later day on which the case comes to another state with nobody acting, and which:
    a period is over on it, or an event announced for it comes.
    """
    regime = engine.regime_of(case, on)
    ahead = {event.on for event in events if event.on > on}
    days = set(ahead)
    for until in (on, *ahead):
        past = happened(events, until)
        for period in regime.clocks.periods:
            running = run_period(regime, period, past)
            if running and running.end and on <= running.end < date.max:
                days.add(running.end + ONE_DAY)
    for day in sorted(days):
        then = engine.standing_on(case, events, day).state
        if then != case.state:
            return day, then
    return None, ""


def derive_findings(case: CaseFile, assessment: Document) -> None:
    """Sets what the lists show of the newest assessment; does not save it."""
    result = engine.assessment_of(assessment)
    found = [finding for finding in result.findings if finding.state == "found"]
    case.found = len(found)
    case.gravest = found[0].severity if found else ""
    case.unanswered = sum(run.unanswered for run in result.checks if run.required)


def _last(events: tuple[Event, ...], kind: str) -> date | None:
    return next((event.on for event in reversed(events) if event.kind == kind), None)


def _count(events: tuple[Event, ...], kind: str) -> int:
    return sum(event.kind == kind for event in events)
