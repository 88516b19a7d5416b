"""The advisory index: which published advisories speak of a package at a version.

Three tables (`match.table`): `packages` holds for each package the rows of every advisory about
it, ranges already evaluated to intervals of version keys; `advisories` the records as each feed
published them; `groups` the alias groups. Malicious packages are advisories like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import Literal

import msgspec

from sekisho.match import table, versions
from sekisho.match.advisories.groups import AliasGroup, make_groups
from sekisho.match.advisories.ranges import LOWEST, Interval, intervals
from sekisho.match.packages.ecosystems import fold_name
from sekisho.model.reference import Advisory, Affected

How = Literal["every_version", "range", "listed_version", "not_evaluated"]
Why = Literal["", "git", "event", "ecosystem", "version_missing", "version_unorderable"]

TABLES = ("packages", "advisories", "groups")
_CACHED = 100_000


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


class _Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One `affected` entry: `ids` is the alias group of its record.

    `places` are the keys of the versions it lists, `versions` those without one. `spans` are in
    the ecosystem's order, `semver_spans` in SemVer's where that is another; `open` says why a
    part could not be evaluated.
    """

    id: str
    feeds: tuple[str, ...]
    versions: frozenset[str]
    spans: tuple[Interval, ...]
    semver_spans: tuple[Interval, ...]
    open: Why = ""
    malicious: bool = False
    ids: tuple[str, ...] = ()
    places: frozenset[bytes] = frozenset()


def build_index(advisories: Iterable[tuple[str, Advisory]]) -> dict[str, bytes]:
    """Builds the index from pairs of feed id and advisory.

    Gives file names and their bytes. Equal advisories in any order give equal bytes; of one id
    published twice in one feed, the later `modified` is kept. Records of one id from several
    feeds are all kept.
    """
    latest: dict[tuple[str, str], Advisory] = {}
    for feed, advisory in advisories:
        known = latest.get((advisory.id, feed))
        if known is None or _age(known) < _age(advisory):
            latest[advisory.id, feed] = advisory
    published = sorted(latest.items(), key=lambda item: item[0])
    groups = make_groups(advisory for _, advisory in published)
    rows = {
        "packages": _package_rows(published, groups),
        "advisories": _advisory_rows(published),
        "groups": _group_rows(groups),
    }
    parts: dict[str, bytes] = {}
    for name, content in rows.items():
        for part, data in table.build(content).items():
            parts[f"{name}.{part}"] = data
    return parts


def _age(advisory: Advisory) -> tuple[str, bytes]:
    return advisory.modified, msgspec.msgpack.encode(advisory)


_Published = list[tuple[tuple[str, str], Advisory]]


def _package_rows(
    published: _Published, groups: dict[str, AliasGroup]
) -> Iterable[tuple[str, bytes]]:
    packages: dict[str, dict[bytes, tuple[_Row, set[str]]]] = {}
    for (_, feed), advisory in published:
        if advisory.withdrawn:
            continue
        for affected in advisory.affected:
            if not affected.name:
                continue
            row = _row(advisory, affected, groups[advisory.id].ids)
            same = packages.setdefault(_key(affected.ecosystem, affected.name), {})
            same.setdefault(msgspec.msgpack.encode(_sorted(row, ())), (row, set()))[1].add(feed)
    for key, found in packages.items():
        plain = [_sorted(row, feeds) for _, (row, feeds) in sorted(found.items())]
        yield key, msgspec.msgpack.encode(plain)


def _key(ecosystem: str, name: str) -> str:
    return f"{ecosystem.lower()}\0{fold_name(ecosystem, name)}"


def _row(advisory: Advisory, affected: Affected, ids: tuple[str, ...]) -> _Row:
    spans: list[Interval] = []
    semver_spans: list[Interval] = []
    why: Why = ""
    evaluated = [published for published in affected.ranges if published.kind != "GIT"]
    for published in evaluated:
        foreign = published.kind == "SEMVER" and not versions.is_semver(affected.ecosystem)
        try:
            found = intervals(published, affected.ecosystem)
        except LookupError:
            why = "ecosystem"
        except ValueError:
            why = "event"
        else:
            (semver_spans if foreign else spans).extend(found)
    if not (evaluated or affected.versions):
        why = "git" if affected.ranges else "event"
    listed, places = _listed(affected)
    return _Row(
        advisory.id,
        (),
        listed,
        tuple(spans),
        tuple(semver_spans),
        why,
        advisory.malicious,
        ids,
        places,
    )


def _listed(affected: Affected) -> tuple[frozenset[str], frozenset[bytes]]:
    """The listed versions by their place, `1.0` and `1.0.0` having one; the others as written."""
    texts: set[str] = set()
    places: set[bytes] = set()
    for version in affected.versions:
        try:
            places.add(versions.key(affected.ecosystem, version))
        except (LookupError, ValueError):
            texts.add(version)
    return frozenset(texts), frozenset(places)


def _sorted(row: _Row, feeds: Iterable[str]) -> tuple[object, ...]:
    """The row as it is written: sets have no order of their own."""
    return (
        row.id,
        tuple(sorted(feeds)),
        tuple(sorted(row.versions)),
        row.spans,
        row.semver_spans,
        row.open,
        row.malicious,
        row.ids,
        tuple(sorted(row.places)),
    )


def _advisory_rows(published: _Published) -> Iterable[tuple[str, bytes]]:
    for (id, feed), advisory in published:
        yield id, msgspec.msgpack.encode((feed, advisory))


def _group_rows(groups: dict[str, AliasGroup]) -> Iterable[tuple[str, bytes]]:
    for id, group in groups.items():
        if group.ids != (id,):
            yield id, msgspec.msgpack.encode(group)


_ROWS = msgspec.msgpack.Decoder(tuple[_Row, ...])
_PUBLISHED = msgspec.msgpack.Decoder(tuple[str, Advisory])
_GROUP = msgspec.msgpack.Decoder(AliasGroup)


class AdvisoryIndex:
    """The index opened in place; parts are the bytes or memory maps of the built files."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._parts = parts
        self._rows: dict[tuple[str, str], tuple[_Row, ...]] = {}

    def _table(self, name: str) -> table.Table:
        parts = {part: self._parts[f"{name}.{part}"] for part in table.PARTS}
        return table.Table(parts, name)

    @cached_property
    def _packages(self) -> table.Table:
        return self._table("packages")

    @cached_property
    def _advisories(self) -> table.Table:
        return self._table("advisories")

    @cached_property
    def _groups(self) -> table.Table:
        return self._table("groups")

    def match(self, ecosystem: str, name: str, version: str) -> tuple[AdvisoryHit, ...]:
        """Gives every flaw published about a package at a version, one hit an alias group.

        Follows the OSV schema: a version is affected when it is listed, or lies in a range and
        before its limit. `ecosystem` carries its suffix; a package nobody wrote about gives an
        empty tuple, as does one at a version no record reaches.
        """
        rows = self._about(ecosystem, name)
        if not rows:
            return ()
        applied = _Applied(ecosystem, version)
        answers = [(row, answer) for row in rows if (answer := applied.to(row))]
        return _by_flaw(answers) if answers else ()

    def _about(self, ecosystem: str, name: str) -> tuple[_Row, ...]:
        rows = self._rows.get((ecosystem, name))
        if rows is None:
            if len(self._rows) >= _CACHED:
                self._rows.clear()
            found = self._packages.get(_key(ecosystem, name))
            rows = tuple(chain.from_iterable(_ROWS.decode(value) for value in found))
            self._rows[ecosystem, name] = rows
        return rows

    def advisory(self, id: str) -> Advisory | None:
        """Gives a record, the last modified when several feeds publish it."""
        records = self.published(id)
        return max((record for _, record in records), key=_age, default=None)

    def published(self, id: str) -> tuple[tuple[str, Advisory], ...]:
        """Gives a record as each feed published it: pairs of feed id and record."""
        return tuple(sorted((_PUBLISHED.decode(v) for v in self._advisories.get(id)), key=_feed))

    def group(self, id: str) -> AliasGroup:
        """Gives the alias group of an id, which may be a CVE; of an id unknown, itself."""
        found = self._groups.get(id)
        return _GROUP.decode(found[0]) if found else AliasGroup((id,), (id,))


def _feed(pair: tuple[str, Advisory]) -> str:
    return pair[0]


class _Answer(msgspec.Struct, frozen=True, gc=False):
    how: How
    why: Why = ""
    fixed_in: tuple[str, ...] = ()


class _Applied:
    """A version held against rows; its keys are made once, and only when a range needs them."""

    def __init__(self, ecosystem: str, version: str) -> None:
        self._ecosystem = ecosystem
        self._version = version
        self._keys: dict[str, bytes | Why] = {}
        # PEP 440 leaves a local label aside wherever a published version is compared with it.
        base, label, _ = version.partition("+")
        local = bool(label) and ecosystem == "PyPI"
        self._published = _Applied(ecosystem, base) if local else None

    def to(self, row: _Row) -> _Answer | None:
        """Answers for one row; `None` when it does not reach the version."""
        why: Why = row.open
        for order, spans in ((self._ecosystem, row.spans), ("npm", row.semver_spans)):
            if not spans:
                continue
            if spans[0].low == LOWEST and spans[0].high is None:
                return _Answer("every_version")
            key = self._key(order)
            if isinstance(key, str):
                why = key
                continue
            for span in spans:
                if span.low <= key and (span.high is None or key < span.high):
                    fixed = (span.fixed,) if span.fixed else ()
                    return _Answer("range", fixed_in=fixed)
        if self._is_listed(row):
            return _Answer("listed_version", fixed_in=self._next_fixes(row))
        if self._published and (answer := self._published.to(row)):
            return answer
        why = why or self._doubt(row)
        return _Answer("not_evaluated", why) if why else None

    def _is_listed(self, row: _Row) -> bool:
        if self._version in row.versions:
            return True
        return bool(row.places) and self._key(self._ecosystem) in row.places

    def _doubt(self, row: _Row) -> Why:
        """Why it proves nothing that a row does not reach the version."""
        if row.versions or row.places:
            key = self._key(self._ecosystem)
            if isinstance(key, str):
                return key
        return "" if self._is_certain else "version_unorderable"

    @cached_property
    def _is_certain(self) -> bool:
        known = versions.knows(self._ecosystem)
        return not known or versions.is_certain(self._ecosystem, self._version)

    def _next_fixes(self, row: _Row) -> tuple[str, ...]:
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


def _by_flaw(answers: list[tuple[_Row, _Answer]]) -> tuple[AdvisoryHit, ...]:
    flaws: dict[tuple[str, ...], list[tuple[_Row, _Answer]]] = {}
    for row, answer in answers:
        flaws.setdefault(row.ids or (row.id,), []).append((row, answer))
    return tuple(_hit(ids, found) for ids, found in sorted(flaws.items()))


def _hit(ids: tuple[str, ...], found: list[tuple[_Row, _Answer]]) -> AdvisoryHit:
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
