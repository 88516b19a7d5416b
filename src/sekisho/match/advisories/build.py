"""Building the index, shard by shard: one for each ecosystem, one for each feed's records.

Every shard carries a digest of all it is made from. Of a shard whose digest is that of an earlier
index, the earlier files are taken, so that a day's build costs what changed on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec

from sekisho.match import table, versions
from sekisho.match.advisories.groups import AliasGroup, make_groups
from sekisho.match.advisories.rows import Row, in_order, key_of, make_row
from sekisho.model.reference import Advisory

FORMAT = b"sekisho.shard.1"
"""Changes with the meaning of a row or of a version's key: no shard made before then fits any more."""

OTHER = "other"
"""The shard of the ecosystems whose order is not known, however many a feed names."""

_SHARDS = {
    base.lower(): "".join(char if char.isalnum() else "-" for char in base.lower())
    for base in versions.ORDERS
}

DIGEST, NOTES = "digest", "notes"
_MARK = 32
_PACKAGES, _RECORDS = "packages", "records"
_encode = msgspec.msgpack.Encoder().encode


def shard_of(ecosystem: str) -> str:
    """Gives the name of the shard in which an ecosystem stands, whatever its suffix."""
    return _SHARDS.get(ecosystem.partition(":")[0].lower(), OTHER)


def shard_of_feed(feed: str) -> str:
    """Gives the name of the shard in which the records of a feed stand."""
    return f"by-feed/{feed}"


class Note(msgspec.Struct, frozen=True, array_like=True):
    """A record that was read and is not sound: `event` says that a range has no place in the order
    of versions, so that it cannot be applied, `group` that it claims far too many other names.
    """

    feed: str
    record: str
    why: str


class BuiltIndex(msgspec.Struct):
    """The files of an index by name, the shards that were made anew, and what to note."""

    parts: dict[str, bytes] = msgspec.field(default_factory=dict)
    rebuilt: list[str] = msgspec.field(default_factory=list)
    kept: list[str] = msgspec.field(default_factory=list)
    notes: list[Note] = msgspec.field(default_factory=list)


_NOTES = msgspec.msgpack.Decoder(list[Note])


class _Entry(msgspec.Struct):
    """A record as one feed published it, with the digest of it and its alias group."""

    feed: str
    advisory: Advisory
    digest: bytes
    group: AliasGroup | None = None

    def mark(self, kind: str) -> bytes:
        """What a shard that holds the record depends on: of packages, no more than their rows do."""
        if kind == _RECORDS:
            return self.digest
        about = self.advisory
        ids = self.group.ids if self.group else ()
        marked = (self.feed, about.id, ids, about.malicious, about.affected)
        return blake2b(_encode(marked), digest_size=_MARK).digest()


def build_index(advisories: Iterable[tuple[str, Advisory]]) -> dict[str, bytes]:
    """Builds the index from pairs of feed id and advisory; gives file names and their bytes."""
    return build_shards(advisories).parts


def build_shards(
    advisories: Iterable[tuple[str, Advisory]], before: Mapping[str, bytes] | None = None
) -> BuiltIndex:
    """Builds the index, and takes from an earlier one the shards that did not change.

    Equal advisories in any order give equal bytes, with an earlier index or without; of one id
    published twice in one feed, the later `modified` is kept. Records of one id from several feeds
    are all kept.
    """
    entries = _latest(advisories)
    groups = make_groups(entry.advisory for entry in entries)
    for entry in entries:
        entry.group = groups.get(entry.advisory.id)
    built = BuiltIndex()
    shards = [
        *((name, _PACKAGES, found) for name, found in sorted(_by_ecosystem(entries).items())),
        *((name, _RECORDS, found) for name, found in sorted(_by_feed(entries).items())),
    ]
    for name, kind, found in shards:
        parts = _shard(name, kind, found, before or {})
        (built.rebuilt if parts is None else built.kept).append(name)
        built.parts.update(_made(name, kind, found) if parts is None else parts)
        if kind == _PACKAGES:
            built.notes += _NOTES.decode(built.parts[f"{name}/{NOTES}"])
    built.notes += _too_large(entries)
    built.notes.sort(key=lambda note: (note.feed, note.record, note.why))
    for part, data in table.build(_group_rows(groups)).items():
        built.parts[f"groups.{part}"] = data
    return built


def _latest(advisories: Iterable[tuple[str, Advisory]]) -> list[_Entry]:
    latest: dict[tuple[str, str], _Entry] = {}
    for feed, advisory in advisories:
        packed = _encode((feed, advisory))
        entry = _Entry(feed, advisory, blake2b(packed, digest_size=_MARK).digest())
        known = latest.get((advisory.id, feed))
        if known is None or _age(known) < _age(entry):
            latest[advisory.id, feed] = entry
    return [latest[key] for key in sorted(latest)]


def _age(entry: _Entry) -> tuple[str, bytes]:
    return entry.advisory.modified, entry.digest


def _by_ecosystem(entries: Iterable[_Entry]) -> dict[str, list[_Entry]]:
    shards: dict[str, list[_Entry]] = {}
    for entry in entries:
        if not entry.advisory.withdrawn:
            places = entry.advisory.affected
            for name in {shard_of(affected.ecosystem) for affected in places if affected.name}:
                shards.setdefault(name, []).append(entry)
    return shards


def _by_feed(entries: Iterable[_Entry]) -> dict[str, list[_Entry]]:
    shards: dict[str, list[_Entry]] = {}
    for entry in entries:
        shards.setdefault(shard_of_feed(entry.feed), []).append(entry)
    return shards


def _digest(kind: str, entries: Iterable[_Entry]) -> bytes:
    digest = blake2b(FORMAT, digest_size=32)
    for entry in entries:
        digest.update(entry.mark(kind))
    return digest.hexdigest().encode()


def _shard(
    name: str, kind: str, entries: list[_Entry], before: Mapping[str, bytes]
) -> dict[str, bytes] | None:
    """Gives the shard of the earlier index, `None` where anything it is made from differs."""
    wanted = [*(f"{kind}.{part}" for part in table.PARTS), DIGEST]
    wanted += [NOTES] if kind == _PACKAGES else []
    try:
        if bytes(before[f"{name}/{DIGEST}"]) != _digest(kind, entries):
            return None
        return {f"{name}/{part}": bytes(before[f"{name}/{part}"]) for part in wanted}
    except KeyError:
        return None


def _made(name: str, kind: str, entries: list[_Entry]) -> dict[str, bytes]:
    parts = {f"{name}/{DIGEST}": _digest(kind, entries)}
    if kind == _PACKAGES:
        notes: set[Note] = set()
        rows = table.build(_package_rows(name, entries, notes))
        parts[f"{name}/{NOTES}"] = _encode(sorted(notes, key=lambda n: (n.feed, n.record, n.why)))
    else:
        rows = table.build(
            (each.advisory.id, _encode((each.feed, each.advisory))) for each in entries
        )
    return parts | {f"{name}/{kind}.{part}": data for part, data in rows.items()}


def _package_rows(
    shard: str, entries: list[_Entry], notes: set[Note]
) -> Iterator[tuple[str, bytes]]:
    packages: dict[str, dict[bytes, tuple[Row, set[str]]]] = {}
    for entry in entries:
        ids = entry.group.ids if entry.group else (entry.advisory.id,)
        for affected in entry.advisory.affected:
            if not affected.name or shard_of(affected.ecosystem) != shard:
                continue
            row = make_row(entry.advisory, affected, ids)
            if row.open == "event":
                notes.add(Note(entry.feed, entry.advisory.id, row.open))
            same = packages.setdefault(key_of(affected.ecosystem, affected.name), {})
            same.setdefault(_encode(in_order(row, ())), (row, set()))[1].add(entry.feed)
    for key, found in packages.items():
        yield key, _encode([in_order(row, feeds) for _, (row, feeds) in sorted(found.items())])


def _group_rows(groups: dict[str, AliasGroup]) -> Iterator[tuple[str, bytes]]:
    for id, group in groups.items():
        if group.ids != (id,):
            yield id, _encode(group)


def _too_large(entries: Iterable[_Entry]) -> Iterator[Note]:
    for entry in entries:
        if entry.group and entry.group.too_large and not entry.advisory.withdrawn:
            yield Note(entry.feed, entry.advisory.id, "group")
