"""A sheet as a PDF, set by typst: the same sheet always gives the same bytes.

Only commands that print import this module, since the library is large.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import typst

from sekisho.desk.paper.sheet import Sheet
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

PACKAGE = "fonts-noto-cjk"
"""The Debian package that brings a Japanese font."""

_MOST_ROWS = 20_000
_UNSEEN = re.compile(r'the text `"(.+?)"` could not be displayed')
_TEMPLATE = Path(__file__).parent / "look" / "sheet.typ"
_FONTS = (
    "Noto Sans CJK JP",
    "Noto Sans JP",
    "IPAexGothic",
    "IPAGothic",
    "Source Han Sans",
    "BIZ UDGothic",
    "Hiragino Sans",
    "Yu Gothic",
    "Meiryo",
)
_MONO = ("Noto Sans Mono CJK JP", "DejaVu Sans Mono")
"""The last one comes with typst."""


def japanese_fonts() -> tuple[str, ...]:
    """Gives the Japanese fonts of this machine that a print can be set in, the best first."""
    known = set(_fonts().families())
    return tuple(name for name in _FONTS if name in known)


def write_pdf(sheet: Sheet) -> bytes:
    """Prints a sheet as tagged PDF (PDF/UA-1), dated by the sheet and not by the clock.

    Raises `UsageError` where no Japanese font is installed or none can show a character (a name
    would be an empty box), and for a sheet of more than 20,000 rows.
    """
    fonts = japanese_fonts()
    if not fonts:
        raise UsageError(
            message("package.no_font", package=PACKAGE),
            hint=message("package.no_font.remedy", package=PACKAGE),
        )
    rows = _count(sheet)
    if rows > _MOST_ROWS:
        raise UsageError(
            message("package.too_large", n=rows, limit=_MOST_ROWS),
            hint=message("package.too_large.remedy"),
        )
    data = msgspec.to_builtins(sheet) | {
        "day": [sheet.on.year, sheet.on.month, sheet.on.day],
        "fonts": list(fonts),
        "mono": list(_MONO),
    }
    try:
        return _print(data, datetime(sheet.on.year, sheet.on.month, sheet.on.day, tzinfo=UTC))
    except typst.TypstError as error:
        unseen = _UNSEEN.search(error.message)
        said = "package.no_glyph" if unseen else "package.not_printed"
        text = unseen.group(1) if unseen else error.message
        raise UsageError(message(said, text=text), hint=message(f"{said}.remedy")) from error


def _count(sheet: Sheet) -> int:
    return sum(
        len(block.rows) + sum(len(table.rows) for table in block.tables)
        for section in sheet.sections
        for block in section.blocks
    )


def _print(data: dict[str, Any], at: datetime) -> bytes:
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"sheet": msgspec.json.encode(data).decode()},
        pdf_standards="ua-1",
        timestamp=at,
    )


@cache
def _fonts() -> typst.Fonts:
    """Looks for fonts once: the search reads every font of the machine."""
    return typst.Fonts()
