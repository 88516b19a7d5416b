"""Signed statements about a case: `statements.json`, a list that is only ever appended to."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sekisho.model.canonical import decode_hook, encode_hook
from sekisho.model.case import SignedStatement
from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.files import read_bytes
from sekisho.read.limits import FILING, check_size

FILE = "statements.json"
"""The name of the list beside a filing."""


def read_statements(path: Path) -> tuple[SignedStatement, ...]:
    """Reads every statement of a file, whether its signature holds or not.

    Raises `InputError` when the file cannot be read or is no list of signed statements.
    """
    return parse_statements(read_bytes(path, FILING), str(path))


def parse_statements(data: bytes, name: str) -> tuple[SignedStatement, ...]:
    """Reads the bytes of a file of statements; `name` is the file's in errors."""
    try:
        # Decoded exactly as written: a signature covers every character.
        return msgspec.json.decode(
            data, type=tuple[SignedStatement, ...], dec_hook=decode_hook, strict=True
        )
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            message("error.not_valid", reason=str(error)),
            place=Place(file=name),
            hint=message("statement.not_valid.remedy"),
        ) from error
    except RecursionError as error:
        raise InputError(
            message("error.too_deep", limit=FILING.depth), place=Place(file=name)
        ) from error


def append_statement(data: bytes, signed: SignedStatement, name: str) -> bytes:
    """Gives the bytes of a file of statements with one more at its end.

    Those already there keep their bytes. `data` is empty for a file that does not exist yet, else
    the bytes `parse_statements` has read; raises `TooLargeError` when no reader would take the
    result.
    """
    kept: list[msgspec.Raw] = msgspec.json.decode(data, type=list[msgspec.Raw]) if data else []
    added = msgspec.json.encode(signed, enc_hook=encode_hook)
    lines = b",\n".join([*(bytes(each).strip() for each in kept), added])
    longer = b"[\n" + lines + b"\n]\n"
    check_size(len(longer), FILING, name)
    return longer
