"""Writes a list as a sheet to fill in, and a table as Excel or CSV to read.

Only commands that write workbooks import this module, since the library is slow to import.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from sekisho.read.sheets.listing import ListColumn, Listing, Wording
from sekisho.read.sheets.rows import BETWEEN, GUIDE, LABEL, MARK, WORDS
from sekisho.read.sheets.text import guarded

_SPARE_ROWS = 200
_LONGEST = 32_767
_MADE_AT = "2000-01-01T00:00:00Z"
_ZIPPED_AT = (2000, 1, 1, 0, 0, 0)
"""Written as the time of making, so that equal lists are equal files."""
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_HEAD = PatternFill("solid", fgColor="E8F1FE")
_GREY = PatternFill("solid", fgColor="F2F2F2")
_LINE = Side(style="thin", color="949494")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top")
_WIDTHS = {"boolean": 12, "word": 20, "date": 14}


@dataclass(frozen=True, slots=True)
class Shown:
    """A column that is shown to whoever fills in and never read: its heading and its cells."""

    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list to be written.

    `rows` hold values by key, `shown` stands before them, `choices` are what may be picked in a
    column of text: each a value and its label.
    """

    listing: Listing
    rows: Sequence[Mapping[str, Any]] = ()
    shown: tuple[Shown, ...] = ()
    choices: Mapping[str, Sequence[tuple[str, str]]] | None = None


def write_listing(sheet: Sheet, wording: Wording) -> bytes:
    """Writes a list as `.xlsx`, with a guide before it and drop-downs for its words.

    The message ids asked of `wording` are `sheet.<key>`, `sheet.guide.<key>`,
    `field.<Record>.<field>`, `sheet.hint.<kind>`, `word.<word>` and those of the columns shown.
    """
    book = Workbook()
    writer = _Writer(book, wording)
    writer.guide(sheet.listing.key)
    writer.sheet(sheet)
    writer.words()
    return _saved(book)


def write_table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Writes a table as `.xlsx`; every cell is text, whatever it looks like."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a sheet")
    sheet.title = title[:31]
    for number, text in enumerate(head, start=1):
        _put(sheet, 1, number, text, _HEAD).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 24
    for at, row in enumerate(rows, start=2):
        for number, text in enumerate(row, start=1):
            _put(sheet, at, number, text)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    return _saved(book)


def write_csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Writes a table as CSV in UTF-8 with its mark, as Excel wants it.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in (head, *rows):
        writer.writerow([guarded(text) for text in row])
    return stream.getvalue().encode("utf-8-sig")


def _saved(book: Workbook) -> bytes:
    """Gives a workbook as bytes that do not tell when it was made."""
    stream, still = io.BytesIO(), io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(still, "w") as archive:
        for part in made.infolist():
            body = _TIME.sub(rb"\g<1>" + _MADE_AT.encode(), made.read(part))
            entry = zipfile.ZipInfo(part.filename, _ZIPPED_AT)
            archive.writestr(entry, body, zipfile.ZIP_DEFLATED)
    return still.getvalue()


class _Writer:
    def __init__(self, book: Workbook, wording: Wording) -> None:
        self._book = book
        self._wording = wording
        self._lists: dict[tuple[str, ...], int] = {}

    def guide(self, key: str) -> None:
        sheet = self._book.active
        if not isinstance(sheet, Worksheet):
            raise TypeError("a new workbook has a sheet")
        self._name(sheet, GUIDE)
        sheet.column_dimensions["B"].width = 100
        row = 2
        for text in self._wording(f"sheet.guide.{key}"):
            for number, line in enumerate(text.split("\n")):
                _put(sheet, row, 2, line).font = Font(bold=number == 0)
                row += 1
            row += 1

    def sheet(self, given: Sheet) -> None:
        sheet = self._book.create_sheet()
        self._name(sheet, given.listing.key)
        for row in (2, 3, 4):
            _put(sheet, row, 1, LABEL)
        for number, column in enumerate(given.shown, start=2):
            self._shown(sheet, number, column)
        first = len(given.shown) + 2
        for number, field in enumerate(given.listing.columns, start=first):
            self._column(sheet, number, field, given)
        sheet.freeze_panes = f"{get_column_letter(first + 1)}5"
        self._book.active = self._book.index(sheet)

    def words(self) -> None:
        sheet = self._book.create_sheet()
        self._name(sheet, WORDS)
        sheet.sheet_state = "hidden"
        for words, column in self._lists.items():
            for row, word in enumerate(words, start=2):
                _put(sheet, row, column, word)

    def _shown(self, sheet: Worksheet, number: int, column: Shown) -> None:
        ja, en = self._wording(column.heading)
        _put(sheet, 1, number, LABEL)
        _put(sheet, 2, number, ja, _GREY)
        _put(sheet, 3, number, en, _GREY)
        for row, text in enumerate(column.texts, start=5):
            _put(sheet, row, number, text, _GREY)
        sheet.column_dimensions[get_column_letter(number)].width = 24

    def _column(self, sheet: Worksheet, number: int, column: ListColumn, given: Sheet) -> None:
        ja, en = self._wording(f"field.{column.owner}.{column.key}")
        _put(sheet, 1, number, column.key)
        _put(sheet, 2, number, ja, _HEAD).font = Font(bold=True)
        _put(sheet, 3, number, en, _HEAD)
        _put(sheet, 4, number, "\n".join(self._wording(f"sheet.hint.{column.shape.kind}")))
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.shape.kind, 26)
        # As text in rows that are added as well: `1.10` stays a version.
        sheet.column_dimensions[letter].number_format = _format(column)
        last = max(len(given.rows) + 4, 5) + _SPARE_ROWS
        options = self._options(column, given)
        if options:
            self._choose(sheet, options, f"{letter}5:{letter}{last}", column)
        for row, values in enumerate(given.rows, start=5):
            self._value(sheet, (row, number), values.get(column.key), column, options)

    def _options(self, column: ListColumn, given: Sheet) -> dict[str, str]:
        """Gives the entries of a drop-down by the value each stands for."""
        choices = (given.choices or {}).get(column.key, ())
        if choices:
            return {
                value: f"{value}{BETWEEN}{label}" if label else value for value, label in choices
            }
        words = ("yes", "no") if column.shape.kind == "boolean" else column.shape.words
        return {
            word: f"{word}{BETWEEN}{' / '.join(self._wording(f'word.{word}'))}" for word in words
        }

    def _choose(
        self, sheet: Worksheet, options: dict[str, str], cells: str, column: ListColumn
    ) -> None:
        shown = tuple(options.values())
        at = self._lists.setdefault(shown, len(self._lists) + 2)
        letter = get_column_letter(at)
        rule = DataValidation(
            type="list",
            formula1=f"'{self._title(WORDS)}'!${letter}$2:${letter}${len(shown) + 1}",
            allow_blank=True,
            # What is picked from a list of names may also be something new.
            showErrorMessage=column.shape.kind != "text",
        )
        rule.error = "\n".join(self._wording("sheet.choose"))
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _value(
        self,
        sheet: Worksheet,
        at: tuple[int, int],
        value: Any,
        column: ListColumn,
        options: dict[str, str],
    ) -> None:
        cell = sheet.cell(*at)
        cell.border, cell.alignment = _BOX, _WRAP
        if isinstance(value, date):
            cell.value = value
        elif value is not None and value != "":
            text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
            _put(sheet, *at, options.get(text, text))
        cell.number_format = _format(column)

    def _name(self, sheet: Worksheet, key: str) -> None:
        sheet.title = self._title(key)
        _put(sheet, 1, 1, f"{MARK}{key}")
        sheet.row_dimensions[1].hidden = True
        sheet.column_dimensions["A"].hidden = True

    def _title(self, key: str) -> str:
        return " ".join(self._wording(f"sheet.{key}"))[:31]


def _format(column: ListColumn) -> str:
    return "yyyy-mm-dd" if column.shape.kind == "date" else "@"


def _put(
    sheet: Worksheet, row: int, column: int, text: str, fill: PatternFill | None = None
) -> Any:
    cell = sheet.cell(row, column)
    cell.value = text[:_LONGEST]
    # Never a formula, an error value or a number, whatever the text looks like.
    cell.data_type = "s"
    cell.alignment = _WRAP
    if fill is not None:
        cell.fill, cell.border = fill, _BOX
    return cell
