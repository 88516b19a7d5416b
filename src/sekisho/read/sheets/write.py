"""Writes a document as a bilingual workbook that can be filled in and read back.

Only commands that write workbooks import this module, since the library is slow to import.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.shape import Shape, schema_of
from sekisho.read.sheets.layout import PARENT, Column, Layout, layouts_of
from sekisho.read.sheets.rows import BETWEEN, GUIDE, LABEL, MARK, VALUE, WORDS

Wording = Callable[[str], tuple[str, str]]
"""Gives the Japanese and the English text of a message id."""

NO_WIDTHS: Mapping[str, int] = {}

_LAST_ROW = 500
_LONGEST = 32_767
_FIRST_EXCEL_DAY = date(1900, 3, 1)
_HEAD = PatternFill("solid", fgColor="E8F1FE")
_LINE = Side(style="thin", color="949494")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class _Look:
    font: Font | None = None
    fill: PatternFill | None = None


_PLAIN = _Look()
_SMALL = _Look(Font(size=9, color="626264"))
_BOLD = _Look(Font(bold=True))
_TITLE = _Look(Font(bold=True), _HEAD)
_SUBTITLE = _Look(None, _HEAD)


def write_workbook(
    document: msgspec.Struct,
    wording: Wording,
    inline: tuple[str, ...] = (),
    header: str = "",
    widths: Mapping[str, int] = NO_WIDTHS,
) -> bytes:
    """Writes a document as `.xlsx`; an empty document gives the form to fill in.

    `header` is printed at the head of every page; `widths` gives columns of tables, by their key,
    another width than the usual one. The message ids asked of `wording` are `sheet.<key>`, `sheet.guide.text`,
    `field.<Record>.<field>`, `sheet.hint.<kind>` and `word.<word>`.
    """
    book = Workbook()
    guide = book.active
    if not isinstance(guide, Worksheet):
        raise TypeError("a new workbook has a sheet")
    writer = _Writer(book, wording, widths)
    writer.guide(guide)
    for layout in layouts_of(type(document), inline):
        writer.sheet(layout, document)
    writer.words()
    if header:
        _print_header(book, header)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Workbook, wording: Wording, widths: Mapping[str, int]) -> None:
        self._book = book
        self._widths = widths
        self._wording = wording
        self._lists: dict[tuple[str, ...], int] = {}

    def guide(self, sheet: Worksheet) -> None:
        self._name(sheet, GUIDE)
        sheet.sheet_properties.tabColor = "0017C1"
        sheet.column_dimensions["B"].width = 100
        row = 2
        for number, text in enumerate(self._wording("sheet.guide.text")):
            for line in text.split("\n"):
                self._put(sheet, row, 2, line, _BOLD if row == 2 else _PLAIN)
                row += 1
            row += number == 0

    def sheet(self, layout: Layout, document: msgspec.Struct) -> None:
        sheet = self._book.create_sheet()
        self._name(sheet, layout.key)
        if layout.table:
            self._table(sheet, layout, document)
        else:
            self._form(sheet, layout, document)

    def words(self) -> None:
        sheet = self._book.create_sheet()
        self._name(sheet, WORDS)
        sheet.sheet_state = "hidden"
        for words, column in self._lists.items():
            for row, word in enumerate(words, start=2):
                self._put(sheet, row, column, self._word(word))

    def _form(self, sheet: Worksheet, layout: Layout, document: msgspec.Struct) -> None:
        for number, (key, width) in enumerate(
            ((LABEL, 34), (LABEL, 34), (VALUE, 50), (LABEL, 60)), start=2
        ):
            self._put(sheet, 1, number, key)
            sheet.column_dimensions[get_column_letter(number)].width = width
        record = _follow(document, layout.path)
        row = 2
        if not layout.path:
            self._put(sheet, row, 1, "schema")
            self._put(sheet, row, 2, "schema", _SMALL)
            self._put(sheet, row, 4, schema_of(type(document)), _SMALL)
            row += 1
        for column in layout.columns:
            ja, en = self._label(column)
            self._put(sheet, row, 1, column.key)
            self._put(sheet, row, 2, ja, _TITLE)
            self._put(sheet, row, 3, en, _SUBTITLE)
            value = _follow(record, column.key.split(".")) if record is not None else None
            self._value(sheet, row, 4, value, column.shape)
            self._put(sheet, row, 5, "\n".join(self._hint(column.shape)), _SMALL)
            self._choices(sheet, column.shape, f"D{row}")
            row += 1
        sheet.freeze_panes = "D2"

    def _table(self, sheet: Worksheet, layout: Layout, document: msgspec.Struct) -> None:
        for row in (2, 3, 4):
            self._put(sheet, row, 1, LABEL)
        columns = list(layout.columns)
        if layout.parent:
            columns.insert(0, Column(PARENT, ((layout.key, PARENT),), Shape("text")))
        for number, column in enumerate(columns, start=2):
            ja, en = self._parent_label(layout) if column.key == PARENT else self._label(column)
            self._put(sheet, 1, number, column.key)
            self._put(sheet, 2, number, ja, _TITLE)
            self._put(sheet, 3, number, en, _SUBTITLE)
            self._put(sheet, 4, number, "\n".join(self._hint(column.shape)), _SMALL)
            letter = get_column_letter(number)
            usual = 18 if column.key in ("id", PARENT) else 26
            sheet.column_dimensions[letter].width = self._widths.get(column.key, usual)
            self._choices(sheet, column.shape, f"{letter}5:{letter}{_LAST_ROW}")
        for row, (parent, record) in enumerate(_entries(document, layout), start=5):
            for number, column in enumerate(columns, start=2):
                value = parent
                if column.key != PARENT:
                    value = _follow(record, column.key.split("."))
                self._value(sheet, row, number, value, column.shape)
        sheet.freeze_panes = "C5"

    def _name(self, sheet: Worksheet, key: str) -> None:
        """Titles a sheet and hides its row and column of keys."""
        ja, en = self._wording(f"sheet.{key}")
        sheet.title = f"{ja} {en}"[:31]
        self._put(sheet, 1, 1, f"{MARK}{key}")
        sheet.row_dimensions[1].hidden = True
        sheet.column_dimensions["A"].hidden = True

    def _label(self, column: Column) -> tuple[str, str]:
        parts = [self._wording(f"field.{record}.{field}") for record, field in column.way]
        return "：".join(ja for ja, _ in parts), ": ".join(en for _, en in parts)

    def _parent_label(self, layout: Layout) -> tuple[str, str]:
        return self._wording(f"sheet.of.{layout.parent}")

    def _hint(self, shape: Shape) -> tuple[str, str]:
        kind = shape.kind
        if shape.item is not None:
            kind = "list"
        return self._wording(f"sheet.hint.{kind}")

    def _word(self, word: str) -> str:
        ja, en = self._wording(f"word.{word}")
        return f"{word}{BETWEEN}{ja} / {en}"

    def _choices(self, sheet: Worksheet, shape: Shape, cells: str) -> None:
        words = ("yes", "no") if shape.kind == "boolean" else shape.words
        if shape.item is not None:
            words = shape.item.words
        if not words:
            return
        column = self._lists.setdefault(words, len(self._lists) + 2)
        letter = get_column_letter(column)
        ja, en = self._wording(f"sheet.{WORDS}")
        rule = DataValidation(
            type="list",
            formula1=f"'{f'{ja} {en}'[:31]}'!${letter}$2:${letter}${len(words) + 1}",
            allow_blank=True,
            # Several words, one a line, are allowed where the field is a list.
            showErrorMessage=shape.item is None,
        )
        ja, en = self._wording("sheet.choose")
        rule.error = f"{ja}\n{en}"
        sheet.add_data_validation(rule)
        rule.add(cells)

    def _value(self, sheet: Worksheet, row: int, column: int, value: Any, shape: Shape) -> None:
        cell = sheet.cell(row, column)
        cell.border, cell.alignment = _BOX, _WRAP
        # As text, `1.10` stays a version and `1/3` a share; Excel would guess otherwise.
        cell.number_format = "yyyy-mm-dd" if shape.kind == "date" else "@"
        if value is None or value in ("", ()):
            return
        if isinstance(value, date) and value >= _FIRST_EXCEL_DAY:
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
            return
        self._put(sheet, row, column, self._as_text(value, shape))

    def _as_text(self, value: Any, shape: Shape) -> str:
        if isinstance(value, tuple):
            item = shape.item or Shape("text")
            return "\n".join(self._as_text(part, item) for part in value)
        if isinstance(value, bool):
            return self._word("yes" if value else "no")
        return self._word(value) if shape.kind == "word" else str(value)

    def _put(
        self, sheet: Worksheet, row: int, column: int, text: str, look: _Look = _PLAIN
    ) -> None:
        if len(text) > _LONGEST:
            raise UsageError(message("error.sheet_text_too_long", limit=_LONGEST))
        cell = sheet.cell(row, column)
        cell.value = text
        # Never a formula, an error value or a number, whatever the text looks like.
        cell.data_type = "s"
        cell.alignment = _WRAP
        if look.font is not None:
            cell.font = look.font
        if look.fill is not None:
            cell.fill, cell.border = look.fill, _BOX


def _print_header(book: Workbook, text: str) -> None:
    """Heads every printed page; an ampersand would begin a code of Excel."""
    for sheet in book.worksheets:
        if sheet.oddHeader is not None:
            sheet.oddHeader.center.text = text.replace("&", "&&")
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _follow(value: Any, path: tuple[str, ...] | list[str]) -> Any:
    for name in path:
        if value is None:
            return None
        value = getattr(value, name)
    return value


def _entries(document: msgspec.Struct, layout: Layout) -> list[tuple[str, Any]]:
    """Gives the records of a table, each with the id of the entry it belongs to."""
    if not layout.parent:
        return [("", record) for record in _follow(document, layout.path) or ()]
    *above, last = layout.path
    return [
        (entry.id, record) for entry in _follow(document, above) for record in getattr(entry, last)
    ]
