"""What the list of cases reads: the answer to its question, and what lapses within days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from sekisho.model.case import Event as EngineEvent
from sekisho.model.errors import UsageError
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.cases.queries import Listed
from sekisho.portal.examine.queries import own_cases
from sekisho.portal.queue.asked import Asked
from sekisho.portal.queue.paging import Edge, Found, Page, Parts, make_page, page_of
from sekisho.portal.settings.environment import environment
from sekisho.regime.days.calendar import ONE_DAY
from sekisho.regime.loader import list_packs

MOST_SOON = 20
"""Of what lapses soon the first are shown; the list below holds all."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: the state it is in on the day, and whether its period has just ended."""

    case: Listed
    state: str
    days_left: int | None
    overdue: bool
    becomes: str = ""
    act_by: date | None = None
    """The last working day within the period, where that is not its last day."""


def page(
    seen: Parts, sitting: Sitting, asked: Asked, on: date, edges: tuple[str, str] = ("", "")
) -> Page:
    """Gives a page of the cases that a question asks for, of those that the person sees: the
    first, or the one after one case or before another.

    An authority that asks nothing is shown those whose period has not ended yet. By what the
    authority found only the authority may ask.
    """
    edge, order = Edge.read(*edges, seen), cases.order_of(sitting)
    sees = who_may.may(sitting, "queue.see")
    if not sees:
        asked = replace(asked, gravest="")

    @cache
    def parts() -> Found:
        return tuple(found for part in seen for found in _of(part, sitting, asked, on))

    if edge.case is None and asked.is_of_columns:
        found = [
            case
            for part in seen
            for narrow in _first(asked, on, all_are_due=sees and not asked, few=part.few)
            for case in part.listed(narrow)
        ]
        return make_page(parts, order, edge, found, cases.PAGE)
    return page_of(parts, order, edge, cases.PAGE)


def _of(part: cases.Part, sitting: Sitting, asked: Asked, on: date) -> Found:
    found = part.found
    if asked.mine and sitting.user is not None:
        found = found.filter(own_cases(sitting.user, on))
    return asked.of(found, on, few=part.few)


@lru_cache(maxsize=128)
def _first(asked: Asked, on: date, *, all_are_due: bool, few: bool) -> tuple[cases.Narrow, ...]:
    """The narrowings to what a question asks for, made once so that their SQL is."""
    whole = CaseFile.objects.all()

    def narrow(number: int) -> cases.Narrow:
        def narrowed(part: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
            found = part.filter(due__gte=on) if all_are_due else part
            return asked.of(found, on, few=few)[number][: cases.PAGE + 1]

        return narrowed

    return tuple(narrow(number) for number in range(len(asked.of(whole, on, few=few))))


def rows(found: Iterable[Listed], on: date) -> tuple[Row, ...]:
    """Gives cases as they stand on a day: a period may have ended since they were last touched."""
    known = tuple(found)
    turned = [case.id for case in known if case.turns_on and case.turns_on <= on]
    told = {case.id: case for case in CaseFile.objects.filter(id__in=turned)} if turned else {}
    events = _events_of(turned)
    return tuple(_row(case, told.get(case.id), events.get(case.id, ()), on) for case in known)


def soon(seen: Parts, on: date) -> tuple[Row, ...]:
    """Gives the cases whose period ends within the working days that the site warns of, with what
    becomes of each if nothing is done; those whose screening has ended are left out.
    """
    narrow = _soon_of(on, environment().soon_days)
    found = [case for part in seen for case in part.listed(narrow)]
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


def _act_by(case: Listed, on: date) -> date | None:
    """A period goes on over closed days, on which nobody decides."""
    if case.lapses_on is None:
        return None
    last = engine.regime_on(
        case.regime, case.accepted_on or case.submitted_on or on
    ).calendar.last_open(case.lapses_on)
    return last if last is not None and last < case.lapses_on else None


@lru_cache(maxsize=8)
def _soon_of(on: date, days: int) -> cases.Narrow:
    within, end = _within(on, days)

    def narrow(part: QuerySet[CaseFile]) -> QuerySet[CaseFile]:
        return part.filter(within, due__gte=on, due__lt=end, screened=False)[:MOST_SOON]

    return narrow


def _within(on: date, days: int) -> tuple[Q, date]:
    """The cases whose period, of whatever regime, ends by the last of so many working days; and
    the day before which all of these periods end.
    """
    within, latest = Q(pk__in=[]), on
    for id in list_packs():
        try:
            regime = engine.regime_on(id, on)
        except UsageError:  # the pack knows no law for this day: no case stands under it
            continue
        lapsing = {state for outcome in regime.procedure.outcomes for state in outcome.after}
        last = regime.calendar.open_after(on, days)
        if last is None or not lapsing:
            continue
        # A closed day after the last working one belongs to it: nobody will act on it.
        end = regime.calendar.next_open(last + ONE_DAY) or last + ONE_DAY
        within |= Q(regime=id, state__in=sorted(lapsing), due__lt=end)
        latest = max(latest, end)
    return within, latest


def _row(case: Listed, whole: CaseFile | None, events: tuple[EngineEvent, ...], on: date) -> Row:
    days = case.days_left(on)
    if whole is None:
        return Row(case, case.state, days, overdue=False)
    state = engine.standing_on(whole, events, on).state
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
