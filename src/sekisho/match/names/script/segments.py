"""Text without spaces divided at the words it is known to hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sekisho.match.names.known.numerals import is_number
from sekisho.match.names.script.folding import Script, script_of
from sekisho.match.names.words import vocabulary

_KNOWN, _KNOWN_SINGLE, _UNKNOWN, _BEGINNING = 10, 21, 14, 2
"""What a known word, a known word of one character, an unknown character and the beginning of
unknown ones cost.
"""
_KANA_BEGINNING, _KANA_ALONE = 20, 20
"""What more unknown kana cost: a short word inside a longer one is none, and one sign left over
between words says that they were divided at the wrong place.
"""

_LONGEST_PIECE = 14
_BOUND = frozenset("ーャュョァィゥェォッゃゅょぁぃぅぇぉっ")


@lru_cache(maxsize=16384)
def segments(run: str) -> tuple[tuple[str, int, Script], ...]:
    """Gives the words of a run, where each begins and its script; unknown characters of one
    script stay together.

    Among all divisions the one of the fewest and longest known words is taken.
    """
    if script_of(run[0]) == "hangul" and not _holds_known(run):
        return ((run, 0, "hangul"),)
    longest = vocabulary().longest
    total = len(run)
    best = [0] + [10**9] * total
    back: list[tuple[int, bool]] = [(0, False)] * (total + 1)
    for at in range(total):
        for length, cost in _unknown(run, at):
            _offer(best, back, (at, at + length, cost), known=False)
        for length in range(1, min(longest, total - at) + 1):
            part = run[at : at + length]
            if not _is_known(part) or _cuts_a_syllable(run, at, at + length):
                continue
            cost = _KNOWN if length > 1 else _KNOWN_SINGLE
            _offer(best, back, (at, at + length, cost), known=True)
    return _walk(run, back)


def _unknown(run: str, at: int) -> Iterator[tuple[int, int]]:
    """Gives how many characters of one script may be a word that is not known, and its cost."""
    script = script_of(run[at])
    kana = script == "kana"
    beginning = _KANA_BEGINNING if kana else _BEGINNING
    for length in range(1, min(_LONGEST_PIECE, len(run) - at) + 1):
        if script_of(run[at + length - 1]) != script:
            break
        yield length, beginning + _UNKNOWN * length + _KANA_ALONE * (kana and length == 1)


def _cuts_a_syllable(run: str, start: int, end: int) -> bool:
    """Says whether a piece begins or ends where kana belong together: before a small one or a
    long mark.
    """
    return run[start] in _BOUND or run[end : end + 1] in _BOUND


def _offer(
    best: list[int], back: list[tuple[int, bool]], step: tuple[int, int, int], *, known: bool
) -> None:
    start, end, cost = step
    total = best[start] + cost
    # Between equals the unknown stay together: they are rather one name than two.
    if total < best[end] or (total == best[end] and not known):
        best[end] = total
        back[end] = (start, known)


def _walk(run: str, back: list[tuple[int, bool]]) -> tuple[tuple[str, int, Script], ...]:
    found: list[tuple[str, int, Script, bool]] = []
    end = len(run)
    while end:
        start, known = back[end]
        script = script_of(run[start])
        last = found[-1] if found else None
        if last and not known and not last[3] and _together(script, last[2], len(last[0])):
            found[-1] = (run[start:end] + last[0], start, script, False)
        else:
            found.append((run[start:end], start, script, known))
        end = start
    return tuple((text, start, script) for text, start, script, _ in reversed(found))


def _together(one: Script, two: Script, length: int) -> bool:
    return one == two and length < _LONGEST_PIECE


def _is_known(part: str) -> bool:
    known = vocabulary()
    return (
        part in known.terms
        or part in known.notions
        or part in known.readings
        or part in known.places
        or part in known.numbers
        or is_number(part)
    )


def _holds_known(run: str) -> bool:
    return any(
        _is_known(run[start:end])
        for start in range(len(run))
        for end in range(start + 1, len(run) + 1)
    )
