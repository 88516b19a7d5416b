"""What a plan is made for, and the counting backwards it needs."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sekisho.regime.days.calendar import ONE_DAY, Calendar
from sekisho.regime.days.count import last_day
from sekisho.regime.tables.time import Period

LONGEST_WAIT = 3650
"""Days anyone may allow for a step; a cap against slips of the hand."""

YEAR_ENDS = ((3, 31), (12, 31))
"""Ends of fiscal years that are shown when nobody names one, as (month, day)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The day something is to enter service, and what its people allow themselves.

    `allowance` is the time between submission and acceptance, `vendor` the time between the last
    answer of a vendor and the submission, in calendar days or `in_working_days`; both are the
    user's own, since no law gives them. `year_ends` are ends of fiscal years as (month, day).
    """

    go_live: date
    contract_on: date | None = None
    allowance: int | None = None
    vendor: int | None = None
    in_working_days: bool = False
    year_ends: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Periods that hold an act back one after the other, the first from its acceptance.

    `follows` says of each whether it begins on the day after the one before has ended; else it
    begins, at the latest, on that last day.
    """

    periods: tuple[Period, ...]
    follows: tuple[bool, ...]

    def last_day(self, accepted: date, calendar: Calendar) -> date | None:
        """Gives the last day on which the act is held back; `None` when that cannot be told."""
        end: date | None = accepted
        for at, (period, follows) in enumerate(zip(self.periods, self.follows, strict=True)):
            if end is None or (at and follows and end == date.max):
                return None
            end = last_day(period, end + ONE_DAY if at and follows else end, calendar)
        return end


def latest_acceptance(chain: Chain, go_live: date, calendar: Calendar) -> date | None:
    """Gives the last day of acceptance from which the periods end before the go-live.

    It is the exact inverse of `Chain.last_day`: accepted that day, they end before `go_live`;
    accepted one day later, they do not. `None` when the calendar cannot tell. Where the calendar
    knows the go-live, an end that it does not reach comes after it.
    """
    try:
        day = go_live - ONE_DAY
        while day > date.min:
            end = chain.last_day(day, calendar)
            if end is None and not (calendar.knows(day) and calendar.knows(go_live)):
                return None
            if end is not None and end < go_live:
                return day
            day -= ONE_DAY
    except OverflowError:
        return None
    return None


def count_back(day: date, days: int, calendar: Calendar, *, working: bool) -> date | None:
    """Gives the day so many days before another; working days are those of the calendar.

    `None` when the calendar cannot tell, or no such day exists.
    """
    try:
        if not working:
            return day - days * ONE_DAY
        for _ in range(days):
            before = calendar.last_open(day - ONE_DAY)
            if before is None:
                return None
            day = before
    except OverflowError:
        return None
    return day


def last_year_ends(cut_off: date, end: tuple[int, int], years: int) -> tuple[date, ...]:
    """Gives the last fiscal years that ended on or before a day, latest first.

    An end on 29 February stands for the last day of that month.
    """
    found: list[date] = []
    year = cut_off.year
    while len(found) < years and year > date.min.year:
        month, day = end
        ended = date(year, month, min(day, monthrange(year, month)[1]))
        if ended <= cut_off:
            found.append(ended)
        year -= 1
    return tuple(found)
