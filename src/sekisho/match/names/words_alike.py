"""Which words of two names answer each other, and how well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from sekisho.match.names.normalise import Word
from sekisho.match.names.sounds import skeleton, without_doubles
from sekisho.match.names.words import figures

Way = Literal["same", "concept", "joined", "prefix", "initial", "initials", "spelling", "sound"]

_ROUGH: frozenset[str] = frozenset({"kana", "arabic", "hangul", "other"})
"""Scripts whose letters come through in ASCII by sound only, often without vowels."""

_LONGEST_SPAN = 4
_MOST_WORDS = 24
"""Words of one side that are aligned; no real name has more, hostile ones might."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of both names that answer each other; `similarity` runs from 0 to 100."""

    left: tuple[Word, ...]
    right: tuple[Word, ...]
    similarity: int
    way: Way

    @property
    def weight(self) -> int:
        """The weight of all its words."""
        return sum(weight_of(word) for word in (*self.left, *self.right))

    @property
    def telling(self) -> bool:
        """Whether it can tell one party from another."""
        return any(word.kind == "distinctive" for word in (*self.left, *self.right))

    @property
    def unsure(self) -> bool:
        """Whether its words are so short that a letter makes another word, or agree only in
        sound although both are written in the same letters.
        """
        letters = min(sum(len(word.text) for word in side) for side in (self.left, self.right))
        if self.way == "sound":
            return self.left[0].script == self.right[0].script
        return self.way != "same" and letters < figures()["short_letters"]


def weight_of(word: Word) -> int:
    """Gives how much a word counts, from the table."""
    return figures()[f"weight_{word.kind}"]


def align(
    left: tuple[Word, ...], right: tuple[Word, ...]
) -> tuple[tuple[Pair, ...], tuple[Word, ...], tuple[Word, ...]]:
    """Pairs the words of both names, the best pairs first, and gives what is left over.

    The outcome depends on nothing but the two names.
    """
    left, right = left[:_MOST_WORDS], right[:_MOST_WORDS]
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    taken: list[tuple[int, Pair]] = []
    for _, _, at, spans, pair in sorted(_offers(left, right), key=lambda offer: offer[:4]):
        mine, yours = set(range(*spans[:2])), set(range(*spans[2:]))
        if mine <= free_left and yours <= free_right:
            free_left -= mine
            free_right -= yours
            taken.append((at, pair))
    taken.sort(key=lambda row: row[0])
    return (
        tuple(pair for _, pair in taken),
        tuple(left[at] for at in sorted(free_left)),
        tuple(right[at] for at in sorted(free_right)),
    )


_Offer = tuple[int, int, int, tuple[int, int, int, int], Pair]


def _offers(left: tuple[Word, ...], right: tuple[Word, ...]) -> Iterator[_Offer]:
    """Gives every pair that could be made: words, then words divided differently."""
    for i, one in enumerate(left):
        for j, two in enumerate(right):
            similarity, way = _alike(one, two)
            if similarity:
                pair = Pair((one,), (two,), similarity, way)
                yield -similarity, abs(i - j), i, (i, i + 1, j, j + 1), pair
    for i, j, length in _spans(left, right):
        if found := _divided(left[i : i + length], right[j]):
            pair = Pair(left[i : i + length], (right[j],), *found)
            yield -found[0], abs(i - j), i, (i, i + length, j, j + 1), pair
    for j, i, length in _spans(right, left):
        if found := _divided(right[j : j + length], left[i]):
            pair = Pair((left[i],), right[j : j + length], *found)
            yield -found[0], abs(i - j), i, (i, i + 1, j, j + length), pair


def _spans(many: tuple[Word, ...], one: tuple[Word, ...]) -> Iterator[tuple[int, int, int]]:
    for length in range(2, min(_LONGEST_SPAN, len(many)) + 1):
        for start in range(len(many) - length + 1):
            for at in range(len(one)):
                yield start, at, length


def _divided(parts: tuple[Word, ...], whole: Word) -> tuple[int, Way] | None:
    """Says how alike several words are to one: the same letters, or its initials."""
    # Nearly every span fails here, which keeps the comparison of long names quick.
    if whole.kind == "number" or parts[0].text[0] != whole.text[0]:
        return None
    limits = figures()
    letters = "".join(part.text for part in parts)
    if letters == whole.text:
        return limits["similar_joined"], "joined"
    if len(letters) >= limits["short_letters"] and abs(len(letters) - len(whole.text)) <= 2:
        similarity, way = alike_text(letters, whole.text, rough=False)
        if similarity and way == "spelling":
            return min(similarity, limits["similar_joined"]), "joined"
    initials = "".join(part.text[0] for part in parts)
    if whole.text == initials and not any(part.kind == "number" for part in parts):
        return limits["similar_initials"], "initials"
    return None


def _alike(one: Word, two: Word) -> tuple[int, Way]:
    """Says how alike two words are, 0 when they are not, and in which way."""
    limits = figures()
    if one.written == two.written or one.text == two.text:
        return 100, "same"
    if "number" in (one.kind, two.kind):
        return 0, "spelling"
    if one.concept and one.concept == two.concept:
        return limits["similar_concept"], "concept"
    if "initial" in (one.kind, two.kind):
        same = one.text[0] == two.text[0]
        return (limits["similar_initial"] if same else 0), "initial"
    rough = bool({one.script, two.script} & _ROUGH) and one.script != two.script
    return max(
        (
            alike_text(a, b, rough=rough)
            for a in (one.text, *one.others)
            for b in (two.text, *two.others)
        ),
        key=lambda found: found[0],
    )


def alike_text(one: str, two: str, *, rough: bool) -> tuple[int, Way]:
    """Says how alike two ASCII words are; `rough` when one of them only gives the sound."""
    limits = figures()
    if one == two:
        return 100, "same"
    shorter, longer = sorted((one, two), key=len)
    if one[0] == two[0] and without_doubles(one) == without_doubles(two):
        return limits["similar_doubles"], "spelling"
    prefix = len(shorter) >= 4 and longer.startswith(shorter) and len(longer) >= 2 * len(shorter)
    edits = OSA.distance(one, two)
    allowed = 0 if len(shorter) < 4 else 1 if len(shorter) < 7 else 2
    if edits <= allowed:
        return 100 - (100 * edits) // (len(longer) + 1), "spelling"
    if edits == 1 and len(longer) >= 3:
        return limits["similar_short"], "spelling"
    sound = _alike_sound(one, two, rough=rough, close=edits <= allowed + 2)
    if sound:
        return sound, "sound"
    return (limits["similar_prefix"], "prefix") if prefix else (0, "spelling")


def _alike_sound(one: str, two: str, *, rough: bool, close: bool) -> int:
    left, right = skeleton(one), skeleton(two)
    if len(left) >= 3 and left == right and (rough or close):
        return figures()["similar_sound"]
    if rough and len(left) >= 4 and Indel.normalized_similarity(left, right) >= 0.8:
        return figures()["similar_near_sound"]
    return 0
