"""The fact table of an SBOM: what it says of itself, and of each package one byte a fact.

A column is made by the interpreter's own loops over one attribute; joining columns is arithmetic
on long numbers. A hundred thousand packages take a fraction of a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from heapq import nsmallest
from itertools import chain, compress
from operator import attrgetter

from sekisho.check.software import SHOWN, label, packages
from sekisho.match import versions
from sekisho.match.licences import judge_licence
from sekisho.match.packages.purl import coordinates
from sekisho.model.inventory import Inventory, Package
from sekisho.model.values.record import Record

_TRUTHS = {
    "archive": "archive",
    "executable": "executable",
    "structured": "structured",
}
_STATED = {
    "name": "name",
    "version": "version",
    "supplier": "supplier",
    "maker": "maker",
    "contact": "contact",
    "purl": "purl",
    "cpe": "cpe",
    "other_id": "other_ids",
    "hash": "hashes",
    "deployable_hash": "distribution_hashes",
    "licence": "licences",
    "licence_declared": "declared",
    "licence_concluded": "concluded",
    "filename": "filename",
    "source_uri": "source",
    "deployable_uri": "distribution",
    "unasserted": "unasserted",
}
_WORKED_OUT = ("related", "reached", "completeness", "licence_spdx", "deployable_sha512")
_OF_DOCUMENT: dict[str, Callable[[Inventory], object]] = {
    "author": lambda it: it.authors or it.supplier,
    "author_contact": lambda it: it.contacts,
    "timestamp": lambda it: it.created_at,
    "timestamp_iso": lambda it: _is_iso(it.created_at),
    "tool": lambda it: it.tools,
    "lifecycle": lambda it: it.lifecycles,
    "lifecycle_build": lambda it: "build" in it.lifecycles,
    "serial": lambda it: it.serial,
    "dependencies": lambda it: it.edges,
    "no_vulnerabilities": lambda it: not it.vulnerabilities,
    "cyclonedx_1_6": lambda it: it.format == "CycloneDX" and _at_least(it.spec_version, "1.6"),
    "spdx_3_0_1": lambda it: it.format == "SPDX" and _at_least(it.spec_version, "3.0.1"),
}
COMPONENT_FACTS = frozenset((*_STATED, *_TRUTHS, *_WORKED_OUT, "matchable"))
"""What can be asked of each package."""

DOCUMENT_FACTS = frozenset(_OF_DOCUMENT)
"""What can be asked of the document."""

_PLAIN = re.compile(
    r"pkg:(npm|pypi|cargo|gem|nuget|maven|golang|hex|pub|composer)/[^?#%]+@[^?#%/@]+\Z"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


_TURNED = bytes([1, 0]) + bytes(range(2, 256))
"""Turns what holds into what does not."""


class Example(Record, frozen=True, kw_only=True):
    """A package that lacks something: what it is called, and its JSON pointer."""

    label: str
    place: str = ""


class FactTable:
    """The facts of one inventory, each worked out once when it is first asked for."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.packages: list[Package] = list(packages(inventory))
        self._columns: dict[str, bytes] = {}
        self._examples: dict[bytes, tuple[Example, ...]] = {}

    def says(self, fact: str) -> bool:
        """Says whether the document states a fact of itself."""
        return bool(_OF_DOCUMENT[fact](self.inventory))

    def column(self, fact: str) -> bytes:
        """Gives a fact of all packages, one byte each, 1 where it holds."""
        if fact not in self._columns:
            self._columns[fact] = self._worked_out(fact)
        return self._columns[fact]

    def count(self, fact: str) -> int:
        """Counts the packages for which a fact holds."""
        return self.column(fact).count(1)

    def met(self, any: Iterable[str], all: Iterable[str] = ()) -> bytes:
        """Gives where one of some facts holds and every one of others."""
        held = [self.column(fact) for fact in any]
        met = united(*held) if held else b"\1" * len(self.packages)
        for fact in all:
            met = _both(met, self.column(fact))
        return met

    def examples(self, column: bytes) -> tuple[Example, ...]:
        """Gives the first packages by name for which a column does not hold, with their places.

        Their order does not follow the document.
        """
        if column not in self._examples:
            left = compress(self._named, turned(column))
            first = nsmallest(SHOWN, left)
            self._examples[column] = tuple(Example(label=name, place=at) for name, at in first)
        return self._examples[column]

    @cached_property
    def _named(self) -> list[tuple[str, str]]:
        return [(label(package) or package.ref, package.place) for package in self.packages]

    def _worked_out(self, fact: str) -> bytes:
        if fact in _STATED:
            return bytes(map(bool, map(attrgetter(_STATED[fact]), self.packages)))
        if fact in _TRUTHS:
            stands = map(attrgetter(_TRUTHS[fact]), self.packages)
            return bytes(value is not None for value in stands)
        made: dict[str, Callable[[], bytes]] = {
            "related": lambda: self._in(self.related),
            "reached": lambda: self._in(self.reached),
            "completeness": self._completeness,
            "licence_spdx": self._licences,
            "deployable_sha512": self._sha512,
            "matchable": self._matchable,
        }
        return made[fact]()

    def _in(self, refs: frozenset[str]) -> bytes:
        return bytes(map(refs.__contains__, map(attrgetter("ref"), self.packages)))

    @cached_property
    def related(self) -> frozenset[str]:
        """The refs that stand in a dependency relation, on either side."""
        edges = self.inventory.edges
        found = {source for source, _ in edges}
        found.update(chain.from_iterable(targets for _, targets in edges))
        return frozenset(found)

    @cached_property
    def dangling(self) -> frozenset[str]:
        """The refs that relations point to and nothing has."""
        primary = self.inventory.primary
        held = map(attrgetter("ref"), self.inventory.packages)
        return self.related.difference(held, (primary.ref,) if primary else ())

    @cached_property
    def reached(self) -> frozenset[str]:
        """The refs that dependencies lead to from what the document is about."""
        primary = self.inventory.primary
        if primary is None or not primary.ref:
            return frozenset()
        targets: dict[str, tuple[str, ...]] = {}
        for source, others in self.inventory.edges:
            before = targets.get(source)
            targets[source] = others if before is None else before + others
        seen, front = {primary.ref}, {primary.ref}
        while front:
            reached = set(chain.from_iterable(targets.get(ref, ()) for ref in front))
            front = reached - seen
            seen |= front
        return frozenset(seen)

    def _completeness(self) -> bytes:
        said = self.inventory.compositions
        if any(not refs for _, refs in said):
            return b"\1" * len(self.packages)
        return self._in(frozenset(ref for _, refs in said for ref in refs))

    def _licences(self) -> bytes:
        known: dict[tuple[str, ...], bool] = {(): False}
        found = bytearray()
        for licences in map(attrgetter("licences"), self.packages):
            if licences not in known:
                known[licences] = all(judge_licence(text) == "valid" for text in licences)
            found.append(known[licences])
        return bytes(found)

    def _sha512(self) -> bytes:
        hashes = map(attrgetter("distribution_hashes"), self.packages)
        return bytes(bool(each) and "sha512" in dict(each) for each in hashes)

    def _matchable(self) -> bytes:
        known: dict[str, bool] = {}
        return bytes(_is_matchable(package, known) for package in self.packages)


def united(*columns: bytes) -> bytes:
    """Gives where any of some columns holds."""
    value = 0
    for column in columns:
        value |= int.from_bytes(column)
    return value.to_bytes(len(columns[0]))


def turned(column: bytes) -> bytes:
    """Gives where a column does not hold."""
    return column.translate(_TURNED)


def _both(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left) & int.from_bytes(right)).to_bytes(len(left))


def _is_matchable(package: Package, known: dict[str, bool]) -> bool:
    """Says whether advisories could be looked up for a package at its version.

    A plain package URL with name and version is judged by its type, once for each type.
    """
    purl = package.purl
    if not purl:
        return False
    plain = _PLAIN.match(purl)
    if plain is not None:
        kind = plain.group(1)
        if kind not in known:
            spot = coordinates(purl)
            known[kind] = spot is not None and versions.knows(spot.ecosystem)
        return known[kind]
    spot = coordinates(purl)
    if spot is None:
        return False
    return bool(spot.version or package.version) and versions.knows(spot.ecosystem)


def _is_iso(text: str) -> bool:
    if not _ISO.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _at_least(version: str, least: str) -> bool:
    return version_number(version) >= version_number(least)


def version_number(text: str) -> tuple[int, ...]:
    """Gives the numbers of a version of a format; other parts count as nothing."""
    parts = text.split(".")[:4]
    return tuple(int(part) if part.isascii() and part.isdigit() else 0 for part in parts)
