"""The order of Debian and Ubuntu packages (Debian policy, 5.6.12)."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_PIECES = re.compile(r"([^0-9]*)([0-9]*)")


def debian_key(version: str) -> bytes:
    """Gives the place of a version: epoch, upstream version, revision."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    if not epoch.isdigit() or not re.search(r"[0-9A-Za-z]", rest):
        raise ValueError(version)
    upstream, dash, revision = rest.rpartition("-")
    if not dash:
        upstream, revision = rest, ""
    return number(epoch) + _part(upstream) + _part(revision)


def _part(text: str) -> bytes:
    """A tilde sorts before the end, letters before all other signs."""
    out = []
    # No revision is the revision 0, and `0~` comes before both.
    for signs, digits in _PIECES.findall(text or "0"):
        if not signs and not digits:
            break
        for sign in signs:
            if sign == "~":
                out.append(b"\x01")
            else:
                out.append(sign.encode() if sign.isalpha() else b"\xe0" + sign.encode())
        out.append(b"\x02" + number(digits))
    out.append(b"\x02")
    return b"".join(out)
