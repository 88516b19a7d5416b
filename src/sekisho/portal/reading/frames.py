"""What passes between the portal and the process that starts readers: lengths, then MessagePack."""

from __future__ import annotations

import msgspec

from sekisho.model.canonical import encode_hook

HEAD = 4
"""Bytes of the length that stands before a message."""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be read, by whom, under which limits; `size` bytes of it follow.

    `memory` in MiB, `processor` and `wall` in seconds, `most` bytes of an answer.
    """

    reader: str
    file: str
    size: int
    memory: int
    processor: int
    wall: int
    most: int


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a reader ended, by its exit code; `size` bytes of its answer follow."""

    code: int
    size: int = 0


def pack(message: object) -> bytes:
    """Writes a message with its length before it."""
    written = msgspec.msgpack.encode(message, enc_hook=encode_hook)
    return len(written).to_bytes(HEAD, "big") + written


def split(data: bytes) -> tuple[bytes, memoryview]:
    """Parts a message from what follows it."""
    end = HEAD + int.from_bytes(data[:HEAD], "big")
    return data[HEAD:end], memoryview(data)[end:]
