"""A table of pairs of names: read row by row, answered row by row."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from sekisho.cli.speech.show_errors import print_defects
from sekisho.match.names import compare
from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.values.message import message
from sekisho.read.sheets.csv_stream import csv_rows, padded
from sekisho.read.sheets.text import guarded

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
        rows = csv_rows(stream)
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
            out.writerow([*map(guarded, padded(told, len(names))), *(found or ("", "unknown"))])
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
