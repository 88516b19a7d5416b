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


_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_POSTCODE = re.compile(r"〒?\s*\d{3}-\d{4}(?!\d)")
_BLOCK = re.compile(r"([一二三四五六七八九十])丁目")
_BLOCKS = {digit: str(at) for at, digit in enumerate("一二三四五六七八九十", start=1)}
_BETWEEN = re.compile(r"(?<=\d)(?:丁目|番地の?|番|号|の|[‐‑‒–−ー])(?=\d)")
_BEHIND = re.compile(r"(?<=\d)(?:丁目|番地|番|号)(?!\d)")
_RUN = re.compile(r"\d+(?:-\d+)*|[^\W\d_]+")


def address_key(text: str) -> str:
    """Gives the words by which an address is compared, empty when they are too few to tell a place.

    A country at either end does not count; a house number, or another figure, must be there.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts = [part.strip() for part in re.split(r"[,、;\n]", plain) if part.strip()]
    kept = [part for part in parts if not read_country(part)]
    words = {_SHORT.get(word, word) for part in kept for word in _words(part)} - _DROPPED
    characters = "".join(words)
    if not any(map(str.isdigit, characters)) or not any(map(str.isalpha, characters)):
        return ""
    long = any(len(word) >= _LONG and not word.isascii() for word in words)
    return " ".join(sorted(words)) if len(words) >= (_FEWEST_OF_LONG if long else _FEWEST) else ""


def _words(part: str) -> list[str]:
    """Gives the words of a part; where none are parted by spaces, the place and its numbers.

    `1丁目2番3号` and `1-2-3` are one number, which stays in its order.
    """
    if not _UNSPACED.search(part):
        return _WORD.findall(part)
    closed = "".join(_POSTCODE.sub("", part).split())
    closed = _BLOCK.sub(lambda found: f"{_BLOCKS[found.group(1)]}丁目", closed)
    return _RUN.findall(_BEHIND.sub(" ", _BETWEEN.sub("-", closed)))
