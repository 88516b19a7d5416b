"""Where a part of a value stands in its file, through quotes, anchors and folded lines."""

from __future__ import annotations

import re

import msgspec

from sekisho.model.errors import Place
from sekisho.read.tree import Node

_BEFORE = re.compile(r"(?:&[\w-]+\s+)?(?:[>|][+-]?\d*[+-]?[ ]*(?:#[^\n]*)?\n|['\"])?")


def place_within(text: str, node: Node, offset: int) -> Place:
    """Gives the place of the character at `offset` (from 0) of a value in the text of its file.

    A folded text has its line breaks as blanks; blanks are no help to find a place, every
    other character is. Where the text does not agree the place is that of the value.
    """
    value = str(node.value)
    at = _start(text, node.place)
    quoted = text[at - 1 : at] == "'"
    for char in value[:offset]:
        if char.isspace():
            continue
        at = _skip(text, at)
        if text[at : at + 1] != char:
            return node.place
        at += 2 if quoted and char == "'" else 1
    at = _skip(text, at) if offset < len(value) else at
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return msgspec.structs.replace(node.place, line=line, column=column)


def _start(text: str, place: Place) -> int:
    at = 0
    for _ in range(place.line - 1):
        at = text.find("\n", at) + 1
    at += place.column - 1
    before = _BEFORE.match(text, at)
    return before.end() if before else at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
