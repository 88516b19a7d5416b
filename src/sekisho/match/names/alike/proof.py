"""How much the words that agree prove: few letters, or letters alike by sound alone, prove little.

Counted are thousandths of a letter, for a rare reading of four letters meets many names by chance.
"""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.match.names.alike.alignment import Pair
from sekisho.match.names.words import figures

_CHARACTERS = frozenset({"han", "hangul"})
_LETTERS_A_CHARACTER = 3
_SURE = frozenset({"same", "look_alike", "joined"})
_READ = frozenset({"reading_ja", "reading_zh", "reading_ko"})
_HEARD = frozenset({"loan", "letters", "spelling"})


def proven(pairs: Iterable[Pair]) -> int:
    """Gives what telling pairs prove together, in thousandths of a letter."""
    return sum(_letters(pair) * _share(pair) // 1000 for pair in pairs)


def _letters(pair: Pair) -> int:
    """Gives the letters of the shorter side, the less the more names hold the word."""
    sides = []
    for side in (pair.left, pair.right):
        native = pair.left[0].script == pair.right[0].script and side[0].script in _CHARACTERS
        a_letter = _LETTERS_A_CHARACTER if native else 1
        texts = (word.written if native else word.text for word in side)
        sides.append(sum(map(len, texts)) * a_letter)
    weight = min(max(word.weight for word in side) for side in (pair.left, pair.right))
    return min(sides) * min(1000, weight)


def _share(pair: Pair) -> int:
    """Gives how much of its letters a pair proves by the way it agrees, per mille."""
    limits = figures()
    if pair.way in _SURE:
        return 1000
    if pair.way in _READ or pair.way == "loan":
        # What a reading costs is counted twice: once in the score and once in what it proves.
        return max(0, 1000 - (limits["similar_reading"] - pair.similarity) * 4)
    if pair.way in _HEARD:
        return max(0, 1000 - (1000 - pair.similarity) * 2)
    return limits[f"proof_{pair.way}"]
