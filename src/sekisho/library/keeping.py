"""Which version of each list goes into a new library: the file's, or the one kept from before.

A list that cannot be read, or that lost half of its entries, must not fall out of the library nor
hold the other feeds up: the version of the earlier library stays, and that is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import zstandard

from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.model.errors import Defect, InputError, LibraryError, Place
from sekisho.model.reference import CoveredEquipment, FeedKind, ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog

FOLDER = "lists"
_DECODE: dict[FeedKind, Callable[[bytes], list[Any]]] = {
    "parties": msgspec.msgpack.Decoder(list[ListedParty]).decode,
    "equipment": msgspec.msgpack.Decoder(list[CoveredEquipment]).decode,
}
_SUFFIX = ".msgpack.zst"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier library says of its feeds, and the lists it kept."""

    feeds: Mapping[str, Feed]
    lists: Mapping[str, bytes]

    def reading(self, id: str, on: date) -> Reading | None:
        """Gives a list as the earlier library holds it; None when it holds no copy."""
        feed = self.feeds.get(id)
        if feed is None or feed.kind not in _DECODE:
            return None
        try:
            packed = self.lists[f"{id}{_SUFFIX}"]
        except KeyError:
            return None
        data = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
        records = _DECODE[feed.kind](data)
        log = DefectLog()
        log.count, log.remarks = feed.defects, feed.remarks
        kept = msgspec.structs.replace(feed, kept_on=feed.kept_on or on)
        reading = Reading(kept, records, log)
        reading.hold()
        return reading


NOTHING = Earlier({}, {})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A list that was not taken: why, and the feed of the version that stays, if there is one."""

    feed: str
    file: str
    defects: tuple[Defect, ...]
    kept: Feed | None

    @property
    def told(self) -> tuple[Defect, ...]:
        """What was wrong, and then what came of it."""
        place = Place(file=self.file)
        if self.kept is None:
            came = message("library.list_missing", feed=self.feed)
        else:
            day = self.kept.published_on or self.kept.retrieved_on
            came = message(
                "library.list_kept" if self.kept.published_on else "library.list_kept_undated",
                feed=self.feed,
                day=day.isoformat() if day else "-",
                n=self.kept.count,
            )
        return (*self.defects, Defect(message=came, place=place))


def is_list(kind: FeedKind) -> bool:
    """Says whether feeds of a kind are lists, of which an earlier version may stay."""
    return kind in _DECODE


def settle(
    readings: Iterable[Reading], earlier: Earlier, on: date, confirmed: Collection[str]
) -> tuple[list[Reading], list[Refusal]]:
    """Reads every list to its end and gives the version of each that goes into the library.

    A list that cannot be read keeps its earlier version; so does one that has at most half as many
    entries as that, unless its id is among the `confirmed`. Raises `LibraryError` when the earlier
    library has the list and no copy of it: then nothing may be replaced.
    """
    settled: list[Reading] = []
    refused: list[Refusal] = []
    for reading in readings:
        wrong = _wrong(reading, earlier, confirmed) if is_list(reading.kind) else ()
        if not wrong:
            settled.append(reading)
            continue
        refusal, kept = refuse(reading.id, reading.file, wrong, earlier, on)
        refused.append(refusal)
        if kept is not None:
            settled.append(kept)
    return settled, refused


def refuse(
    id: str, file: str, defects: tuple[Defect, ...], earlier: Earlier, on: date
) -> tuple[Refusal, Reading | None]:
    """Gives what is told of a list that is not taken, and the version that stays."""
    kept = earlier.reading(id, on)
    feed = earlier.feeds.get(id)
    if feed is not None and kept is None:
        first = defects[0]
        raise LibraryError(
            first.message, place=first.place, hint=message("library.list_no_copy", feed=id)
        )
    return Refusal(id, file, defects, feed if kept is not None else None), kept


def _wrong(reading: Reading, earlier: Earlier, confirmed: Collection[str]) -> tuple[Defect, ...]:
    try:
        count = reading.hold()
    except InputError as error:
        return error.defects
    before = earlier.feeds.get(reading.id)
    if before is None or reading.id in confirmed or count * 2 > before.count or not before.count:
        return ()
    return (
        Defect(
            message=message("library.list_shrank", feed=reading.id, found=count, kept=before.count),
            place=Place(file=reading.file),
            remedy=message("library.list_shrank.remedy", feed=reading.id),
        ),
    )


def copies(readings: Iterable[Reading]) -> dict[str, bytes]:
    """Gives the file of each list that was read to its end, from which a later build can keep it."""
    packer = zstandard.ZstdCompressor(level=9)
    return {
        f"{FOLDER}/{reading.id}{_SUFFIX}": packer.compress(msgspec.msgpack.encode(reading.held))
        for reading in readings
        if is_list(reading.kind) and reading.held is not None
    }
