"""One sheet that is one list: found by its headings, read row by row, each row on its own.

The headings may be our keys, the Japanese or the English labels, in any order; a sheet of
someone's own is read as well as one that we wrote. What is wrong with one row is told with its
cell and stops no other row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from sekisho.model.errors import Defect, InputError, Place, TooLargeError
from sekisho.model.values.message import Message, message
from sekisho.read.child import read_in_child
from sekisho.read.filing.walk import Walk
from sekisho.read.limits import SHEET, check_size
from sekisho.read.shape import Shape, fields_of
from sekisho.read.sheets.csv_text import read_csv_cells
from sekisho.read.sheets.rows import BETWEEN, GUIDE, LABEL, MARK, WORDS, said_in
from sekisho.read.sheets.text import SheetCell, SheetText
from sekisho.read.tree import Node

Wording = Callable[[str], tuple[str, str]]
"""Gives the Japanese and the English text of a message id."""

_READ_CELLS = "sekisho.read.sheets.cells:read_cells"
_ZIP = b"PK\x03\x04"
_BOOKS = (".xlsx", ".xlsm", ".xls")
_TABLES = (".csv", ".tsv", ".txt", *_BOOKS)
MOST_ROWS = 10_000
"""Rows one list may have."""
_SEARCHED = 30
"""Rows in which the headings are looked for."""
_REMARK = re.compile(r"[(（\[［].*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: the field `key` of the record `owner`.

    `chosen` marks text picked from a list, where what follows the bar is a label.
    """

    owner: str
    key: str
    shape: Shape
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it stands on a sheet; a row without any of `needed` is no heading."""

    key: str
    columns: tuple[ListColumn, ...]
    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: its number (from 1), its values by key, and what is wrong with its cells."""

    number: int
    place: Place
    values: Mapping[str, Node]
    defects: tuple[Defect, ...] = ()


@dataclass(slots=True)
class ListRead:
    """A list after reading; `unread` are headings that no column claims."""

    rows: list[ListRow] = field(default_factory=list)
    unread: tuple[str, ...] = ()


def columns_of(
    record: type[msgspec.Struct], chosen: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> Iterator[ListColumn]:
    """Gives a column for each single value of a record."""
    for name, found in fields_of(record).items():
        if found.shape.kind not in ("list", "record") and name not in without:
            yield ListColumn(record.__name__, name, found.shape, name in chosen)


def read_listing(data: bytes, name: str, listing: Listing, wording: Wording) -> ListRead:
    """Reads a list from an Excel workbook or from CSV, as its bytes and name say.

    Raises `InputError` when it can be opened in no way, or no sheet of it has the headings, and
    `TooLargeError` for too many rows.
    """
    check_size(len(data), SHEET, name)
    if data.startswith(_ZIP) or name.casefold().endswith(_BOOKS):
        sheets = read_in_child(_READ_CELLS, data, name, tuple[SheetText, ...])
    else:
        sheets = (read_csv_cells(data, name),)
    heads = _headings(listing, wording)
    found = [
        (head, sheet)
        for sheet in sheets
        if _mark(sheet) in ("", listing.key) and (head := _find_head(sheet, listing, heads))
    ]
    ours = [pair for pair in found if _mark(pair[1]) == listing.key]
    if not found:
        _refuse_other_list(sheets, name, listing, wording)
        raise InputError(
            message("sheet.no_headings", columns=_labels(listing, wording)),
            place=Place(file=name),
            hint=message("sheet.no_headings.remedy"),
        )
    head, sheet = (ours or found)[0]
    return _Reader(name, listing, heads, wording).read(sheet, head)


def _refuse_other_list(
    sheets: tuple[SheetText, ...], name: str, listing: Listing, wording: Wording
) -> None:
    """Says so where a sheet of ours was handed in for another."""
    marks = [mark for sheet in sheets if (mark := _mark(sheet)) not in ("", GUIDE, WORDS)]
    if marks and listing.key not in marks:
        wanted = " / ".join(wording(f"sheet.{listing.key}"))
        raise InputError(
            message("sheet.other_list", found=marks[0], wanted=wanted),
            place=Place(file=name),
            hint=message("sheet.other_list.remedy"),
        )


def is_list(data: bytes, name: str) -> bool:
    """Whether a document is a sheet, by its bytes and name, and no document of ours."""
    return name.casefold().endswith(_TABLES) or data.startswith(_ZIP)


def record_of(row: ListRow, record: type[msgspec.Struct]) -> tuple[object, tuple[Defect, ...]]:
    """Reads the values of a row that belong to a record; gives it and what is wrong with it.

    Defects name the cell; the pointer of a tree means nothing on a sheet and is left out.
    """
    fields = fields_of(record)
    stated = {key: node for key, node in row.values.items() if key in fields}
    walk = Walk()
    made = walk.record(Node(stated, row.place), record)
    return made, tuple(_on_sheet(found, record) for found in walk.defects)


def _on_sheet(found: Defect, record: type[msgspec.Struct]) -> Defect:
    """Tells a defect by its cell, and a field that is missing by its heading."""
    place = msgspec.structs.replace(found.place, pointer="")
    if found.message.id != "filing.missing":
        return msgspec.structs.replace(found, place=place)
    field = f"{record.__name__}.{found.message.params['field']}"
    return defect(message("sheet.missing", field=field), place)


def plain_name(text: str) -> str:
    """Gives a name as it is compared: one width, one case, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the headings stand: their row, and the key of each column."""

    row: int
    keys: dict[int, str]


class _Reader:
    def __init__(
        self, file: str, listing: Listing, heads: dict[str, str], wording: Wording
    ) -> None:
        self._file = file
        self._columns = {column.key: column for column in listing.columns}
        self._heads = heads
        self._words = {
            column.key: _word_labels(column.shape, wording)
            for column in listing.columns
            if column.shape.kind == "word"
        }

    def read(self, sheet: SheetText, head: _Head) -> ListRead:
        rows: dict[int, dict[int, SheetCell]] = {}
        unread: list[str] = []
        for cell in sheet.cells:
            if cell.row > head.row:
                rows.setdefault(cell.row, {})[cell.column] = cell
            elif cell.row == head.row and _is_unread(cell, head):
                unread.append(cell.text)
        if len(rows) > MOST_ROWS:
            raise TooLargeError(
                message("sheet.too_many_rows", found=len(rows), limit=MOST_ROWS),
                place=Place(file=self._file, sheet=sheet.title),
                hint=message("sheet.too_many_rows.remedy"),
            )
        result = ListRead(unread=tuple(unread))
        # The mark of a row of labels counts on a sheet of ours alone: elsewhere it is a value.
        is_ours = bool(_mark(sheet))
        for number, cells in rows.items():
            if is_ours and 1 in cells and cells[1].text == LABEL:
                continue
            row = None if self._is_label(head, cells) else self._row(sheet, head, number, cells)
            if row is not None:
                result.rows.append(row)
        return result

    def _is_label(self, head: _Head, cells: dict[int, SheetCell]) -> bool:
        """Says whether a row holds headings once more, in the other language."""
        return all(
            self._heads.get(_bare(cell.text)) == head.keys[at]
            for at, cell in cells.items()
            if at in head.keys
        )

    def _row(
        self, sheet: SheetText, head: _Head, number: int, cells: dict[int, SheetCell]
    ) -> ListRow | None:
        values: dict[str, Node] = {}
        defects: list[Defect] = []
        first: Place | None = None
        for at, cell in sorted(cells.items()):
            column = self._columns.get(head.keys.get(at, ""))
            if column is None:
                continue
            place = Place(file=self._file, sheet=sheet.title, cell=cell.name)
            first = first or place
            wrong, text = said_in(cell, column.shape)
            if wrong:
                said = message(wrong, sheet=sheet.title)
                defects.append(Defect(message=said, place=place, remedy=message(f"{wrong}.remedy")))
                continue
            if column.chosen:
                text = text.partition(BETWEEN)[0]
            text = self._words.get(column.key, {}).get(plain_name(text), text)
            values[column.key] = Node(text, place)
        if first is None:
            return None
        return ListRow(number, first, values, tuple(defects))


def _is_unread(cell: SheetCell, head: _Head) -> bool:
    is_ours = cell.text == LABEL or cell.text.startswith(MARK)
    return cell.column not in head.keys and not is_ours


def _find_head(sheet: SheetText, listing: Listing, heads: dict[str, str]) -> _Head | None:
    """Finds the row with the most headings; the needed ones must be among them."""
    rows: dict[int, dict[int, str]] = {}
    for cell in sheet.cells:
        key = heads.get(_bare(cell.text))
        if cell.row <= _SEARCHED and key and key not in rows.get(cell.row, {}).values():
            rows.setdefault(cell.row, {})[cell.column] = key
    fitting = [
        _Head(row, keys) for row, keys in rows.items() if set(listing.needed) <= set(keys.values())
    ]
    return max(fitting, key=lambda head: (len(head.keys), -head.row), default=None)


def _headings(listing: Listing, wording: Wording) -> dict[str, str]:
    """Gives the key of each heading: the key itself, its labels in both languages."""
    heads: dict[str, str] = {}
    for column in listing.columns:
        for text in (column.key, *wording(f"field.{column.owner}.{column.key}")):
            heads.setdefault(_bare(text), column.key)
    return heads


def _labels(listing: Listing, wording: Wording) -> tuple[str, ...]:
    found = [column for column in listing.columns if column.key in listing.needed]
    return tuple(" / ".join(wording(f"field.{column.owner}.{column.key}")) for column in found)


def _bare(text: str) -> str:
    """Gives a heading without remarks in brackets, spaces, underscores and case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s_]+", "", _REMARK.sub("", plain))


def _word_labels(shape: Shape, wording: Wording) -> dict[str, str]:
    """Gives the word for each label that may be written in its stead, in either language."""
    return {plain_name(said): word for word in shape.words for said in wording(f"word.{word}")}


def _mark(sheet: SheetText) -> str:
    first = next((cell.text for cell in sheet.cells if cell.name == "A1"), "")
    return first.removeprefix(MARK) if first.startswith(MARK) else ""


def defect(wrong: Message, place: Place, remedy: Message | None = None) -> Defect:
    """Makes a defect with the remedy its message has."""
    return Defect(message=wrong, place=place, remedy=remedy or message(f"{wrong.id}.remedy"))
