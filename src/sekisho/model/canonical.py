"""Canonical JSON (RFC 8785) and the digests that name documents."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import msgspec
import rfc8785

from sekisho.model.values.amount import Amount
from sekisho.model.values.ratio import Ratio

_SAFE = 2**53 - 1
"""The largest integer that every reader of JSON holds exactly."""

_NESTED = frozenset({dict, list, tuple})


def encode_hook(value: Any) -> Any:
    """Turns our own value types into text for msgspec."""
    if isinstance(value, Ratio | Amount):
        return str(value)
    raise NotImplementedError(f"no canonical form for {type(value).__name__}")


def decode_hook(kind: type, value: Any) -> Any:
    """Turns text into our own value types for msgspec; raises `ValueError` when it is none."""
    if kind is Ratio and isinstance(value, str):
        return Ratio.parse(value)
    if kind is Amount and isinstance(value, str):
        return Amount.parse(value)
    raise NotImplementedError(f"no reader for {kind.__name__}")


def plain(document: Any) -> Any:
    """Gives a record as dictionaries, lists, text, integers and booleans.

    What equals its default is left out, so that equal records are always written the same.
    """
    written = msgspec.to_builtins(document, enc_hook=encode_hook)
    _drop_defaults(document, written)
    return written


def canonical_bytes(document: Any) -> bytes:
    """Writes a record or plain value in the one form of RFC 8785.

    Raises `ValueError` for a floating-point number: no document of ours holds one, since the
    same share must always give the same digest.
    """
    value = plain(document)
    if _is_simple(value):
        return msgspec.json.encode(value, order="sorted")
    return rfc8785.dumps(value)


def sha256_of(document: Any) -> str:
    """Names a document by the SHA-256 of its canonical form, in lowercase hexadecimal."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()


def sha256_salted(document: Any, salt: str) -> str:
    """Names a document that holds what could be guessed: only who has the salt can test a guess.

    Without a salt the name is that of `sha256_of`.
    """
    if not salt:
        return sha256_of(document)
    said = b"sekisho/salted/1\0" + salt.encode() + b"\0" + canonical_bytes(document)
    return hashlib.sha256(said).hexdigest()


def _drop_defaults(value: Any, written: Any) -> None:
    """Leaves out what msgspec wrote because it is equal to its default but not the same object.

    Text that came from a document equals the default without being it; which of the two a
    record holds must not be seen in a digest.
    """
    if isinstance(value, msgspec.Struct) and isinstance(written, dict):
        for name, default in _defaults(type(value)):
            if name in written:
                item = getattr(value, name)
                if item == default:
                    del written[name]
        for name, item in written.items():
            if type(item) in _NESTED:
                _drop_defaults(getattr(value, name, None), item)
    elif isinstance(value, tuple | list) and isinstance(written, list | tuple):
        for inner, item in zip(value, written, strict=True):
            if type(item) in _NESTED:
                _drop_defaults(inner, item)


@cache
def _defaults(record: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    if not record.__struct_config__.omit_defaults:
        return ()
    return tuple(
        (field.encode_name, field.default)
        for field in msgspec.structs.fields(record)
        if field.default is not msgspec.NODEFAULT
    )


def _is_simple(value: Any) -> bool:
    """Says whether sorting by bytes gives the form of RFC 8785, as it nearly always does.

    It does not where a key is not ASCII (RFC 8785 sorts by UTF-16) or an integer is too large for
    it, which its own library must refuse. Raises `ValueError` for a floating-point number.
    """
    simple = True
    if isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str or not key.isascii():
                simple = False
            if type(item) is not str and not _is_simple(item):
                simple = False
        return simple
    if isinstance(value, list | tuple):
        for item in value:
            if type(item) is not str and not _is_simple(item):
                simple = False
        return simple
    if isinstance(value, float):
        raise ValueError(f"floating-point number {value!r} in a canonical document")
    return not isinstance(value, int) or -_SAFE <= value <= _SAFE
