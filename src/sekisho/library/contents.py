"""From readings of publications to the files of a snapshot; equal input gives equal bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from sekisho.library.beside import BesideRows
from sekisho.library.feeds import Feed
from sekisho.library.likelihood import build_table as build_likelihood
from sekisho.library.manifest import TABLE_VERSION, IndexFile, Manifest
from sekisho.library.reading import Reading
from sekisho.match.advisories.build import BuiltIndex, build_shards
from sekisho.match.names.index import build_beside as build_parties
from sekisho.match.packages.versioned import version_key
from sekisho.match.table import build as build_table
from sekisho.model.reference import Advisory, CoveredEquipment, FeedKind, PackageHash

_NOTED = 1000
_encode = msgspec.json.Encoder(order="deterministic").encode


class Contents(msgspec.Struct):
    """What goes into a snapshot: one reading for each feed, and what the whole is.

    `earlier` are the files of an earlier index of advisories, of which the shards that did not
    change are taken, `earlier_names` those of an earlier index of names; `index` is what was made
    anew of the advisories, once the snapshot is assembled. `copies` are files of the lists as they
    were read, for a later build to keep.
    """

    readings: list[Reading]
    made_on: date | None = None
    fictional: bool = False
    told: Callable[[Reading], None] | None = None
    earlier: Mapping[str, bytes] | None = None
    earlier_names: Mapping[str, bytes] = msgspec.field(default_factory=dict)
    copies: dict[str, bytes] = msgspec.field(default_factory=dict)
    index: BuiltIndex | None = None

    def of(self, kind: FeedKind) -> Iterator[Reading]:
        """Gives the readings of a kind, telling of each as it is begun."""
        for reading in self.readings:
            if reading.kind == kind:
                if self.told is not None:
                    self.told(reading)
                yield reading


def assemble(
    contents: Contents, told: Callable[[Reading], None] | None = None
) -> tuple[Manifest, dict[str, bytes]]:
    """Builds every index and the manifest that names them; the readings are used up.

    `told` hears of each reading when it is begun.
    """
    contents.readings.sort(key=lambda reading: reading.id)
    contents.told = told
    parts: dict[str, bytes] = {}
    beside = BesideRows()
    index = contents.index = build_shards(_advisories(contents), contents.earlier)
    for folder, made in (
        ("advisories", index.parts),
        (
            "parties",
            build_parties(beside.noting(_records(contents, "parties")), contents.earlier_names),
        ),
        ("exploited", _table(contents, "exploited", "cve")),
        ("enrichment", _table(contents, "enrichment", "cve")),
        ("lifecycle", _table(contents, "lifecycle", "id")),
    ):
        parts.update({f"{folder}/{name}": data for name, data in made.items()})
    parts.update(beside.files())
    parts["equipment.json"] = _equipment_list(contents)
    likelihood = build_likelihood(
        _records(contents, "likelihood"), [reading.id for reading in contents.readings]
    )
    parts.update({f"likelihood/{name}": data for name, data in likelihood.items()})
    parts.update({f"hashes/{name}": data for name, data in _hash_table(contents).items()})
    parts.update(contents.copies)
    for reading in contents.readings:
        if digests := reading.record_digests():
            parts[f"records/{reading.id}"] = digests
    parts["defects.json"] = _encode(
        {reading.id: kept for reading in contents.readings if (kept := reading.defects.kept)}
    )
    parts["notes.json"] = _encode(_notes(index))
    return _manifest(contents, parts), parts


def _notes(index: BuiltIndex) -> dict[str, list[tuple[str, str]]]:
    """The first records of each feed that cannot be applied as they are, with the reason."""
    notes: dict[str, list[tuple[str, str]]] = {}
    for note in index.notes:
        of_feed = notes.setdefault(note.feed, [])
        if len(of_feed) < _NOTED:
            of_feed.append((note.record, note.why))
    return notes


def _advisories(contents: Contents) -> Iterator[tuple[str, Advisory]]:
    for reading in contents.of("advisories"):
        for advisory in reading:
            yield reading.id, advisory


def _records(contents: Contents, kind: FeedKind) -> Iterator[Any]:
    for reading in contents.of(kind):
        yield from reading


def _table(contents: Contents, kind: FeedKind, key: str) -> dict[str, bytes]:
    """The records of a kind by the field they are looked up by."""
    return build_table((getattr(row, key), _encode(row)) for row in _records(contents, kind))


def _hash_table(contents: Contents) -> dict[str, bytes]:
    """Registry digests by version of a package; no file where no feed tells any."""
    rows: list[PackageHash] = list(_records(contents, "package_hashes"))
    return build_table((version_key(row.purl), _encode(row)) for row in rows) if rows else {}


def _equipment_list(contents: Contents) -> bytes:
    rows: list[CoveredEquipment] = list(_records(contents, "equipment"))
    return _encode(sorted(rows, key=lambda row: (row.feed, row.id)))


def _feed(reading: Reading, index: BuiltIndex | None) -> Feed:
    noted = sum(note.feed == reading.id for note in index.notes) if index else 0
    return msgspec.structs.replace(reading.feed(), noted=noted)


def _manifest(contents: Contents, parts: dict[str, bytes]) -> Manifest:
    files = tuple(
        IndexFile(path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        for path, data in sorted(parts.items())
    )
    manifest = Manifest(
        tables=TABLE_VERSION,
        made_on=contents.made_on,
        fictional=contents.fictional,
        feeds=tuple(_feed(reading, contents.index) for reading in contents.readings),
        files=files,
    )
    return msgspec.structs.replace(manifest, contents_sha256=manifest.digest())
