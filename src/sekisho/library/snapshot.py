"""The reference library as the checks see it: one immutable snapshot, opened in milliseconds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from os import stat
from pathlib import Path
from typing import TypeVar

import msgspec

from sekisho.library import beside
from sekisho.library.contents import Contents, assemble
from sekisho.library.feeds import Feed
from sekisho.library.likelihood import LikelihoodTable
from sekisho.library.manifest import NAME, TABLE_VERSION, Manifest
from sekisho.library.parts import HeldParts, MappedParts
from sekisho.library.starter import starter_readings
from sekisho.match import table
from sekisho.match.advisories.index import AdvisoryIndex
from sekisho.match.names.index import NameIndex
from sekisho.match.shelf import Shelf
from sekisho.match.table import Table
from sekisho.model.errors import InputError, LibraryError, Place
from sekisho.model.finding import Source
from sekisho.model.reference import (
    CoveredEquipment,
    Enrichment,
    Exploited,
    FeedKind,
    Likelihood,
    ListedBeside,
    PackageHash,
    ProductLifecycle,
)
from sekisho.model.schema import from_json
from sekisho.model.values.message import message

_EVERYTHING = "*"
_MANIFEST_LIMIT = 64 * 1024 * 1024
_Kind = TypeVar("_Kind")


class Library:
    """What a vetting may look up, and from which publications it comes.

    `sha256` names the whole snapshot; `feeds` tells the publications by id. An index is
    opened when it is first asked for. Every look-up may raise `LibraryError` when a file
    was changed after the snapshot was built.
    """

    def __init__(self, manifest: Manifest, parts: Mapping[str, memoryview]) -> None:
        self.manifest = manifest
        self.sha256 = manifest.contents_sha256
        self.feeds: tuple[Feed, ...] = manifest.feeds
        self.fictional = manifest.fictional
        self.made_on = manifest.made_on
        self._parts = parts
        self._tables: dict[str, Table] = {}
        self._by_id = {feed.id: feed for feed in manifest.feeds}

    @cached_property
    def advisories(self) -> AdvisoryIndex:
        """The index of advisories, malicious packages included."""
        return AdvisoryIndex(Shelf(self._parts, "advisories"))

    @cached_property
    def parties(self) -> NameIndex:
        """The index of listed parties by name and identifier."""
        return NameIndex(Shelf(self._parts, "parties"))

    def beside(self, key: str) -> tuple[ListedBeside, ...]:
        """Gives the entries of parties with an address or someone beside them of this key.

        `library.beside` makes the keys.
        """
        rows = self._beside.get(key) if self._beside and key else ()
        found = (_decode(row, ListedBeside) for row in rows)
        return tuple(sorted(found, key=lambda row: (row.feed, row.id, row.what, row.text)))

    def exploited(self, cve: str) -> tuple[Exploited, ...]:
        """Gives every source's assertion that a vulnerability is exploited."""
        rows = self._keyed("exploited").get(cve)
        return tuple(sorted((_decode(row, Exploited) for row in rows), key=lambda row: row.feed))

    def enrichment(self, cve: str) -> tuple[Enrichment, ...]:
        """Gives what each source observed of a vulnerability."""
        rows = self._keyed("enrichment").get(cve)
        return tuple(sorted((_decode(row, Enrichment) for row in rows), key=lambda row: row.feed))

    def lifecycle(self, product: str) -> tuple[ProductLifecycle, ...]:
        """Gives the release lines of a product as each source tells them."""
        found = (_decode(row, ProductLifecycle) for row in self._keyed("lifecycle").get(product))
        return tuple(sorted(found, key=lambda row: row.feed))

    def likelihood(self, cve: str) -> Likelihood | None:
        """Gives the published estimate that a vulnerability will be exploited."""
        return self._likelihood.get(cve)

    def equipment(self) -> tuple[CoveredEquipment, ...]:
        """Gives every entry of the lists of covered equipment."""
        return self._equipment

    def published_hashes(self, key: str) -> tuple[PackageHash, ...]:
        """Gives the digests registries publish for a version of a package (`version_key`)."""
        rows = self._hashes.get(key) if self._hashes and key else ()
        return tuple(sorted((_decode(row, PackageHash) for row in rows), key=_hash_order))

    def feed(self, id: str) -> Feed | None:
        """Gives what the library says of a publication."""
        return self._by_id.get(id)

    def source(self, feed_id: str, record: str, url: str = "") -> Source:
        """Names a record and the publication it stands in, for a finding."""
        feed = self._by_id.get(feed_id)
        if feed is None:
            return Source(feed=feed_id, record=record, url=url)
        return Source(
            feed=feed_id,
            record=record,
            snapshot=feed.sha256,
            published_on=feed.published_on,
            url=url or feed.url,
        )

    def covers(self, kind: FeedKind, scope: str, on: date) -> bool:
        """Says whether a miss proves absence: a complete feed answers for the scope and is fresh.

        `scope` is an ecosystem for advisories: one feed tells all that is published of it. For
        whole lists it is `*`: each list names others, so that every one the library holds must
        be fresh, and none may have lost records when it was read. A feed of malicious packages
        alone says nothing of flaws: ask `covers_malicious`.
        """
        feeds = [feed for feed in self.feeds if feed.kind == kind and not feed.malicious]
        if scope != _EVERYTHING:
            return any(_answers(feed, scope, on) for feed in feeds)
        lists = [feed for feed in feeds if feed.covers or feed.defects]
        return bool(lists) and all(_answers(feed, scope, on) for feed in lists)

    def covers_malicious(self, ecosystem: str, on: date) -> bool:
        """Says whether a complete, fresh feed tells the malicious packages of an ecosystem."""
        return any(feed.malicious and _answers(feed, ecosystem, on) for feed in self.feeds)

    def _keyed(self, name: str) -> Table:
        known = self._tables.get(name)
        if known is None:
            parts = Shelf(self._parts, name)
            known = Table({part: parts[part] for part in table.PARTS}, name)
            self._tables[name] = known
        return known

    @cached_property
    def _hashes(self) -> Table | None:
        return self._table_if_any("hashes")

    @cached_property
    def _beside(self) -> Table | None:
        return self._table_if_any(beside.FOLDER)

    def _table_if_any(self, name: str) -> Table | None:
        """A library without such records has no table of them."""
        return self._keyed(name) if f"{name}/keys" in self._parts else None

    @cached_property
    def _likelihood(self) -> LikelihoodTable:
        return LikelihoodTable(Shelf(self._parts, "likelihood"), [feed.id for feed in self.feeds])

    @cached_property
    def _equipment(self) -> tuple[CoveredEquipment, ...]:
        return _decode(bytes(self._parts["equipment.json"]), tuple[CoveredEquipment, ...])


def _hash_order(row: PackageHash) -> tuple[str, ...]:
    return (row.feed, row.algorithm, row.digest, row.file)


def _answers(feed: Feed, scope: str, on: date) -> bool:
    return (scope in feed.covers or _EVERYTHING in feed.covers) and not feed.is_stale(on)


def _decode(data: bytes, kind: type[_Kind]) -> _Kind:
    return msgspec.json.decode(data, type=kind)


def open_library(path: Path) -> Library:
    """Opens a snapshot folder; reads its manifest and the sizes of its files, nothing else.

    Raises `LibraryError` when the folder is no library, is of a newer or older format, or when
    a file is missing or has another size.
    """
    manifest = read_manifest(path)
    for file in manifest.files:
        try:
            size = stat(f"{path}/{file.path}").st_size  # noqa: PTH116  # half the time of opening
        except OSError:
            size = -1
        if size != file.size:
            raise LibraryError(
                message("library.truncated", file=file.path),
                place=Place(file=str(path)),
                hint=message("library.rebuild"),
            )
    return Library(manifest, MappedParts(path, manifest.files, manifest.contents_sha256))


def read_manifest(path: Path) -> Manifest:
    """Reads and checks the manifest of a snapshot folder; errors as in `open_library`."""
    place = Place(file=str(path / NAME))
    try:
        with (path / NAME).open("rb") as stream:
            data = stream.read(_MANIFEST_LIMIT)
    except OSError as error:
        raise LibraryError(
            message("library.none", folder=str(path)), hint=message("library.none.remedy")
        ) from error
    try:
        manifest = from_json(data, Manifest)
    except InputError as error:
        newer = error.message.id == "error.schema_newer"
        said = message("library.newer") if newer else message("library.manifest")
        remedy = message("library.newer.remedy") if newer else message("library.rebuild")
        raise LibraryError(said, place=place, hint=remedy) from error
    if manifest.tables != TABLE_VERSION:
        raise LibraryError(
            message("library.tables", found=manifest.tables, wanted=TABLE_VERSION),
            place=place,
            hint=message("library.rebuild"),
        )
    if not _names_itself(data, manifest):
        raise LibraryError(
            message("library.changed", file=NAME), place=place, hint=message("library.rebuild")
        )
    if any(_leads_out(file.path) for file in manifest.files):
        raise LibraryError(
            message("library.manifest"), place=place, hint=message("library.rebuild")
        )
    return manifest


def _names_itself(data: bytes, manifest: Manifest) -> bool:
    """Says whether a manifest's own digest is right.

    It is written in canonical form, in which its digest comes first: without that the bytes are those
    that were digested. Writing them out again is slow, and is left to one written otherwise.
    """
    named = f'{{"contents_sha256":"{manifest.contents_sha256}",'.encode()
    body = data.rstrip(b"\n")
    if body.startswith(named):
        rest = b"{" + body[len(named) :]
        if hashlib.sha256(rest).hexdigest() == manifest.contents_sha256:
            return True
    return manifest.digest() == manifest.contents_sha256


def _leads_out(name: str) -> bool:
    """Text and no path of Python's: a library has hundreds of files, each looked at on opening."""
    return name.startswith("/") or ".." in name.split("/")


@lru_cache(maxsize=1)
def starter_library() -> Library:
    """Gives the library that comes with Sekisho: found or not checked, never clear."""
    return library_in_memory(Contents(readings=starter_readings()))


def library_in_memory(contents: Contents) -> Library:
    """Builds a library without writing it."""
    manifest, parts = assemble(contents)
    return Library(manifest, HeldParts(parts))
