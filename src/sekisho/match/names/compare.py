"""The explained comparison of two names: how alike they are, and because of what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import Indel

from sekisho.match.names.normalise import Normalised, Word, normalise
from sekisho.match.names.sounds import skeleton
from sekisho.match.names.words import figures
from sekisho.match.names.words_alike import Pair, align, weight_of
from sekisho.model.values.message import Message, message

Cap = Literal["generic_only", "sister", "part", "number", "short"]
Strength = Literal["strong", "medium", "weak", "none"]


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
        same = tuple(p.left[0].written for p in self.pairs if p.way == "same")
        lines = [message("names.same", words=same)] if same else []
        lines.extend(
            message(
                f"names.pair.{pair.way}",
                left=" ".join(word.written for word in pair.left),
                right=" ".join(word.written for word in pair.right),
                similarity=pair.similarity,
            )
            for pair in self.pairs
            if pair.way != "same"
        )
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
    pairs, left_only, right_only = align(one.words, two.words)
    alone = [word for word in (*left_only, *right_only) if word.kind != "particle"]
    exact = not alone and all(pair.way == "same" for pair in pairs)
    raw = _raw_score(pairs, left_only, right_only)
    caps = _caps(pairs, left_only, right_only)
    score = min([raw, *(figures()[f"cap_{cap}"] for cap in caps)])
    return Comparison(one, two, score, pairs, left_only, right_only, caps, exact)


def may_be_alike(left: str, right: str) -> bool:
    """Says quickly whether a comparison is worth making: a word or its consonants are shared,
    or half of the letters in their order.

    On the public pairs of the conformance tests it loses no hit that is medium or strong.
    """
    one, two = normalise(left), normalise(right)
    if _marks(one) & _marks(two):
        return True
    return Indel.normalized_similarity(one.compact, two.compact) >= 0.55


@lru_cache(maxsize=16384)
def _marks(name: Normalised) -> frozenset[str]:
    texts = {text for word in name.telling for text in (word.text, *word.others)}
    return frozenset(texts | {f"~{bones}" for text in texts if len(bones := skeleton(text)) > 2})


def _raw_score(
    pairs: tuple[Pair, ...], left_only: tuple[Word, ...], right_only: tuple[Word, ...]
) -> int:
    """Weighs what agrees against everything; where two or more telling words agree and all
    that is over stands on one side, what is over counts half.
    """
    gained = sum(pair.weight * pair.similarity for pair in pairs)
    agreed = sum(pair.weight for pair in pairs)
    over = [sum(weight_of(word) for word in side) for side in (left_only, right_only)]
    one_sided = min(over) == 0 and sum(pair.telling for pair in pairs) >= 2
    total = agreed + (sum(over) // 2 if one_sided else sum(over))
    return gained // total if total else 0


def _caps(
    pairs: tuple[Pair, ...], left_only: tuple[Word, ...], right_only: tuple[Word, ...]
) -> tuple[Cap, ...]:
    caps: list[Cap] = []
    telling_pairs = [pair for pair in pairs if pair.telling]
    words = [w for p in pairs for w in (*p.left, *p.right)] + [*left_only, *right_only]
    loose = left_only or right_only or any(_is_loose(pair) for pair in pairs)
    if not telling_pairs and (loose or _too_general(words)):
        caps.append("generic_only")
    telling = [[w for w in side if w.kind == "distinctive"] for side in (left_only, right_only)]
    if all(telling):
        caps.append("sister")
    elif any(telling):
        caps.append("part")
    if all(any(w.kind == "number" for w in side) for side in (left_only, right_only)):
        caps.append("number")
    # Sound alone is too little within one script, unless another word agrees beside it.
    only = telling_pairs[0] if len(telling_pairs) == 1 else None
    if only and only.unsure and (only.way != "sound" or len(pairs) == 1):
        caps.append("short")
    return tuple(caps)


def _is_loose(pair: Pair) -> bool:
    """Says whether two general words only share their notion: `global` and `international`."""
    if pair.way != "concept":
        return pair.way != "same"
    return pair.left[0].text[:3] != pair.right[0].text[:3]


def _too_general(words: list[Word]) -> bool:
    """Says whether the words name a field rather than a firm: one notion alone does."""
    return len({word.concept or word.text for word in words}) < 2
