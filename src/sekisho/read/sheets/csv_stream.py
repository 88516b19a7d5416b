"""A CSV file read row by row, however long: what it holds passes through and nothing is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

from sekisho.read.sheets.text import csv_decoded

_LONGEST_LINE = 4 * 1024 * 1024
_SEPARATORS = ",\t;"


def csv_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Gives each row with the line it ends on, `None` for one that is no CSV or no text.

    Commas, tabs or semicolons part the cells, whichever is most in the first line; the bytes are
    UTF-8, or what Excel in Japan writes, as in `csv_text`: a name with a mark of loss in it would
    be another name.
    """
    lost: list[int] = []
    lines = _lines(stream, lost)
    first = next(lines, "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(_again(first, lines), delimiter=separator)
    while True:
        try:
            row: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = None
        if lost and lost[0] <= reader.line_num:
            row = None
            lost.clear()
        yield reader.line_num, row


def padded(row: list[str], width: int) -> list[str]:
    """Gives a row of exactly so many cells, empty ones at its end."""
    return (row + [""] * width)[:width]


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _lines(stream: IO[bytes], lost: list[int]) -> Iterator[str]:
    """Decodes line by line; the number of a line that is no text goes to `lost`, and a word that
    nobody is to see stands for it.
    """
    number = 0
    while raw := stream.readline(_LONGEST_LINE):
        number += 1
        text = csv_decoded(raw)
        if text is None:
            lost.append(number)
        yield "\n" if text is None else text
