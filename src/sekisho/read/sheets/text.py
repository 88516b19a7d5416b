"""A workbook after opening: text by cell, small enough to cross a process border."""

from __future__ import annotations

from typing import Literal

import msgspec

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CellKind = Literal["text", "number", "percent", "date", "boolean", "formula", "error"]


class SheetCell(msgspec.Struct, frozen=True, array_like=True):
    """One cell that holds something; `row` and `column` count from 1, `name` is as in `B4`.

    A cell covered by a merge has the text of the whole and its own place.
    """

    row: int
    column: int
    name: str
    text: str
    kind: CellKind = "text"


class SheetText(msgspec.Struct, frozen=True):
    """One sheet of a workbook: its title and its cells, row by row."""

    title: str
    cells: tuple[SheetCell, ...] = ()


def csv_decoded(raw: bytes) -> str | None:
    """Gives the text of a CSV file or of a line of one: UTF-8, else what Excel in Japan writes unless
    it is told otherwise; `None` for what is neither, or holds a NUL, which no text does.
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def guarded(text: str) -> str:
    """Gives text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
