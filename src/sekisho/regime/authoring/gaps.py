"""What a pack says itself that it does not know: its unverified rows and pending amendments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from sekisho.regime.authoring.compare import name_of, tables_of
from sekisho.regime.tables.whole import Tables

PENDING = "head.pending"


class Gap(NamedTuple):
    """One row nobody compared with the law; `table` is dotted, as in a comparison of packs."""

    table: str
    id: str
    row: msgspec.Struct


def list_gaps(tables: Tables) -> tuple[Gap, ...]:
    """Lists every row marked unverified, whatever its table, then every pending amendment."""
    rows = [gap for table, found in tables_of(tables) for gap in _of_table(table, found)]
    return tuple(sorted(rows, key=lambda gap: gap.table == PENDING))


def _of_table(table: str, rows: tuple[msgspec.Struct, ...]) -> Iterator[Gap]:
    for row in rows:
        if table == PENDING or getattr(row, "unverified", False):
            yield Gap(table, name_of(row), row)
        for field in row.__struct_fields__:
            held = getattr(row, field)
            if isinstance(held, tuple) and any(isinstance(each, msgspec.Struct) for each in held):
                yield from _of_table(f"{table}.{name_of(row)}.{field}", held)
