"""What the list of cases reads: the answer to its question, and what lapses within days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from sekisho.model.case import Event as EngineEvent
from sekisho.model.errors import UsageError
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.examine.queries import own_cases
from sekisho.portal.queue.asked import Asked
from sekisho.portal.queue.paging import Edge, Page, page_of
from sekisho.portal.settings.environment import environment
from sekisho.regime.days.calendar import ONE_DAY
from sekisho.regime.loader import list_packs

MOST_SOON = 20
"""Of what lapses soon the first are shown; the list below holds all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: the state it is in on the day, and whether its period has just ended."""

    case: CaseFile
    state: str
    days_left: int | None
    overdue: bool
    becomes: str = ""
    act_by: date | None = None
    """The last working day within the period, where that is not its last day."""


def asked_cases(sitting: Sitting, asked: Asked, on: date) -> QuerySet[CaseFile]:
    """Gives the cases of the person's organisation that a question asks for.

    An authority that asks nothing is shown those whose period has not ended yet. By what the
    authority found only the authority may ask.
    """
    return _of(cases.list_cases(sitting), sitting, asked, on)


def page(sitting: Sitting, asked: Asked, on: date, after: str = "", before: str = "") -> Page:
    """Gives a page of the same cases: the first, or the one after or before a case."""
    seen = cases.list_parts(sitting)
    parts = tuple(_of(part, sitting, asked, on) for part in seen)
    edge = Edge.read(after, before, seen)
    return page_of(parts, cases.order_of(sitting), edge, cases.PAGE)


def _of(found: QuerySet[CaseFile], sitting: Sitting, asked: Asked, on: date) -> QuerySet[CaseFile]:
    sees = who_may.may(sitting, "queue.see")
    if not sees:
        asked = replace(asked, gravest="")
    found = asked.of(found, on)
    if asked.mine and sitting.user is not None:
        found = found.filter(own_cases(sitting.user, on))
    return found.filter(due__gte=on) if sees and not asked else found


def rows(found: Iterable[CaseFile], on: date) -> tuple[Row, ...]:
    """Gives cases as they stand on a day: a period may have ended since they were last touched."""
    listed = tuple(found)
    turned = [case.id for case in listed if case.turns_on and case.turns_on <= on]
    events = _events_of(turned)
    return tuple(_row(case, events.get(case.id, ()), on) for case in listed)


def soon(sitting: Sitting, on: date) -> tuple[Row, ...]:
    """Gives the cases whose period ends within the working days that the site warns of, with what
    becomes of each if nothing is done; those whose screening has ended are left out.
    """
    within = Q(pk__in=[])
    for id in list_packs():
        within |= _within(id, on)
    found: list[CaseFile] = []
    for part in cases.list_parts(sitting):
        found.extend(part.filter(within, due__gte=on, screened=False)[:MOST_SOON])
    found.sort(key=lambda case: (case.due, case.submitted_on or on, case.id))
    return tuple(
        Row(
            case,
            case.state,
            case.days_left(on),
            overdue=False,
            becomes=case.becomes,
            act_by=_act_by(case, on),
        )
        for case in found[:MOST_SOON]
    )


def _act_by(case: CaseFile, on: date) -> date | None:
    """A period goes on over closed days, on which nobody decides."""
    if case.lapses_on is None:
        return None
    last = engine.regime_of(case, on).calendar.last_open(case.lapses_on)
    return last if last is not None and last < case.lapses_on else None


def _within(id: str, on: date) -> Q:
    """The cases of a regime that end by the last of the working days that count as soon."""
    try:
        regime = engine.regime_on(id, on)
    except UsageError:  # the pack knows no law for this day, so that no case stands under it
        return Q(pk__in=[])
    lapsing = {state for outcome in regime.procedure.outcomes for state in outcome.after}
    last = regime.calendar.open_after(on, environment().soon_days)
    if last is None or not lapsing:
        return Q(pk__in=[])
    # A closed day after the last working one belongs to it: nobody will act on it.
    end = regime.calendar.next_open(last + ONE_DAY)
    return Q(regime=id, state__in=sorted(lapsing), due__lt=end or last + ONE_DAY)


def _row(case: CaseFile, events: tuple[EngineEvent, ...], on: date) -> Row:
    days = case.days_left(on)
    if not events:
        return Row(case, case.state, days, overdue=False)
    state = engine.standing_on(case, events, on).state
    return Row(case, state, days, overdue=state != case.state)


def _events_of(ids: Iterable[UUID]) -> dict[UUID, tuple[EngineEvent, ...]]:
    wanted = list(ids)
    if not wanted:
        return {}
    found: dict[UUID, list[Event]] = defaultdict(list)
    for row in Event.objects.filter(case__in=wanted).exclude(kind="").order_by("seq"):
        found[row.case_id].append(row)
    return {id: engine.engine_events(events) for id, events in found.items()}


def sectors(id: str, on: date, lang: str) -> tuple[tuple[str, str], ...]:
    """Gives the sectors of a regime with their names, in its order."""
    return tuple((row.id, row.title.said_in(lang)) for row in engine.regime_on(id, on).sectors)


def states(id: str, on: date) -> tuple[str, ...]:
    """Gives the states in which a case of a regime may be, in the order of its procedure."""
    rules = engine.regime_on(id, on).procedure
    seen = {rules.first: None}
    for steps in (rules.transitions, rules.outcomes):
        for step in steps:
            seen.setdefault(step.to)
    return tuple(state for state in seen if state)
