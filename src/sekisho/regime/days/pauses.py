"""Which days of a running period do not count, from the events that stop and resume it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sekisho.model.case import Event
from sekisho.regime.days.calendar import ONE_DAY, Calendar
from sekisho.regime.days.count import Pause, counts_day, first_day, last_day
from sekisho.regime.tables.time import Period


def find_pauses(
    period: Period, start: date, events: Iterable[Event], calendar: Calendar
) -> tuple[Pause, ...]:
    """Gives the pauses of a period in the order of their days.

    `events` are those since it started, in order. A stop on a day after the end stops nothing;
    several stops at a time are one pause, which ends when the last of them has ended.
    """
    pauses: list[Pause] = []
    open_stops = 0
    for event in events:
        if event.kind in period.stopped_by:
            if not open_stops:
                end = last_day(period, start, calendar, pauses)
                if end is None or event.on > end:
                    continue
                pauses.append(Pause(event.on))
            open_stops += 1
        elif event.kind in period.resumed_by and open_stops:
            open_stops -= 1
            if not open_stops:
                pauses[-1] = Pause(pauses[-1].first, event.on)
    return tuple(pauses)


def days_gone(
    period: Period, start: date, before: date, calendar: Calendar, pauses: Iterable[Pause]
) -> int:
    """Counts the days of a period that have run before a day."""
    pauses = tuple(pauses)
    day, gone = first_day(period, start), 0
    while day < before:
        if not any(pause.covers(day) for pause in pauses):
            gone += bool(counts_day(period, day, calendar))
        day += ONE_DAY
    return gone
