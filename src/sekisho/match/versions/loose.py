"""An order for versions that no registry rules: firmware, and what is packaged by hand.

It is a reading, not a rule: numbers as numbers, words as words, whatever stands between them. A
word for what comes before a release (`beta`, `rc`) is below the release, another (`-S19`, `h1`,
`SE`) above it. Right for the schemes of Cisco IOS, Junos, FortiOS, PAN-OS and Ivanti as they were
tried in the tests; unproven for others, so that `is_certain` never holds.
"""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_PIECES = re.compile(r"[0-9]+|[a-z]+")
_BEFORE = {"dev": 1, "alpha": 2, "a": 2, "beta": 3, "b": 3, "pre": 4, "preview": 4, "rc": 5}
_BELOW, _END, _WORD, _NUMBER = (bytes((place,)) for place in range(1, 5))


def loose_key(version: str) -> bytes:
    """Gives the place of a version as people would read it; case and separators do not count.

    A single `a` or `b` means a pre-release only where a number follows (`1.0b2`), else a letter.
    """
    pieces = _PIECES.findall(version.lower().removeprefix("v"))
    if not any(piece.isdigit() for piece in pieces):
        raise ValueError(version)
    out = []
    for at, piece in enumerate(pieces):
        counted = at + 1 < len(pieces) and pieces[at + 1].isdigit()
        if piece.isdigit():
            out.append(_NUMBER + number(piece))
        elif piece in _BEFORE and at and (counted or len(piece) > 1):
            out.append(_BELOW + bytes((_BEFORE[piece],)))
        else:
            out.append(_WORD + piece.encode() + b"\0")
    return b"".join(out) + _END
