"""Numbers written in Chinese characters, and ordinals: `第二十三`, `23rd`, `27-й`."""

from __future__ import annotations

import re

_DIGITS = {sign: at for at, sign in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100}
_HAN = re.compile("第[一二三四五六七八九十百]+|[一二三四五六七八九十百][〇一二三四五六七八九十百]+")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|eme|ste|o|e|й|и|я|ти|ма|το|η|ο)")


def is_number(text: str) -> bool:
    """Says whether characters are a number of more than one sign."""
    return _HAN.fullmatch(text) is not None


def number_of(text: str) -> str:
    """Gives a number in digits, nothing where the text is none it reads."""
    if ordinal := _ORDINAL.fullmatch(text):
        return ordinal[1].lstrip("0")
    if not is_number(text):
        return ""
    signs = text.removeprefix("第")
    if not any(sign in _TENS for sign in signs):
        return "".join(str(_DIGITS[sign]) for sign in signs).lstrip("0")
    total, digit = 0, 0
    for sign in signs:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return str(total + digit)
