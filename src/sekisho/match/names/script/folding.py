"""Text folded to one width, case and composition, with the place of every character kept."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Literal

import msgspec

from sekisho.match.names.words import han_variants

LONGEST_NAME = 400
"""Characters of a name that are looked at; no registered name is near this long."""

Note = Literal["cut", "hidden_characters", "direction_marks", "look_alikes", "digits_as_letters"]
"""What a name does that a reader would not see or expect.

Cut: only the first characters count. Hidden characters and direction marks were left out.
Look-alikes: letters of another script that look the same. Digits stood for letters.
"""

Script = Literal["latin", "han", "kana", "hangul", "cyrillic", "greek", "arabic", "other", "number"]

_KE = "ヶ"
"""Written small between characters it is read ga and belongs to them."""

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_HALF_MARKS = frozenset("\uff9e\uff9f")
_MOST_MARKS = 8
_JOINS_LETTERS = "\u200c"
_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x08FF, "arabic"),
    (0x0900, 0x10FF, "other"),
    (0x1100, 0x11FF, "hangul"),
    (0x1200, 0x1DFF, "other"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
    (0x2C00, 0x2FFF, "other"),
    (0x3005, 0x3007, "han"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"),
    (0x20000, 0x3FFFF, "han"),
)


class Folded(msgspec.Struct, frozen=True):
    """Folded text; `starts` and `ends` give for each character the span it came from, `None`
    when both texts run alike.
    """

    text: str
    starts: tuple[int, ...] | None
    ends: tuple[int, ...] | None
    notes: tuple[Note, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Gives the place in the text as it was written."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def fold(written: str) -> Folded:
    """Folds width, case and composition; hidden characters are left out and noted.

    Only the first 400 characters are looked at.
    """
    notes: list[Note] = ["cut"] if len(written) > LONGEST_NAME else []
    written = written[:LONGEST_NAME]
    if written.isascii() and written.isprintable():
        return Folded(written.lower(), None, None, tuple(notes))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(written):
        cluster = written[start:end]
        if cluster == _JOINS_LETTERS:
            continue
        folded, note = _cluster_folded(cluster)
        if note:
            if note not in notes:
                notes.append(note)
            continue
        pieces.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([end] * len(folded))
    return Folded("".join(pieces), tuple(starts), tuple(ends), tuple(notes))


@lru_cache(maxsize=16384)
def _cluster_folded(cluster: str) -> tuple[str, Note | None]:
    """Folds a letter with its marks; what a reader would not see gives no letter and a note."""
    note = unseen(cluster[0])
    if note:
        return "", note
    return unicodedata.normalize("NFKC", cluster).casefold().translate(han_variants()), None


@lru_cache(maxsize=8192)
def script_of(character: str) -> Script:
    """Gives the script of one letter or digit."""
    if character == _KE:
        return "han"
    code = ord(character)
    if code < 0x0370:
        return "number" if character.isdigit() else "latin"
    for first, last, script in _RANGES:
        if first <= code <= last:
            return script
    return "number" if character.isdigit() else "other"


def _clusters(text: str) -> list[tuple[int, int]]:
    """Gives the spans of a letter with the marks that belong to it."""
    spans: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        joins = (
            character in _HALF_MARKS
            or "\u1160" <= character <= "\u11ff"
            or (ord(character) > 0x02FF and unicodedata.combining(character) != 0)
        )
        if joins and spans and spans[-1][1] == at and at - spans[-1][0] <= _MOST_MARKS:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return spans


def unseen(character: str) -> Note | None:
    """Says what a character is that a reader would not see, `None` for one that is seen."""
    if character in _DIRECTION:
        return "direction_marks"
    kind = unicodedata.category(character)
    if kind in ("Cf", "Cc", "Co", "Cs", "Cn") and not character.isspace():
        return "hidden_characters"
    return None
