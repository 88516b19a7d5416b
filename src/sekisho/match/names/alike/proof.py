"""How much the words that agree prove: few letters, or letters alike by sound alone, prove little.

Counted are thousandths of a letter, for a rare reading of four letters meets many names by chance.
"""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.match.names.alike.alignment import Pair
from sekisho.match.names.parts import Word
from sekisho.match.names.script.word_making import letters_spelt
from sekisho.match.names.words import figures, vocabulary

_CHARACTERS = frozenset({"han", "hangul"})
_ASIAN = frozenset({"han", "hangul", "kana"})
_LETTERS_A_CHARACTER = 3
_LONGEST_ABBREVIATION = 4
_SURE = frozenset({"same", "look_alike"})
READ = frozenset({"reading_ja", "reading_zh", "reading_ko", "known"})
_HEARD = frozenset({"letters", "spelling", "joined"})
NEUTRAL = frozenset(
    {
        "group",
        "holding",
        "company",
        "international",
        "corporation",
        "general",
        "organization",
        "affairs",
    }
)
BROAD = NEUTRAL | frozenset(
    {
        "technology",
        "industry",
        "manufacturing",
        "works",
        "enterprise",
        "service",
        "global",
        "building",
        "engineering",
        "production",
        "state",
        "federal",
        "concern",
        "bureau",
        "center",
    }
)
"""Business words so broad that leaving one out does not make another firm."""


def proven(pairs: Iterable[Pair]) -> int:
    """Gives what pairs prove together, in thousandths of a letter."""
    return sum(_general(p) if _is_general(p) else _letters(p) * _share(p) // 1000 for p in pairs)


def letter_by_letter(pair: Pair) -> bool:
    """Says whether kana name the letters of an abbreviation: `エフ・ビー` for FB."""
    if len({word.script for word in (*pair.left, *pair.right)}) == 1:
        return False
    sides = ("".join(w.written for w in side) for side in (pair.left, pair.right))
    return any(letters_spelt(side) for side in sides)


def _letters(pair: Pair) -> int:
    """Gives the letters of the shorter side in thousandths.

    How many listed names hold a word does not count here: those of one group all hold the name of
    the group, and it must go on proving who they are.
    """
    one, two = pair.left[0], pair.right[0]
    native = one.script == two.script and one.script in _CHARACTERS
    if native:
        sides = [sum(len(w.written) for w in side) for side in (pair.left, pair.right)]
        letters = min(sides) * _LETTERS_A_CHARACTER
    else:
        letters = _latin_letters(pair)
        if _is_entered(one, two) or _is_entered(two, one):
            letters *= _LETTERS_A_CHARACTER
    return letters * 1000


def _latin_letters(pair: Pair) -> int:
    """Gives the letters of the shorter side; of characters or kana and another script, the other's."""
    if len(pair.left) == len(pair.right) == 1:
        one, two = pair.left[0], pair.right[0]
        if one.script in _ASIAN and two.script not in _ASIAN:
            return len(two.text)
        if two.script in _ASIAN and one.script not in _ASIAN:
            return len(one.text)
        return min(len(one.text), len(two.text))
    sides = [side for side in (pair.left, pair.right) if side[0].script not in _ASIAN]
    return min(sum(len(w.text) for w in side) for side in sides or (pair.left, pair.right))


def _is_entered(characters: Word, latin: Word) -> bool:
    """Says whether the table of compounds gives this very abbreviation: `ZTE` for `中興`."""
    return len(latin.text) <= _LONGEST_ABBREVIATION and latin.text in vocabulary().readings.get(
        characters.written, ()
    )


def _is_general(pair: Pair) -> bool:
    return pair.way == "concept" or not pair.telling


def _general(pair: Pair) -> int:
    """Gives what a business word or a place proves: little, a broad one less."""
    return 0 if pair.way == "far" else general_proof((*pair.left, *pair.right))


def general_proof(words: tuple[Word, ...]) -> int:
    """Gives what words of general meaning prove, nothing where others are among them."""
    if any(word.role not in ("term", "place") and not word.concepts for word in words):
        return 0
    notions = {concept for word in words for concept in word.concepts}
    kind = "neutral" if notions & NEUTRAL else "broad" if notions & BROAD else "general"
    return figures()[f"proof_{kind}"]


def _share(pair: Pair) -> int:
    """Gives how much of its letters a pair proves by the way it agrees, per mille."""
    limits = figures()
    if pair.way in _SURE:
        return 1000
    if pair.way in READ or pair.way == "loan":
        # What a reading costs is counted twice: once in the score and once in what it proves.
        return max(0, 1000 - (limits["similar_reading"] - pair.similarity) * 4)
    if pair.way in _HEARD:
        return max(0, 1000 - (1000 - pair.similarity) * 2)
    return limits[f"proof_{pair.way}"]
