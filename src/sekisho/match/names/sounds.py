"""The sound of a word: its spelling with one letter a sound, and its bare consonants."""

from __future__ import annotations

import re
from functools import lru_cache

_SOFT_C = re.compile(r"c(?=[eiy])")
_CLUSTERS = (
    ("tch", "S"),
    ("sch", "S"),
    ("tsu", "S"),
    ("ch", "S"),
    ("sh", "S"),
    ("zh", "S"),
    ("ts", "S"),
    ("tz", "S"),
    ("th", "S"),
    ("ph", "f"),
    ("gh", "k"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "kS"),
)
_VOWELS = tuple("aeiouy")
_CONSONANTS = str.maketrans("cqgzsjlvbdp", "kkkSSSrbbtb", "aeiouywhnf")
_DOUBLE = re.compile(r"(.)(?=\1)")
_SPELLINGS = (
    ("tsch", "c"),
    ("sch", "s"),
    ("tch", "c"),
    ("tj", "c"),
    ("cz", "c"),
    ("sj", "s"),
    ("sz", "s"),
    ("dzh", "j"),
    ("sh", "s"),
    ("ch", "c"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("gh", "g"),
    ("ck", "k"),
    ("ts", "c"),
    ("tz", "c"),
    ("qu", "kv"),
    ("q", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ij", "i"),
    ("y", "i"),
    ("oo", "u"),
    ("ou", "u"),
    ("ee", "i"),
    ("ie", "i"),
    ("ei", "e"),
    ("ai", "e"),
    ("ae", "e"),
    ("oe", "o"),
)
_SOFTENED = re.compile(
    r"(?<=[lvbpmf])j(?=[aeou])|(?<=r)j(?=e[vw])|(?<=[aeou])j(?![aeiouj])|^j(?=uri|uli|urj)"
)
"""A Slavic consonant is softened by j in one alphabet's habit and by i or y in another's."""
_GLIDE = re.compile(r"(?<=[aeiou])[jy](?=[eo][vw])|^[jy](?=e[vgl])")
_HARD_C = re.compile(r"c(?![eiyhs]|$)")
_HEARD = (
    ("ation", "eishon"),
    ("tion", "shon"),
    ("sion", "shon"),
    ("ture", "cha"),
    ("igh", "ai"),
    ("sign", "sain"),
    ("tech", "tek"),
    ("tch", "ch"),
    ("th", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("wh", "w"),
    ("qu", "kw"),
    ("oo", "u"),
    ("ee", "i"),
    ("ea", "i"),
    ("ew", "yu"),
    ("oa", "o"),
    ("ow", "au"),
    ("aw", "o"),
    ("ue", "u"),
    ("ay", "ei"),
)
"""English spellings and what is heard of them in kana, in the order they are replaced."""
_SILENT_E = re.compile(r"([aiouy])([bdgklmnprstvz]|ng)e(?=s?$)")
_LONG_AS = {"a": "ei", "i": "ai", "o": "o", "u": "u", "y": "ai"}
_R_AS_A = re.compile(r"[eiu]r(?![aeiouy])")
_SOFT = re.compile(r"[cg](?=[eiy])")
_HISSES = ("tch", "sch", "sh", "ch", "zh", "ts")
_ROUGHLY = str.maketrans("jzcgqldpfvweyo", "sskkkrtbbbbiiu")
_SILENT_R = re.compile(r"(?<=[aeiou])r(?![aeiou])")
_INNER_H = re.compile(r"(?<=.)h(?![aeiou])")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Gives the consonant classes of an ASCII word; words of one sound share them.

    Letters that syllabic scripts cannot tell apart (l and r, b and v, s and z) fall together,
    vowels, w, h and n drop out. Many different words share a skeleton: it may only propose.
    """
    text = _SOFT_C.sub("s", word)
    for cluster, letter in _CLUSTERS:
        text = text.replace(cluster, letter)
    first = "A" if text.startswith(_VOWELS) else ""
    return first + without_doubles(text.translate(_CONSONANTS))


@lru_cache(maxsize=65536)
def fold_sound(word: str) -> str:
    """Gives a word in which spellings of one sound fall together, the vowels kept: `Schmidt`
    and `Shmit` share most letters, `Hussein` and `Husayn` all of them, `Sergejevitj` and
    `Sergeevich` too.
    """
    text = _HARD_C.sub("k", _GLIDE.sub("", _SOFTENED.sub("i", word)))
    for spelling, letter in _SPELLINGS:
        if spelling in text:
            text = text.replace(spelling, letter)
    return without_doubles(_INNER_H.sub("", text))


def without_doubles(word: str) -> str:
    """Gives a word in which no letter stands twice in a row."""
    return _DOUBLE.sub("", word)


@lru_cache(maxsize=65536)
def as_heard(text: str) -> str:
    """Gives an English word as it is heard, so that kana of it can be found."""
    text = _SOFT_C.sub("s", text)
    if text.endswith(("e", "es")):
        text = _SILENT_E.sub(lambda found: _LONG_AS[found[1]] + found[2], text)
    for spelling, sound in _HEARD:
        if spelling in text:
            text = text.replace(spelling, sound)
    text = _R_AS_A.sub("a", text)
    return without_silent_r(text)


def without_silent_r(word: str) -> str:
    """Gives a word without each r that stands before no vowel: many do not speak it, kana never writes it."""
    return _SILENT_R.sub("", word)


@lru_cache(maxsize=65536)
def roughly(text: str) -> str:
    """Gives a word in twelve letters, in which what is often written one for the other falls
    together: `Gavrilov` and `gavurirofu` differ in two letters.
    """
    text = _SOFT.sub("s", text).replace("mb", "nb").replace("mp", "np")
    for cluster in _HISSES:
        if cluster in text:
            text = text.replace(cluster, "s")
    text = text.translate(_ROUGHLY).replace("x", "ks")
    return text[:1] + without_doubles(text[1:].replace("h", ""))


@lru_cache(maxsize=65536)
def clipped(rough: str) -> str:
    """Gives a rough spelling without the vowels that kana puts between consonants."""
    return without_doubles(rough.replace("u", ""))
