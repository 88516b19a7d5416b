"""The order of RubyGems (`Gem::Version`)."""

from __future__ import annotations

import re
from itertools import groupby

from sekisho.match.versions.number import number

_WORD, _ZEROS_BEFORE_WORD, _END, _ZEROS_BEFORE_NUMBER, _NUMBER = (bytes((n,)) for n in range(1, 6))
_MOST_ZEROS = 0xFFFF


def rubygems_key(version: str) -> bytes:
    """Gives the place of a version; a word makes a pre-release, zeros at an end do not count.

    A shorter version is filled up with zeros, so the end stands for zeros without end: a run of
    zeros before a word is below it and rises with its length, one before a number is above it
    and falls.
    """
    if not re.match(r"[0-9]", version):
        raise ValueError(version)
    pieces = re.findall(r"[0-9]+|[a-zA-Z]+", version.replace("-", ".pre."))
    word = next((at for at, piece in enumerate(pieces) if not piece.isdigit()), len(pieces))
    kept = _trim(pieces[:word]) + _trim(pieces[word:])
    out = []
    at = 0
    for zero, run in groupby(kept, key=lambda piece: not piece.strip("0")):
        found = list(run)
        at += len(found)
        if zero:
            before_word = not kept[at].isdigit()
            length = len(found) if before_word else _MOST_ZEROS - len(found)
            sign = _ZEROS_BEFORE_WORD if before_word else _ZEROS_BEFORE_NUMBER
            out.append(sign + length.to_bytes(2, "big"))
        else:
            out += [_piece(piece) for piece in found]
    return b"".join(out) + _END


def _piece(piece: str) -> bytes:
    return _NUMBER + number(piece) if piece.isdigit() else _WORD + piece.encode() + b"\0"


def _trim(pieces: list[str]) -> list[str]:
    while pieces and not pieces[-1].strip("0"):
        pieces.pop()
    return pieces
