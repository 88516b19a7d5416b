"""A file out of a vendor's parcel: hashed, named, and kept where it may be read further."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import Value, message
from sekisho.read.vendor.kinds import HEAD, kind_of

KEPT = frozenset({"sbom", "workbook", "csv"})
"""Kinds whose bytes go on to a reader; of all others the digest is enough."""

OPENED = frozenset({"mail", "zip"})
"""Kinds with files within."""

MIB = 1024 * 1024
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class ParcelLimits:
    """Caps for one mail or archive with all that is nested in it; sizes in bytes."""

    container: int = 256 * MIB
    files: int = 5_000
    depth: int = 4
    unpacked: int = 4096 * MIB
    ratio: int = 400
    free: int = 64 * MIB
    kept: int = 128 * MIB
    nested: int = 64 * MIB


LIMITS = ParcelLimits()


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One file: `data` only where its kind is of `KEPT` and there was room."""

    path: str
    kind: str
    sha256: str = ""
    sha512: str = ""
    size: int = 0
    state: str = "hashed"
    data: bytes = b""
    defects: tuple[Defect, ...] = ()


@dataclass(slots=True)
class Parcel:
    """What was found in one container, and how much of its limits is left."""

    file: str
    limits: ParcelLimits = LIMITS
    pieces: list[Piece] = field(default_factory=list)
    unpacked: int = 0
    kept: int = 0
    allowed: int = 0

    @property
    def is_full(self) -> bool:
        """Says whether no more files are taken."""
        return len(self.pieces) >= self.limits.files

    def is_too_large(self) -> bool:
        """Says whether more was unpacked than may be."""
        return self.unpacked > self.allowed

    def take(self, path: str, stream: BinaryIO, room: int) -> tuple[Piece, bytes]:
        """Hashes a file to its end, and gives its bytes too where it has no more than `room`.

        The bytes are empty for a larger one; reading stops where the whole has become too large.
        """
        short, long, size = hashlib.sha256(), hashlib.sha512(), 0
        chunks: list[bytes] = []
        head = b""
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self.unpacked += len(chunk)
            if len(head) < HEAD:
                head = (head + chunk)[:HEAD]
            if self.is_too_large():
                raise TooMuchError
            short.update(chunk)
            long.update(chunk)
            if size <= room:
                chunks.append(chunk)
            else:
                chunks.clear()
        piece = Piece(
            path=path,
            kind=kind_of(head, path),
            sha256=short.hexdigest(),
            sha512=long.hexdigest(),
            size=size,
        )
        return piece, b"".join(chunks)


class TooMuchError(Exception):
    """A container unpacks to more than it may."""


def said(id: str, path: str, **params: Value) -> Defect:
    """Gives what is wrong with a file of the parcel, with the remedy of the same id."""
    return Defect(
        message=message(id, **params), place=Place(file=path), remedy=message(f"{id}.remedy")
    )
