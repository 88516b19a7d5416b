"""Opens a workbook and gives its cells as text; run in a child process (`read.child`).

Only the child imports this module, since the library it needs is slow to import.
"""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.sheets.guard import LIMITS, SheetLimits, check_workbook
from sekisho.read.sheets.text import CellKind, SheetCell, SheetText


def read_cells(data: bytes, file: str, limits: SheetLimits = LIMITS) -> tuple[SheetText, ...]:
    """Reads every sheet of an `.xlsx` as text.

    Numbers are written with the 15 significant digits Excel keeps, so that 0.26 shown as a
    percentage is exactly `26%`; dates as ISO 8601. A formula keeps its own text, since its value
    was computed by someone else. Errors as in `check_workbook`.
    """
    check_workbook(data, file, limits)
    try:
        with warnings.catch_warnings():
            # It warns of styles and extensions it drops; none of them is read here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False, rich_text=False)
        return tuple(_sheet(sheet) for sheet in book.worksheets)
    except MemoryError:
        raise
    except Exception as error:  # a hostile workbook can make the library raise anything
        raise InputError(
            message("error.sheet_broken"),
            place=Place(file=file),
            hint=message("error.sheet_broken.remedy"),
        ) from error


def _sheet(sheet: Worksheet) -> SheetText:
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }
    # Only cells that exist: iterating over rows would create every cell up to the farthest one.
    places = sorted({*sheet._cells, *merged})  # noqa: SLF001
    found = []
    for row, column in places:
        source: Any = sheet.cell(*merged.get((row, column), (row, column)))
        text, kind = _text(source)
        if text.strip():
            name = sheet.cell(row, column).coordinate
            found.append(SheetCell(row, column, name, text, kind))
    return SheetText(title=sheet.title, cells=tuple(found))


def _text(cell: Any) -> tuple[str, CellKind]:
    value = cell.value
    if cell.data_type == "f":
        return str(getattr(value, "text", value)), "formula"
    if cell.data_type == "e":
        return str(value), "error"
    if isinstance(value, date):
        return _date(value), "date"
    if isinstance(value, bool):
        return ("true" if value else "false"), "boolean"
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return str(value or "").replace("\r\n", "\n").replace("\r", "\n"), "text"


def _date(value: date) -> str:
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ")
    return value.isoformat()


def _number(value: float, number_format: str) -> tuple[str, CellKind]:
    digits = Decimal(f"{value:.15g}")
    if "%" in number_format:
        return f"{_plain(digits * 100)}%", "percent"
    return _plain(digits), "number"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
