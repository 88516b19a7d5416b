"""The form of an archive: a compressed tar whose first member lists the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

MANIFEST = "manifest.json"
SQLITE = "portal.sqlite3"
POSTGRESQL = "portal.pgdump"
FILES = "files/"
"""Where in the archive the files of the data folder stand."""
FORM = "sekisho/portal-archive/1"
_PIECE = 1024 * 1024


class Member(Struct, frozen=True):
    """A file of the archive: its name, size and digest."""

    name: str
    size: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What an archive holds; `taken_at` is a time in UTC as ISO 8601."""

    form: str
    sekisho: str
    taken_at: str
    database: str
    members: tuple[Member, ...]


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Reads a file piece by piece."""
    while piece := file.read(_PIECE):
        yield piece


def describe(name: str, path: Path) -> Member:
    """Gives the name, size and digest of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        for piece in pieces(file):
            digest.update(piece)
            size += len(piece)
    return Member(name, size, digest.hexdigest())
