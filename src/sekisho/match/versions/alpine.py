"""The order of Alpine packages (apk-tools), also used by Wolfi and Chainguard."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_FORM = re.compile(
    r"([0-9]+(?:\.[0-9]+)*)\.?([a-z])?((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
    r"(?:~[0-9a-f]+)?(?:-r([0-9]+))?(.*)\Z"
)
_SUFFIXES = ("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p")
_RANK = {suffix: bytes((place,)) for place, suffix in enumerate(_SUFFIXES, start=1)}


def alpine_key(version: str) -> bytes:
    """Gives the place of a version; raises `ValueError` when it does not begin with a number."""
    found = _FORM.match(version)
    if found is None:
        raise ValueError(version)
    numbers, letter, suffixes, release, rest = found.groups()
    first, *others = numbers.split(".")
    out = [number(first)]
    for part in others:
        # A part with a leading zero is compared as a fraction, not as a number.
        fraction = b"\x02" + part.encode() + b"\0"
        out.append(fraction if part[0] == "0" else b"\x03" + number(part))
    out += [b"\x01", (letter or "").encode(), b"\0"]
    for name, digits in re.findall(r"_([a-z]+)([0-9]*)", suffixes):
        out.append(_RANK[name] + number(digits))
    out.append(_RANK[""] + number(""))
    out.append(b"\0" + rest.encode() + b"\0" if rest else b"\x01")
    out.append(number(release or ""))
    return b"".join(out)
