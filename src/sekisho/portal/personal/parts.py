"""The personal part of a filing: taken out, laid aside, and put together again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any

from sekisho.regime.loader import find_pack, list_packs
from sekisho.regime.tables.law import Retention

Personal = dict[str, Any]
"""Values by their place in the filing, as JSON pointers."""


@cache
def known_fields() -> tuple[str, ...]:
    """Gives the fields that any pack calls personal: a draft may not have named its law yet."""
    rows = (row for id in list_packs() for row in find_pack(id).retention)
    return tuple(sorted({field for row in rows for field in row.fields}))


def split(filing: dict[str, Any], fields: tuple[str, ...]) -> tuple[dict[str, Any], Personal]:
    """Parts a plain filing into what anyone concerned may see, and the personal values."""
    public = deepcopy(filing)
    personal: Personal = {}
    for field in fields:
        for pointer, holder, key in _places(public, field.split("/")[1:], ""):
            personal[pointer] = holder.pop(key)
    return public, personal


def join(public: dict[str, Any], personal: Personal) -> dict[str, Any]:
    """Puts a filing together again; raises `KeyError` for a place that it does not have."""
    filing = deepcopy(public)
    for pointer, value in personal.items():
        *path, last = pointer.split("/")[1:]
        holder: Any = filing
        for step in path:
            holder = holder[int(step)] if isinstance(holder, list | tuple) else holder[step]
        holder[last] = value
    return filing


def ends_on(row: Retention, events: tuple[Any, ...]) -> date | None:
    """Gives the day on which personal data is destroyed; `None` where the pack names no years,
    or nothing has happened from which they run.
    """
    if row.unverified or row.years is None:
        return None
    first = min((event.on for event in events if event.kind in row.since), default=None)
    if first is None:
        return None
    try:
        return date(first.year + row.years, first.month, first.day)
    except ValueError:  # the 29th of February
        return date(first.year + row.years, 3, 1)


def _places(holder: Any, path: list[str], at: str) -> Iterator[tuple[str, dict[str, Any], str]]:
    if path[0] == "*":
        for number, inner in enumerate(holder if isinstance(holder, list | tuple) else ()):
            yield from _places(inner, path[1:], f"{at}/{number}")
    elif isinstance(holder, dict) and path[0] in holder:
        if len(path) == 1:
            yield f"{at}/{path[0]}", holder, path[0]
        else:
            yield from _places(holder[path[0]], path[1:], f"{at}/{path[0]}")
