"""A dictionary of Japanese readings, where a site asks for one: an optional extra.

It takes part only when the variable `SEKISHO_READINGS` asks for it, never because it happens to be
installed: what is installed must not change an answer. The variable holds `sudachi` for the
edition that is installed, or the whole name a document tells, which no other edition answers to.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from itertools import product

from sekisho.match.names.script.dictionary import sudachi
from sekisho.match.names.script.dictionary.sudachi import Entry
from sekisho.match.names.script.romaji import from_kana
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

VARIABLE = "SEKISHO_READINGS"
ANY_EDITION = "sudachi"

_LONGEST = 14
_MOST, _MOST_OF_A_PIECE = 6, 3
_STOP = "ッ"
_LONG_VOWELS = (("ou", "o"), ("oo", "o"), ("uu", "u"))


@cache
def in_use() -> str:
    """Names the dictionary that takes part and its library, each with its version; empty where none
    was asked for.

    Raises `UsageError` where the one that was asked for is not installed.
    """
    asked = os.environ.get(VARIABLE, "").strip()
    if not asked:
        return ""
    installed = sudachi.installed()
    if not installed:
        raise UsageError(
            message("names.readings.absent", asked=asked, variable=VARIABLE),
            hint=message("names.readings.absent.remedy", variable=VARIABLE),
        )
    if asked not in (ANY_EDITION, installed):
        raise UsageError(
            message("names.readings.other", asked=asked, installed=installed, variable=VARIABLE),
            hint=message("names.readings.other.remedy", variable=VARIABLE, any=ANY_EDITION),
        )
    return installed


def readings(text: str) -> tuple[str, ...]:
    """Gives the readings of a run of kanji in Latin letters, long vowels short, the likeliest first;
    none where no dictionary takes part or it does not know all of the run.
    """
    return _readings(text) if in_use() else ()


@lru_cache(maxsize=16384)
def _readings(text: str) -> tuple[str, ...]:
    if len(text) > _LONGEST:
        return ()
    found = sudachi.divided(text)
    if len(found) == 1:
        return _of_word(text, found[0])[:_MOST] if found[0].is_known else ()
    whole = _of_word(text)
    parts = [_of_word(part.text, part)[:_MOST_OF_A_PIECE] for part in found]
    # Part by part only where every part is known: half a reading is none.
    known = all(parts) and all(part.is_known for part in found)
    joined = ("".join(way) for way in product(*parts)) if known else ()
    return tuple(dict.fromkeys((*whole, *joined)))[:_MOST]


def _of_word(text: str, found: Entry | None = None) -> tuple[str, ...]:
    """Gives the readings of one word; that of the place where it was `found` leads.

    Given names are read in so many ways that they would let in more than they find.
    """
    told = [*([found] if found else []), *sudachi.entries(text)]
    ways = (_latin(each.kana) for each in told if each.is_noun and not each.is_given_name)
    return tuple(filter(None, dict.fromkeys(ways)))


def _latin(kana: str) -> str:
    """Gives a reading as the tables write theirs: Hepburn, long vowels short, stops doubled."""
    first, *rest = kana.split(_STOP)
    text = from_kana(first)
    for part in rest:
        more = from_kana(part)
        text += more[:1].replace("c", "t") + more
    for long, short in _LONG_VOWELS:
        text = text.replace(long, short)
    return text
