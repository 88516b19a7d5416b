"""What an act would do to the clock, asked of the engine before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sekisho.model.case import Event
from sekisho.model.values.message import Message, message
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases import queries as cases
from sekisho.regime.clock import Running, run_period
from sekisho.regime.pack import Regime

_MOST = 5
"""How many days back the page of acceptance looks ahead from."""


@dataclass(frozen=True, slots=True)
class End:
    """If accepted on a day, the last day of the period, and how many days of it are left."""

    on: date
    last: date
    left: int


def period_ends(id: UUID, sitting: Sitting, on: date) -> tuple[End, ...]:
    """Gives the last day of the period for an acceptance today and on the days before it."""
    case = cases.find_case(id, sitting)
    known = engine.events_of(case)
    found = []
    for back in range(_MOST):
        day = on - timedelta(days=back)
        acts = {act.act: act.lawful for act in engine.acts_on(case, known, day)}
        if not acts.get("accept"):
            break
        regime = engine.regime_on(case.regime, day)
        accepted = Event(kind=regime.procedure.records["accept"], on=day)
        running = _window(regime, (*known, accepted))
        if running is not None and running.end is not None:
            found.append(End(day, running.end, (running.end - on).days))
    return tuple(found)


def clock_of_questions(id: UUID, sitting: Sitting, on: date) -> Message | None:
    """Says whether the period stands still while a question is open, as the pack counts it."""
    case = cases.find_case(id, sitting)
    known = engine.events_of(case)
    regime = engine.regime_of(case, on)
    before = _window(regime, known)
    if before is None:
        return None
    asked = Event(kind=regime.procedure.records["ask"], on=on)
    after = _window(regime, (*known, asked))
    if after is not None and after.stopped and not before.stopped:
        return message("portal.ask.stops")
    if before.end is None:
        return None
    return message("portal.ask.goes_on", on=before.end.isoformat())


def _window(regime: Regime, events: tuple[Event, ...]) -> Running | None:
    window = regime.period(regime.procedure.window)
    return run_period(regime, window, events) if window else None
