"""The order of RPM packages (rpmvercmp): Red Hat, AlmaLinux, Rocky Linux, SUSE."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_PIECES = re.compile(r"~|\^|[A-Za-z]+|[0-9]+")
_SIGNS = {"~": b"\x01", "^": b"\x03"}


def rpm_key(version: str) -> bytes:
    """Gives the place of a version: epoch, version, release; a missing release is lowest."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    if not epoch.isdigit() or not re.search(r"[0-9A-Za-z]", rest):
        raise ValueError(version)
    body, dash, release = rest.rpartition("-")
    if not dash:
        body, release = rest, ""
    key = _part(epoch) + _part(body)
    if not dash:
        return key + b"\0"
    return key + b"\x01" + (_part(release) if release else b"\0")


def _part(text: str) -> bytes:
    """A tilde sorts before the end, a caret after it, words before numbers."""
    out = []
    for piece in _PIECES.findall(text):
        if piece in _SIGNS:
            out.append(_SIGNS[piece])
        elif piece[0].isdigit():
            out.append(b"\x06" + number(piece))
        else:
            out.append(b"\x05" + piece.encode() + b"\0")
    return b"".join(out) + b"\x02"
