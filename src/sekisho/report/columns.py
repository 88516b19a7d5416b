"""Text in columns: widths and line breaks that are right for Japanese and English together."""

from __future__ import annotations

import re
import unicodedata

WIDTH = 80

_NEVER_FIRST = frozenset(
    "、。，．・：；！？）］｝」』】〕〉》ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョ%％…"
)
_NEVER_LAST = frozenset("（［｛「『【〔〈《")
_SPACE = re.compile(r"\s+")
_UNIT = re.compile(r" |[!-~]+|.")


def width_of(text: str) -> int:
    """Counts the terminal columns of a text: two for a wide character, none for a combining
    one (Unicode Standard Annex 11; ambiguous characters count one).
    """
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def pad(text: str, width: int) -> str:
    """Fills a text with spaces up to a number of columns."""
    return text + " " * max(0, width - width_of(text))


def wrap(text: str, width: int = WIDTH, first: str = "", rest: str | None = None) -> str:
    """Breaks a text into lines of at most `width` columns.

    `first` opens the first line, `rest` the others (default: as many spaces). English breaks at
    spaces, Japanese between characters, but no line begins with a closing mark or ends with an
    opening one. A word longer than a line is cut,
    a path after a slash.
    """
    rest = " " * width_of(first) if rest is None else rest
    lines: list[str] = []
    line, used = "", width_of(first)
    room = max(width, width_of(rest) + 10, used + 10)
    for unit in _units(text, room - width_of(rest)):
        size = width_of(unit)
        if used + size > room and line and unit != " ":
            lines.append(line.rstrip())
            line, used = "", width_of(rest)
        if unit == " " and not line:
            continue
        line += unit
        used += size
    lines.append(line.rstrip())
    return "\n".join((first if not n else rest) + line for n, line in enumerate(lines))


def _units(text: str, longest: int) -> list[str]:
    """Splits a text into pieces no line break may go through."""
    units: list[str] = []
    glued = False
    for piece in _UNIT.findall(_SPACE.sub(" ", text)):
        joins = units and (glued or piece in _NEVER_FIRST or _width(piece[0]) == 0)
        if joins and not units[-1].isspace() and width_of(units[-1] + piece) <= longest:
            units[-1] += piece
        else:
            units.extend(_cut(piece, longest))
        glued = piece in _NEVER_LAST
    return units


def _cut(piece: str, longest: int) -> list[str]:
    """Cuts a word that is too long, a path after one of its slashes so that names stay whole."""
    parts: list[str] = []
    while len(piece) > longest:
        at = piece.rfind("/", 0, longest) + 1 or longest
        parts.append(piece[:at])
        piece = piece[at:]
    return [*parts, piece]


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
