"""A CSV file read row by row, however long: what it holds passes through and nothing is kept."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import IO

from sekisho.model.errors import InputError
from sekisho.model.values.message import message
from sekisho.read.sheets.text import csv_decoded

_LONGEST_LINE = 4 * 1024 * 1024
_MOST_LINES = 100
"""Lines that one row may take: a quote that nobody closed would take all that follow."""
_SEPARATORS = ",\t;"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def csv_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Gives each row with the line it ends on, `None` for one that is no CSV or no text.

    Commas, tabs or semicolons part the cells, whichever is most in the first line; the bytes are
    UTF-8, or what Excel in Japan writes, as in `csv_text`: a name with a mark of loss in it would
    be another name. Of a row that is no CSV, such as one with a quote left open, only the first line is
    given up: the next is read again as a row of its own.

    Raises `InputError` for UTF-16.
    """
    lines = _Lines(stream)
    first = lines.first()
    separator = max(_SEPARATORS, key=first.count)
    while True:
        lines.begin()
        try:
            row: list[str] | None = next(csv.reader(lines, delimiter=separator, strict=True))
        except StopIteration:
            return
        except csv.Error:
            yield lines.give_back(), None
            continue
        yield lines.number, row


def padded(row: list[str], width: int) -> list[str]:
    """Gives a row of exactly so many cells, empty ones at its end."""
    return (row + [""] * width)[:width]


class _Lines(Iterator[str]):
    """The lines of a file in turn; those of the row at hand can be given back but for the first.

    A line that is no text ends the row: nothing can stand for it.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting: deque[str | None] = deque()
        self._taken: list[str | None] = []
        self.number = 0

    def first(self) -> str:
        """Gives the first line and leaves it to be read; empty where it is no text."""
        raw = self._stream.readline(_LONGEST_LINE)
        if raw.startswith(_UTF16):
            raise InputError(message("error.utf16"), hint=message("error.utf16.remedy"))
        if not raw:
            return ""
        text = csv_decoded(raw)
        self._waiting.append(text)
        return text or ""

    def begin(self) -> None:
        """Begins a row."""
        self._taken = []

    def give_back(self) -> int:
        """Gives up the first line of the row, and gives its number; those behind it are read again."""
        behind = self._taken[1:]
        self._waiting.extendleft(reversed(behind))
        self.number -= len(behind)
        return self.number

    def __next__(self) -> str:
        if len(self._taken) == _MOST_LINES:
            raise StopIteration
        if self._waiting:
            text = self._waiting.popleft()
        elif raw := self._stream.readline(_LONGEST_LINE):
            text = csv_decoded(raw)
        else:
            raise StopIteration
        self.number += 1
        self._taken.append(text)
        if text is None:
            raise csv.Error
        return text
