"""CSV as cells: the same hostile caps as a workbook, and the encodings that Excel writes."""

from __future__ import annotations

import csv
import io

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.limits import SHEET, Limits
from sekisho.read.sheets.text import SheetCell, SheetText, csv_decoded

_LONGEST = 32_767
_SEPARATORS = ",\t;"


def read_csv_cells(data: bytes, file: str, limits: Limits = SHEET) -> SheetText:
    """Reads CSV, separated by commas, tabs or semicolons, as the cells of one sheet.

    Raises `InputError` for bytes in no encoding known or broken quotes, `TooLargeError` for more
    cells than a workbook may have, or a cell longer than one of Excel can be.
    """
    text = csv_decoded(data)
    if text is None:
        raise _broken(file)
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    cells: list[SheetCell] = []
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), start=1
        ):
            for at, value in enumerate(row, start=1):
                if not value.strip():
                    continue
                if len(value) > _LONGEST or len(cells) >= limits.nodes:
                    raise _too_large(file, limits)
                said = value.replace("\r\n", "\n").replace("\r", "\n")
                cells.append(SheetCell(number, at, f"{_letters(at)}{number}", said))
    except csv.Error as error:
        raise _broken(file) from error
    return SheetText(title="", cells=tuple(cells))


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _broken(file: str) -> InputError:
    return InputError(
        message("error.csv_broken"),
        place=Place(file=file),
        hint=message("error.csv_broken.remedy"),
    )


def _too_large(file: str, limits: Limits) -> TooLargeError:
    return TooLargeError(
        message("error.sheet_too_many_cells", found=limits.nodes + 1, limit=limits.nodes),
        place=Place(file=file),
        hint=message("error.sheet_too_many_cells.remedy"),
    )
