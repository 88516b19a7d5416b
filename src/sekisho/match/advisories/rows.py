"""What the index holds of a package: one row for each `affected` entry about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from sekisho.match import versions
from sekisho.match.advisories.ranges import Interval, intervals
from sekisho.match.packages.ecosystems import fold_name
from sekisho.model.reference import Advisory, Affected

Why = Literal["", "git", "event", "ecosystem", "version_missing", "version_unorderable"]


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
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


def key_of(ecosystem: str, name: str) -> str:
    """Gives the key under which the rows about a package stand."""
    return f"{ecosystem.lower()}\0{fold_name(ecosystem, name)}"


def make_row(advisory: Advisory, affected: Affected, ids: tuple[str, ...]) -> Row:
    """Evaluates one `affected` entry; what cannot be evaluated is told in the row, never missed."""
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
    if not evaluated and affected.ranges:
        # Versions listed beside commits are those somebody tagged; of others nothing is known.
        why = "git"
    elif not (evaluated or affected.versions):
        why = "event"
    listed, places = _listed(affected)
    return Row(
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


def in_order(row: Row, feeds: Iterable[str]) -> tuple[object, ...]:
    """Gives a row as it is written: sets have no order of their own."""
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
