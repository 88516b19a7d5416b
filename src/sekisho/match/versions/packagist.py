"""The order of Packagist packages: written out by Composer, compared by PHP's `version_compare`."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_STABILITY = r"[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]+)*)?)?([.-]?dev)?\Z"
_VERSION = re.compile(
    r"v?([0-9]{1,5})(\.[0-9]+)?(\.[0-9]+)?(\.[0-9]+)?" + _STABILITY, re.IGNORECASE
)
_DATE = re.compile(
    r"v?([0-9]{4}(?:[.:-]?[0-9]{2}){1,6}(?:[.:-]?[0-9]{1,3})?)" + _STABILITY, re.IGNORECASE
)
_BRANCH = re.compile(
    r"v?([0-9]+)(?:\.([0-9]+|[x*]))?(?:\.([0-9]+|[x*]))?(?:\.([0-9]+|[x*]))?[.-]?dev\Z",
    re.IGNORECASE,
)
_ANY = "9999999"
_LONG = {"a": "alpha", "b": "beta", "p": "patch", "pl": "patch", "rc": "RC"}
_PIECES = re.compile(r"[0-9]+|[A-Za-z]+")
_RANKS = (("dev", b"\2"), ("alpha", b"\3"), ("beta", b"\4"), ("RC", b"\5"), ("patch", b"\x08"))
_END, _NUMBER = b"\x06", b"\x07"


def packagist_key(version: str) -> bytes:
    """Gives the place of a version; raises `ValueError` for one that Composer refuses.

    Composer writes every version with four numbers before it compares, so `0.6` is `0.6.0.0`, a
    branch with the highest numbers (`1.x-dev`), and a date as its digits.
    """
    out = []
    for piece in _PIECES.findall(_written_out(version)):
        if piece.isdigit():
            out.append(_NUMBER + number(piece))
        else:
            out.append(next(rank for word, rank in _RANKS if piece == word))
    return b"".join(out) + _END


def _written_out(version: str) -> str:
    plain, plus, build = version.partition("+")
    if plus and build:
        version = plain
    if found := _VERSION.match(version):
        first, *others, word, count, dev = found.groups()
        numbers = first + "".join(other or ".0" for other in others)
    elif found := _DATE.match(version):
        date, word, count, dev = found.groups()
        numbers = re.sub(r"[^0-9]", ".", date)
    elif found := _BRANCH.match(version):
        numbers = ".".join(_ANY if n is None or n in "xX*" else n for n in found.groups())
        return f"{numbers}-dev"
    else:
        raise ValueError(version)
    word = (word or "").lower()
    if word == "stable":
        return numbers
    if word:
        numbers += f"-{_LONG.get(word, word)}{(count or '').lstrip('.-')}"
    return f"{numbers}-dev" if dev else numbers
