"""The end of a period that nobody ended: an event of its own, never a clearance."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from sekisho.model.case import Event, EventKind
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Opened, enter_by_clock
from sekisho.portal.filing.models import Elsewhere

LAPSED: EventKind = "lapsed"


def record(case_id: UUID, at: datetime) -> None:
    """Appends, by nobody, that the period has run out, if the procedure of the case says so.

    Its legal day is the one after the last of the period, however late this is called. It may be
    called at any time and again: before the end, after another end, or twice, nothing is added.
    """
    with enter_by_clock(case_id, at) as opened:
        if Elsewhere.objects.filter(case=opened.case).exists():
            # A notice that moved the period may be entered late; the state lapses by itself.
            return
        last = opened.case.lapses_on
        if last is not None and opened.doing.today > last:
            on = last + timedelta(days=1)
            if _has_lapsed(opened, on):
                opened.append("lapse", kind=LAPSED, on=on)


def _has_lapsed(opened: Opened, on: date) -> bool:
    events = engine.events_of(opened.case)
    known = [event.kind for event in events]
    since = known[len(known) - known[::-1].index("accepted") :] if "accepted" in known else known
    if LAPSED in since:
        return False
    told = (*events, Event(kind=LAPSED, on=on))
    return engine.standing_on(opened.case, told, opened.doing.today).problem is None
