"""Texts a few edits away from another, among very many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

_MOST = 24

_Bucket = tuple[list[str], list[int]]


class NearTexts:
    """Texts given in the order of their lengths, by their first and by their last letter.

    One text is compared only with those of nearly its length that begin or end as it does: a
    text that differs at both ends is not found.
    """

    def __init__(self, texts: list[str]) -> None:
        self._first: defaultdict[str, _Bucket] = defaultdict(_bucket)
        self._last: defaultdict[str, _Bucket] = defaultdict(_bucket)
        for line, text in enumerate(texts):
            if text:
                for bucket in (self._first[text[0]], self._last[text[-1]]):
                    bucket[0].append(text)
                    bucket[1].append(line)

    def near(self, text: str, edits: int) -> list[tuple[str, int, int]]:
        """Gives (text, edits away, line) of the nearest, at most so many edits away."""
        if not text:
            return []
        found = set(_near(self._first.get(text[0]), text, edits))
        found.update(_near(self._last.get(text[-1]), text, edits))
        return sorted(found, key=lambda row: (row[1], row[2]))[:_MOST]


def _bucket() -> _Bucket:
    return [], []


def _near(bucket: _Bucket | None, text: str, edits: int) -> list[tuple[str, int, int]]:
    if bucket is None:
        return []
    texts, lines = bucket
    first = bisect_left(texts, len(text) - edits, key=len)
    last = bisect_right(texts, len(text) + edits, key=len)
    rows = process.extract(
        text,
        texts[first:last],
        scorer=Levenshtein.distance,
        score_cutoff=edits,
        limit=_MOST,
    )
    return [(near, away, lines[first + at]) for near, away, at in rows]
