"""A dictionary of Japanese readings, where a site asks for one: an optional extra.

It takes part only when the variable `SEKISHO_READINGS` asks for it, never because it happens to be
installed: what is installed must not change an answer. The variable holds `sudachi` for the
edition that is installed, or the whole name a document tells, which no other edition answers to.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache
from importlib import metadata
from itertools import product
from threading import Lock
from typing import Any

from sekisho.match.names.script.romaji import from_kana
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

VARIABLE = "SEKISHO_READINGS"
ANY_EDITION = "sudachi"

_LONGEST = 14
_MOST, _MOST_OF_A_PIECE = 6, 3
_STOP = "ッ"
_NOUN, _SUFFIX, _PERSON, _GIVEN = "名詞", "接尾辞", "人名", "名"
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
    installed = _installed()
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


def _installed() -> str:
    """Names what is installed: the same for the same bytes, wherever they are."""
    try:
        parts = [f"{name}/{metadata.version(name)}" for name in ("sudachidict-core", "sudachipy")]
    except metadata.PackageNotFoundError:
        return ""
    return "+".join(parts)


class _Dictionary:
    """The dictionary opened; its tokenizer may be used by one thread at a time."""

    def __init__(self) -> None:
        import sudachipy  # noqa: PLC0415  # an optional extra, loaded when it is first needed

        self._dictionary: Any = sudachipy.Dictionary(dict="core")
        self._tokenizer: Any = self._dictionary.tokenizer()
        self._shortest: Any = sudachipy.SplitMode.A
        self._lock = Lock()

    def divide(self, text: str) -> list[Any]:
        with self._lock:
            return list(self._tokenizer.tokenize(text, self._shortest))

    def entries(self, text: str) -> list[Any]:
        with self._lock:
            return [entry for entry in self._dictionary.lookup(text) if entry.surface() == text]


@cache
def _opened() -> _Dictionary:
    return _Dictionary()


@lru_cache(maxsize=16384)
def _readings(text: str) -> tuple[str, ...]:
    if len(text) > _LONGEST:
        return ()
    found = _opened().divide(text)
    if len(found) == 1:
        return () if found[0].is_oov() else _of_word(text, found[0])[:_MOST]
    whole = _of_word(text, None)
    parts = [_of_word(part.surface(), part)[:_MOST_OF_A_PIECE] for part in found]
    # Part by part only where every part is known: half a reading is none.
    known = all(parts) and not any(part.is_oov() for part in found)
    joined = ("".join(way) for way in product(*parts)) if known else ()
    return tuple(dict.fromkeys((*whole, *joined)))[:_MOST]


def _of_word(text: str, found: Any) -> tuple[str, ...]:
    """Gives the readings of one word; that of the place where it was `found` leads.

    Given names are read in so many ways that they would let in more than they find.
    """
    entries = _opened().entries(text)
    if found is not None and not _is_given_name(found):
        entries.insert(0, found)
    told = (_latin(e.reading_form()) for e in entries if _is_noun(e) and not _is_given_name(e))
    return tuple(filter(None, dict.fromkeys(told)))


def _is_noun(entry: Any) -> bool:
    return entry.part_of_speech()[0] in (_NOUN, _SUFFIX)


def _is_given_name(entry: Any) -> bool:
    kind = entry.part_of_speech()
    return kind[2] == _PERSON and kind[3] == _GIVEN


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
