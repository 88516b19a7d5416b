"""Rows that count days: working calendar, periods, dates shown and what to warn of."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title

Unit = Literal["day", "working_day", "month", "year"]
Direction = Literal["forward", "back"]
Roll = Literal["none", "next_open"]
Take = Literal["last", "day_after", "last_open", "latest_start", "elapsed"]
Warn = Literal["never", "always", "when_earlier"]


class YearlyClosure(Record, frozen=True, kw_only=True):
    """Days closed each year, as `MM-DD`, both ends included; it may run over the New Year."""

    first: str
    last: str


class CalendarHead(Record, frozen=True, kw_only=True):
    """When the offices of the authorities are closed, besides the dated holidays.

    `closed_weekdays` counts from 1 (Monday) to 7. Outside `covers_from` to `covers_to` the
    dated holidays are not known, and no date is rolled.
    """

    closed_weekdays: tuple[int, ...] = ()
    closed_yearly: tuple[YearlyClosure, ...] = ()
    covers_from: date
    covers_to: date
    article: str = ""


class Period(Record, frozen=True, kw_only=True):
    """A period of the law: what starts it, how it is counted, what may move its end.

    `first_day_included` follows the words of the law. The `until` of a `moved_by` event
    replaces the end, never beyond the end of the period `capped_by`; those in `shortened_by` only
    ever bring it forward, the others put it off. A period with direction `back` ends before it
    starts. Starts with the latest `start` event on or before the day, unless one of `ended_by`
    came after that: then it no longer runs.

    A period without a `length` is as long as the event that starts it says (`days`). One `after`
    another begins on the day after that one ended, and only if its `start` event came while
    that one ran; when it `repeats`, each further event lengthens it in the same way.

    No day from an event of `stopped_by` to the next of `resumed_by`, both included, is counted;
    a stop counts only while the period runs. Where several stops overlap, the last to be
    resumed counts. Only periods of days and working days can be stopped.

    An `unverified` row repeats the text that was read last: an end before its `valid_from` came
    under that text and is told, a later one is not.
    """

    id: str
    start: str
    unit: Unit
    length: Annotated[int, Meta(ge=1)] | None = None
    first_day_included: bool = True
    direction: Direction = "forward"
    roll: Roll = "none"
    moved_by: tuple[str, ...] = ()
    shortened_by: tuple[str, ...] = ()
    ended_by: tuple[str, ...] = ()
    capped_by: str = ""
    after: str = ""
    repeats: bool = False
    stopped_by: tuple[str, ...] = ()
    resumed_by: tuple[str, ...] = ()
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False


class ShownDate(Record, frozen=True, kw_only=True):
    """A date shown to people, taken from a period.

    `last_open` is the last working day not after the end; `latest_start` the last day on which
    the period `fits` may start and still end `leaves` days before the end of `of`; `before`
    takes `last_open` of another shown date. `elapsed` gives no date but the days gone by since
    the event `start`, unless one of `unless` happened: the law gives no number.
    """

    id: str
    take: Take
    message: str
    of: str = ""
    before: str = ""
    fits: str = ""
    leaves: Annotated[int, Meta(ge=0)] = 0
    start: str = ""
    unless: tuple[str, ...] = ()
    warn: Warn = "never"
    article: str = ""


class Conflict(Record, frozen=True, kw_only=True):
    """A warning where the period `ends` ends less than `leaves` days before `limit` does.

    `act_on` is the shown date by which a person must have acted; `unless` ends the warning.
    `too_late` is the message where `ends` begins only after `limit` has ended, unless one of
    `too_late_unless` happened; without it nothing is said then.
    """

    id: str
    ends: str
    limit: str
    leaves: Annotated[int, Meta(ge=0)] = 0
    act_on: str
    message: str
    too_late: str = ""
    too_late_unless: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    article: str = ""


class PlanStep(Record, frozen=True, kw_only=True):
    """One period of those that may follow each other; the first begins with the acceptance.

    A further one begins at the latest on the last day of the one before, or on the day after it.
    """

    of: str
    begins: Literal["on_last_day", "day_after"] = "on_last_day"


class PlanCase(Record, frozen=True, kw_only=True):
    """A case to plan a go-live against: the periods that hold it back, one after the other."""

    id: Literal["plain", "longest"]
    steps: tuple[PlanStep, ...]


class Clocks(Record, frozen=True, kw_only=True):
    """Everything that counts days in one pack.

    Without a `plan` of its own a go-live is planned against the window of the procedure, and the
    period by which that is capped. `plan_note` tells what holds beside every plan of this pack.
    """

    periods: tuple[Period, ...] = ()
    dates: tuple[ShownDate, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    plan: tuple[PlanCase, ...] = ()
    plan_note: Title | None = None
