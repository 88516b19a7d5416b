"""Events named on the command line: `called_in=2026-12-07`, `length_agreed=2027-04-12:20`."""

from __future__ import annotations

from datetime import date
from typing import cast, get_args

from sekisho.model.case import Event, EventKind
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message


def read_event(written: str) -> Event:
    """Reads one event: its kind, its day, and after a colon its new last day or its days.

    Raises `UsageError` for a kind nobody knows, and for what is neither a day nor a number.
    """
    kind, equals, rest = written.partition("=")
    on, _, more = rest.partition(":")
    if not equals or kind not in get_args(EventKind):
        known = tuple(get_args(EventKind))
        raise UsageError(
            message("clock.unknown_event", written=written),
            hint=message("clock.unknown_event.remedy", known=known),
        )
    until, days = None, None
    if more.isascii() and more.isdecimal() and int(more):
        days = int(more)
    elif more:
        until = _day(more, written)
    return Event(kind=cast("EventKind", kind), on=_day(on, written), until=until, days=days)


def _day(text: str, written: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            message("clock.bad_event", written=written), hint=message("clock.bad_event.remedy")
        ) from error
