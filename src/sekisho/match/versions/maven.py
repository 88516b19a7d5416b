"""The order of Maven (`ComparableVersion` of Maven 3.8.7 to 3.9).

A version is a list of numbers that may begin with a word and may end with another such list:
`1.0-rc2` is 1 and the list of `rc` and the list of 2. The shorter of two lists is filled up with
nothing, which equals 0 and the word of a release. For two shapes that makes a circle and so no
order: `1-1 < 1.0.alpha.1 < 1 < 1-1` (a word between dots), and a list that begins with a list
below nothing (`1-0-alpha`). They have no key.
"""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)*\Z")
_PIECES = re.compile(r"[.-]|[0-9]+|[^0-9.-]+")
_SIGNS = frozenset(".-")
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_WORDS = {
    "alpha": b"\x01",
    "beta": b"\x02",
    "milestone": b"\x03",
    "rc": b"\x04",
    "cr": b"\x04",
    "snapshot": b"\x05",
    "": b"\x06",
    "ga": b"\x06",
    "final": b"\x06",
    "release": b"\x06",
    "sp": b"\x07",
}
_RELEASE = b"\x06"
_OTHER = b"\x08"
_LIST_FIRST = b"\x09"
_NUMBER_FIRST = b"\x0a"
_BELOW, _END, _ABOVE, _NUMBER = b"\x01", b"\x02", b"\x03", b"\x04"

_Level = list["str | bytes | _Level"]
"""Numbers are kept as digits, words as the bytes of their rank."""


def maven_key(version: str) -> bytes:
    """Gives the place of a version.

    Raises `ValueError` for a version without a number, and for one that Maven's comparison puts
    at no one place.
    """
    if "${" in version or not re.search(r"[0-9]", version):
        raise ValueError(version)
    if _PLAIN.match(version):
        numbers: _Level = [*version.split(".")]
        _trim(numbers)
        return _key(numbers)
    return _key(_levels(version.lower()))


def _levels(version: str) -> _Level:
    """Every hyphen, and every change between digits and letters, opens a list in the list."""
    top: _Level = []
    levels = [top]
    pieces: list[str] = _PIECES.findall(version)
    before = "."
    for piece, after in zip(pieces, [*pieces[1:], ""], strict=True):
        if piece not in _SIGNS:
            _add(levels, piece, after)
        elif before in _SIGNS:
            levels[-1].append("0")
        if piece == "-":
            _deeper(levels)
        before = piece
    for level in reversed(levels):
        _trim(level)
    return top


def _add(levels: list[_Level], piece: str, after: str) -> None:
    if piece.isdigit():
        levels[-1].append(piece)
        if after and after not in _SIGNS:
            _deeper(levels)
        return
    counts = after.isdigit()
    if levels[-1] and (counts or not after):
        _deeper(levels)
    levels[-1].append(_rank(_SHORT.get(piece, piece) if counts else piece))
    if counts:
        _deeper(levels)


def _deeper(levels: list[_Level]) -> None:
    level: _Level = []
    levels[-1].append(level)
    levels.append(level)


def _rank(word: str) -> bytes:
    return _WORDS.get(word) or _OTHER + word.encode() + b"\0"


def _trim(level: _Level) -> None:
    """What is nothing goes from the end of a list, and from before the list at its end."""
    for at in range(len(level) - 1, -1, -1):
        item = level[at]
        if item in (_RELEASE, []) or (isinstance(item, str) and not item.strip("0")):
            del level[at]
        elif not isinstance(item, list):
            return


def _key(level: _Level) -> bytes:
    return _first(level) + _rest(level)


def _first(level: _Level) -> bytes:
    first = level[0] if level else _RELEASE
    if isinstance(first, bytes):
        return first
    if isinstance(first, str):
        return _NUMBER_FIRST
    if not _is_above(first):
        raise ValueError("a list below nothing begins a list")
    return _LIST_FIRST


def _rest(level: _Level) -> bytes:
    out = []
    for at, item in enumerate(level):
        if isinstance(item, str):
            out.append(_NUMBER + number(item))
        elif isinstance(item, list):
            out.append((_ABOVE if _is_above(item) else _BELOW) + _key(item))
        elif at:
            raise ValueError("a word between dots")
    return b"".join(out) + _END


def _is_above(level: _Level) -> bool:
    """Says whether a list that is not nothing comes after nothing."""
    for item in level:
        if isinstance(item, list):
            return _is_above(item)
        if isinstance(item, str):
            if item.strip("0"):
                return True
        elif item != _RELEASE:
            return item > _RELEASE
    return False
