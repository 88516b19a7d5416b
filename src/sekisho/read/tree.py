"""YAML as a tree in which every scalar is text and knows its line and column.

`NO`, `1.10` and `1:30` survive: nothing is guessed. One loader serves filings, packs, tables
and catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import yaml

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.limits import FILING, Limits, check_size

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Node:
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
        data.decode("cp932")
    except UnicodeDecodeError:
        return "error.not_utf8"
    return "error.shift_jis"


def _not_utf8(id: str, file: str, line: int) -> InputError:
    return InputError(message(id), place=Place(file=file, line=line), hint=message(f"{id}.remedy"))


def parse_yaml(data: bytes, file: str = "", limits: Limits = FILING) -> Node:
    """Reads one YAML document into a tree.

    Raises `InputError` with line and column for a syntax error, a duplicate key, a key that is
    no text, an alias that contains itself, an empty document; `TooLargeError` for a cap.
    """
    check_size(len(data), limits, file)
    text = decode_text(data, file)
    _check_nesting(text, limits, file)
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (
            Place(file=file, line=mark.line + 1, column=mark.column + 1)
            if mark
            else Place(file=file)
        )
        raise InputError(
            message("error.not_yaml", reason=str(error.problem or error.context or "")),
            place=place,
            hint=message("error.not_yaml.remedy"),
        ) from error
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", "") or "").split("\n")[0]
        raise InputError(
            message("error.not_yaml", reason=reason), place=Place(file=file)
        ) from error
    if root is None:
        raise InputError(
            message("error.empty"), place=Place(file=file), hint=message("error.empty.remedy")
        )
    return _Builder(file, limits).build(root)


def load_yaml(data: bytes, file: str = "", limits: Limits = FILING) -> Any:
    """Reads one YAML document as text, lists and dictionaries; errors as in `parse_yaml`."""
    return parse_yaml(data, file, limits).plain()


def _check_nesting(text: str, limits: Limits, file: str) -> None:
    """Refuses deep flow nesting before the parser recurses over it."""
    depth = 0
    for char in text:
        if char in "[{":
            depth += 1
            if depth > limits.depth * 16:
                raise _too_deep(limits, Place(file=file))
        elif char in "]}":
            depth = max(0, depth - 1)


def _too_deep(limits: Limits, place: Place) -> TooLargeError:
    return TooLargeError(message("error.too_deep", limit=limits.depth), place=place)


class _Builder:
    """Turns the YAML graph into a tree, counting what aliases expand to."""

    def __init__(self, file: str, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._count = 0
        self._open: set[int] = set()

    def build(self, node: Any, depth: int = 0) -> Node:
        place = Place(
            file=self._file, line=node.start_mark.line + 1, column=node.start_mark.column + 1
        )
        self._count += 1
        if self._count > self._limits.nodes:
            raise TooLargeError(
                message("error.too_many_values", limit=self._limits.nodes), place=place
            )
        if depth > self._limits.depth:
            raise _too_deep(self._limits, place)
        if isinstance(node, yaml.ScalarNode):
            return Node(node.value, place)
        if id(node) in self._open:
            raise InputError(message("error.alias_loop"), place=place)
        self._open.add(id(node))
        value: list[Node] | dict[str, Node]
        if isinstance(node, yaml.SequenceNode):
            value = [self.build(item, depth + 1) for item in node.value]
        else:
            value = self._mapping(node, depth)
        self._open.discard(id(node))
        return Node(value, place)

    def _mapping(self, node: Any, depth: int) -> dict[str, Node]:
        value: dict[str, Node] = {}
        for key, item in node.value:
            place = Place(
                file=self._file, line=key.start_mark.line + 1, column=key.start_mark.column + 1
            )
            if not isinstance(key, yaml.ScalarNode):
                raise InputError(message("error.key_not_text"), place=place)
            if key.value in value:
                raise InputError(
                    message("error.duplicate_key", key=key.value),
                    place=place,
                    hint=message("error.duplicate_key.remedy"),
                )
            value[key.value] = replace(self.build(item, depth + 1), key_place=place)
        return value
