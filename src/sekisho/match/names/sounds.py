"""The consonants of a word: what is left of it in scripts that write by sound."""

from __future__ import annotations

import re
from functools import lru_cache

_CLUSTERS = (
    ("tch", "S"),
    ("sch", "S"),
    ("tsu", "S"),
    ("chi", "S"),
    ("shi", "S"),
    ("ch", "S"),
    ("sh", "S"),
    ("zh", "S"),
    ("ts", "S"),
    ("tz", "S"),
    ("th", "s"),
    ("ph", "f"),
    ("gh", "k"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "ks"),
)
_LETTERS = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "z": "S", "s": "S", "j": "S", "l": "r", "v": "b", "w": "b",
     "f": "h", "p": "b", "d": "t"}
)  # fmt: skip
_VOWELS = re.compile("[aeiouyhn]")
_DOUBLES = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Gives the consonant classes of an ASCII word; words of one sound share them.

    Letters that syllabic scripts cannot tell apart (l and r, b and v, s and z) fall together,
    vowels, h and n drop out. Many different words share a skeleton: it may only propose.
    """
    text = word
    for cluster, letter in _CLUSTERS:
        text = text.replace(cluster, letter)
    text = text.translate(_LETTERS)
    first = text[:1] if text[:1] not in "aeiouyhn" else "" if text[:1] not in "aeiouy" else "A"
    return _DOUBLES.sub(r"\1", first + _VOWELS.sub("", text[1:]))
