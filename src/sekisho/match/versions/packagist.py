"""The order of Packagist packages (PHP's `version_compare`, as Composer uses it)."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_PIECES = re.compile(r"[0-9]+|[A-Za-z]+")
_WORDS = (
    ("dev", 2),
    ("alpha", 3),
    ("a", 3),
    ("beta", 4),
    ("b", 4),
    ("RC", 5),
    ("rc", 5),
    ("pl", 8),
    ("p", 8),
)
_NUMBERS = 4


def packagist_key(version: str) -> bytes:
    """Gives the place of a version; words are known by how they begin, other words are lowest.

    Composer writes every version with four numbers before it compares, so `0.6` is `0.6.0.0`.
    """
    if version[:1] in {"v", "V"}:
        version = version[1:]
    if not version[:1].isdigit():
        raise ValueError(version)
    leading = re.match(r"[0-9]+(?:\.[0-9]+)*", version)
    assert leading is not None  # noqa: S101  # the first sign is a digit
    missing = _NUMBERS - leading.group().count(".") - 1
    version = leading.group() + ".0" * missing + version[leading.end() :]
    out = []
    for piece in _PIECES.findall(version.partition("+")[0]):
        if piece.isdigit():
            out.append(b"\x07" + number(piece))
        else:
            rank = next((rank for word, rank in _WORDS if piece.startswith(word)), 1)
            out.append(bytes((rank,)))
    return b"".join(out) + b"\x06"
