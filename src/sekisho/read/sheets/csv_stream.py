"""A CSV file read row by row, however long: what it holds passes through and nothing is kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import IO

_LONGEST_LINE = 4 * 1024 * 1024
_SEPARATORS = ",\t;"


def csv_rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Gives each row with the line it ends on, `None` for one that is no CSV.

    Commas, tabs or semicolons part the cells, whichever is most in the first line; the bytes are
    UTF-8, or what Excel in Japan writes.
    """
    lines = _lines(stream)
    first = next(lines, "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(_again(first, lines), delimiter=separator)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, None
            continue
        yield reader.line_num, row


def padded(row: list[str], width: int) -> list[str]:
    """Gives a row of exactly so many cells, empty ones at its end."""
    return (row + [""] * width)[:width]


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _lines(stream: IO[bytes]) -> Iterator[str]:
    """Decodes line by line: UTF-8, else what Excel in Japan writes, else with marks of loss."""
    first = True
    while raw := stream.readline(_LONGEST_LINE):
        text = _decoded(raw).replace("\0", "")
        yield text.removeprefix("\ufeff") if first else text
        first = False


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")
