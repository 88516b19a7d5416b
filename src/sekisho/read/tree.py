"""YAML as a tree in which every scalar is text and knows its line and column.

`NO`, `1.10` and `1:30` survive: nothing is guessed. One loader serves filings, packs, tables
and catalogues.
"""

from __future__ import annotations

from typing import Any

import msgspec
import yaml
from msgspec.structs import replace

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.limits import FILING, Limits, check_size

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Node(msgspec.Struct, frozen=True):
    """A value and where it stands; lines and columns count from 1, `cell` is for sheets.

    `key_place` is where the key of a mapping's value stands.
    """

    value: str | list[Node] | dict[str, Node]
    place: Place
    key_place: Place | None = None

    def plain(self) -> Any:
        """Gives the value as text, lists and dictionaries."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return {key: node.plain() for key, node in self.value.items()}


def decode_text(data: bytes, file: str) -> str:
    """Reads UTF-8 text, with or without a byte order mark.

    Raises `InputError` with the line of the first wrong byte, and with the encoding it looks
    like: UTF-16, Shift_JIS, or no text at all.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_utf8("error.utf16", file, 1)
    if 0 in data:
        raise _not_utf8("error.binary", file, data.count(b"\n", 0, data.index(0)) + 1)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _not_utf8(_likely_encoding(data), file, line) from error


def _likely_encoding(data: bytes) -> str:
    try:
        text = data.decode("cp932")
    except UnicodeDecodeError:
        return "error.not_utf8"
    # Almost any bytes decode; what was meant as Japanese holds kana or kanji, nothing private.
    japanese = any("\u3040" <= char <= "\u9fff" for char in text)
    private = any("\ue000" <= char <= "\uf8ff" for char in text)
    return "error.shift_jis" if japanese and not private else "error.not_utf8"


def _not_utf8(id: str, file: str, line: int) -> InputError:
    return InputError(message(id), place=Place(file=file, line=line), hint=message(f"{id}.remedy"))


def parse_yaml(data: bytes, file: str = "", limits: Limits = FILING) -> Node:
    """Reads one YAML document into a tree.

    Raises `InputError` with line and column for a syntax error, a duplicate key, a key that is
    no text, an alias that contains itself, an empty document; `TooLargeError` for a cap.
    """
    check_size(len(data), limits, file)
    text = decode_text(data, file)
    try:
        return _Builder(text, file, limits).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (
            Place(file=file, line=mark.line + 1, column=mark.column + 1)
            if mark
            else Place(file=file)
        )
        raise _not_yaml(str(error.problem or error.context or ""), place) from error
    except yaml.YAMLError as error:
        at = getattr(error, "position", 0) or 0
        place = Place(file=file, line=text.count("\n", 0, at) + 1)
        raise _not_yaml(str(getattr(error, "reason", "")).split("\n")[0], place) from error


def load_yaml(data: bytes, file: str = "", limits: Limits = FILING) -> Any:
    """Reads one YAML document as text, lists and dictionaries; errors as in `parse_yaml`."""
    return parse_yaml(data, file, limits).plain()


def _not_yaml(reason: str, place: Place) -> InputError:
    return InputError(
        message("error.not_yaml", reason=reason), place=place, hint=message("error.not_yaml.remedy")
    )


def _wrong(id: str, place: Place) -> InputError:
    return InputError(message(id), place=place, hint=message(f"{id}.remedy"))


class _Anchored(msgspec.Struct):
    """What an anchor names: its tree, how deep it is, how many values; open while it is read."""

    node: Node | None = None
    height: int = 0
    size: int = 0


class _Builder:
    """Turns the events of the parser into a tree.

    The parser's own composer is not used: it recurses in machine code as deep as the input
    asks it to, and crashes the process.
    """

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self._events = yaml.parse(text, Loader=_Loader)
        self._file = file
        self._limits = limits
        self._count = 0
        self._deepest = 0
        self._anchors: dict[str, _Anchored] = {}

    def document(self) -> Node:
        self._next(yaml.StreamStartEvent)
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise InputError(
                message("error.empty"),
                place=Place(file=self._file),
                hint=message("error.empty.remedy"),
            )
        root = self._build(self._next(), 0)
        self._next(yaml.DocumentEndEvent)
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _not_yaml("found another document", self._place(event))
        return root

    def _next(self, kind: type[yaml.Event] = yaml.Event) -> Any:
        event = next(self._events)
        if not isinstance(event, kind):
            raise _not_yaml("found what no document holds", self._place(event))
        return event

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(file=self._file, line=mark.line + 1, column=mark.column + 1)

    def _build(self, event: Any, depth: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth, place)
        self._take(1, depth, place)
        if event.anchor is None:
            return self._node(event, depth, place)
        before, deepest, self._deepest = self._count - 1, self._deepest, depth
        anchored = self._anchors[event.anchor] = _Anchored()
        node = self._node(event, depth, place)
        anchored.node, anchored.size = node, self._count - before
        anchored.height = self._deepest - depth
        self._deepest = max(deepest, self._deepest)
        return node

    def _alias(self, event: Any, depth: int, place: Place) -> Node:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            raise _not_yaml("found undefined alias", place)
        if anchored.node is None:
            raise _wrong("error.alias_loop", place)
        self._take(anchored.size, depth + anchored.height, place)
        return anchored.node

    def _take(self, values: int, depth: int, place: Place) -> None:
        """Counts values before they are kept, at the depth the deepest of them has."""
        self._count += values
        self._deepest = max(self._deepest, depth)
        if self._count > self._limits.nodes:
            raise TooLargeError(
                message("error.too_many_values", limit=self._limits.nodes),
                place=place,
                hint=message("error.too_many_values.remedy"),
            )
        if depth > self._limits.depth:
            raise TooLargeError(
                message("error.too_deep", limit=self._limits.depth),
                place=place,
                hint=message("error.too_deep.remedy"),
            )

    def _node(self, event: Any, depth: int, place: Place) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return Node(event.value, place)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self._mapping(depth), place)
        items: list[Node] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._build(event, depth + 1))
        return Node(items, place)

    def _mapping(self, depth: int) -> dict[str, Node]:
        value: dict[str, Node] = {}
        while not isinstance(key := self._next(), yaml.MappingEndEvent):
            place = self._place(key)
            if not isinstance(key, yaml.ScalarEvent):
                raise _wrong("error.key_not_text", place)
            if key.value in value:
                raise InputError(
                    message("error.duplicate_key", key=key.value),
                    place=place,
                    hint=message("error.duplicate_key.remedy"),
                )
            value[key.value] = replace(self._build(self._next(), depth + 1), key_place=place)
        return value
