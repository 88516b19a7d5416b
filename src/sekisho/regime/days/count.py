"""The arithmetic of periods: days, and months as Civil Code Art. 143 counts them."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from sekisho.regime.days.calendar import ONE_DAY, Calendar
from sekisho.regime.tables.time import Period

MONTHS_A_YEAR = 12


def last_day(period: Period, start: date, calendar: Calendar) -> date | None:
    """Gives the last day of a period that an event of `start` begins.

    For a period that looks back it is the day so far before the start. `None` when the calendar
    does not reach the day on which it would end.
    """
    try:
        end = _unrolled(period, start)
    except OverflowError:
        return None
    if period.roll == "next_open":
        return calendar.next_open(end)
    return end


def _unrolled(period: Period, start: date) -> date:
    if period.direction == "back":
        if period.unit == "month":
            return months_before(start, period.length)
        return start - timedelta(days=period.length - period.first_day_included)
    first = start if period.first_day_included else start + ONE_DAY
    if period.unit == "month":
        return months_end(first, period.length)
    return first + timedelta(days=period.length - 1)


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
        day -= ONE_DAY
    return None
