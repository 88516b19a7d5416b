"""Compares two packs, or two states of one, row by row: a pure function over their tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from sekisho.model.canonical import plain
from sekisho.regime.days.calendar import Calendar
from sekisho.regime.tables.whole import Pack, Tables

Kind = Literal["added", "removed", "changed", "moved"]

_NAMED_BY = ("id", "check", "event", "paths", "to", "filing", "kind", "facilities")
"""What a row is called by, the first it has: most have an id."""
_NO_ROWS = frozenset({"conditions"})
_NO_RULES = frozenset({"draft"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One value of a row that differs: `field` is dotted from the row (`title.en`,
    `orders.mhlw-order.verified_to`, with its first day where one id has several states:
    `orders.mlit-order@2025-06-13.verified_to`); a value is as the file has it, `None` where there
    is none.
    """

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """One row that differs between two packs.

    `table` is dotted (`duties.exemptions`, `designations.tests`, `calendar.holidays`); `id` what
    the row is called, empty for the values a table holds beside its rows (`changes.ratio_bands`).
    `moved` is a row that is the same and stands elsewhere among its kind: where the first row
    that holds wins, that changes answers too.
    """

    table: str
    id: str
    kind: Kind
    edits: tuple[Edit, ...] = ()
    before: msgspec.Struct | None = None
    after: msgspec.Struct | None = None


def compare(before: Tables, after: Tables) -> tuple[RowChange, ...]:
    """Gives every row added, removed, changed or moved between two packs or two regimes.

    Tables come in the order of the pack, rows in the order of the later pack, what was removed
    before it. Equal rows of the two sides are never reported, whatever their place in a file.
    A pack also compares its versions and pending amendments, a regime its pending amendments.
    """
    left, right = dict(tables_of(before)), dict(tables_of(after))
    return tuple(
        change
        for table in dict.fromkeys((*left, *right))
        for change in _rows(table, left.get(table, ()), right.get(table, ()))
    )


def tables_of(tables: Tables) -> Iterator[tuple[str, tuple[msgspec.Struct, ...]]]:
    """Gives every table by its dotted name with its rows, whatever tables a pack has.

    What a table says beside its rows is a row of its own under the name of the table.
    """
    if isinstance(tables, Pack):
        yield from _flat("head", tables.head)
    else:
        yield "head.pending", tuple(getattr(tables, "pending", ()))
    for field in msgspec.structs.fields(Tables):
        if field.name not in _NO_ROWS:
            value = getattr(tables, field.name)
            if isinstance(value, Calendar):
                yield from _flat("calendar", value.head)
                yield "calendar.holidays", _holidays(value)
            else:
                yield from _flat(field.name, value)


def name_of(row: msgspec.Struct) -> str:
    """Gives what a row is called: its id, or the first words that tell it from others."""
    for name in _NAMED_BY:
        value = getattr(row, name, None)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, tuple) and value:
            return str(value[0])
    return ""


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """A dated holiday as a row."""

    id: str
    name: str


class Single(msgspec.Struct, frozen=True, kw_only=True):
    """What a table says beside its rows."""

    values: dict[str, Any]


def _holidays(calendar: Calendar) -> tuple[msgspec.Struct, ...]:
    return tuple(
        Holiday(id=day.isoformat(), name=name) for day, name in sorted(calendar.holidays.items())
    )


def _flat(name: str, value: object) -> Iterator[tuple[str, tuple[msgspec.Struct, ...]]]:
    """A list of rows is a table; a record that holds such lists is one table for each."""
    if isinstance(value, tuple):
        yield name, value
    if not isinstance(value, msgspec.Struct):
        return
    single: dict[str, Any] = {}
    for field in msgspec.structs.fields(type(value)):
        held = getattr(value, field.name)
        if isinstance(held, tuple) and any(isinstance(row, msgspec.Struct) for row in held):
            yield f"{name}.{field.name}", held
        elif held != field.default and field.name not in _NO_RULES:
            single[field.name] = plain(held)
    if single:
        yield name, (Single(values=single),)


def _rows(
    table: str, before: tuple[msgspec.Struct, ...], after: tuple[msgspec.Struct, ...]
) -> Iterator[RowChange]:
    pairs = _pair(before, after)
    for at, row in enumerate(before):
        if at not in pairs:
            yield RowChange(table=table, id=name_of(row), kind="removed", before=row)
    partners = {new: old for old, new in pairs.items()}
    moved = _moved(partners[new] for new in sorted(partners))
    for at, row in enumerate(after):
        if at not in partners:
            yield RowChange(table=table, id=name_of(row), kind="added", after=row)
            continue
        old = before[partners[at]]
        edits = () if old == row else tuple(_edits(_plain(old), _plain(row), ""))
        kind: Kind = "changed" if edits else "moved"
        if edits or partners[at] in moved:
            yield RowChange(
                table=table, id=name_of(row), kind=kind, edits=edits, before=old, after=row
            )


def _plain(row: msgspec.Struct) -> Any:
    return row.values if isinstance(row, Single) else plain(row)


def _pair(before: tuple[msgspec.Struct, ...], after: tuple[msgspec.Struct, ...]) -> dict[int, int]:
    """Pairs rows: the same ones first, then those of one name, the most alike first."""
    left, right = dict(enumerate(before)), dict(enumerate(after))
    pairs: dict[int, int] = {}
    for old, row in tuple(left.items()):
        same = next((new for new, other in right.items() if other == row), None)
        if same is not None:
            pairs[old] = same
            del left[old], right[same]
    likeness = sorted(
        (-_alike(row, other), old, new)
        for old, row in left.items()
        for new, other in right.items()
        if name_of(row) == name_of(other)
    )
    for _, old, new in likeness:
        if old in left and new in right:
            pairs[old] = new
            del left[old], right[new]
    return pairs


def _alike(row: msgspec.Struct, other: msgspec.Struct) -> int:
    return sum(
        getattr(row, field.name) == getattr(other, field.name, None)
        for field in msgspec.structs.fields(type(row))
    )


def _moved(order: Iterable[int]) -> frozenset[int]:
    """The rows outside the longest run that kept its order: the fewest that had to move."""
    rows = tuple(order)
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for row in rows:
        at = bisect_left(ends, row)
        before[row] = ends[at - 1] if at else None
        ends[at : at + 1] = [row]
    kept: set[int] = set()
    row_or_none = ends[-1] if ends else None
    while row_or_none is not None:
        kept.add(row_or_none)
        row_or_none = before[row_or_none]
    return frozenset(rows) - kept


def _edits(before: Any, after: Any, path: str) -> Iterator[Edit]:
    if before == after:
        return
    keyed = _keyed(before, after)
    if keyed is None:
        yield Edit(field=path, before=before, after=after)
        return
    left, right = keyed
    for key in dict.fromkeys((*left, *right)):
        yield from _edits(left.get(key), right.get(key), f"{path}.{key}" if path else key)


def _keyed(before: Any, after: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """Mappings as they are; lists of rows by their ids, or by id and first day where one id has
    several states.
    """
    if isinstance(before, dict) and isinstance(after, dict):
        return before, after
    for told_by in (("id",), ("id", "valid_from")):
        left, right = (_by(value, told_by) for value in (before, after))
        if left is not None and right is not None:
            return left, right
    return None


def _by(value: Any, names: tuple[str, ...]) -> Mapping[str, Any] | None:
    if not isinstance(value, list | tuple) or not all(
        isinstance(item, dict) and "id" in item for item in value
    ):
        return None
    named = {"@".join(str(item.get(name, "")) for name in names): item for item in value}
    return named if named and len(named) == len(value) else None
