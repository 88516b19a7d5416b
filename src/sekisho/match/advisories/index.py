"""The advisory index: which published advisories speak of a package at a version.

It stands in shards (`match.advisories.build`): for each ecosystem a table of the rows of every
advisory about each package, ranges already evaluated to intervals of version keys; for each feed a
table of its records as published; and one table of the alias groups. Malicious packages are
advisories like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Literal

import msgspec

from sekisho.match import table, versions
from sekisho.match.advisories.build import shard_of, shard_of_feed
from sekisho.match.advisories.groups import AliasGroup
from sekisho.match.advisories.ranges import LOWEST, Interval
from sekisho.match.advisories.rows import Row, Why, key_of
from sekisho.model.reference import Advisory

How = Literal["every_version", "range", "listed_version", "not_evaluated"]

_CACHED = 131_072
_HELD = 2_048
"""So many records are kept decoded: many versions of one package have the same flaws."""


class AdvisoryHit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One flaw that advisories report, or may report, in a package at a version.

    `ids` are all names of the flaw, `records` those whose record says so, `feeds` who published
    them. `fixed_in` lists the versions that end the ranges it was found in. A hit that is
    `not_evaluated` says only that a record about the package exists which could not be applied,
    and `why`; it is given when no other record of the flaw matched.
    """

    ids: tuple[str, ...]
    records: tuple[str, ...]
    feeds: tuple[str, ...]
    how: How
    why: Why = ""
    fixed_in: tuple[str, ...] = ()
    malicious: bool = False

    @property
    def not_evaluated(self) -> bool:
        """Says whether the hit is no answer but a question left open."""
        return self.how == "not_evaluated"


_ROWS = msgspec.msgpack.Decoder(tuple[Row, ...])
_PUBLISHED = msgspec.msgpack.Decoder(tuple[str, Advisory])
_FEED = msgspec.msgpack.Decoder(tuple[str, msgspec.Raw])
_GROUP = msgspec.msgpack.Decoder(AliasGroup)


class AdvisoryIndex:
    """The index opened in place; parts are the bytes or memory maps of the built files."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._parts = parts
        self._tables: dict[str, table.Table | None] = {}
        self._rows: dict[tuple[str, str], tuple[Row, ...]] = {}
        self._answers: dict[tuple[str, str, str], tuple[AdvisoryHit, ...]] = {}
        self._records: dict[str, tuple[tuple[str, Advisory], ...]] = {}

    def _table(self, name: str) -> table.Table | None:
        """Opens a table when it is first asked for; `None` where the index has none of that name."""
        if name not in self._tables:
            here = f"{name}.{table.PARTS[0]}" in self._parts
            parts = {part: self._parts[f"{name}.{part}"] for part in table.PARTS} if here else {}
            self._tables[name] = table.Table(parts, name) if here else None
        return self._tables[name]

    def match(self, ecosystem: str, name: str, version: str) -> tuple[AdvisoryHit, ...]:
        """Gives every flaw published about a package at a version, one hit an alias group.

        Follows the OSV schema: a version is affected when it is listed, or lies in a range and
        before its limit. `ecosystem` carries its suffix; a package nobody wrote about gives an
        empty tuple, as does one at a version no record reaches.
        """
        asked = (ecosystem, name, version)
        known = self._answers.get(asked)
        if known is None:
            if len(self._answers) >= _CACHED:
                self._answers.clear()
            known = self._answers[asked] = self._match(ecosystem, name, version)
        return known

    def _match(self, ecosystem: str, name: str, version: str) -> tuple[AdvisoryHit, ...]:
        rows = self._rows.get((ecosystem, name))
        if rows is None:
            rows = self._about(ecosystem, name)
        if not rows:
            return ()
        applied = _Applied(ecosystem, version)
        answers = [(row, answer) for row in rows if (answer := applied.to(row))]
        return _by_flaw(answers) if answers else ()

    def _about(self, ecosystem: str, name: str) -> tuple[Row, ...]:
        if len(self._rows) >= _CACHED:
            self._rows.clear()
        shard = self._table(f"{shard_of(ecosystem)}/packages")
        found = shard.get(key_of(ecosystem, name)) if shard else []
        rows = tuple(chain.from_iterable(_ROWS.decode(value) for value in found))
        self._rows[ecosystem, name] = rows
        return rows

    def advisory(self, id: str) -> Advisory | None:
        """Gives a record, the last modified when several feeds publish it."""
        records = self.published(id)
        return max((record for _, record in records), key=_age, default=None)

    def published(self, id: str) -> tuple[tuple[str, Advisory], ...]:
        """Gives a record as each feed published it: pairs of feed id and record."""
        known = self._records.get(id)
        if known is None:
            if len(self._records) >= _HELD:
                self._records.clear()
            known = tuple(_PUBLISHED.decode(value) for value in self._written(id))
            self._records[id] = known
        return known

    def feeds_of(self, id: str) -> tuple[str, ...]:
        """Names the feeds that published a record, in the order of `published`."""
        if known := self._records.get(id):
            return tuple(feed for feed, _ in known)
        return tuple(_FEED.decode(value)[0] for value in self._written(id))

    def _written(self, id: str) -> Iterator[bytes]:
        shards = (self._table(f"{name}/records") for name in self._feeds)
        return (value for shard in shards if shard for value in shard.get(id))

    @cached_property
    def _feeds(self) -> tuple[str, ...]:
        """The shards of records, in the order of their feeds."""
        start, end = shard_of_feed(""), f"/records.{table.PARTS[0]}"
        names = (name for name in self._parts if name.startswith(start) and name.endswith(end))
        return tuple(sorted(name.removesuffix(end) for name in names))

    def group(self, id: str) -> AliasGroup:
        """Gives the alias group of an id, which may be a CVE; of an id unknown, itself."""
        groups = self._table("groups")
        found = groups.get(id) if groups else []
        return _GROUP.decode(found[0]) if found else AliasGroup((id,), (id,))


def _age(advisory: Advisory) -> tuple[str, bytes]:
    return advisory.modified, msgspec.msgpack.encode(advisory)


class _Answer(msgspec.Struct, frozen=True, gc=False):
    how: How
    why: Why = ""
    fixed_in: tuple[str, ...] = ()


_EVERY_VERSION, _RANGE = _Answer("every_version"), _Answer("range")


class _Applied:
    """A version held against rows; its keys are made once, and only when a range needs them."""

    __slots__ = ("_certain", "_ecosystem", "_keys", "_published", "_version")

    def __init__(self, ecosystem: str, version: str) -> None:
        self._ecosystem = ecosystem
        self._version = version
        self._keys: dict[str, bytes | Why] = {}
        self._published: _Applied | None = None
        self._certain: bool | None = None
        if "+" in version and ecosystem == "PyPI":
            # PEP 440 leaves a local label aside wherever a published version is compared with it.
            self._published = _Applied(ecosystem, version.partition("+")[0])

    def to(self, row: Row) -> _Answer | None:
        """Answers for one row; `None` when it does not reach the version."""
        why: Why = row.open
        if spans := row.spans:
            found = self._within(spans, self._ecosystem)
            if isinstance(found, _Answer):
                return found
            why = found or why
        if spans := row.semver_spans:
            found = self._within(spans, "npm")
            if isinstance(found, _Answer):
                return found
            why = found or why
        if (row.places or row.versions) and self._is_listed(row):
            return _Answer("listed_version", fixed_in=self._next_fixes(row))
        if self._published and (answer := self._published.to(row)):
            return answer
        why = why or self._doubt(row)
        return _Answer("not_evaluated", why) if why else None

    def _within(self, spans: tuple[Interval, ...], order: str) -> _Answer | Why:
        """Says that a range holds the version, or why that cannot be said; empty when none does."""
        first = spans[0]
        if first.low == LOWEST and first.high is None:
            return _EVERY_VERSION
        key = self._key(order)
        if isinstance(key, str):
            return key
        for span in spans:
            high = span.high
            if span.low <= key and (high is None or key < high):
                return _Answer("range", "", (span.fixed,)) if span.fixed else _RANGE
        return ""

    def _is_listed(self, row: Row) -> bool:
        if self._version in row.versions:
            return True
        return bool(row.places) and self._key(self._ecosystem) in row.places

    def _doubt(self, row: Row) -> Why:
        """Why it proves nothing that a row does not reach the version."""
        if row.versions or row.places:
            key = self._key(self._ecosystem)
            if isinstance(key, str):
                return key
        if self._certain is None:
            known = versions.knows(self._ecosystem)
            self._certain = not known or versions.is_certain(self._ecosystem, self._version)
        return "" if self._certain else "version_unorderable"

    def _next_fixes(self, row: Row) -> tuple[str, ...]:
        key = self._key(self._ecosystem)
        if isinstance(key, str):
            return ()
        later = (s for s in row.spans if s.fixed and s.high is not None and key < s.high)
        return tuple(span.fixed for span in later)[:1]

    def _key(self, order: str) -> bytes | Why:
        found = self._keys.get(order)
        if found is None:
            try:
                found = versions.key(order, self._version)
            except ValueError:
                found = "version_unorderable" if self._version else "version_missing"
            except LookupError:
                found = "ecosystem"
            self._keys[order] = found
        return found


def _by_flaw(answers: list[tuple[Row, _Answer]]) -> tuple[AdvisoryHit, ...]:
    if len(answers) == 1:
        return (_hit(answers[0][0].ids or (answers[0][0].id,), answers),)
    flaws: dict[tuple[str, ...], list[tuple[Row, _Answer]]] = {}
    for row, answer in answers:
        flaws.setdefault(row.ids or (row.id,), []).append((row, answer))
    return tuple(_hit(ids, found) for ids, found in sorted(flaws.items()))


def _hit(ids: tuple[str, ...], found: list[tuple[Row, _Answer]]) -> AdvisoryHit:
    if len(found) == 1:
        row, answer = found[0]
        return AdvisoryHit(
            ids=ids,
            records=(row.id,),
            feeds=row.feeds,
            how=answer.how,
            why=answer.why,
            fixed_in=answer.fixed_in,
            malicious=row.malicious,
        )
    reached = [pair for pair in found if pair[1].how != "not_evaluated"] or found
    answers = [answer for _, answer in reached]
    rank: tuple[How, ...] = ("every_version", "range", "listed_version", "not_evaluated")
    return AdvisoryHit(
        ids=ids,
        records=tuple(sorted({row.id for row, _ in reached})),
        feeds=tuple(sorted({feed for row, _ in reached for feed in row.feeds})),
        how=min((answer.how for answer in answers), key=rank.index),
        why=min(answer.why for answer in answers),
        fixed_in=tuple(sorted({version for answer in answers for version in answer.fixed_in})),
        malicious=any(row.malicious for row, _ in reached),
    )
