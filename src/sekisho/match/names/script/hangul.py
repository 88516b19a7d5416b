"""Hangul by arithmetic: how a syllable is spelt in Latin letters, officially and as people do."""

from __future__ import annotations

from functools import lru_cache

_FIRST, _LAST = 0xAC00, 0xD7A3
_INITIALS = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)  # fmt: skip
_VOWELS = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "eu", "ui", "i",
)  # fmt: skip
_FINALS = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t",
    "t", "ng", "t", "t", "k", "t", "p", "t",
)  # fmt: skip
_INITIAL_WAYS = (
    "g|k", "kk|gg|k", "n", "d|t", "tt|dd|t", "r|l|n", "m", "b|p|v", "pp|bb|p", "s|sh", "ss|s", "",
    "j|ch|z", "jj|tch|j", "ch|c|tch", "k|kh|c", "t|th", "p|ph|f", "h",
)  # fmt: skip
_VOWEL_WAYS = (
    "a|ah", "ae|ai|e|a|ay", "ya|yah", "yae|yai", "eo|u|o|e|au|uh", "e|eh|ay",
    "yeo|yu|yo|you|ye|yeu|yuh", "ye|e", "o|oh", "wa", "wae|wai|we", "oe|oi|we|oy", "yo",
    "u|oo|ou|wo|woo|wu", "wo|weo|wu", "we", "wi|ui|wee", "yu|yoo|you", "eu|u|oo|e|ou|y",
    "ui|eui|i|ee|eue", "i|ee|y|e|ie",
)  # fmt: skip
_FINAL_WAYS = (
    "", "k|g|c|ck", "k|g|kk", "k|ks", "n", "n|nj", "n|nh", "t|d", "l|r", "k|lk|lg", "m|lm", "l|lb|p",
    "l|ls", "l|lt", "p|lp", "l|lh", "m|hm", "p|b", "p|ps", "t|s|d|tt", "t|s|d|ss", "ng", "t|d|j",
    "t|ch", "k|kh", "t|d", "p", "t|h|",
)  # fmt: skip
_R = 5
_Y_VOWELS = frozenset({2, 6, 12, 17, 20})


def romanise(text: str) -> str:
    """Gives Hangul syllables by the plain rule of the official romanisation, letter by letter.

    Changes of sound between syllables are left out: names are often written without them.
    """
    return "".join(_syllable(character) for character in text)


def without_marks(romanised: str) -> str:
    """Gives official spelling as the older romanisation has it once its breves are left out."""
    return romanised.replace("eo", "o").replace("eu", "u")


def _syllable(character: str) -> str:
    parts = _parts(character)
    if parts is None:
        return ""
    initial, vowel, final = parts
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def _parts(character: str) -> tuple[int, int, int] | None:
    code = ord(character)
    if not _FIRST <= code <= _LAST:
        return None
    initial, rest = divmod(code - _FIRST, 21 * 28)
    vowel, final = divmod(rest, 28)
    return initial, vowel, final


@lru_cache(maxsize=4096)
def spellings(character: str) -> str:
    """Gives a pattern of all ways one syllable is spelt in Latin letters; empty for no syllable."""
    parts = _parts(character)
    if parts is None:
        return ""
    initial, vowel, final = parts
    first = tuple(_INITIAL_WAYS[initial].split("|"))
    if initial == _R and vowel in _Y_VOWELS:
        # The south leaves it out at the beginning: Lee is also Yi and I.
        first = (*first, "y", "")
    vowels, last = _VOWEL_WAYS[vowel].split("|"), _FINAL_WAYS[final].split("|")
    return f"{_any(first)}{_any(tuple(vowels))}{_any(tuple(last))}"


def _any(ways: tuple[str, ...]) -> str:
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(sorted(ways, key=len, reverse=True))})"
