"""Registered numbers of firms: what each is called here, and whether its check digit is right.

LEI: ISO 17442 with ISO 7064 mod 97-10. Corporate number: MOF Ordinance on the designation of
corporate numbers, Article 2. INN and OGRN: the rules of the Federal Tax Service of Russia.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Checked = Literal["corporate_number", "inn", "lei", "ogrn"]

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}\Z", re.ASCII)
_INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11 = (7, *_INN_10)
_INN_12 = (3, *_INN_11)
_WORDS: tuple[tuple[str, str], ...] = (
    ("legal entity identifier", "lei"),
    ("lei code", "lei"),
    ("d-u-n-s", "duns"),
    ("duns", "duns"),
    ("unified social credit", "uscc"),
    ("corporate number", "corporate_number"),
    ("法人番号", "corporate_number"),
    ("swiftbic", "bic"),
    ("swift", "bic"),
    ("imo", "imo"),
)
_IMO = re.compile(r"(?:IMO[ :]*)?(\d{7})\Z")
_LENGTHS_OF_OGRN = (13, 15)
_LENGTHS_OF_INN = (10, 12)


def kind_of_number(words: str, value: str, country: str = "") -> str:
    """Names the kind of a number by its publisher's words and the country that gave it.

    What is not recognised keeps the publisher's words. `country` is ISO 3166-1 alpha-2.
    """
    lowered = words.casefold()
    for word, kind in _WORDS:
        if re.search(rf"(?<![a-z]){word}(?![a-z])", lowered):
            return kind
    if lowered in {"lei", "bic", "inn", "ogrn"}:
        return lowered
    if country == "RU" or "inn" in lowered.split() or "ogrn" in lowered.split():
        digits = folded(value)
        if digits.isdigit() and len(digits) in _LENGTHS_OF_OGRN and "tax" not in lowered:
            return "ogrn"
        if digits.isdigit() and len(digits) in _LENGTHS_OF_INN and "tax" in lowered:
            return "inn"
    return words


def bare_number(kind: str, value: str) -> str:
    """Gives the number without what is written around it."""
    found = _IMO.match(value.strip()) if kind == "imo" else None
    return found.group(1) if found else value.strip()


def folded(value: str) -> str:
    """Gives a number as it is compared: letters and digits only, in capitals."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", value).upper()))


def is_right(kind: str, value: str) -> bool:
    """Says whether a number of a kind with a check digit has the right one.

    A number of another kind has nothing that could be wrong.
    """
    rule = _RULES.get(kind)
    return rule is None or rule(folded(value))


def _is_lei(value: str) -> bool:
    if _LEI.match(value) is None:
        return False
    return int("".join(str(int(char, 36)) for char in value)) % 97 == 1


def _is_corporate_number(value: str) -> bool:
    if not _all_digits(value) or len(value) != 13:
        return False
    weighed = sum(
        int(digit) * (1 if at % 2 == 0 else 2) for at, digit in enumerate(reversed(value[1:]))
    )
    return int(value[0]) == 9 - weighed % 9


def _is_inn(value: str) -> bool:
    if not _all_digits(value):
        return False
    if len(value) == 10:
        return _weighed(value, _INN_10) == int(value[9])
    if len(value) == 12:
        first, second = _weighed(value, _INN_11), _weighed(value, _INN_12)
        return (first, second) == (int(value[10]), int(value[11]))
    return False


def _is_ogrn(value: str) -> bool:
    if not _all_digits(value) or len(value) not in _LENGTHS_OF_OGRN:
        return False
    return int(value[:-1]) % (len(value) - 2) % 10 == int(value[-1])


def _weighed(value: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(value, weights, strict=False)) % 11 % 10


def _all_digits(value: str) -> bool:
    return value.isascii() and value.isdigit()


_RULES = {
    "corporate_number": _is_corporate_number,
    "inn": _is_inn,
    "lei": _is_lei,
    "ogrn": _is_ogrn,
}
