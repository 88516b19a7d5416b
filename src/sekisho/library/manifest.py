"""The manifest: what a snapshot of the library holds, and what each of its files must be."""

from __future__ import annotations

from datetime import date

from sekisho.library.feeds import Feed
from sekisho.model.canonical import plain, sha256_of
from sekisho.model.values.record import Record

NAME = "manifest.json"
TABLE_VERSION = "4"
"""The version of the index files; a library with another one must be built again."""


class IndexFile(Record, frozen=True, kw_only=True):
    """One file of a snapshot: its path with `/`, its bytes and their SHA-256."""

    path: str
    size: int
    sha256: str


class Manifest(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/library/1"):
    """What a snapshot says of itself.

    `contents_sha256` is the SHA-256 of the canonical form of everything else here; it names
    the snapshot. `made_on` is the day it was built, `fictional` marks invented content.
    `tables` defaults to the first version, which was never written out: were the current one
    the default, it would be left out too, and every older snapshot would pass for current.
    """

    contents_sha256: str = ""
    tables: str = "1"
    made_on: date | None = None
    fictional: bool = False
    feeds: tuple[Feed, ...] = ()
    files: tuple[IndexFile, ...] = ()

    def digest(self) -> str:
        """Computes what `contents_sha256` must be."""
        value = plain(self)
        value.pop("contents_sha256", None)
        return sha256_of(value)
