"""The order of RubyGems (`Gem::Version`)."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number


def rubygems_key(version: str) -> bytes:
    """Gives the place of a version; a word makes a pre-release, zeros at an end do not count."""
    if not re.match(r"[0-9]", version):
        raise ValueError(version)
    pieces = re.findall(r"[0-9]+|[a-zA-Z]+", version.replace("-", ".pre."))
    word = next((at for at, piece in enumerate(pieces) if not piece.isdigit()), len(pieces))
    kept = _trim(pieces[:word]) + _trim(pieces[word:])
    out = [
        b"\x03" + number(piece) if piece.isdigit() else b"\x01" + piece.encode() + b"\0"
        for piece in kept
    ]
    return b"".join(out) + b"\x02"


def _trim(pieces: list[str]) -> list[str]:
    while pieces and not pieces[-1].strip("0"):
        pieces.pop()
    return pieces
