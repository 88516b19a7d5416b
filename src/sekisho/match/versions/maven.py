"""The order of Maven (`ComparableVersion`).

Maven pads the shorter of two versions while it compares them, which no single key can
express: a key agrees with Maven on all but rare ties of words after zeros.
"""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_PIECES = re.compile(r"([.\-]?)([0-9]+|[^0-9.\-]+|(?=[.\-]|\Z))")
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_NULL = {"", "final", "ga", "release"}
_WORDS = {
    "alpha": b"\x01",
    "beta": b"\x02",
    "milestone": b"\x03",
    "rc": b"\x04",
    "cr": b"\x04",
    "snapshot": b"\x05",
    "ga": b"\x06",
    "final": b"\x06",
    "release": b"\x06",
    "sp": b"\x07",
}


def maven_key(version: str) -> bytes:
    """Gives the place of a version; raises `ValueError` for a version without a number."""
    if not re.search(r"[0-9]", version) or "${" in version:
        raise ValueError(version)
    kept: list[tuple[str, str]] = []
    for separator, piece in _expanded(version.lower()):
        if separator == "-" or not (piece.isdigit() or not piece):
            _drop_nulls(kept)
        kept.append((separator, piece))
    _drop_nulls(kept)
    out = []
    for separator, piece in kept:
        if piece.isdigit() or not piece:
            out.append((b"\x20" if separator == "." else b"\x10") + number(piece))
        else:
            out.append(_WORDS.get(piece) or b"\x08" + piece.encode() + b"\0")
    return b"".join(out) + b"\x06"


def _expanded(version: str) -> list[tuple[str, str]]:
    """The pieces with their separators; `a1`, `b1`, `m1` are written out."""
    pieces: list[tuple[str, str]] = []
    for found in _PIECES.finditer(version):
        separator, piece = found.group(1), found.group(2)
        if not separator and pieces:
            separator = "-"
        if separator or piece:
            pieces.append((separator or ".", piece))
    out = []
    for at, (separator, piece) in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else ("", "")
        short = piece in _SHORT and after[0] == "-" and after[1].isdigit()
        out.append((separator, _SHORT[piece] if short else piece))
    return out


def _drop_nulls(pieces: list[tuple[str, str]]) -> None:
    while pieces:
        piece = pieces[-1][1]
        if piece.isdigit() and piece.strip("0"):
            return
        if not piece.isdigit() and piece not in _NULL:
            return
        pieces.pop()
