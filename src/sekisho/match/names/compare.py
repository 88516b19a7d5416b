"""The explained comparison of two names: how alike they are, and because of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import msgspec
from msgspec import structs
from rapidfuzz.distance import Indel

from sekisho.match.names.alike.alignment import Alignment, Pair, align
from sekisho.match.names.alike.letters import few_letters
from sekisho.match.names.alike.limits import Cap, caps_of
from sekisho.match.names.alike.pieces import has_pieces, pieces_of
from sekisho.match.names.explanation import lines
from sekisho.match.names.normalise import Normalised, normalise
from sekisho.match.names.parts import SMALL_ROLES, Word
from sekisho.match.names.script.division import undivided
from sekisho.match.names.sounds import skeleton
from sekisho.match.names.words import figures
from sekisho.model.values.message import Message

__all__ = ["Cap", "Comparison", "Pair", "Strength", "compare", "may_be_alike", "strength_of"]

Strength = Literal["strong", "medium", "weak", "none"]


class Comparison(msgspec.Struct, frozen=True):
    """How alike two names are, per mille, and everything that led there.

    `pairs` are the words that answer each other, `left_only` and `right_only` those that found
    no answer, `raw` the score before it was held down, `caps` what held it down, `exact` whether
    every word is the same, `whole` whether only a letter or two of the whole name differ. `version` names the scorer and its tables.
    """

    left: Normalised
    right: Normalised
    score: int
    raw: int = 0
    pairs: tuple[Pair, ...] = ()
    left_only: tuple[Word, ...] = ()
    right_only: tuple[Word, ...] = ()
    caps: tuple[Cap, ...] = ()
    exact: bool = False
    whole: bool = False
    version: int = 0

    @property
    def strength(self) -> Strength:
        """The score in the words of the table of limits."""
        return strength_of(self.score)

    @property
    def match(self) -> bool:
        """Whether the score reaches the limit `weak`, from which a pair is shown to a person."""
        return self.score >= figures()["weak"]

    def explain(self) -> tuple[Message, ...]:
        """Says what agreed, what did not, and what held the score down."""
        return tuple(lines(self))


def strength_of(score: int) -> Strength:
    """Gives the word for a score."""
    limits = figures()
    if score < limits["weak"]:
        return "none"
    if score < limits["medium"]:
        return "weak"
    return "strong" if score >= limits["strong"] else "medium"


def compare(left: str | Normalised, right: str | Normalised) -> Comparison:
    """Compares two names in any script; the same two names always give the same score.

    The figures come from `tables/scoring.csv`. A country never enters here: it may order hits,
    but must not hide one.
    """
    one = normalise(left) if isinstance(left, str) else left
    two = normalise(right) if isinstance(right, str) else right
    limits = figures()
    version = limits["version"]
    if not one.words or not two.words:
        return Comparison(one, two, 0, version=version)
    whole = _best_divided(one, two)
    if whole.match or not (has_pieces(one) or has_pieces(two)):
        return whole
    return max((whole, *_by_pieces(one, two)), key=lambda found: found.score)


def _best_divided(one: Normalised, two: Normalised) -> Comparison:
    """Compares two names, a person's in characters also undivided where that does not match."""
    found = _compared(one, two)
    if found.match:
        return found
    for left, right in ((_undivided(one), two), (one, _undivided(two))):
        if left and right:
            found = max(found, _compared(left, right), key=lambda made: made.score)
    return found


def _undivided(name: Normalised) -> Normalised | None:
    word = undivided(name.words)
    return replace(name, words=(word,)) if word else None


def _by_pieces(one: Normalised, two: Normalised) -> Iterator[Comparison]:
    """Compares each name that a field holds with the other field."""
    cap = figures()["cap_piece"]
    for piece in pieces_of(one):
        found = _compared(piece, two)
        over = tuple(w for w in one.words if w not in piece.words)
        yield _as_piece(found, cap, left=one, left_only=(*found.left_only, *over))
    for piece in pieces_of(two):
        found = _compared(one, piece)
        over = tuple(w for w in two.words if w not in piece.words)
        yield _as_piece(found, cap, right=two, right_only=(*found.right_only, *over))


def _as_piece(found: Comparison, cap: int, **changed: Normalised | tuple[Word, ...]) -> Comparison:
    score = min(found.score, cap)
    caps = (*found.caps, "piece")
    return structs.replace(found, score=score, caps=caps, exact=False, **changed)


def _compared(one: Normalised, two: Normalised) -> Comparison:
    limits = figures()
    version = limits["version"]
    found = align(one.words, two.words)
    alone = [w for w in (*found.left_only, *found.right_only) if w.role not in SMALL_ROLES]
    exact = not alone and all(pair.way == "same" for pair in found.pairs)
    raw, whole = _raw_score(found), _whole_names(one, two, found)
    caps = caps_of(one, two, found)
    near_whole = whole > raw or (whole > 0 and "sister" in caps)
    if near_whole:
        raw = max(raw, whole)
        caps = tuple(cap for cap in caps if cap not in ("sister", "slight", "brief"))
    held = min(raw, *(limits[f"cap_{cap}"] for cap in caps)) if caps else raw
    # Within what a limit leaves, the better pair still stands higher.
    score = held - (1000 - raw) * limits["below_cap"] // 1000 if held < raw else raw
    score = max(0, score)
    return Comparison(
        one,
        two,
        score,
        raw,
        found.pairs,
        found.left_only,
        found.right_only,
        caps,
        exact,
        near_whole,
        version,
    )


def may_be_alike(left: str, right: str) -> bool:
    """Says quickly whether a comparison is worth making: a word or its consonants are shared,
    or half of the letters in their order, or the scripts differ.

    On the public pairs of the conformance tests it loses no hit that is medium or strong.
    """
    one, two = normalise(left), normalise(right)
    if one.scripts != two.scripts or not _marks(one).isdisjoint(_marks(two)):
        return True
    return Indel.normalized_similarity(one.compact, two.compact) >= 0.55


@lru_cache(maxsize=16384)
def _marks_of(words: tuple[Word, ...]) -> frozenset[str]:
    texts = {text for word in words for text in (word.text, *word.others, *word.groups)}
    return frozenset(texts | {f"~{bones}" for text in texts if len(bones := skeleton(text)) > 2})


def _marks(name: Normalised) -> frozenset[str]:
    return _marks_of(name.telling)


def _raw_score(found: Alignment) -> int:
    """Weighs what agrees against everything. Where all that is over stands on one side, it
    counts less if two telling words agree, or one does and only business and place are over.
    """
    gained = agreed = telling = 0
    for pair in found.pairs:
        weight = pair.weight
        agreed += weight
        gained += weight * pair.similarity
        telling += pair.telling
    if not found.left_only and not found.right_only:
        return gained // agreed if agreed else 0
    over = [sum(w.weight for w in side) for side in (found.left_only, found.right_only)]
    open_words = any(w.telling for w in (*found.left_only, *found.right_only))
    contained = min(over) == 0 and (telling > 1 or (telling == 1 and not open_words))
    share = figures()["share_one_sided"] if contained else 1000
    total = agreed + sum(over) * share // 1000
    return gained // total if total else 0


def _whole_names(one: Normalised, two: Normalised, found: Alignment) -> int:
    """Scores names of equally many words by the letters that differ in all of them together,
    0 where other than distinctive words differ or the names are in characters.
    """
    if not (found.left_only or found.right_only) or len(one.words) != len(two.words):
        return 0
    words = (*found.left_only, *found.right_only)
    if any(not w.telling or w.script in ("han", "hangul") for w in words):
        return 0
    few = 2 if len(one.telling) > 2 else 1
    return few_letters(one.core, two.core, few)
