"""The arithmetic of periods: days, working days, and months as Civil Code Art. 143 counts them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta

import msgspec

from sekisho.regime.days.calendar import ONE_DAY, Calendar
from sekisho.regime.tables.time import Period

MONTHS_A_YEAR = 12


class Pause(msgspec.Struct, frozen=True):
    """Days that do not count, both ends included; without `last` it still goes on."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Says whether a day falls within it."""
        return self.first <= day and (self.last is None or day <= self.last)


def last_day(
    period: Period, start: date, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> date | None:
    """Gives the last day of a period that an event of `start` begins.

    For a period that looks back it is the day so far before the start. `None` when the calendar
    does not reach the day on which it would end, when a pause still goes on, and for a period
    whose length nothing states.
    """
    try:
        end = _unrolled(period, start, calendar, pauses)
    except OverflowError:
        return None
    if end is not None and period.roll == "next_open":
        return calendar.next_open(end)
    return end


def _unrolled(
    period: Period, start: date, calendar: Calendar, pauses: Sequence[Pause]
) -> date | None:
    length = period.length
    if length is None:
        return None
    if period.unit == "year":
        length *= MONTHS_A_YEAR
    in_months = period.unit in ("month", "year")
    if period.direction == "back":
        return _looking_back(period, start, length, calendar)
    first = first_day(period, start)
    if in_months:
        return months_end(first, length)
    if period.unit == "working_day" or pauses:
        return _walked(period, first, length, calendar, pauses)
    return first + timedelta(days=length - 1)


def first_day(period: Period, start: date) -> date:
    """Gives the day from which on days are counted; raises `OverflowError` past the calendar."""
    return start if period.first_day_included else start + ONE_DAY


def _walked(
    period: Period, first: date, length: int, calendar: Calendar, pauses: Sequence[Pause]
) -> date | None:
    """Goes on day by day: a closed day is no working day, a paused day does not count."""
    day, left = first, length
    while True:
        pause = next((pause for pause in pauses if pause.covers(day)), None)
        if pause is not None:
            if pause.last is None:
                return None
            day = pause.last + ONE_DAY
            continue
        counts = counts_day(period, day, calendar)
        if counts is None:
            return None
        left -= counts
        if not left:
            return day
        day += ONE_DAY


def _looking_back(period: Period, start: date, length: int, calendar: Calendar) -> date | None:
    """Goes back so many months, days or, day by day within the calendar, working days."""
    if period.unit in ("month", "year"):
        return months_before(start, length)
    if period.unit == "day":
        return start - timedelta(days=length - period.first_day_included)
    day, left = start, length
    if not period.first_day_included:
        day -= ONE_DAY
    while True:
        counts = counts_day(period, day, calendar)
        if counts is None:
            return None
        left -= counts
        if not left:
            return day
        day -= ONE_DAY


def counts_day(period: Period, day: date, calendar: Calendar) -> bool | None:
    """Says whether a day is one of those the period counts, `None` outside the calendar."""
    if period.unit != "working_day":
        return True
    return not calendar.is_closed(day) if calendar.knows(day) else None


def months_end(first: date, months: int) -> date:
    """Gives the last day of so many months that begin on `first`.

    It is the day before the corresponding day of the last month, or the last day of that month
    where there is no corresponding day (Civil Code Art. 143(2)). Raises `OverflowError` past
    the end of the calendar.
    """
    year, month = _shifted(first, months)
    if first.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, first.day) - ONE_DAY


def months_before(day: date, months: int) -> date:
    """Gives the corresponding day so many months earlier, or the last day of that month."""
    year, month = _shifted(day, -months)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _shifted(day: date, months: int) -> tuple[int, int]:
    count = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(count, MONTHS_A_YEAR)
    if not MINYEAR < year < MAXYEAR:
        raise OverflowError(year)
    return year, month + 1


def latest_start(period: Period, end_by: date, calendar: Calendar, not_before: date) -> date | None:
    """Gives the last day on which a period may start and still end on or before `end_by`.

    `None` when there is none on or after `not_before`.
    """
    day = end_by
    while day >= not_before:
        end = last_day(period, day, calendar)
        if end is not None and end <= end_by:
            return day
        if day == date.min:
            break
        day -= ONE_DAY
    return None
