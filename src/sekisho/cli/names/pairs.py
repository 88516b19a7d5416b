"""A table of pairs of names: read row by row, answered row by row."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sekisho.cli.speech.show_errors import print_defects
from sekisho.match.names import compare
from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.values.message import message

_LONGEST_LINE = 4 * 1024 * 1024
_SEPARATORS = ",\t;"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_TOLD = 20


def compare_table(path: Path, lang: str) -> int:
    """Writes the rows of a CSV file with `score` and `match` added to standard output.

    The file has columns `left` and `right`; others are passed on. Gives the number of rows that
    could not be compared: they are told on standard error and answered `unknown`.
    """
    failed = 0
    try:
        stream = sys.stdin.buffer if str(path) == "-" else path.open("rb")
    except OSError as error:
        raise _unreadable(path, error) from error
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text file
    with stream:
        rows = _rows(stream)
        number, head = next(rows, (1, None))
        names = [name.strip().casefold() for name in head or ()]
        if "left" not in names or "right" not in names:
            raise _without_columns(path)
        left, right = names.index("left"), names.index("right")
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow([*(head or ()), "score", "match"])
        for number, row in rows:
            if row == []:
                continue
            found = _compared(row, left, right)
            if found is None:
                failed += 1
                _tell(path, number, failed, lang)
            told = row if row is not None else []
            out.writerow([*map(_guarded, _padded(told, len(names))), *(found or ("", "unknown"))])
    if failed > _MOST_TOLD:
        print_defects([Defect(message=message("names.rows_failed", n=failed))], lang)
    return failed


def _compared(row: list[str] | None, left: int, right: int) -> tuple[str, str] | None:
    if row is None or len(row) <= max(left, right):
        return None
    found = compare(row[left], row[right])
    if not found.left.words or not found.right.words:
        return None
    return str(found.score), "true" if found.match else "false"


def _rows(stream: IO[bytes]) -> Iterator[tuple[int, list[str] | None]]:
    """Gives each row with the line it ends on, `None` for one that is no CSV."""
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


def _padded(row: list[str], width: int) -> list[str]:
    return (row + [""] * width)[:width]


def _guarded(text: str) -> str:
    """Gives text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _tell(path: Path, number: int, failed: int, lang: str) -> None:
    if failed <= _MOST_TOLD:
        place = Place(file=str(path), line=number)
        said, remedy = message("names.row_failed"), message("names.row_failed.remedy")
        print_defects([Defect(message=said, place=place, remedy=remedy)], lang)


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        message("error.names_unreadable", reason=error.strerror or ""),
        place=Place(file=str(path)),
        hint=message("error.names_unreadable.remedy"),
    )


def _without_columns(path: Path) -> InputError:
    return InputError(
        message("error.names_columns"),
        place=Place(file=str(path), line=1),
        hint=message("error.names_columns.remedy"),
    )
