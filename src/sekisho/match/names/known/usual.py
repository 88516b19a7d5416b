"""How usual a Japanese reading is: a firm seldom takes the fourth reading of a character.

`lattice` says whether some path of readings spells a word. Here every step of a path has a cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sekisho.match.names.script import dictionary, lattice, romaji
from sekisho.match.names.script.folding import script_of
from sekisho.match.names.words import vocabulary

_UNEXPLAINED = 1
"""What a word costs that no path of these steps explains, as one with a stopped sound."""

_FREE, _LONGEST_PIECE, _LONGEST_READING = 2, 4, 10
_FOREIGN = re.compile(r"[lqxv]|c(?!h)|th|d[ui]")
"""Letters that romanised Japanese does not write."""
_FOREIGN_COST, _DEAREST = 2, 4


@lru_cache(maxsize=32768)
def strain(text: str, word: str) -> int:
    """Says how unusual it is to read characters as a word spells them, from 0, usual, to 4."""
    foreign = _FOREIGN_COST * len(_FOREIGN.findall(word))
    spelt = romaji.plain(word)
    best: dict[tuple[int, int], int] = {(0, 0): 0}
    for at in range(len(text)):
        for (place, end), cost in list(best.items()):
            if place != at:
                continue
            for length, more, way in _steps(text, at):
                shape = _compiled(way, first=at == 0)
                for stop in range(end + 1, min(len(spelt), end + _LONGEST_READING) + 1):
                    reached = (at + length, stop)
                    if cost + more < best.get(reached, 99) and shape.fullmatch(spelt, end, stop):
                        best[reached] = cost + more
    return min(_DEAREST, foreign + best.get((len(text), len(spelt)), _UNEXPLAINED))


def _steps(text: str, at: int) -> Iterator[tuple[int, int, str]]:
    """Gives how many characters a step reads, what it costs and how it reads them."""
    for length in range(2, min(_LONGEST_PIECE, len(text) - at) + 1):
        run = text[at : at + length]
        for reading in (*vocabulary().readings.get(run, ()), *dictionary.readings(run)):
            yield length, 0, reading
    character = text[at]
    if script_of(character) == "kana":
        yield 1, 0, romaji.from_kana(character)
    for rank, reading in enumerate(lattice.by_character("kanji.csv").get(character, ())):
        yield 1, max(0, rank + 1 - _FREE), reading


@lru_cache(maxsize=8192)
def _compiled(reading: str, *, first: bool) -> re.Pattern[str]:
    return re.compile(romaji.pattern(reading, first=first))
