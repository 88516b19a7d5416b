"""How a library stands on a day: each feed's age, and whether its files are still those built."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from sekisho.library.feeds import Feed
from sekisho.library.manifest import IndexFile, Manifest
from sekisho.library.snapshot import read_manifest
from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import message
from sekisho.model.values.record import Record

_BLOCK = 1024 * 1024


class FeedStatus(Record, frozen=True, kw_only=True):
    """A feed on a day: `age_days` since it was published, None when it states no day."""

    feed: Feed
    stale: bool
    age_days: int | None = None


class Status(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/library-status/1"):
    """A library on a day."""

    sha256: str
    on: date
    made_on: date | None = None
    fictional: bool = False
    feeds: tuple[FeedStatus, ...] = ()

    @property
    def any_stale(self) -> bool:
        """Says whether a feed whose silence would count is too old to count."""
        return any(each.stale and each.feed.covers for each in self.feeds)


def status_of(manifest: Manifest, on: date) -> Status:
    """Tells the age of each feed on a day."""
    return Status(
        sha256=manifest.contents_sha256,
        on=on,
        made_on=manifest.made_on,
        fictional=manifest.fictional,
        feeds=tuple(
            FeedStatus(
                feed=feed,
                stale=feed.is_stale(on),
                age_days=(on - feed.published_on).days if feed.published_on else None,
            )
            for feed in manifest.feeds
        ),
    )


def verify_library(folder: Path, told: Callable[[IndexFile], None] | None = None) -> list[Defect]:
    """Reads every file of a snapshot and gives what is not as it was built.

    Files that the manifest does not name are told too. Raises `LibraryError` when the manifest
    itself cannot be used.
    """
    manifest = read_manifest(folder)
    defects = []
    for file in manifest.files:
        if told is not None:
            told(file)
        if (found := _wrong(folder, file)) is not None:
            defects.append(found)
    return [*defects, *_strangers(folder, manifest)]


def _wrong(folder: Path, file: IndexFile) -> Defect | None:
    place = Place(file=str(folder))
    digest, size = hashlib.sha256(), 0
    try:
        with (folder / file.path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError:
        size = -1
    if size == file.size and digest.hexdigest() == file.sha256:
        return None
    id = "library.truncated" if size < file.size else "library.changed"
    return Defect(
        message=message(id, file=file.path), place=place, remedy=message("library.rebuild")
    )


def _strangers(folder: Path, manifest: Manifest) -> Iterator[Defect]:
    known = {file.path for file in manifest.files} | {"manifest.json"}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in known:
            yield Defect(
                message=message("library.stranger", file=name), place=Place(file=str(folder))
            )
