"""JSON as the same tree as YAML: every value is text and knows its line and column.

`null` becomes empty text, which everywhere means "not stated"; numbers keep their digits as
written, so that no floating-point number ever arises.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]

from msgspec.structs import replace

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.limits import FILING, Limits, check_size
from sekisho.read.tree import Node, decode_text

_SPACE = re.compile(r"[ \t\r\n]*+")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*+)(?:\.\d++)?(?:[eE][+-]?\d++)?", re.ASCII)
_WORDS = {"true": "true", "false": "false", "null": ""}
_WORD = re.compile(r"[A-Za-z]++")


def parse_json(data: bytes, file: str = "", limits: Limits = FILING) -> Node:
    """Reads one JSON document (RFC 8259) into a tree.

    Raises `InputError` with line and column for a syntax error, a duplicate key or an empty
    document; `TooLargeError` for a cap, before anything is recursed over.
    """
    check_size(len(data), limits, file)
    text = decode_text(data, file)
    if not text.strip():
        raise InputError(
            message("error.empty"), place=Place(file=file), hint=message("error.empty.remedy")
        )
    return _Scanner(text, file, limits).document()


class _Scanner:
    """Reads the text from front to back; no value is looked at twice."""

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self._text = text
        self._file = file
        self._limits = limits
        self._at = 0
        self._count = 0
        self._line_starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> Node:
        self._skip_space()
        root = self._value(0)
        self._skip_space()
        if self._at != len(self._text):
            raise self._syntax("end")
        return root

    def _value(self, depth: int) -> Node:
        place = self._place(self._at)
        self._count += 1
        if self._count > self._limits.nodes:
            raise _too_large("error.too_many_values", self._limits.nodes, place)
        char = self._text[self._at : self._at + 1]
        if char in ("{", "["):
            if depth >= self._limits.depth:
                raise _too_large("error.too_deep", self._limits.depth, place)
            value = self._object(depth) if char == "{" else self._array(depth)
            return Node(value, place)
        if char == '"':
            return Node(self._string(), place)
        if found := _NUMBER.match(self._text, self._at):
            self._at = found.end()
            return Node(found.group(), place)
        word = _WORD.match(self._text, self._at)
        if word is None or word.group() not in _WORDS:
            raise self._syntax("value")
        self._at = word.end()
        return Node(_WORDS[word.group()], place)

    def _object(self, depth: int) -> dict[str, Node]:
        found: dict[str, Node] = {}
        self._at += 1
        self._skip_space()
        if self._take("}"):
            return found
        while True:
            place = self._place(self._at)
            if self._text[self._at : self._at + 1] != '"':
                raise self._syntax("key")
            key = self._string()
            if key in found:
                raise InputError(
                    message("error.duplicate_key", key=key),
                    place=place,
                    hint=message("error.duplicate_key.remedy"),
                )
            self._skip_space()
            if not self._take(":"):
                raise self._syntax("colon")
            self._skip_space()
            found[key] = replace(self._value(depth + 1), key_place=place)
            if not self._another("}"):
                return found

    def _array(self, depth: int) -> list[Node]:
        found: list[Node] = []
        self._at += 1
        self._skip_space()
        if self._take("]"):
            return found
        while True:
            found.append(self._value(depth + 1))
            if not self._another("]"):
                return found

    def _another(self, end: str) -> bool:
        self._skip_space()
        if self._take(end):
            return False
        if not self._take(","):
            raise self._syntax("comma")
        self._skip_space()
        return True

    def _string(self) -> str:
        try:
            value: str
            value, self._at = scanstring(self._text, self._at + 1, True)
        except JSONDecodeError as error:
            self._at = error.pos
            raise self._syntax("string") from error
        return value

    def _skip_space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def _take(self, char: str) -> bool:
        taken = self._text.startswith(char, self._at)
        self._at += taken
        return taken

    def _place(self, at: int) -> Place:
        line = bisect_right(self._line_starts, at)
        return Place(file=self._file, line=line, column=at - self._line_starts[line - 1] + 1)

    def _syntax(self, expected: str) -> InputError:
        return InputError(
            message(f"error.not_json_{expected}"),
            place=self._place(self._at),
            hint=message("error.not_json.remedy"),
        )


def _too_large(id: str, limit: int, place: Place) -> TooLargeError:
    return TooLargeError(message(id, limit=limit), place=place, hint=message(f"{id}.remedy"))
