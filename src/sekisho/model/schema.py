"""Stored documents carry `schema`; older ones are brought up to date when they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from sekisho.model.canonical import decode_hook
from sekisho.model.errors import InputError
from sekisho.model.values.message import message

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
Document = TypeVar("Document", bound=msgspec.Struct)

UPGRADES: dict[str, Upgrade] = {}
"""For each older `schema`, the step to the next one; the step writes the new `schema` itself."""


def from_plain(value: dict[str, Any], kind: type[Document]) -> Document:
    """Reads a stored document, upgrading it step by step to the version of `kind`.

    Raises `InputError` when `schema` is missing, belongs to another kind of document, or is
    newer than this version of Sekisho knows.
    """
    wanted = _schema_of(kind)
    value = dict(value)
    while (found := value.get("schema")) != wanted:
        step = UPGRADES.get(str(found))
        if step is None:
            raise InputError(_why_not(str(found or ""), wanted))
        value = step(value)
    return msgspec.convert(value, kind, dec_hook=decode_hook)


def from_json(data: bytes, kind: type[Document]) -> Document:
    """Reads a stored document from JSON bytes; errors as in `from_plain`."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(message("error.not_json", reason=str(error))) from error
    if not isinstance(value, dict):
        raise InputError(message("error.not_an_object"))
    try:
        return from_plain(value, kind)
    except msgspec.ValidationError as error:
        raise InputError(message("error.not_valid", reason=str(error))) from error


def _schema_of(kind: type[msgspec.Struct]) -> str:
    return str(kind.__struct_config__.tag)


def _why_not(found: str, wanted: str) -> Any:
    if not found:
        return message("error.schema_missing", wanted=wanted)
    name, _, number = found.rpartition("/")
    wanted_name, _, wanted_number = wanted.rpartition("/")
    if name == wanted_name and number.isdigit() and int(number) > int(wanted_number):
        return message("error.schema_newer", found=found, wanted=wanted)
    return message("error.schema_other", found=found, wanted=wanted)
