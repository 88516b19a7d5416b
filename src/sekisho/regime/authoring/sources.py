"""The files of a pack as they are written: trees with places, and the row each file is made of."""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from sekisho.model.errors import Place
from sekisho.read.tree import Node
from sekisho.regime.days.calendar import Calendar
from sekisho.regime.loader import all_holidays, build_pack, read_trees
from sekisho.regime.tables.law import Head
from sekisho.regime.tables.time import CalendarHead
from sekisho.regime.tables.whole import Pack, Tables

HOLIDAYS = "holidays*.csv"
"""The files of dated holidays: one, or one for each calendar."""

_OWN_FILES = {"designations": "designation"}
_NO_FILES = frozenset({"conditions"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is written."""

    node: Node

    @property
    def place(self) -> Place:
        """Where the row begins."""
        return self.node.place

    def field(self, name: str) -> Node | None:
        """Gives a field of one value, `None` where it is not written."""
        held = self.node.value.get(name) if isinstance(self.node.value, dict) else None
        return held if held is not None and isinstance(held.value, str) else None

    def said(self, name: str) -> str:
        """Gives the text of a field, empty where it is not written."""
        held = self.field(name)
        return str(held.value) if held is not None else ""

    def at(self, name: str) -> Place:
        """Gives the place of a field, that of the row where it is not written."""
        held = self.field(name)
        return held.place if held is not None else self.place


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one pack: the tree of each YAML file by its name, and the dated holidays."""

    folder: Path
    trees: dict[str, Node]
    holidays: dict[date, str]

    def pack(self) -> Pack:
        """Makes the pack; raises `PackError` with file and line."""
        return build_pack(dict(self.trees), dict(self.holidays), self.folder)

    def text(self, file: str) -> str:
        """Gives the text of a file, empty where it cannot be read."""
        try:
            return (self.folder / file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            return ""

    def rows(self, topic: str, key: str = "") -> tuple[Row, ...]:
        """Gives the rows of a list as they are written; none where there is no such list."""
        tree = self.trees.get(f"{topic}.yaml")
        held = tree.value.get(key or topic) if tree and isinstance(tree.value, dict) else None
        items = held.value if held is not None and isinstance(held.value, list) else []
        return tuple(Row(item) for item in items)


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file of a pack holds: one record, or a list of rows under the name of the file."""

    topic: str
    row: type[msgspec.Struct]
    is_list: bool


def read_source(folder: Path) -> Source:
    """Reads the files of a pack; raises `PackError` for one that is no YAML, or no `pack.yaml`."""
    return Source(folder, read_trees(folder), all_holidays(folder))


@cache
def file_kinds() -> dict[str, FileKind]:
    """Gives what each file of a pack holds, by topic: read from the tables a pack has."""
    kinds = {"pack": FileKind("pack", Head, is_list=False)}
    for name, hint in typing.get_type_hints(Tables).items():
        if name in _NO_FILES:
            continue
        topic = _OWN_FILES.get(name, name)
        if hint is Calendar:
            kinds[topic] = FileKind(topic, CalendarHead, is_list=False)
        elif typing.get_origin(hint) is tuple:
            kinds[topic] = FileKind(topic, typing.get_args(hint)[0], is_list=True)
        elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            kinds[topic] = FileKind(topic, hint, is_list=False)
    return kinds


def bare(hint: Any) -> Any:
    """Gives a type without `Annotated` and without the `None` it may also be."""
    while typing.get_origin(hint) is Annotated:
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        rest = [kind for kind in typing.get_args(hint) if kind is not type(None)]
        return bare(rest[0]) if len(rest) == 1 else hint
    return hint


def words_of(hint: Any) -> tuple[str, ...]:
    """Gives the words a value may be, none where it is free."""
    hint = bare(hint)
    return typing.get_args(hint) if typing.get_origin(hint) is Literal else ()


@cache
def hints_of(row: type[msgspec.Struct]) -> dict[str, Any]:
    """Gives the types of the fields of a row by name."""
    return typing.get_type_hints(row, include_extras=True)


def hint_of(kind: FileKind) -> Any:
    """Gives the type of what a whole file says, for `inner_hint` and `item_hint` to follow."""
    rows: Any = tuple[kind.row, ...]  # type: ignore[name-defined]  # a type made while running
    return {kind.topic: rows} if kind.is_list else kind.row


def inner_hint(hint: Any, key: str) -> Any:
    """Gives the type of what stands under a key, `None` where no such key is known."""
    hint = bare(hint) if not isinstance(hint, dict) else hint
    if isinstance(hint, dict):
        return hint.get(key)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return hints_of(hint).get(key)
    if typing.get_origin(hint) is dict:
        return typing.get_args(hint)[1]
    return None


def item_hint(hint: Any) -> Any:
    """Gives the type of the items of a list, `None` where it is no list."""
    hint = bare(hint) if not isinstance(hint, dict) else None
    return typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else None
