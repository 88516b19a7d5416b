"""The working calendar of the authorities, from dated pack data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import msgspec

from sekisho.regime.tables.time import CalendarHead

ONE_DAY = timedelta(days=1)


class Calendar(msgspec.Struct, frozen=True):
    """Which days are closed; `holidays` gives each dated holiday its name.

    It answers `None` where its dated holidays are not known: a day is never taken for open
    because nobody wrote it down.
    """

    head: CalendarHead
    holidays: Mapping[date, str]

    def knows(self, day: date) -> bool:
        """Says whether the dated holidays around a day are known."""
        return self.head.covers_from <= day <= self.head.covers_to

    def is_closed(self, day: date) -> bool:
        """Says whether the offices are closed on a day."""
        if day in self.holidays or day.isoweekday() in self.head.closed_weekdays:
            return True
        if not self.head.closed_yearly:
            return False
        written = day.strftime("%m-%d")
        for closure in self.head.closed_yearly:
            if closure.first <= closure.last:
                if closure.first <= written <= closure.last:
                    return True
            elif written >= closure.first or written <= closure.last:
                return True
        return False

    def next_open(self, day: date) -> date | None:
        """Gives the first working day on or after a day, `None` outside the calendar."""
        return self._open_from(day, ONE_DAY)

    def last_open(self, day: date) -> date | None:
        """Gives the last working day on or before a day, `None` outside the calendar."""
        return self._open_from(day, -ONE_DAY)

    def open_after(self, day: date, n: int) -> date | None:
        """Gives the n-th working day after a day, `None` outside the calendar."""
        found: date | None = day
        for _ in range(n):
            found = self.next_open(found + ONE_DAY) if found else None
        return found

    def _open_from(self, day: date, step: timedelta) -> date | None:
        while self.knows(day):
            if not self.is_closed(day):
                return day
            if day in {date.min, date.max}:
                return None
            day += step
        return None
