"""A JSON document of an SBOM, opened with care: capped, checked, cut into pieces.

The document is never built whole: its top level is kept as raw slices, long lists are decoded
some hundred items at a time, so that memory follows what is kept and a bad item spoils itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.inventory import SchemaFault
from sekisho.model.values.message import message
from sekisho.read.limits import Limits, check_size
from sekisho.read.tree import decode_text

CHUNK = 500
_TOP = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_ANY = msgspec.json.Decoder()
_ENCODER = msgspec.json.Encoder()
_NOT_STRUCTURE = bytes(sorted(set(range(256)) - set(b'"[]{}')))
_ESCAPED_SIGNS = re.compile(rb"\\u00(?:22|3[aA]|5[cC])")
_KEY_ENDS = b'":'
_SYNTAX = {
    "Expecting property name": "key",
    "Illegal trailing comma": "key",
    "Expecting ':'": "colon",
    "Expecting ','": "comma",
    "Unterminated string": "string",
    "Invalid control": "string",
    "Invalid \\": "string",
    "Extra data": "end",
}
"""How the messages of the standard library's reader begin, and what each means."""


class Document:
    """The top level of a JSON object; `pieces` are the raw values by key.

    `faults` are what a document written as XML breaks of its schema; `None` if it was not judged.
    `is_partial` says that only what is read further was kept of it.
    """

    def __init__(
        self,
        name: str,
        pieces: dict[str, memoryview],
        faults: tuple[SchemaFault, ...] | None = None,
        *,
        is_xml: bool = False,
        is_partial: bool = False,
    ) -> None:
        self.name = name
        self.faults = faults
        self.is_xml = is_xml
        self.is_partial = is_partial
        self._pieces = pieces

    def has(self, key: str) -> bool:
        """Says whether the key stands in the document, with a value that is not null."""
        return key in self._pieces and bytes(self._pieces[key][:4]) != b"null"

    def value(self, key: str) -> Any:
        """Gives the value of a key as plain Python values, `None` when absent."""
        return _ANY.decode(self._pieces[key]) if key in self._pieces else None

    def values(self, without: Iterable[str] = ()) -> dict[str, Any]:
        """Gives the whole top level as plain values, but for some keys."""
        left = frozenset(without)
        return {key: self.value(key) for key in self._pieces if key not in left}

    def text(self, key: str) -> str:
        """Gives the value of a key when it is text, else an empty text."""
        value = self._pieces.get(key)
        if value is None or bytes(value[:1]) != b'"':
            return ""
        return str(_ANY.decode(value))

    def context(self) -> str:
        """Gives the context a JSON-LD document names, as written."""
        value = self._pieces.get("@context")
        return "" if value is None else bytes(value[:2000]).decode(errors="replace")

    def is_list(self, key: str) -> bool:
        """Says whether the value of a key is a list."""
        return self.has(key) and bytes(self._pieces[key][:1]) == b"["

    def count(self, key: str) -> int:
        """Gives the number of items of a list, 0 where there is none."""
        return len(_LIST.decode(self._pieces[key])) if self.is_list(key) else 0

    def is_long(self, key: str) -> bool:
        """Says whether a list is given in more than one part."""
        return self.is_list(key) and len(_LIST.decode(self._pieces[key])) > CHUNK

    def chunks(self, key: str) -> Iterator[tuple[int, bytes]]:
        """Gives a long list in parts: the index of the first item, and a JSON list of some."""
        if self.is_list(key):
            yield from _chunks(self._pieces[key])


def open_document(data: bytes, name: str, limits: Limits) -> Document:
    """Opens a JSON object; errors as `read_sbom` says."""
    check_size(len(data), limits, name)
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    place = Place(file=name)
    if not data:
        raise InputError(
            message("error.empty"), place=place, hint=message("error.empty_sbom.remedy")
        )
    if not data.isascii():
        decode_text(data, name)
    _check_depth(data, limits, place)
    try:
        pieces, outer_keys = _top(data, place)
        _check_keys(data, pieces, outer_keys, limits, place)
    except RecursionError as error:
        raise _too_deep(limits, place) from error
    except ValueError as error:
        raise not_json(data, place) from error
    return Document(name, pieces)


def made_of(plain: dict[str, Any], name: str, *, is_partial: bool = False) -> Document:
    """Gives the document that plain values make, as if it had come as JSON."""
    return Document(name, _written(plain), is_partial=is_partial)


def made_of_xml(
    plain: dict[str, Any], name: str, faults: tuple[SchemaFault, ...] | None
) -> Document:
    """Gives the document that XML stands for, with what it breaks of its schema as XML."""
    return Document(name, _written(plain), faults, is_xml=True)


def _written(plain: dict[str, Any]) -> dict[str, memoryview]:
    return {key: memoryview(_ENCODER.encode(plain[key])) for key in plain}


def not_json(data: bytes, place: Place) -> InputError:
    """Says where a document ceases to be JSON, and what should stand there.

    The fast decoder knows neither line nor column, so that the slow one reads the document
    again up to the fault. A number only the slow one takes (`NaN`) is a value missing.
    """
    word = "value"
    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        word = next((word for start, word in _SYNTAX.items() if error.msg.startswith(start)), word)
        place = Place(file=place.file, line=error.lineno, column=error.colno)
    except ValueError:
        pass
    return InputError(
        message(f"error.not_json_{word}"), place=place, hint=message("error.not_json.remedy")
    )


def _top(data: bytes, place: Place) -> tuple[dict[str, memoryview], int]:
    """The top level, and how many keys stand around it."""
    if data[:1] != b"{":
        _ANY.decode(data)
        raise _refusal("error.sbom_unknown", place)
    pieces = _pieces(data)
    if set(pieces) == {"sbom"} and bytes(pieces["sbom"][:1]) == b"{":
        # A code host wraps the SBOM it exports in one more object.
        return _pieces(pieces["sbom"]), 1
    return pieces, 0


def _pieces(data: bytes | memoryview) -> dict[str, memoryview]:
    return {key: memoryview(value) for key, value in _TOP.decode(data).items()}


def _refusal(id: str, place: Place) -> InputError:
    return InputError(message(id), place=place, hint=message(f"{id}.remedy"))


def _too_deep(limits: Limits, place: Place) -> TooLargeError:
    return TooLargeError(
        message("error.too_deep", limit=limits.depth),
        place=place,
        hint=message("error.too_deep.remedy"),
    )


def _check_depth(data: bytes, limits: Limits, place: Place) -> None:
    """Counts the nesting before any parser recurses over it.

    Only brackets and quotes are kept, then what stands within quotes goes: two quotes side by
    side can be dropped first, since they leave inside and outside as they were. Each round
    removes the innermost pairs, so that as many rounds are needed as there are levels.
    """
    if data.count(b"[") + data.count(b"{") <= limits.depth:
        return
    bare = data.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in data else data
    bare = bare.translate(None, delete=_NOT_STRUCTURE).replace(b'""', b"")
    if b'"' in bare:
        bare = re.sub(rb'"[^"]*"', b"", bare)
    for _ in range(limits.depth):
        bare = bare.replace(b"[]", b"").replace(b"{}", b"")
        if not bare:
            return
    # What is left of a shallow document is a bracket without its pair: the parser's affair.
    if b"[]" in bare or b"{}" in bare or len(bare) > limits.depth:
        raise _too_deep(limits, place)


def _check_keys(
    data: bytes, pieces: dict[str, memoryview], outer_keys: int, limits: Limits, place: Place
) -> None:
    """Refuses a document in which an object has a key twice: readers disagree on which counts.

    The decoder keeps the last of two equal keys and says nothing, and a decoder with a hook for
    pairs costs more than all other reading. So the ends of keys are counted twice, as published
    and after decoding and writing again, where equal keys have become one: a difference means
    one was lost. Text within strings counts the same both times unless a quote, colon or
    backslash is written as a number; then, and for every difference, the slow reader decides.
    """
    published = msgspec.json.format(data, indent=-1).count(_KEY_ENDS)
    if published > limits.nodes:
        raise TooLargeError(message("error.too_many_values", limit=limits.nodes), place=place)
    kept = outer_keys + len(pieces) + sum(_key_ends(piece) for piece in pieces.values())
    if published == kept and not _ESCAPED_SIGNS.search(data):
        return
    key = _key_twice(data)
    if key is not None:
        raise InputError(
            message("error.duplicate_key", key=key),
            place=place,
            hint=message("error.duplicate_key.remedy"),
        )


def _key_ends(piece: memoryview) -> int:
    if bytes(piece[:1]) != b"[":
        return _ENCODER.encode(_ANY.decode(piece)).count(_KEY_ENDS)
    return sum(_ENCODER.encode(_ANY.decode(part)).count(_KEY_ENDS) for _, part in _chunks(piece))


def _chunks(piece: memoryview) -> Iterator[tuple[int, bytes]]:
    items = _LIST.decode(piece)
    for start in range(0, len(items), CHUNK):
        yield start, b"[" + b",".join(items[start : start + CHUNK]) + b"]"


class _Twice(Exception):  # a way out of the parser, never seen outside
    pass


def _key_twice(data: bytes) -> str | None:
    def look(pairs: list[tuple[str, Any]]) -> None:
        seen = set()
        for key, _ in pairs:
            if key in seen:
                raise _Twice(key)
            seen.add(key)

    try:
        json.loads(data, object_pairs_hook=look)
    except _Twice as found:
        return str(found.args[0])[:100]
    return None
