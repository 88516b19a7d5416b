"""Texts a few letters away from another, among very many: one that differs in two places keeps
one of its three parts whole, at nearly the same place.

The parts of every text are its keys; so none that is near enough is lost, and few others are
looked at (the segments of Pass-Join: Li, Deng, Wang and Feng, VLDB 2011).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import accumulate

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from sekisho.match.names.index.blocks import Blocks, packed, with_sums
from sekisho.match.names.index.postings import Postings, PostingsMaker

SHORTEST, _TWO_EDITS, LONGEST = 4, 7, 40
_MOST_OF_A_PART = 600
_MOST = 1000
_NEAREST = 24


def edits_of(text: str) -> int:
    """Gives how many letters of a text may differ: none of very short ones, one, two."""
    return _edits_of(len(text))


def _edits_of(length: int) -> int:
    if not SHORTEST <= length <= LONGEST:
        return 0
    return 2 if length >= _TWO_EDITS else 1


def files(texts: Iterable[str], name: str) -> dict[str, bytes]:
    """Makes the files of the texts that are long enough and not too long."""
    kept = sorted({text for text in texts if edits_of(text)}, key=lambda text: (len(text), text))
    maker = PostingsMaker()
    counts = array("Q", [0] * (LONGEST + 1))
    for number, text in enumerate(kept):
        maker.add(number, (_key(len(text), at, part) for at, part in enumerate(_parts(text))))
        counts[len(text)] += 1
    return {
        f"{name}.counts": packed(counts),
        **with_sums(f"{name}.texts", "".join(kept).encode()),
        **maker.files(f"{name}.parts"),
    }


def _key(length: int, at: int, part: str) -> str:
    return f"{length}/{at}/{part}"


def _parts(text: str) -> list[str]:
    """Divides a text into one part more than letters may differ."""
    places = _places(len(text), edits_of(text) + 1)
    return [text[start : start + size] for start, size in places]


@cache
def _places(length: int, parts: int) -> tuple[tuple[int, int], ...]:
    """Gives where each part begins and how long it is."""
    size, over = divmod(length, parts)
    sizes = [size + (at >= parts - over) for at in range(parts)]
    return tuple(zip(accumulate(sizes, initial=0), sizes, strict=False))


class NearTexts:
    """The texts opened for reading: they stand by their length, so that none needs its end told."""

    def __init__(self, parts: Mapping[str, memoryview], name: str) -> None:
        self._texts = Blocks(parts, f"{name}.texts")
        self._parts = Postings(parts, f"{name}.parts")
        counts = parts[f"{name}.counts"].cast("B").cast("Q")
        first = start = 0
        self._before: list[int] = []
        for length, count in enumerate(counts):
            # Where the text numbered 0 would begin, were all of this length.
            self._before.append(start - first * length)
            first += count
            start += count * length

    def near(self, text: str) -> list[tuple[str, int]]:
        """Gives the texts at most one letter away, two of a longer text, and how far they are;
        the nearest first, never the text itself.

        A part that very many texts share is passed over.
        """
        edits = edits_of(text)
        if not edits:
            return []
        texts: set[bytes] = set()
        for length, numbers in sorted(self._sharing(text, edits), key=lambda row: len(row[1])):
            if len(texts) + len(numbers) > _MOST:
                break
            before = self._before[length]
            texts.update(self._texts.pieces([before + n * length for n in numbers], length))
        asked = text.encode()
        near = process.extract(
            asked, texts, scorer=Levenshtein.distance, score_cutoff=edits, limit=None
        )
        rows = sorted((int(away), found.decode()) for found, away, _ in near if away)
        return [(found, away) for away, found in rows[:_NEAREST]]

    def _sharing(self, text: str, edits: int) -> Iterator[tuple[int, memoryview]]:
        """Gives the numbers of the texts that have a part of this one where it may stand, by their
        length.
        """
        for length in range(len(text) - edits, len(text) + edits + 1):
            theirs = _edits_of(length)
            if not theirs:
                continue
            over = len(text) - length
            for at, (start, size) in enumerate(_places(length, theirs + 1)):
                # Were it moved further, another part would be whole too and nearer to its place.
                first = max(-at, over - (theirs - at))
                last = min(at, over + (theirs - at))
                for place in range(max(0, start + first), start + last + 1):
                    found = self._parts.get(_key(length, at, text[place : place + size]))
                    if 0 < len(found) <= _MOST_OF_A_PART:
                        yield length, found
