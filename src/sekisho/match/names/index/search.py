"""The index of listed parties: found by name in any script, or by a registered number."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from struct import iter_unpack
from typing import NamedTuple

from sekisho.match.names.compare import Comparison, compare
from sekisho.match.names.index.blocks import packed
from sekisho.match.names.index.candidates import candidates
from sekisho.match.names.index.hits import NameHit, Route, names_of
from sekisho.match.names.index.segment import (
    DIGEST_SIZE,
    Line,
    Segment,
    digest_of,
    files,
    made_with_these_tables,
)
from sekisho.match.names.normalise import normalise
from sekisho.match.names.rarity import weighted
from sekisho.match.names.words import figures
from sekisho.match.shelf import Shelf
from sekisho.model.reference import ListedParty

_POOR, _POOR_IN_A_ROW = 450, 14
"""The most promising are compared first: after so many poor ones in a row none is worth it."""
_BASE, _CHANGES, _GONE = "base", "changes", "gone"
LARGE = 100_000
"""Entries from which on changes are kept beside the base."""
_SHARE_CHANGED = 8
"""Where more than one in so many entries have changed, everything is made anew."""


def build_index(parties: Iterable[ListedParty]) -> dict[str, bytes]:
    """Makes the files of the index; equal parties give equal bytes in any order."""
    return _below(_BASE, files(parties))


def build_beside(
    parties: Iterable[ListedParty], earlier: Mapping[str, bytes], large: int = LARGE
) -> dict[str, bytes]:
    """Makes the files of the index, those of the earlier one kept where few of very many entries
    have changed.

    An index of fewer than `large` entries is always made anew, and then equal parties give equal
    bytes; else the bytes tell also what was there before. The answers are the same.
    """
    kept = _kept_base(earlier, large)
    if not kept:
        return build_index(parties)
    views = {name: memoryview(data) for name, data in kept.items()}
    held = digests(views)
    now = {digest_of(party): party for party in parties}
    gone = held.difference(now)
    new = [party for digest, party in now.items() if digest not in held]
    if (len(gone) + len(new)) * _SHARE_CHANGED > len(held):
        return build_index(now.values())
    return {**kept, **build_changes(views, gone, new)}


def _kept_base(earlier: Mapping[str, bytes], large: int) -> dict[str, bytes]:
    """Gives the files of an earlier base, none where it is small, was changed or is of other tables."""
    try:
        if len(earlier[f"{_BASE}/digests"]) < large * DIGEST_SIZE:
            return {}
        kept = {name: earlier[name] for name in earlier if name.startswith(f"{_BASE}/")}
    except KeyError:
        return {}
    views = {name: memoryview(data) for name, data in kept.items()}
    return kept if made_with_these_tables(Shelf(views, _BASE)) else {}


def build_changes(
    earlier: Mapping[str, memoryview], gone: Iterable[bytes], new: Iterable[ListedParty]
) -> dict[str, bytes]:
    """Makes the files that stand beside those of an index which stay: entries that are new, and
    the numbers of those taken out, named by their digests.

    An entry that changed is one taken out and one new. Changes are always told against the base:
    later ones take the place of earlier ones.
    """
    taken = set(gone)
    held = enumerate(_digests(earlier))
    numbers = array("I", (number for number, digest in held if digest in taken))
    return {f"{_CHANGES}/{_GONE}": packed(numbers), **_below(_CHANGES, files(new))}


def digests(parts: Mapping[str, memoryview]) -> frozenset[bytes]:
    """Gives the digests of the entries of the base of an index."""
    return frozenset(_digests(parts))


def _digests(parts: Mapping[str, memoryview]) -> Iterator[bytes]:
    base = parts[f"{_BASE}/digests"]
    whole = base[: len(base) // DIGEST_SIZE * DIGEST_SIZE]
    return (digest for (digest,) in iter_unpack(f"{DIGEST_SIZE}s", whole))


class _Compared(NamedTuple):
    """A listed name compared with the one that was asked for."""

    segment: int
    line: Line
    route: Route
    comparison: Comparison


class NameIndex:
    """The index opened for reading; the parts are bytes or memory maps of its files.

    Every look-up may raise `LibraryError` when a file was changed after it was built.
    """

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        changed = f"{_CHANGES}/{_GONE}" in parts
        gone = parts[f"{_CHANGES}/{_GONE}"].cast("B").cast("I") if changed else ()
        segments = [Segment(Shelf(parts, _BASE), frozenset(gone))]
        if changed:
            segments.append(Segment(Shelf(parts, _CHANGES)))
        self._segments = tuple(segments)
        self._names = sum(segment.lines for segment in segments)
        # Who met nothing asks for the nearest next, and words come again in one name after another.
        self._compared = lru_cache(maxsize=1)(self._compare)
        self._held = lru_cache(maxsize=4096)(self._count)

    def __len__(self) -> int:
        return sum(map(len, self._segments))

    def search(
        self, name: str, country: str = "", limit: int = 10, least: int | None = None
    ) -> tuple[NameHit, ...]:
        """Finds the listed parties whose name is like this one, closest first.

        Only hits that score `least` or more are given, by default the limit `weak` of the table, one
        for each entry. Among equal scores those of the same country (ISO 3166-1 alpha-2) come
        first.
        """
        least = figures()["weak"] if least is None else least
        best: dict[tuple[int, int], NameHit] = {}
        for found in self._compared(name):
            if found.comparison.score >= least:
                hit, entry = self._hit(found, country), (found.segment, found.line.entry)
                if entry not in best or hit.order < best[entry].order:
                    best[entry] = hit
        return tuple(sorted(best.values(), key=lambda hit: hit.order)[:limit])

    def nearest(self, name: str, country: str = "") -> NameHit | None:
        """Gives the listed name that came closest without reaching the limit; `None` where nothing
        came near.
        """
        least = figures()["nearest"]
        missed = [row for row in self._compared(name) if not row.comparison.match]
        closest = max((row.comparison.score for row in missed), default=0)
        if closest < least:
            return None
        hits = (self._hit(row, country) for row in missed if row.comparison.score == closest)
        return min(hits, key=lambda hit: hit.order, default=None)

    def by_identifier(self, kind: str, value: str) -> tuple[ListedParty, ...]:
        """Finds the listed parties with a registered number such as `lei` or `corporate_number`;
        case, spaces and punctuation of the number do not count.
        """
        found = (segment.with_number(kind, value) for segment in self._segments)
        return tuple(party for parties in found for party in parties)

    def _compare(self, name: str) -> tuple[_Compared, ...]:
        """Compares a name with every listed one that is worth it."""
        return tuple(self._one_by_one(name))

    def _one_by_one(self, name: str) -> Iterator[_Compared]:
        wanted = weighted(normalise(name), self._held)
        if not wanted.words:
            return
        for number, segment in enumerate(self._segments):
            poor = 0
            for found in candidates(segment, wanted):
                line = segment.line(found.line)
                if line.entry in segment.gone:
                    continue
                comparison = compare(wanted, weighted(normalise(line.name), self._held))
                yield _Compared(number, line, found.route, comparison)
                poor = poor + 1 if comparison.score < _POOR else 0
                if poor == _POOR_IN_A_ROW:
                    break

    def _count(self, word: str) -> int:
        """Gives how many of a thousand names hold a word, 0 where too few do to tell."""
        held = sum(len(segment.keys.get(f"w/{word}")) for segment in self._segments)
        return held * 1000 // self._names if held > figures()["held_by_none"] else 0

    def _hit(self, found: _Compared, country: str) -> NameHit:
        party = self._segments[found.segment].party(found.line.entry)
        name, kind = names_of(party)[found.line.at]
        agrees = party.country == country if party.country and country else None
        return NameHit(party, name, kind, found.comparison, found.route, agrees)


def _below(folder: str, made: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{name}": data for name, data in made.items()}
