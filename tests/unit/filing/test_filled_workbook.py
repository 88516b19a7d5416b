"""A new workbook, filled in by hand from each example, leads to the same assessment as its YAML."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import sekisho
from sekisho.cli.main import run
from sekisho.model.canonical import plain
from sekisho.model.filing import Filing
from sekisho.read.filing import read_filing

EXAMPLES = Path(sekisho.__file__).parents[2] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/filing.yaml"))
HEAD_ROWS = 4
OFFICE = {"true": "はい", "false": "いいえ", "JP": "日本"}
"""How a person at a Japanese office writes what a YAML file says in code."""


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_filled_in_by_hand_is_the_filing_and_gets_its_assessment(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    shutil.copytree(EXAMPLES / "library", tmp_path / "library")
    by_yaml = Path(shutil.copytree(EXAMPLES / name, tmp_path / "yaml"))
    filing = read_filing((by_yaml / "filing.yaml").read_bytes(), "filing.yaml")
    by_hand = Path(shutil.copytree(by_yaml, tmp_path / "hand"))
    imported = Path(shutil.copytree(by_yaml, tmp_path / "imported"))
    for folder in (by_hand, imported):
        (folder / "filing.yaml").unlink()
    book = by_hand / "filing.xlsx"
    assert run(["filing", "new", "--xlsx", str(book), "--kind", "plan"]) == 0
    fill_in(book, filing)
    assert read_filing(book.read_bytes(), "filing.xlsx") == filing
    assert run(["filing", "check", str(book)]) == 0
    assert run(["filing", "import", str(book), "-o", str(imported / "filing.yaml")]) == 0
    capsys.readouterr()
    answers = [assessment(folder, capsys) for folder in (by_yaml, by_hand, imported)]
    assert answers[0] == answers[1] == answers[2]


def assessment(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Vets a folder and gives the exit code and the canonical assessment."""
    code = run(["vet", str(folder), "--json"])
    return code, capsys.readouterr().out


def fill_in(path: Path, filing: Filing) -> None:
    """Empties the rows a new workbook proposes and writes what the filing says."""
    book = load_workbook(path)
    said = plain(filing)
    for sheet in book.worksheets:
        key = str(sheet["A1"].value or "").removeprefix("sekisho:")
        if sheet.cell(1, 4).value == "value":
            fill_form(book, sheet, said if key == "filing" else said.get(key) or {})
        elif key not in ("guide", "words"):
            fill_table(book, sheet, list(rows(said, key)))
    book.save(path)


def fill_form(book: Workbook, sheet: Worksheet, record: dict[str, Any]) -> None:
    for line in range(2, sheet.max_row + 1):
        field = str(sheet.cell(line, 1).value)
        if field != "schema":
            sheet.cell(line, 4).value = typed(book, follow(record, field))


def fill_table(book: Workbook, sheet: Worksheet, entries: list[dict[str, Any]]) -> None:
    fields = {cell.column: str(cell.value) for cell in sheet[1] if cell.column > 1 and cell.value}
    blank = max(sheet.max_row - HEAD_ROWS - len(entries), 0)
    for line, entry in enumerate([*entries, *[{}] * blank], HEAD_ROWS + 1):
        for column, field in fields.items():
            sheet.cell(line, column).value = typed(book, follow(entry, field))


def rows(said: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    """Gives the rows of a sheet; those of a list within a list name the entry they are of."""
    if key == "change_fields":
        yield from (said.get("change") or {}).get("fields", ())
    yield from said.get(key, ())
    for party in said["parties"]:
        yield from ({"of": party["id"], **row} for row in party.get(key, ()))


def follow(record: Any, field: str) -> Any:
    for part in field.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def typed(book: Workbook, value: Any) -> Any:
    """Writes a value as a person does: dates as Excel has them or in their era, words as listed."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return "\n".join(chosen(book, str(item)) for item in value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return OFFICE.get(text) or chosen(book, text)
    if day.year > 2018 and day.day % 2:
        return f"令和{day.year - 2018}年{day.month}月{day.day}日"
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  # as Excel holds a day


def chosen(book: Workbook, text: str) -> str:
    """Gives the entry of the drop-down lists that stands for a word; other text as it is."""
    offered = (cell.value for row in book.worksheets[-1].iter_rows(min_row=2) for cell in row)
    return next((str(o) for o in offered if o and str(o).startswith(f"{text} | ")), text)
