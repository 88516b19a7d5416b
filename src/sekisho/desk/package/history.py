"""What happened to a filing at each authority: only ever appended to, only what the law knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import get_args

from msgspec.structs import replace

from sekisho.desk.package.authorities import all_authorities
from sekisho.model.assessment import ClockDate, LawfulAct
from sekisho.model.case import Event, EventKind
from sekisho.model.errors import InputError, Place, UsageError
from sekisho.model.filing import Filing
from sekisho.model.values.message import Message, message
from sekisho.model.values.record import Record
from sekisho.read.beside.events import parse_events
from sekisho.read.filing.write import quoted
from sekisho.read.shape import fields_of
from sekisho.regime.clock import clock_dates
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import find_standing, lawful_acts
from sekisho.regime.words import authority_in_charge


class Stand(Record, frozen=True, kw_only=True):
    """Where a filing stands at one authority on a day.

    `problem` says which event fits no procedure; `state` is then the last one that did.
    """

    authority: str
    state: str
    problem: Message | None = None
    events: tuple[Event, ...] = ()
    clock: tuple[ClockDate, ...] = ()
    lawful_acts: tuple[LawfulAct, ...] = ()


class Status(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/status/1"):
    """Where a filing stands at every authority it was sent to."""

    regime: str
    version: str
    regime_sha256: str
    verified_to: date | None = None
    on: date
    stands: tuple[Stand, ...]
    caveats: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """The events of a filing as they lie beside it, under one regime."""

    regime: Regime
    filing: Filing
    events: tuple[Event, ...]

    def at(self, authority: str) -> tuple[Event, ...]:
        """Gives the events at one authority; those that name none are at the filing's own."""
        own = authority_in_charge(self.regime, self.filing)
        return tuple(event for event in self.events if (event.authority or own) == authority)

    def named(self, event: Event, authority: str) -> Event:
        """Gives an event as it is written for an authority: the filing's own is not named.

        Spaces around a text are no part of it, since reading takes them away.
        """
        own = authority_in_charge(self.regime, self.filing)
        return replace(
            event,
            by=event.by.strip(),
            reference=event.reference.strip(),
            note=event.note.strip(),
            authority="" if authority == own else authority,
        )

    def with_event(self, event: Event) -> History:
        """Gives the history with one event more."""
        return History(self.regime, self.filing, (*self.events, event))


def find_status(history: History, on: date) -> Status:
    """Tells for every authority the state, the dates and the lawful acts on a day."""
    regime = history.regime
    named = all_authorities(regime, history.filing, history.events)
    return Status(
        regime=regime.id,
        version=regime.version,
        regime_sha256=regime.sha256,
        verified_to=regime.verified_to,
        on=on,
        stands=tuple(_stand(history, id, on) for id in named),
        caveats=regime.caveats(on),
    )


def _stand(history: History, authority: str, on: date) -> Stand:
    regime, events = history.regime, history.at(authority)
    standing = find_standing(regime, events, on)
    return Stand(
        authority=authority,
        state=standing.state,
        problem=standing.problem,
        events=tuple(sorted(events, key=lambda event: event.on)),
        clock=clock_dates(regime, events, on),
        lawful_acts=lawful_acts(regime, events, on),
    )


def add_event(history: History, event: Event, authority: str) -> tuple[Event, tuple[Message, ...]]:
    """Gives the event as it is to be written, and what its clocks warn of.

    Raises `UsageError` for an event that does not fit what happened at that authority before,
    with the reason and the events that would fit.
    """
    regime, before = history.regime, history.at(authority)
    standing = find_standing(regime, before, _last(before))
    if standing.problem is not None:
        raise UsageError(standing.problem, hint=message("history.mend"))
    moves = {kind for period in regime.clocks.periods for kind in period.moved_by}
    if event.kind in moves and event.until is None:
        raise UsageError(
            message("history.no_end", event=event.kind), hint=message("history.no_end.remedy")
        )
    open_ended = {row.start for row in regime.clocks.periods if row.length is None}
    if event.kind in open_ended and event.days is None:
        raise UsageError(
            message("history.no_days", event=event.kind), hint=message("history.no_days.remedy")
        )
    if event.days is not None and event.kind not in open_ended:
        raise UsageError(
            message("history.days_unasked", event=event.kind),
            hint=message("history.days_unasked.remedy"),
        )
    made = history.named(event, authority)
    problem = _problem(regime, before, made)
    if problem is not None:
        fits = tuple(_fitting(regime, before, made))
        hint = message("history.fits", on=event.on.isoformat(), events=fits)
        raise UsageError(problem, hint=hint if fits else message("history.fits.none"))
    return made, _new_warnings(regime, before, made)


def append_events(data: bytes, events: Iterable[Event], name: str) -> bytes:
    """Gives the bytes to add to a file of events; what is there keeps its bytes.

    `data` is empty for a file that does not exist yet. Raises `InputError` where the file is
    written in a way to which nothing can be appended.
    """
    new = tuple(events)
    old = parse_events(data, name) if data.strip() else ()
    added = (b"\n" if data and not data.endswith(b"\n") else b"") + "".join(
        _line(event) for event in new
    ).encode()
    try:
        together = parse_events(data + added, name)
    except InputError as error:
        raise _closed(name) from error
    if together != (*old, *new):
        raise _closed(name)
    return added


def _line(event: Event) -> str:
    parts = []
    for field in fields_of(Event):
        value = getattr(event, field)
        if value is None or value == "":
            continue
        if isinstance(value, bool):
            value = "true" if value else "false"
        plain = isinstance(value, date | int)
        parts.append(f"{field}: {value if plain else quoted(str(value))}")
    return f"- {{{', '.join(parts)}}}\n"


def _closed(name: str) -> InputError:
    return InputError(
        message("history.closed"), place=Place(file=name), hint=message("history.closed.remedy")
    )


def _last(events: Iterable[Event]) -> date:
    return max((event.on for event in events), default=date.min)


def _problem(regime: Regime, before: tuple[Event, ...], event: Event) -> Message | None:
    events = (*before, event)
    return find_standing(regime, events, _last(events)).problem


def _fitting(regime: Regime, before: tuple[Event, ...], event: Event) -> Iterator[EventKind]:
    """Yields the events of the procedure that could have happened on that day."""
    known = {row.event for row in regime.procedure.transitions}
    kinds: tuple[EventKind, ...] = get_args(EventKind)
    for kind in kinds:
        tried = [replace(event, kind=kind, accepts=accepts) for accepts in (True, False)]
        if kind in known and any(_problem(regime, before, each) is None for each in tried):
            yield kind


def _new_warnings(regime: Regime, before: tuple[Event, ...], event: Event) -> tuple[Message, ...]:
    """What the dates warn of now and did not before."""
    on = max(_last(before), event.on)
    known = {repr(date) for date in clock_dates(regime, before, on)}
    after = clock_dates(regime, (*before, event), on)
    return tuple(row.message for row in after if row.warning and repr(row) not in known)
