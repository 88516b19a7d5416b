"""A table as an SBOM: its columns guessed from their headings, confirmed by a person, then read."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from pathlib import Path

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.inventory import Inventory, Package
from sekisho.model.operator.delivery import COLUMN_FIELDS, ColumnGuess, Columns
from sekisho.model.values.message import message
from sekisho.read.child import read_in_child
from sekisho.read.files import read_bytes
from sekisho.read.filing.stored import read_stored
from sekisho.read.limits import FILING
from sekisho.read.sbom.fields import HASH_LENGTHS, Log, digests, package_url, stated
from sekisho.read.sheets.text import SheetCell, SheetText

_HEADED_BY = 50
"""Rows from the top in which the headings are looked for."""
_READ_BOOK = "sekisho.read.sheets.cells:read_cells"
_READ_CSV = "sekisho.read.sheets.csv_text:read_csv_cells"


def read_columns(path: Path) -> Columns:
    """Reads a confirmed mapping; errors as `read_stored`, and without a column for the name."""
    columns, _ = read_stored(read_bytes(path, FILING), str(path), Columns, "columns")
    if "name" not in {column.field for column in columns.columns}:
        id = "columns.no_name"
        raise InputError(message(id), place=Place(file=str(path)), hint=message(f"{id}.remedy"))
    return columns


def sheets_of(data: bytes, file: str, kind: str) -> tuple[SheetText, ...]:
    """Gives the cells of a workbook or of CSV, read in a child; errors as those readers say."""
    if kind == "csv":
        return (read_in_child(_READ_CSV, data, file, SheetText),)
    return read_in_child(_READ_BOOK, data, file, tuple[SheetText, ...])


def guess_columns(sheets: tuple[SheetText, ...], file: str) -> ColumnGuess | None:
    """Guesses the row of headings and what each means; `None` where nothing looks like an SBOM.

    A name and one thing more must be headed in one row; the row with most headings counts, the
    first of equals. A field headed twice is taken from the left.
    """
    best: ColumnGuess | None = None
    for sheet in sheets:
        for number, row in _rows(sheet):
            if number > _HEADED_BY:
                break
            pairs: dict[str, str] = {}
            for cell in row:
                field = _headings().get(_flat(cell.text))
                if field:
                    pairs.setdefault(field, " ".join(cell.text.split()))
            if "name" in pairs and len(pairs) > max(1, len(best.columns) if best else 1):
                columns = tuple((field, pairs[field]) for field in COLUMN_FIELDS if field in pairs)
                best = ColumnGuess(path=file, sheet=sheet.title, row=number, columns=columns)
    return best


def inventory_of(
    sheets: tuple[SheetText, ...], columns: Columns, file: str, kind: str
) -> tuple[Inventory, tuple[Defect, ...]]:
    """Reads the table in which a vendor lists what is inside, by the confirmed columns.

    A row without a name is noted and left out; a formula is noted and taken as empty. Raises
    `InputError` where no sheet has all the headings in one row.
    """
    log = Log(file)
    sheet, head, at = _headed(sheets, columns, file)
    packages = []
    for number, row in _rows(sheet):
        if number > head:
            found = _package(row, at, f"/packages/{number}", log)
            packages += [found] if found else []
    inventory = Inventory(
        format="CSV" if kind == "csv" else "Excel",
        spec_version="",
        name=sheet.title,
        packages=tuple(packages),
    )
    return inventory, log.all()


def _headed(
    sheets: tuple[SheetText, ...], columns: Columns, file: str
) -> tuple[SheetText, int, dict[int, str]]:
    """The sheet, the row of the headings, and the field of each column."""
    wanted = {_flat(column.heading): column.field for column in columns.columns}
    missing: tuple[str, ...] = tuple(column.heading for column in columns.columns)
    for sheet in sheets:
        if columns.sheet and sheet.title != columns.sheet:
            continue
        for number, row in _rows(sheet):
            if number > _HEADED_BY:
                break
            there = {_flat(cell.text) for cell in row}
            lacking = tuple(c.heading for c in columns.columns if _flat(c.heading) not in there)
            if not lacking:
                at: dict[int, str] = {}
                for cell in row:
                    field = wanted.get(_flat(cell.text))
                    if field and field not in at.values():
                        at[cell.column] = field
                return sheet, number, at
            if len(lacking) < len(missing):
                missing = lacking
    id = "vendor.headings_missing"
    raise InputError(
        message(id, headings=missing), place=Place(file=file), hint=message(f"{id}.remedy")
    )


def _package(row: list[SheetCell], at: dict[int, str], place: str, log: Log) -> Package | None:
    said: dict[str, str] = {}
    for cell in row:
        field = at.get(cell.column)
        if field and cell.kind in {"formula", "error"}:
            log.note("vendor.formula", place, cell=cell.name)
        elif field:
            said[field] = stated(cell.text.strip())
    if not any(said.values()):
        return None
    if not said.get("name"):
        log.note("sbom.unreadable_item", place, field="name")
        return None
    pairs = [(field, said[field]) for field in HASH_LENGTHS if said.get(field)]
    licence = said.get("licence", "")
    return Package(
        name=said["name"],
        version=said.get("version", ""),
        group=said.get("group", ""),
        purl=package_url(said.get("purl", ""), place, log),
        cpe=said.get("cpe", ""),
        supplier=said.get("supplier", ""),
        maker=said.get("maker", ""),
        licences=(licence,) if licence else (),
        hashes=digests(pairs, place, log) if pairs else (),
        place=place,
    )


def _rows(sheet: SheetText) -> list[tuple[int, list[SheetCell]]]:
    rows: dict[int, list[SheetCell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.row, []).append(cell)
    return sorted(rows.items())


def _flat(text: str) -> str:
    """A heading without width, case and the breaks it was fitted into its cell with."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _headings() -> dict[str, str]:
    path = Path(__file__).with_name("headings.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {_flat(row["heading"]): row["field"] for row in csv.DictReader(lines)}
