"""Greek letters in Latin ones: two letters for one sound, which letter by letter would be lost."""

from __future__ import annotations

import re
import unicodedata

_SOUNDS = {
    "μπ": "b",
    "ντ": "nt",
    "γκ": "gk",
    "γγ": "ng",
    "τζ": "tz",
    "ου": "u",
    "αυ": "av",
    "ευ": "ev",
    "χ": "ch",
    "η": "i",
    "υ": "y",
    "β": "v",
}
_FIRST = {"ντ": "d", "γκ": "g"}
_FOUND = re.compile("|".join(_SOUNDS))


def latin_of(word: str) -> str:
    """Gives a Greek word with the letters in Latin that one letter alone would not tell."""
    bare = "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
    return _FOUND.sub(_spelt, bare)


def _spelt(found: re.Match[str]) -> str:
    letters = found.group()
    return _FIRST.get(letters, _SOUNDS[letters]) if found.start() == 0 else _SOUNDS[letters]
