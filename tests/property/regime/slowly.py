"""A slow second reading of the periods, day by day from the wording; it shares no code with Sekisho.

Holidays come from a calendar written by others, not from the rule packs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import holidays

DAY = timedelta(days=1)
YEARS = range(2021, 2030)
JAPAN = frozenset(holidays.country_holidays("JP", years=YEARS))
BRITAIN = frozenset(
    day
    for part in ("ENG", "WLS", "SCT", "NIR")
    for day in holidays.country_holidays("GB", subdiv=part, years=YEARS)
)
"""A bank holiday in any part of the United Kingdom."""

KNOWN_TO = date(2027, 12, 31)
"""The last day whose bank holidays the British pack knows."""


def is_working_day_in_britain(day: date) -> bool:
    """No Saturday, no Sunday, no bank holiday in any part."""
    return day.weekday() < 5 and day not in BRITAIN


def is_closed_in_japan(day: date) -> bool:
    """Saturdays, Sundays, national holidays, and 29 December to 3 January."""
    turn = (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    return day.weekday() >= 5 or day in JAPAN or turn


def working_days_from(first: date, count: int) -> date:
    """The last of so many working days in Britain, beginning with a day."""
    day = first
    while True:
        count -= is_working_day_in_britain(day)
        if not count:
            return day
        day += DAY


def months_from(first: date, months: int) -> date:
    """The last of so many months that begin with a day, by walking through them."""
    day, passed = first, 0
    while passed < months:
        day += DAY
        passed += day.day == 1
    while day.day < first.day:
        if (day + DAY).day == 1:
            return day
        day += DAY
    return day - DAY


@dataclass
class Assessment:
    """The assessment period of the British Act (ss. 23, 24), one day after the other.

    `ends` holds the last day of each period that has ended, in the order of the Act.
    """

    left: int = 30
    phase: str = "initial"
    outstanding: int = 0
    extended: bool = False
    agreed: list[int] = field(default_factory=list)
    ends: dict[str, date] = field(default_factory=dict)

    def live(self, day: date, kinds: Iterable[tuple[str, int]]) -> None:
        """Lives through a day with the events on it, then counts the day or does not."""
        stands_still = self.outstanding > 0
        for kind, days in kinds:
            stands_still = stands_still or (kind == "stopped" and self.phase != "over")
            self.live_notice(kind, days)
        if self.phase != "over" and not stands_still and is_working_day_in_britain(day):
            self.left -= 1
            if not self.left:
                self.pass_on(day)

    def live_notice(self, kind: str, days: int) -> None:
        """Lives through one event; what comes when all is over changes nothing."""
        if self.phase == "over":
            return
        if kind == "stopped":
            self.outstanding += 1
        elif kind == "resumed":
            self.outstanding = max(0, self.outstanding - 1)
        elif kind == "extended" and self.phase == "initial":
            self.extended = True
        elif kind == "length_agreed" and self.extended:
            self.agreed.append(days)

    def pass_on(self, day: date) -> None:
        """The period that ran has ended; the next one begins, if it was granted in time."""
        self.ends[self.phase] = day
        if self.phase == "initial" and self.extended:
            self.phase, self.left = "additional", 45
        elif self.phase != "initial" and self.agreed:
            self.phase, self.left = "voluntary", self.agreed.pop(0)
        else:
            self.phase = "over"


def assess(called_in: date, events: Iterable[tuple[str, date, int]], until: date) -> Assessment:
    """The assessment period as it stands at the end of a day."""
    events = list(events)
    found = Assessment()
    day = called_in
    while day <= until:
        found.live(day, [(kind, days) for kind, on, days in events if on == day])
        day += DAY
    return found


def standstill(accepted: date, notices: Iterable[tuple[str, date, date]], until: date) -> date:
    """The last day of the Japanese standstill (Art. 52(3) to (5)) as notices moved it by a day.

    Thirty days with the day of acceptance. A notice counts only while the period runs; one of
    shortening brings the end forward, one of extension puts it off, up to four months.
    """
    end, limit = accepted, months_from(accepted, 4)
    for _ in range(29):
        end += DAY
    day = accepted
    while day <= until:
        for kind, on, new_end in notices:
            if on != day or day > end or new_end < day:
                continue
            if kind == "shortened" and new_end <= end:
                end = new_end
            elif kind == "extended" and new_end >= end:
                end = min(new_end, limit)
        day += DAY
    return end
