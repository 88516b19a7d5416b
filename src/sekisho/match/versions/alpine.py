"""The order of Alpine packages (apk-tools 3), also used by Wolfi and Chainguard.

`digits{.digits}{letter}{_suffix{number}}{~hash}{-r number}`: where one version goes on and the
other does not, what comes next decides, an earlier kind of part being greater.
"""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_FORM = re.compile(
    r"([0-9]+)((?:\.[0-9]+)*)([a-z])?"
    r"((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)"
    r"(?:~([0-9a-f]+))?(?:-r([0-9]+))?\Z"
)
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")
_BEFORE_RELEASE, _END, _REVISION, _HASH, _COUNT, _AFTER_RELEASE, _LETTER, _NUMBER = (
    bytes((place,)) for place in range(1, 9)
)
_SUFFIXES = {
    name: (_BEFORE_RELEASE if place < 4 else _AFTER_RELEASE) + bytes((place,))
    for place, name in enumerate(("alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p"))
}


def alpine_key(version: str) -> bytes:
    """Gives the place of a version; raises `ValueError` for one that apk calls invalid."""
    found = _FORM.match(version)
    if found is None:
        raise ValueError(version)
    first, others, letter, suffixes, commit, revision = found.groups()
    out = [number(first)]
    for part in others.split(".")[1:]:
        # A part with a leading zero is compared as text, and so comes before all without one.
        text = b"\x01" + part.encode() + b"\0"
        out.append(_NUMBER + (text if part[0] == "0" else b"\x02" + number(part)))
    if letter:
        out.append(_LETTER + letter.encode())
    for name, digits in _SUFFIX.findall(suffixes):
        out.append(_SUFFIXES[name])
        if digits:
            out.append(_COUNT + number(digits))
    if commit:
        out.append(_HASH + commit.encode() + b"\0")
    if revision:
        out.append(_REVISION + number(revision))
    return b"".join(out) + _END
