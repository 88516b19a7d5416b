"""Writes filings as YAML and JSON, in the order of the model, to be read back the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec

from sekisho.model.canonical import plain
from sekisho.model.values.ratio import Ratio
from sekisho.read.shape import Field, fields_of, schema_of

Comment = Callable[[str, Field], str]
"""Gives the comment for a field of the named record; empty for none."""

_SAFE = re.compile(r"[^\W\d_](?:[\w ._/()+-]*[\w)])?\Z")
_GUESSED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_COMMENT_COLUMN = 32


def write_yaml(document: msgspec.Struct) -> str:
    """Writes what a document states as YAML.

    Text that some YAML reader could take for a number, a boolean, a date or syntax is quoted.
    """
    return _text(_Emitter(None), document)


def write_form(document: msgspec.Struct, comment: Comment, leave_out: frozenset[str]) -> str:
    """Writes every field of a document as YAML to be filled in, each with its comment.

    Lists without entries get one empty entry, which reads as no entry at all; the fields of the
    document named in `leave_out` are not written.
    """
    return _text(_Emitter(comment, leave_out), document)


def write_json(document: msgspec.Struct) -> str:
    """Writes what a document states as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(plain(document)), indent=2).decode() + "\n"


def _text(emitter: _Emitter, document: msgspec.Struct) -> str:
    lines = [f"schema: {schema_of(type(document))}"]
    lines += emitter.record(type(document), document, 0)
    return "\n".join(lines) + "\n"


class _Emitter:
    def __init__(self, comment: Comment | None, leave_out: frozenset[str] = frozenset()) -> None:
        self._comment = comment
        self._leave_out = leave_out

    def record(
        self, record: type[msgspec.Struct], value: msgspec.Struct | None, depth: int
    ) -> Iterator[str]:
        for name, field in fields_of(record).items():
            stated = getattr(value, name) if value is not None else None
            unsaid = stated is None or (stated == field.default and not field.required)
            if self._comment is None and unsaid:
                continue
            if depth == 0 and name in self._leave_out:
                continue
            yield from self._field(record.__name__, field, stated, depth)

    def _field(self, owner: str, field: Field, value: Any, depth: int) -> Iterator[str]:
        indent, shape = "  " * depth, field.shape
        comment = self._comment(owner, field) if self._comment else ""
        inner = shape.record or (shape.item.record if shape.item else None)
        if inner is None:
            yield _with_comment(f"{indent}{field.name}: {_inline(value)}".rstrip(), comment)
            return
        if comment and depth == 0:
            yield ""
        if comment:
            yield f"{indent}# {comment}"
        if shape.kind == "record":
            lines = list(self.record(inner, value, depth + 1))
            yield f"{indent}{field.name}:" if lines else f"{indent}{field.name}: {{}}"
            yield from lines
            return
        yield f"{indent}{field.name}:"
        for item in value or (None,):
            yield from self._item(inner, item, depth + 1)

    def _item(
        self, record: type[msgspec.Struct], value: msgspec.Struct | None, depth: int
    ) -> Iterator[str]:
        lines = list(self.record(record, value, depth + 1))
        indent = "  " * depth
        first = next((n for n, line in enumerate(lines) if not _is_comment(line)), None)
        if first is None:
            yield f"{indent}- {{}}"
            return
        yield from lines[:first]
        yield f"{indent}- {lines[first].lstrip()}"
        yield from lines[first + 1 :]


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _with_comment(line: str, comment: str) -> str:
    return f"{line.ljust(_COMMENT_COLUMN)}  # {comment}" if comment else line


def _inline(value: Any) -> str:
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple):
        return f"[{', '.join(_inline(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Ratio):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return quoted(str(value))


def quoted(text: str) -> str:
    """Writes text as a YAML scalar, in double quotes unless no reader could misread it."""
    if _SAFE.match(text) and text.casefold() not in _GUESSED:
        return text
    return '"' + "".join(_escaped(char) for char in text) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    if char in "\n\t":
        return {"\n": "\\n", "\t": "\\t"}[char]
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"
