"""Whether two addresses are one: by their words, in whatever order and script width they stand."""

from __future__ import annotations

import re
import unicodedata

from sekisho.model.values.country import read_country

_WORD = re.compile(r"[^\W_]+")
_SHORT = {
    "road": "rd",
    "street": "st",
    "avenue": "ave",
    "building": "bldg",
    "floor": "fl",
    "boulevard": "blvd",
    "district": "dist",
    "province": "prov",
    "room": "rm",
    "suite": "ste",
    "ulitsa": "ul",
    "prospekt": "pr",
}
_DROPPED = frozenset({"no", "the", "of", "and", "po", "p", "o"})
_FEWEST, _FEWEST_OF_LONG, _LONG = 3, 2, 4


def address_key(text: str) -> str:
    """Gives the words by which an address is compared, empty when they are too few to tell a place.

    A country at either end does not count; a house number, or another figure, must be there.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts = [part.strip() for part in re.split(r"[,、;\n]", plain) if part.strip()]
    kept = [part for part in parts if not read_country(part)]
    words = {_SHORT.get(word, word) for part in kept for word in _WORD.findall(part)} - _DROPPED
    if not any(char.isdigit() for word in words for char in word):
        return ""
    long = any(len(word) >= _LONG and not word.isascii() for word in words)
    return " ".join(sorted(words)) if len(words) >= (_FEWEST_OF_LONG if long else _FEWEST) else ""
