"""Which words of two names answer each other, and how well."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sekisho.match.names.alike.letters import Way, words_alike
from sekisho.match.names.alike.several import Several
from sekisho.match.names.parts import Word
from sekisho.match.names.words import figures

_LONGEST_SPAN = 4
_LEAST_INITIALS, _MOST_INITIALS = 3, 7
MOST_WORDS = 24
"""Words of one side that are aligned; no real name has more, hostile ones might."""


class Pair(msgspec.Struct, frozen=True):
    """Words of both names that answer each other; `similarity` is per mille."""

    left: tuple[Word, ...]
    right: tuple[Word, ...]
    similarity: int
    way: Way

    @property
    def weight(self) -> int:
        """The weight of all its words."""
        if len(self.left) == len(self.right) == 1:
            return self.left[0].weight + self.right[0].weight
        return sum(word.weight for word in (*self.left, *self.right))

    @property
    def telling(self) -> bool:
        """Whether it can tell one party from another."""
        if len(self.left) == len(self.right) == 1:
            return self.left[0].telling or self.right[0].telling
        return any(word.telling for word in (*self.left, *self.right))

    @property
    def letters(self) -> int:
        """The letters of its shorter side."""
        return min(sum(len(word.text) for word in side) for side in (self.left, self.right))


class Alignment(msgspec.Struct, frozen=True):
    """Pairs in the order of the left name, and the words of each side without an answer."""

    pairs: tuple[Pair, ...]
    left_only: tuple[Word, ...]
    right_only: tuple[Word, ...]


_Spans = tuple[int, int, int, int]
_Offer = tuple[int, int, int, _Spans, Pair]


def align(left: tuple[Word, ...], right: tuple[Word, ...]) -> Alignment:
    """Pairs the words of both names: equal words first, then the best of the rest.

    The outcome depends on nothing but the two names.
    """
    left, right = left[:MOST_WORDS], right[:MOST_WORDS]
    taken: list[tuple[int, Pair]] = []
    free_left, free_right = _take_equal(left, right, taken)
    if free_left and free_right:
        offers = sorted(_offers(left, right, free_left, free_right), key=lambda o: o[:4])
        for _, _, at, spans, pair in offers:
            ours, theirs = range(*spans[:2]), range(*spans[2:])
            if free_left.issuperset(ours) and free_right.issuperset(theirs):
                free_left.difference_update(ours)
                free_right.difference_update(theirs)
                taken.append((at, pair))
    taken.sort(key=lambda row: row[0])
    pairs = tuple(pair for _, pair in taken)
    if not free_left and not free_right:
        return Alignment(pairs, (), ())
    mine = [word for pair in pairs for word in pair.left]
    yours = [word for pair in pairs for word in pair.right]
    return Alignment(
        pairs,
        tuple(left[at] for at in sorted(free_left) if not _repeats(left[at], mine, left)),
        tuple(right[at] for at in sorted(free_right) if not _repeats(right[at], yours, right)),
    )


def _repeats(word: Word, answered: list[Word], own: tuple[Word, ...]) -> bool:
    """Says whether a word only says again what has its answer: in another script or spelling, a second time,
    or as the initials of its own name, `(FESCO)`.
    """
    if word.written in {other.written for other in answered}:
        return True
    if not word.telling:
        return False
    limits = figures()
    for other in answered:
        similarity, way = words_alike(word, other)
        least = limits["same_again" if other.script != word.script else "spelt_again"]
        if similarity >= least and (other.script != word.script or way in ("spelling", "variant")):
            return True
    return is_initials(word, own)


def is_initials(word: Word, own: tuple[Word, ...]) -> bool:
    """Says whether a word is made of the first letters of the other words of its own name."""
    letters = word.text
    if not _LEAST_INITIALS <= len(letters) <= _MOST_INITIALS:
        return False
    firsts = "".join(w.text[0] for w in own if w is not word and w.script == word.script)
    return letters in firsts


def _take_equal(
    left: tuple[Word, ...], right: tuple[Word, ...], taken: list[tuple[int, Pair]]
) -> tuple[set[int], set[int]]:
    places: dict[str, list[int]] = {}
    for at, word in enumerate(right):
        places.setdefault(word.written, []).append(at)
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    for at, word in enumerate(left):
        waiting = places.get(word.written)
        if waiting:
            other = min(waiting, key=lambda place: abs(place - at))
            waiting.remove(other)
            free_left.discard(at)
            free_right.discard(other)
            taken.append((at, Pair((word,), (right[other],), 1000, "same")))
    return free_left, free_right


def _offers(
    left: tuple[Word, ...], right: tuple[Word, ...], free_left: set[int], free_right: set[int]
) -> Iterator[_Offer]:
    """Gives every pair that could be made: words, then words divided differently."""
    for i in free_left:
        for j in free_right:
            similarity, way = words_alike(left[i], right[j])
            if similarity:
                pair = Pair((left[i],), (right[j],), similarity, way)
                yield -similarity, abs(i - j), i, (i, i + 1, j, j + 1), pair
    for i, length in _spans(free_left):
        parts = left[i : i + length]
        for j, found in Several(parts).among(right, free_right):
            pair = Pair(parts, (right[j],), *found)
            yield -found[0] - length, abs(i - j), i, (i, i + length, j, j + 1), pair
    for j, length in _spans(free_right):
        parts = right[j : j + length]
        for i, found in Several(parts).among(left, free_left):
            pair = Pair((left[i],), parts, *found)
            yield -found[0] - length, abs(i - j), i, (i, i + 1, j, j + length), pair


def _spans(free: set[int]) -> Iterator[tuple[int, int]]:
    for start in free:
        length = 1
        while length < _LONGEST_SPAN and start + length in free:
            length += 1
            yield start, length
