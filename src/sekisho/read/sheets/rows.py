"""From the cells of a workbook to the same tree that YAML gives, each value with its cell."""

from __future__ import annotations

import unicodedata

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import Value, message
from sekisho.read.shape import Shape
from sekisho.read.sheets.layout import PARENT, Column, Layout, layouts_of
from sekisho.read.sheets.text import SheetCell, SheetText
from sekisho.read.tree import Node

MARK = "sekisho:"
"""Begins the hidden first cell of each sheet of ours; the key of the sheet follows."""

LABEL = "#"
"""Marks a row or column of labels, which is never read."""

VALUE = "value"
"""The key of the column of values on a form."""

GUIDE, WORDS = "guide", "words"
"""The keys of the sheet that explains and of the sheet behind the drop-downs."""

BETWEEN = " | "
"""Stands between a word and its label in a drop-down; what follows is not read."""


class Grown(msgspec.Struct):
    """The tree grown from a workbook, what was wrong with its cells, and the order of sheets.

    Without its head, the form that says what the document is, the rest means nothing.
    """

    root: Node
    has_head: bool = True
    defects: list[Defect] = msgspec.field(default_factory=list)
    sheets: dict[str, int] = msgspec.field(default_factory=dict)


def grow_tree(
    sheets: tuple[SheetText, ...],
    file: str,
    document: type[msgspec.Struct],
    inline: tuple[str, ...] = (),
) -> Grown:
    """Turns the sheets of a workbook laid out by `layouts_of` into the tree of a document.

    Formulas, Excel's error values, and cells that no column claims are defects; so are rows of
    a table that belong to no entry.
    """
    grown = Grown(Node({}, Place(file=file)))
    grower = _Grower(grown, file)
    by_key = {layout.key: layout for layout in layouts_of(document, inline)}
    found: dict[str, SheetText] = {}
    for number, sheet in enumerate(sheets):
        grown.sheets[sheet.title] = number
        first = next((cell.text for cell in sheet.cells if cell.name == "A1"), "")
        key = first.removeprefix(MARK) if first.startswith(MARK) else ""
        if key in by_key and key not in found:
            found[key] = sheet
        elif key not in (GUIDE, WORDS) and sheet.cells:
            grower.refuse("sheet.not_ours", sheet, sheet.cells[0])
    for key, layout in by_key.items():
        if key in found:
            grower.read(layout, found[key])
        elif not layout.path:
            grower.miss_head(key)
    return grown


def cell_order(place: Place, sheets: dict[str, int]) -> tuple[int, int, int]:
    """Orders places of a workbook by sheet, row and column."""
    letters = place.cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return sheets.get(place.sheet, -1), int(place.cell[len(letters) :] or 0), column


class _Grower:
    def __init__(self, grown: Grown, file: str) -> None:
        self._grown = grown
        self._file = file
        self._entries: dict[str, dict[str, Node]] = {}

    def read(self, layout: Layout, sheet: SheetText) -> None:
        rows: dict[int, dict[int, SheetCell]] = {}
        for cell in sheet.cells:
            rows.setdefault(cell.row, {})[cell.column] = cell
        keys = {number: cell.text for number, cell in rows.pop(1, {}).items() if number > 1}
        columns = {column.key: column for column in layout.columns}
        if layout.table:
            self._table(layout, sheet, rows, keys, columns)
        else:
            self._form(layout, sheet, rows, keys, columns)

    def refuse(self, id: str, sheet: SheetText, cell: SheetCell, **params: Value) -> None:
        defect = Defect(
            message=message(id, sheet=sheet.title, **params),
            place=self._place(sheet, cell.name),
            remedy=message(f"{id}.remedy"),
        )
        self._grown.defects.append(defect)

    def miss_head(self, key: str) -> None:
        self._grown.has_head = False
        self._grown.defects.append(
            Defect(
                message=message("sheet.head_missing", sheet=key),
                place=Place(file=self._file),
                remedy=message("sheet.head_missing.remedy"),
            )
        )

    def _form(
        self,
        layout: Layout,
        sheet: SheetText,
        rows: dict[int, dict[int, SheetCell]],
        keys: dict[int, str],
        columns: dict[str, Column],
    ) -> None:
        values: dict[str, Node] = {}
        for row in rows.values():
            key = row[1].text if 1 in row else ""
            for number, cell in row.items():
                if number == 1 or keys.get(number) == LABEL or key == LABEL:
                    continue
                if keys.get(number) != VALUE or not (key in columns or key == "schema"):
                    self.refuse("sheet.cell_outside", sheet, cell)
                elif (node := self._node(sheet, cell, columns.get(key))) is not None:
                    _put(values, key, node)
        target = self._grown.root
        if not layout.path:
            _mapping(target).update(values)
        elif values:
            _mapping(target)[layout.path[0]] = Node(values, self._place(sheet, "A1"))

    def _table(
        self,
        layout: Layout,
        sheet: SheetText,
        rows: dict[int, dict[int, SheetCell]],
        keys: dict[int, str],
        columns: dict[str, Column],
    ) -> None:
        for row in rows.values():
            if 1 in row and row[1].text == LABEL:
                continue
            values: dict[str, Node] = {}
            parent: SheetCell | None = None
            for number, cell in row.items():
                key = keys.get(number, "")
                if key == PARENT and layout.parent:
                    parent = cell
                elif key not in columns:
                    self.refuse("sheet.cell_outside", sheet, cell)
                elif (node := self._node(sheet, cell, columns[key])) is not None:
                    _put(values, key, node)
            if values:
                first = row[min(row)]
                self._add(layout, sheet, Node(values, self._place(sheet, first.name)), parent)

    def _add(self, layout: Layout, sheet: SheetText, entry: Node, parent: SheetCell | None) -> None:
        holder: dict[str, Node] | None = _mapping(self._grown.root)
        if layout.parent:
            id = _id(parent.text) if parent else ""
            holder = self._entries.get(f"{layout.parent}/{id}") if id else None
            if holder is None:
                wrong = "sheet.parent_unknown" if id else "sheet.parent_missing"
                defect = Defect(
                    message=message(wrong, id=id, list=layout.parent),
                    place=self._place(sheet, parent.name) if parent else entry.place,
                    remedy=message(f"{wrong}.remedy", list=layout.parent),
                )
                self._grown.defects.append(defect)
                return
        elif len(layout.path) > 1:
            above = _mapping(self._grown.root).setdefault(layout.path[0], Node({}, entry.place))
            holder = _mapping(above)
        if holder is None:
            return
        entries = holder.setdefault(layout.path[-1], Node([], entry.place))
        if isinstance(entries.value, list):
            entries.value.append(entry)
        own = _mapping(entry).get("id")
        if own is not None and isinstance(own.value, str):
            self._entries.setdefault(f"{layout.key}/{_id(own.value)}", _mapping(entry))

    def _node(self, sheet: SheetText, cell: SheetCell, column: Column | None) -> Node | None:
        shape = column.shape if column else Shape("text")
        wrong, text = said_in(cell, shape)
        if wrong:
            self.refuse(wrong, sheet, cell)
            return None
        return Node(text, self._place(sheet, cell.name))

    def _place(self, sheet: SheetText, cell: str) -> Place:
        return Place(file=self._file, sheet=sheet.title, cell=cell)


def said_in(cell: SheetCell, shape: Shape) -> tuple[str, str]:
    """Gives what a cell says where a value of that shape is to stand: a message id for what is
    wrong with it, else empty, and its text without the label of a drop-down.
    """
    if cell.kind in ("formula", "error"):
        return f"sheet.{cell.kind}", ""
    kind = shape.item.kind if shape.item else shape.kind
    if kind == "text" and cell.kind in ("percent", "date", "boolean"):
        return "sheet.value_as_text", ""
    if kind == "text" and cell.kind == "number" and not cell.text.isdigit():
        return "sheet.number_as_text", ""
    if kind in ("word", "boolean"):
        return "", "\n".join(line.partition(BETWEEN)[0] for line in cell.text.split("\n"))
    return "", cell.text


def _put(values: dict[str, Node], key: str, node: Node) -> None:
    *above, last = key.split(".")
    for name in above:
        values = _mapping(values.setdefault(name, Node({}, node.place)))
    values[last] = node


def _mapping(node: Node) -> dict[str, Node]:
    if not isinstance(node.value, dict):
        raise TypeError("the layout puts a record where a value stands")
    return node.value


def _id(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
