"""The explained comparison of two names: how alike they are, and because of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA, Indel

from sekisho.match.names.normalise import Normalised, Word, normalise
from sekisho.match.names.sounds import skeleton
from sekisho.match.names.words import figures
from sekisho.model.values.message import Message, message

Way = Literal["same", "concept", "joined", "prefix", "initial", "spelling", "sound"]
Cap = Literal["generic_only", "sister", "part", "number"]
Strength = Literal["strong", "medium", "weak", "none"]

_ROUGH: frozenset[str] = frozenset({"kana", "arabic", "hangul", "other"})
"""Scripts whose letters come through in ASCII by sound only, often without vowels."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words of both names that answer each other; `similarity` runs from 0 to 100."""

    left: tuple[Word, ...]
    right: tuple[Word, ...]
    similarity: int
    way: Way

    @property
    def weight(self) -> int:
        """Half the weight of all its words, as both sides speak of the same thing."""
        return sum(_weight(word) for word in (*self.left, *self.right))

    @property
    def telling(self) -> bool:
        """Whether it can tell one party from another."""
        return any(w.kind == "distinctive" for w in (*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are, from 0 to 100, and everything that led there.

    `pairs` are the words that answer each other, `left_only` and `right_only` those that found
    no answer, `caps` what held the score down.
    """

    left: Normalised
    right: Normalised
    score: int
    pairs: tuple[Pair, ...] = ()
    left_only: tuple[Word, ...] = ()
    right_only: tuple[Word, ...] = ()
    caps: tuple[Cap, ...] = ()
    exact: bool = False

    @property
    def strength(self) -> Strength:
        """The score in the words of the table of limits."""
        limits = figures()
        for strength in ("strong", "medium", "weak"):
            if self.score >= limits[strength]:
                return strength
        return "none"

    def explain(self) -> tuple[Message, ...]:
        """Says what agreed, what did not, and what held the score down."""
        lines = [
            message(
                f"names.pair.{pair.way}",
                left=" ".join(word.written for word in pair.left),
                right=" ".join(word.written for word in pair.right),
                similarity=pair.similarity,
            )
            for pair in self.pairs
        ]
        for side, words in (("left", self.left_only), ("right", self.right_only)):
            if words:
                lines.append(
                    message(f"names.{side}_only", words=tuple(word.written for word in words))
                )
        lines.extend(message(f"names.cap.{cap}") for cap in self.caps)
        if self.left.legal and self.right.legal and set(self.left.legal) != set(self.right.legal):
            lines.append(
                message("names.legal_forms_differ", left=self.left.legal, right=self.right.legal)
            )
        if self.left.scripts != self.right.scripts:
            lines.append(
                message("names.scripts_differ", left=self.left.scripts, right=self.right.scripts)
            )
        return tuple(lines)


def compare(left: str | Normalised, right: str | Normalised) -> Comparison:
    """Compares two names in any script; the same two names always give the same score.

    The figures come from `tables/scoring.csv`. A country never enters here: it may order hits,
    but must not hide one.
    """
    one = normalise(left) if isinstance(left, str) else left
    two = normalise(right) if isinstance(right, str) else right
    if not one.words or not two.words:
        return Comparison(one, two, 0)
    pairs, left_only, right_only = _align(list(one.telling), list(two.telling))
    exact = not left_only and not right_only and all(p.way == "same" for p in pairs)
    raw = _raw_score(pairs, left_only, right_only)
    caps = _caps(pairs, left_only, right_only)
    score = min([raw, *(figures()[f"cap_{cap}"] for cap in caps)])
    return Comparison(one, two, score, pairs, left_only, right_only, caps, exact)


def _weight(word: Word) -> int:
    return figures()[f"weight_{word.kind}"]


def _raw_score(pairs: tuple[Pair, ...], *alone: tuple[Word, ...]) -> int:
    total = sum(pair.weight for pair in pairs) + sum(_weight(w) for ws in alone for w in ws)
    gained = sum(pair.weight * pair.similarity for pair in pairs)
    return gained // total if total else 0


def _caps(
    pairs: tuple[Pair, ...], left_only: tuple[Word, ...], right_only: tuple[Word, ...]
) -> tuple[Cap, ...]:
    caps: list[Cap] = []
    all_generic = not any(pair.telling for pair in pairs)
    words = [w for p in pairs for w in (*p.left, *p.right)] + [*left_only, *right_only]
    if all_generic and (left_only or right_only or _too_general(words)):
        caps.append("generic_only")
    telling = [[w for w in side if w.kind == "distinctive"] for side in (left_only, right_only)]
    if all(telling):
        caps.append("sister")
    elif any(telling):
        caps.append("part")
    numbers = [
        sorted(w.text for w in side if w.kind == "number") for side in (left_only, right_only)
    ]
    if all(numbers):
        caps.append("number")
    return tuple(caps)


def _too_general(words: list[Word]) -> bool:
    """Says whether the words name a field rather than a firm: one notion alone does."""
    return len({word.concept or word.text for word in words}) < 2


def _align(
    left: list[Word], right: list[Word]
) -> tuple[tuple[Pair, ...], tuple[Word, ...], tuple[Word, ...]]:
    """Pairs the words of both names, best pairs first, in an order that does not depend on
    anything but the names.
    """
    pairs: list[tuple[int, Pair]] = []
    open_left, open_right = dict(enumerate(left)), dict(enumerate(right))
    offers = [
        (-similarity, abs(i - j), i, j, way)
        for i, one in open_left.items()
        for j, two in open_right.items()
        for similarity, way in [_alike(one, two)]
        if similarity
    ]
    for loss, _, i, j, way in sorted(offers):
        if i in open_left and j in open_right:
            pairs.append((i, Pair((open_left.pop(i),), (open_right.pop(j),), -loss, way)))
    pairs.extend(_join(open_left, open_right))
    pairs.sort(key=lambda pair: pair[0])
    return (
        tuple(pair for _, pair in pairs),
        tuple(open_left.values()),
        tuple(open_right.values()),
    )


def _join(open_left: dict[int, Word], open_right: dict[int, Word]) -> list[tuple[int, Pair]]:
    """Pairs what is left over when the same letters are divided differently."""
    found: list[tuple[int, Pair]] = []
    whole_left, whole_right = tuple(open_left.values()), tuple(open_right.values())
    if not whole_left or not whole_right or len(whole_left) == len(whole_right) == 1:
        return found
    one, two = ("".join(word.text for word in side) for side in (whole_left, whole_right))
    similarity, way = _alike_text(one, two, rough=_is_rough(whole_left) or _is_rough(whole_right))
    if similarity:
        limit = figures()["similar_joined"]
        pair = Pair(whole_left, whole_right, min(similarity, limit), "joined")
        if way == "sound":
            pair = Pair(whole_left, whole_right, similarity, "sound")
        found.append((next(iter(open_left)), pair))
        open_left.clear()
        open_right.clear()
    return found


def _is_rough(words: tuple[Word, ...]) -> bool:
    return any(word.script in _ROUGH for word in words)


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
    rough = _is_rough((one, two)) and one.script != two.script
    return max(
        (
            _alike_text(a, b, rough=rough)
            for a in (one.text, *one.others)
            for b in (two.text, *two.others)
        ),
        key=lambda found: found[0],
    )


def _alike_text(one: str, two: str, *, rough: bool) -> tuple[int, Way]:
    limits = figures()
    if one == two:
        return 100, "same"
    shorter, longer = sorted((one, two), key=len)
    edits = OSA.distance(one, two)
    allowed = 0 if len(shorter) < 4 else 1 if len(shorter) < 7 else 2
    if edits <= allowed:
        return 100 - (100 * edits) // (len(longer) + 1), "spelling"
    bones = skeleton(one), skeleton(two)
    if bones[0] == bones[1] and len(bones[0]) >= 3 and (rough or edits <= allowed + 2):
        return limits["similar_sound"], "sound"
    if rough and len(bones[0]) >= 3 and Indel.normalized_similarity(*bones) >= 0.8:
        return limits["similar_sound"] - 6, "sound"
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) >= 2 * len(shorter):
        return (limits["similar_prefix"] if len(shorter) >= 4 else 0), "prefix"
    return 0, "spelling"
