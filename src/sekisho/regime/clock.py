"""The dates that follow from the events of a case: pure functions over pack data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from msgspec import structs
from msgspec.structs import replace

from sekisho.model.assessment import ClockDate
from sekisho.model.case import ANNOUNCED, Event
from sekisho.model.values.message import Message, message
from sekisho.regime.days.calendar import ONE_DAY
from sekisho.regime.days.count import Pause, last_day, latest_start
from sekisho.regime.days.pauses import days_gone, find_pauses
from sekisho.regime.pack import Regime
from sekisho.regime.tables.time import Conflict, Period, ShownDate

UNTOLD = frozenset(
    {
        "clock.calendar_ends",
        "clock.end_not_stated",
        "clock.length_not_stated",
        "clock.stopped",
    }
)
"""The messages of dates that cannot be told; one for which the law gives no number is told."""


class Running(msgspec.Struct, frozen=True):
    """A period that an event has started; `start` is the day of that event, or the first day
    of a period that follows another. `granted` is the place of that event among all.

    `end` is absent where it cannot be told, with the reason in `problem`; `moved_by` is the kind
    of the last event that moved it; `stopped` says that the period stands still, so that it
    cannot have ended; `warnings` are about events that could not move it.
    """

    period: Period
    start: date
    end: date | None
    moved_by: str = ""
    problem: Message | None = None
    stopped: bool = False
    granted: int = 0
    warnings: tuple[ClockDate, ...] = ()


def clock_dates(regime: Regime, events: Iterable[Event], on: date) -> tuple[ClockDate, ...]:
    """Gives every date of the pack that the events up to `on` have set in motion, and those
    announced for a later day.

    Where the law gives no number ("without delay") the date is absent and the message tells the
    days gone by; where the working calendar does not reach, the date is absent too.
    """
    events = tuple(events)
    past = happened(events, on)
    ahead = [event for event in events if event.on > on and event.kind in ANNOUNCED]
    shown: dict[str, ClockDate] = {}
    for row in regime.clocks.dates:
        found = _shown(regime, (*past, *ahead), row, shown, on)
        if found is not None:
            shown[row.id] = found
    warnings = [
        warning
        for period in regime.clocks.periods
        if (running := run_period(regime, period, past))
        for warning in running.warnings
    ]
    conflicts = (_conflict(regime, past, row, shown) for row in regime.clocks.conflicts)
    return (*shown.values(), *warnings, *(found for found in conflicts if found))


def happened(events: Iterable[Event], on: date) -> tuple[Event, ...]:
    """Gives the events up to and on a day, in order of their days."""
    return tuple(sorted((event for event in events if event.on <= on), key=lambda e: e.on))


def run_period(regime: Regime, period: Period, events: Iterable[Event]) -> Running | None:
    """Runs one period over events in order of their days; `None` when nothing has started it."""
    events = tuple(events)
    if period.after:
        return _run_after(regime, period, events)
    starts = [at for at, event in enumerate(events) if event.kind == period.start]
    since = events[starts[-1] :] if starts else ()
    if not since or any(event.kind in period.ended_by for event in since):
        return None
    running = _counted(regime, period, since[0].on, since, since[0])
    running = replace(running, granted=starts[-1])
    for event in since:
        if event.kind in period.moved_by:
            running = _moved(regime, running, event)
    return running


def _run_after(regime: Regime, period: Period, events: tuple[Event, ...]) -> Running | None:
    """Runs a period that follows another: each event that grants it must come while one runs."""
    earlier = regime.period(period.after)
    current = run_period(regime, earlier, events) if earlier else None
    found: Running | None = None
    for at, event in enumerate(events):
        if event.kind != period.start or current is None or (found and not period.repeats):
            continue
        if at < current.granted:
            continue
        if current.end is None:
            return replace(current, period=period, granted=at)
        if event.on <= current.end:
            later = tuple(each for each in events if each.on > current.end)
            first = current.end + ONE_DAY if current.end < date.max else date.max
            found = _counted(regime, period, first, later, event)
            found = current = replace(found, granted=at)
    return found


def _counted(
    regime: Regime, period: Period, start: date, since: Sequence[Event], event: Event
) -> Running:
    """Counts a period from its start, less the days on which it stood still."""
    if period.length is None:
        if not event.days:
            said = message("clock.length_not_stated", on=event.on.isoformat())
            return Running(period, start, None, problem=said)
        period = structs.replace(period, length=event.days)
    pauses = find_pauses(period, start, since, regime.calendar) if period.stopped_by else ()
    if pauses and pauses[-1].last is None:
        said = _standing_still(regime, period, start, pauses)
        return Running(period, start, None, problem=said, stopped=True)
    end = last_day(period, start, regime.calendar, pauses)
    if end is None:
        return Running(period, start, None, problem=message("clock.calendar_ends"))
    if period.unverified and (period.valid_from is None or end >= period.valid_from):
        said = message("clock.unverified", last=end.isoformat())
        return Running(period, start, None, problem=said)
    return Running(period, start, end)


def _standing_still(
    regime: Regime, period: Period, start: date, pauses: Sequence[Pause]
) -> Message:
    since = pauses[-1].first
    gone = days_gone(period, start, since, regime.calendar, pauses)
    length = period.length or gone
    return message("clock.stopped", on=since.isoformat(), gone=gone, left=length - gone)


def _moved(regime: Regime, running: Running, event: Event) -> Running:
    """Moves the end of a period: only while it runs, and never beyond its cap."""
    end, on = running.end, event.on.isoformat()
    if end is None:
        return running
    if event.until is None:
        problem = message("clock.end_not_stated", on=on)
        return replace(running, end=None, moved_by=event.kind, problem=problem)
    if event.on > end or event.until < event.on:
        said = message("clock.moved_too_late", on=on, last=end.isoformat())
        return _warn(running, ClockDate(id="moved_too_late", on=event.on, message=said))
    if event.until > end if event.kind in running.period.shortened_by else event.until < end:
        said = message("clock.moved_wrong_way", on=on, last=end.isoformat())
        return _warn(running, ClockDate(id="moved_wrong_way", on=event.on, message=said))
    cap = regime.period(running.period.capped_by)
    limit = last_day(cap, running.start, regime.calendar) if cap else None
    if limit is not None and event.until > limit:
        until, last = event.until.isoformat(), limit.isoformat()
        said = message("clock.moved_too_far", until=until, last=last)
        running = _warn(running, ClockDate(id="moved_too_far", on=limit, message=said))
        return replace(running, end=limit, moved_by=event.kind)
    return replace(running, end=event.until, moved_by=event.kind)


def _warn(running: Running, shown: ClockDate) -> Running:
    warning = structs.replace(shown, article=running.period.article, warning=True)
    return replace(running, warnings=(*running.warnings, warning))


def _shown(
    regime: Regime,
    events: tuple[Event, ...],
    row: ShownDate,
    shown: dict[str, ClockDate],
    on: date,
) -> ClockDate | None:
    if row.take == "elapsed":
        return _elapsed(events, row, on)
    if row.before:
        earlier = shown.get(row.before)
        return _dated(regime, row, earlier.on, {}) if earlier and earlier.on else None
    period = regime.period(row.of)
    running = run_period(regime, period, events) if period else None
    return _of_running(regime, row, running) if running else None


def _of_running(regime: Regime, row: ShownDate, running: Running) -> ClockDate | None:
    if running.end is None:
        said = running.problem or message("clock.calendar_ends")
        return ClockDate(id=row.id, message=said, article=row.article, warning=True)
    params: dict[str, str | int] = {
        "start": running.start.isoformat(),
        "length": running.period.length or 0,
    }
    if row.take == "latest_start":
        return _latest_start(regime, row, running, params)
    return _dated(regime, row, running.end, params)


def _dated(regime: Regime, row: ShownDate, end: date, params: dict[str, str | int]) -> ClockDate:
    day: date | None = end
    if row.take == "day_after":
        day = end + ONE_DAY if end < date.max else None
    elif row.take == "last_open":
        day = regime.calendar.last_open(end)
    if day is None:
        said = message("clock.calendar_ends")
        return ClockDate(id=row.id, message=said, article=row.article, warning=True)
    said = message(row.message, on=day.isoformat(), last=end.isoformat(), **params)
    warn = row.warn == "always" or (row.warn == "when_earlier" and day < end)
    return ClockDate(id=row.id, on=day, message=said, article=row.article, warning=warn)


def _latest_start(
    regime: Regime, row: ShownDate, running: Running, params: dict[str, str | int]
) -> ClockDate | None:
    fits = regime.period(row.fits)
    if fits is None or running.end is None:
        return None
    end_by = running.end - row.leaves * ONE_DAY
    day = latest_start(fits, end_by, regime.calendar, running.start)
    if day is None:
        return None
    due = last_day(fits, day, regime.calendar)
    params |= {"due": due.isoformat() if due else "", "last": running.end.isoformat()}
    said = message(row.message, on=day.isoformat(), **params)
    return ClockDate(id=row.id, on=day, message=said, article=row.article)


def _elapsed(events: tuple[Event, ...], row: ShownDate, on: date) -> ClockDate | None:
    starts = [event.on for event in events if event.kind == row.start]
    if not starts or any(event.kind in row.unless for event in events):
        return None
    said = message(row.message, since=starts[0].isoformat(), days=(on - starts[0]).days)
    return ClockDate(id=row.id, message=said, article=row.article, warning=row.warn == "always")


def _conflict(
    regime: Regime, events: tuple[Event, ...], row: Conflict, shown: dict[str, ClockDate]
) -> ClockDate | None:
    """Two periods that do not fit into each other: the one must end before the other does."""
    periods = regime.period(row.ends), regime.period(row.limit)
    if periods[0] is None or periods[1] is None:
        return None
    # What settled an earlier one settles nothing of what began anew.
    begun = [at for at, event in enumerate(events) if event.kind == periods[0].start]
    if not begun or any(event.kind in row.unless for event in events[begun[-1] :]):
        return None
    ends, limit = (run_period(regime, period, events) for period in periods if period)
    if ends is None or limit is None or ends.end is None or limit.end is None:
        return None
    if ends.start > limit.end:
        return _too_late(events, row, ends.start, limit.end)
    if ends.start < limit.start or ends.end + row.leaves * ONE_DAY <= limit.end:
        return None
    act_on = shown.get(row.act_on)
    day = act_on.on if act_on else None
    due, last = ends.end.isoformat(), limit.end.isoformat()
    said = message(row.message, due=due, last=last, on=(day or limit.end).isoformat())
    return ClockDate(id=row.id, on=day, message=said, article=row.article, warning=True)


def _too_late(
    events: tuple[Event, ...], row: Conflict, start: date, last: date
) -> ClockDate | None:
    if not row.too_late or any(event.kind in row.too_late_unless for event in events):
        return None
    said = message(row.too_late, start=start.isoformat(), last=last.isoformat())
    return ClockDate(id="begun_too_late", on=start, message=said, article=row.article, warning=True)
