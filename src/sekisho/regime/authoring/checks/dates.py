"""Days of versions and rows: ends before starts, overlaps, gaps, and ids used twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import msgspec

from sekisho.model.values.message import message
from sekisho.read.tree import Node
from sekisho.regime.authoring.checks.remarks import Level, Remark, remark
from sekisho.regime.authoring.sources import (
    Row,
    Source,
    bare,
    file_kinds,
    hint_of,
    hints_of,
    inner_hint,
    item_hint,
)

_DAY = timedelta(days=1)
_SEVERAL = frozenset({"routes.routes", "procedure.acts"})
"""Tables in which rows of one id are meant: the first that fits answers."""


def date_remarks(source: Source) -> Iterator[Remark]:
    """Gives what is wrong with the days of versions and rows, and ids used twice.

    The layout must be right: dates are read as they are written.
    """
    for topic, kind in file_kinds().items():
        tree = source.trees.get(f"{topic}.yaml")
        if tree is not None:
            for table, rows, row in _lists(tree, hint_of(kind), "" if kind.is_list else topic):
                yield from _table(table, rows, row)


def _lists(
    node: Node, hint: Any, path: str
) -> Iterator[tuple[str, tuple[Row, ...], type[msgspec.Struct]]]:
    """Gives every list of rows with its dotted name, those inside rows too."""
    if isinstance(node.value, dict):
        for key, item in node.value.items():
            yield from _lists(item, inner_hint(hint, key), f"{path}.{key}".lstrip("."))
    elif isinstance(node.value, list):
        row = bare(item_hint(hint))
        if isinstance(row, type) and issubclass(row, msgspec.Struct):
            yield path, tuple(Row(item) for item in node.value), row
            for item in node.value:
                yield from _lists(item, row, path)


def _table(table: str, rows: tuple[Row, ...], row: type[msgspec.Struct]) -> Iterator[Remark]:
    hints = hints_of(row)
    dated = "valid_from" in hints and "valid_to" in hints
    if dated:
        for each in rows:
            yield from _turned(each)
    if table == "pack.versions":
        yield from _versions(rows)
    if "id" not in hints or table in _SEVERAL:
        return
    by_id: dict[str, list[Row]] = defaultdict(list)
    for each in rows:
        by_id[each.said("id")].append(each)
    for id, same in by_id.items():
        if len(same) > 1 and dated and table != "pack.versions":
            yield from _same_id(id, same)
        elif len(same) > 1:
            for each in same[1:]:
                said = message("check.id_twice", id=id, line=same[0].place.line)
                yield remark("found", each.at("id"), said, message("check.id_twice.remedy"))


def _turned(row: Row) -> Iterator[Remark]:
    first, last = _days(row)
    if first > last:
        said = message("check.ends_first", first=first.isoformat(), last=last.isoformat())
        yield remark("found", row.at("valid_to"), said, message("check.ends_first.remedy"))


def _versions(rows: tuple[Row, ...]) -> Iterator[Remark]:
    for earlier, later in pairwise(rows):
        names = {"earlier": earlier.said("id"), "later": later.said("id")}
        yield from _joint(earlier, later, names, "error", "versions")


def _same_id(id: str, rows: list[Row]) -> Iterator[Remark]:
    ordered = sorted(rows, key=_days)
    for earlier, later in pairwise(ordered):
        yield from _joint(earlier, later, {"id": id}, "found", "rows")


def _joint(
    earlier: Row, later: Row, names: dict[str, str], level: Level, what: str
) -> Iterator[Remark]:
    """Two rows must meet: neither on one day both, nor on a day between them none."""
    ends, begins = _days(earlier)[1], _days(later)[0]
    if begins <= ends:
        first, last, kind = begins, min(ends, _days(later)[1]), "overlap"
    elif begins - ends > _DAY:
        first, last, kind = ends + _DAY, begins - _DAY, "gap"
    else:
        return
    days = {"first": first.isoformat(), "last": last.isoformat()}
    said = f"check.{what}_overlap.open" if last == date.max else f"check.{what}_{kind}"
    remedy = message("check.joint.remedy")
    yield remark(level, later.at("valid_from"), message(said, **names, **days), remedy)


def _days(row: Row) -> tuple[date, date]:
    first, last = row.said("valid_from"), row.said("valid_to")
    return (
        date.fromisoformat(first) if first else date.min,
        date.fromisoformat(last) if last else date.max,
    )
