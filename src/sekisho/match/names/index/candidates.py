"""Which names of a segment are worth a comparison with the one that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import Indel

from sekisho.match.names.index.hits import Route
from sekisho.match.names.index.keys import asked_texts, core_of, keys_of, spellings_of
from sekisho.match.names.index.segment import Segment
from sekisho.match.names.normalise import Normalised
from sekisho.match.names.sounds import roughly

MOST = 40
"""Names of one segment that are compared."""
_POSTINGS = 4000
_FEW = 60
_FUZZY_WORDS = 16
_SPELLINGS_ALIKE = 6
_RANKED, _ALWAYS, _BY_VOTES, _FEW_BESIDE = 120, 12, 50, 4
_WORTH = {
    "n": 100,
    "k": 100,
    "c": 100,
    "o": 80,
    "p": 50,
    "w": 40,
    "f": 20,
    "v": 35,
    "j": 35,
    "u": 200,
    "a": 25,
    "q": 18,
    "s": 18,
    "b": 12,
    "x": 50,
    "t": 60,
}
"""What a shared key of each kind is worth against others that as many names share."""
_EDITED_CORE, _EDITED_WORD, _AN_EDIT = 80, 40, 12
_ROUTES: dict[str, Route] = {"n": "same_script", "k": "same_words", "c": "same_letters"}
_SOUNDS = frozenset("sjqfvx")
_LONG_WORD, _ALIKE = 5, 95
_LIKENESS = {"w": _ALIKE, "j": _ALIKE, "x": 80, "u": 90}
_VOWELS = str.maketrans("", "", "aiuh")


class Candidate(NamedTuple):
    """A name of a segment, and how it was found."""

    line: int
    route: Route


class _Shared(NamedTuple):
    """A key that the name shares with others, and the lines that have it.

    `alike` says how much of a word alike in sound it stands for, in a hundred.
    """

    worth: int
    kind: str
    lines: memoryview
    alike: int = 0


def candidates(segment: Segment, wanted: Normalised) -> list[Candidate]:
    """Gives the names that share most with one, the most promising first.

    Rare keys count first: once enough names are found, keys that very many share are passed over.
    """
    size = segment.lines
    shared = sorted(_shared(segment, wanted), key=lambda row: (len(row.lines), row.kind))
    votes: dict[int, int] = {}
    exact: dict[int, Route] = {}
    by_word: set[int] = set()
    read: dict[int, int] = {}
    seen = 0
    for worth, kind, all_lines, word in shared:
        if seen > _FEW and seen + len(all_lines) > _POSTINGS and kind not in _ROUTES:
            continue
        lines = all_lines[:_POSTINGS]
        seen += len(lines)
        more = worth * (size // len(lines)).bit_length()
        for line in lines:
            votes[line] = votes.get(line, 0) + more
        if kind in _ROUTES:
            for line in lines[:MOST]:
                exact.setdefault(line, _ROUTES[kind])
        elif kind not in _SOUNDS:
            by_word.update(lines)
        if word and len(lines) <= _FEW:
            for line in lines:
                read[line] = max(word, read.get(line, 0))
    promising = _most_voted(votes)
    alike = _alike(segment, wanted, promising)
    ranked = sorted(
        (-votes[line] * (_BY_VOTES + max(likeness, read.get(line, 0))), line)
        for line, likeness in zip(promising, alike, strict=True)
    )[:MOST]
    return [
        Candidate(
            line,
            exact.get(line) or ("similar_word" if line in by_word else "similar_sound"),
        )
        for _, line in ranked
    ]


def _most_voted(votes: dict[int, int]) -> list[int]:
    """Gives the names with most votes, and none that has few beside the first."""
    counts = sorted(votes.values(), reverse=True)
    if not counts:
        return []
    many, few = (counts[min(at, len(counts) - 1)] for at in (_RANKED, _ALWAYS))
    # Not beside the very first: one name of the same script has far more than any other.
    best = counts[min(1, len(counts) - 1)]
    least = max(many, min(few, best // _FEW_BESIDE))
    voted = sorted((-count, line) for line, count in votes.items() if count >= least)
    return sorted(line for _, line in voted[: 2 * _RANKED])


def _alike(segment: Segment, wanted: Normalised, lines: list[int]) -> list[int]:
    """Gives for each name how many letters in a hundred sound the same in the
    same order, consonants counted twice: some scripts write no vowels.
    """
    sounds = dict.fromkeys((roughly(core_of(wanted)), *spellings_of(wanted)[:_SPELLINGS_ALIKE]))
    pairs = [(sound, sound.translate(_VOWELS)) for sound in sounds]
    alike = Indel.normalized_similarity
    found: list[int] = []
    for other in map(segment.sound, lines):
        others = other.translate(_VOWELS)
        nearest = max(alike(sound, other) + alike(bones, others) for sound, bones in pairs)
        found.append(round(50 * nearest))
    return found


def _shared(segment: Segment, wanted: Normalised) -> Iterator[_Shared]:
    for key in keys_of(wanted):
        if lines := segment.keys.get(key):
            long = len(key) - 2 >= _LONG_WORD
            yield _Shared(_WORTH[key[0]], key[0], lines, _LIKENESS.get(key[0], 0) if long else 0)
    for near, away in segment.cores.near(roughly(core_of(wanted))):
        if lines := segment.keys.get(f"o/{near}"):
            yield _Shared(_edited(_EDITED_CORE, near, away), "o", lines)
    for text in asked_texts(wanted)[:_FUZZY_WORDS]:
        for near, away in segment.words.near(text):
            for kind in "fv":
                if lines := segment.keys.get(f"{kind}/{near}"):
                    word = len(near) >= _LONG_WORD
                    yield _Shared(
                        _edited(_EDITED_WORD, near, away),
                        kind,
                        lines,
                        word * (_ALIKE - away * _AN_EDIT),
                    )


def _edited(worth: int, near: str, away: int) -> int:
    """A letter tells the more the shorter the word."""
    return worth * max(1, len(near) - 2 * away) // len(near)
