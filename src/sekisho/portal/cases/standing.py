"""Where a case stands, read off its events and documents, for the lists."""

from __future__ import annotations

from datetime import date

from sekisho.model.case import Event
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.regime.clock import run_period

IN_CONSULTATION = frozenset({"draft_shown", "draft_answered"})
"""The states of a draft that was shown to the authority before it was filed."""
URGENT = "introduced_unfiled"
"""The state in which an emergency was met, and its notification is still to be written."""
WRITING = frozenset({"draft", "returned", "withdrawn", URGENT}) | IN_CONSULTATION
"""The states in which the filing is the operator's to write."""


def derive(case: CaseFile, on: date) -> None:
    """Sets what the lists show of a case as its events and documents say; does not save it."""
    events = engine.events_of(case)
    case.submitted_on = _last(events, "submitted")
    case.accepted_on = _last(events, "accepted")
    case.state = engine.standing_on(case, events, on).state
    regime = engine.regime_of(case, on)
    window = regime.period(regime.procedure.window)
    running = run_period(regime, window, events) if window else None
    case.lapses_on = running.end if running else None
    case.open_questions = max(0, _count(events, "asked") - _count(events, "replied"))


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
