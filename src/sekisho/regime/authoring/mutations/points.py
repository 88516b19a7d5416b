"""Where a pack can be changed: each number, comparison and date that a rule or clock reads."""

from __future__ import annotations

import re
import typing
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

import msgspec

from sekisho.model.errors import Place
from sekisho.model.values.amount import Amount
from sekisho.model.values.ratio import Ratio
from sekisho.read.tree import Node
from sekisho.regime.authoring.mutations.tokens import changed_conditions
from sekisho.regime.authoring.sources import (
    HOLIDAYS,
    Source,
    bare,
    file_kinds,
    hints_of,
    words_of,
)
from sekisho.regime.days.calendar import Calendar
from sekisho.regime.loader import CONDITION_KEYS
from sekisho.regime.tables.reading import to_row
from sekisho.regime.tables.time import CalendarHead

Kind = Literal["number", "comparison", "date", "counting", "holiday"]
KINDS: tuple[Kind, ...] = ("number", "comparison", "date", "counting", "holiday")

_UNREAD_FIELDS = frozenset({"item", "verified_to", "promulgated_on", "effective_on"})
_UNREAD = frozenset({"penalties.yaml", "pack.yaml pending"})
"""What informs only: no condition and no clock reads it."""
_YEARLY = frozenset({"year_ends", "first", "last"})
_COUNTING = frozenset({"first_day_included", "unit", "roll", "direction", "take"})
_NAMED_BY = ("id", "check", "event", "to", "filing")
_DAY = timedelta(days=1)
_POINT = Ratio(1, 100)


@dataclass(frozen=True, slots=True)
class Swap:
    """A text put in the place of another: `line` and `column` are those of the value."""

    file: str
    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of a pack that a case should notice.

    `place` names it whatever line it stands on (`clocks.yaml periods.standstill.length`), `says`
    is the change (`30 -> 31`); both together are its name. `file`, `line` and `column` tell a
    person where it is now.
    """

    kind: Kind
    place: str
    says: str
    file: str
    line: int
    column: int
    swaps: tuple[Swap, ...] = ()
    holidays: tuple[tuple[date, date], ...] = ()

    def apply(self, source: Source) -> Source:
        """Gives the source with the change."""
        trees = dict(source.trees)
        for swap in self.swaps:
            trees[swap.file] = _swapped(trees[swap.file], swap)
        days = dict(source.holidays)
        for old, new in self.holidays:
            days[new] = days.pop(old)
        return replace(source, trees=trees, holidays=days)


def list_mutations(source: Source) -> tuple[Mutation, ...]:
    """Lists every mutation of a pack in the order of its files; a text that several rows share
    (by an alias of YAML) is changed once for all of them.
    """
    found: dict[tuple[str, int, int, str], Mutation] = {}
    for topic, kind in file_kinds().items():
        file = f"{topic}.yaml"
        tree = source.trees.get(file)
        if tree is None or file in _UNREAD:
            continue
        hint: Any = tuple[kind.row, ...] if kind.is_list else kind.row  # type: ignore[name-defined]  # a type made while running
        node = tree.value[topic] if kind.is_list and isinstance(tree.value, dict) else tree
        for mutation in _Walk(file).value(node, hint, "", topic if kind.is_list else ""):
            key = (file, mutation.line, mutation.column, mutation.says)
            found.setdefault(key, mutation)
    return (*_joined(found.values()), *_holidays(source))


class _Walk:
    """A walk over one file beside the types of its rows."""

    def __init__(self, file: str) -> None:
        self._file = file

    def value(self, node: Node, hint: Any, field: str, path: str) -> Iterator[Mutation]:
        hint = bare(hint)
        if f"{self._file} {path}" in _UNREAD:
            return
        if isinstance(node.value, str):
            yield from self._scalar(node, hint, field, path)
        elif isinstance(node.value, list):
            item = typing.get_args(hint)[0] if typing.get_args(hint) else str
            for name, each in _named(node.value):
                yield from self.value(each, item, field, f"{path}.{name}".lstrip("."))
        elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            hints = hints_of(hint)
            for name, each in node.value.items():
                if name in hints and name not in _UNREAD_FIELDS:
                    inner = f"{path}.{name}".lstrip(".")
                    yield from self.value(each, hints[name], name, inner)

    def _scalar(self, node: Node, hint: Any, field: str, path: str) -> Iterator[Mutation]:
        text = str(node.value)
        if field in CONDITION_KEYS and hint is str:
            for sort, says, changed in changed_conditions(text):
                yield self._mutation(sort, node, path, says, changed)
            return
        kind, others = _others(text, hint, field)
        for other in others:
            yield self._mutation(kind, node, path, f"{text} -> {other}", other)

    def _mutation(self, kind: Kind, node: Node, path: str, says: str, text: str) -> Mutation:
        line, column = node.place.line, node.place.column
        swap = Swap(self._file, line, column, text)
        return Mutation(kind, f"{self._file} {path}", says, self._file, line, column, (swap,))


def _others(text: str, hint: Any, field: str) -> tuple[Kind, tuple[str, ...]]:
    """What else a value could be, one step to either side."""
    if field in _COUNTING:
        flipped = ("false" if text == "true" else "true",)
        words = tuple(word for word in words_of(hint) if word != text)
        return "counting", flipped if hint is bool else words
    if hint is date:
        day = date.fromisoformat(text)
        return "date", ((day - _DAY).isoformat(), (day + _DAY).isoformat())
    if field in _YEARLY and re.fullmatch(r"\d\d-\d\d", text):
        day = date.fromisoformat(f"2024-{text}")
        return "date", (f"{day - _DAY:%m-%d}", f"{day + _DAY:%m-%d}")
    return "number", _other_numbers(text, hint)


def _other_numbers(text: str, hint: Any) -> tuple[str, ...]:
    if hint is Ratio or (hint is Amount and re.search(r"[%/]", text)):
        share = Ratio.parse(text)
        return str(Ratio(share - _POINT)), str(Ratio(share + _POINT))
    if hint in (int, Amount):
        number = Amount.parse(text)
        return str(Amount(number - 1)), str(Amount(number + 1))
    return ()


def _named(nodes: list[Node]) -> Iterator[tuple[str, Node]]:
    """Gives each row its id, or its number with what it is about; `~2` for the second of an id."""
    seen: Counter[str] = Counter()
    for at, node in enumerate(nodes):
        name = str(at)
        for key in _NAMED_BY:
            named = node.value.get(key) if isinstance(node.value, dict) else None
            if named is not None and isinstance(named.value, str):
                name = named.value if key == "id" else f"{at}:{named.value}"
                break
        seen[name] += 1
        yield f"{name}~{seen[name]}" if seen[name] > 1 else name, node


def _joined(mutations: Iterable[Mutation]) -> Iterator[Mutation]:
    """Moves the end of one version together with the start of the next: apart, no pack has them."""
    ends: dict[str, list[Mutation]] = {}
    for mutation in mutations:
        if re.fullmatch(r"pack.yaml versions\..+\.valid_(from|to)", mutation.place):
            before, _, after = mutation.says.partition(" -> ")
            is_end = mutation.place.endswith("valid_to")
            day = date.fromisoformat(before) + (_DAY if is_end else timedelta())
            moved = date.fromisoformat(after) + (_DAY if is_end else timedelta())
            ends.setdefault(f"{day}{moved}", []).append(mutation)
        else:
            yield mutation
    for group in ends.values():
        first = group[-1]
        yield replace(first, swaps=tuple(swap for each in group for swap in each.swaps))


def _holidays(source: Source) -> Iterator[Mutation]:
    """Moves each dated holiday by a day, where that opens or closes any day at all."""
    tree = source.trees.get("calendar.yaml")
    if tree is None:
        return
    head = to_row(tree, CalendarHead)
    closed = Calendar(head, {}).is_closed
    lines = _holiday_lines(source)
    for day in sorted(source.holidays):
        for new in (day - _DAY, day + _DAY):
            changes_a_day = not closed(day) or not (closed(new) or new in source.holidays)
            if new not in source.holidays and changes_a_day:
                place = lines.get(day, Place())
                yield Mutation(
                    kind="holiday",
                    place=f"{place.file} {day}",
                    says=f"{day} -> {new}",
                    file=place.file,
                    line=place.line,
                    column=1,
                    holidays=((day, new),),
                )


def _holiday_lines(source: Source) -> dict[date, Place]:
    found: dict[date, Place] = {}
    for path in sorted(source.folder.glob(HOLIDAYS)):
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        for number, line in enumerate(lines, start=1):
            try:
                day = date.fromisoformat(line.partition(",")[0])
            except ValueError:
                continue
            found.setdefault(day, Place(file=path.name, line=number))
    return found


def _swapped(node: Node, swap: Swap) -> Node:
    if isinstance(node.value, str):
        here = (node.place.line, node.place.column) == (swap.line, swap.column)
        return msgspec.structs.replace(node, value=swap.text) if here else node
    if isinstance(node.value, list):
        return msgspec.structs.replace(node, value=[_swapped(each, swap) for each in node.value])
    return msgspec.structs.replace(
        node, value={key: _swapped(each, swap) for key, each in node.value.items()}
    )
