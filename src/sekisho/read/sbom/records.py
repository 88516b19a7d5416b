"""Items of a list, decoded fast when all are well, and one by one when one is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log

_Item = TypeVar("_Item", bound=msgspec.Struct)
_FIELD = re.compile(r"`\$(?:\.([A-Za-z0-9_@:-]+))?(.*)`")
_LACKING = re.compile(r"missing required field `([^`]*)`")
_ANY = msgspec.json.Decoder()


def items(document: Document, key: str, kind: type[_Item], log: Log) -> Iterator[tuple[str, _Item]]:
    """Gives each readable item of a list with its JSON pointer; notes the others."""
    if document.has(key) and not document.is_list(key):
        log.note("sbom.not_a_list", f"/{key}", key=key)
        return
    decoder = msgspec.json.Decoder(list[kind])  # type: ignore[valid-type]
    for start, part in document.chunks(key):
        try:
            found = decoder.decode(part)
        except msgspec.ValidationError:
            for at, plain in enumerate(_ANY.decode(part), start):
                item = convert(plain, kind, f"/{key}/{at}", log)
                if item is not None:
                    yield f"/{key}/{at}", item
        else:
            for at, item in enumerate(found, start):
                yield f"/{key}/{at}", item


def convert(plain: Any, kind: type[_Item], pointer: str, log: Log) -> _Item | None:
    """Reads one item, leaving out each field that is wrong; `None` when none can be read.

    A field that must be there and is not, or is wrong, loses the item.
    """
    if not isinstance(plain, dict):
        log.note("sbom.not_an_object", pointer)
        return None
    plain = dict(plain)
    while True:
        try:
            # As bytes again: what a field keeps undecoded cannot be made from plain values.
            return msgspec.json.decode(msgspec.json.encode(plain), type=kind)
        except msgspec.ValidationError as error:
            field = _spoilt(str(error), plain)
            if field is None:
                lacking = _LACKING.search(str(error))
                log.note("sbom.unreadable_item", pointer, field=lacking.group(1) if lacking else "")
                return None
            log.note("sbom.bad_field", f"{pointer}/{field}", field=field)
            del plain[field]


def _spoilt(reason: str, plain: dict[str, Any]) -> str | None:
    found = _FIELD.search(reason)
    field = found.group(1) if found else None
    return field if field in plain else None
