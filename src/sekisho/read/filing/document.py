"""Bytes of a filing in, the filing out, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.read.child import read_in_child
from sekisho.read.filing.rules import broken_rules
from sekisho.read.filing.walk import Walk
from sekisho.read.json_tree import parse_json
from sekisho.read.limits import SHEET, check_size
from sekisho.read.shape import fields_of, schema_of
from sekisho.read.sheets.rows import cell_order, grow_tree
from sekisho.read.sheets.text import SheetText
from sekisho.read.tree import Node, parse_yaml

_READ_CELLS = "sekisho.read.sheets.cells:read_cells"
_ZIP = b"PK\x03\x04"

INLINE = ("operator",)
"""Records so small that in a workbook they share the first form."""


def _by_line(place: Place) -> tuple[int, ...]:
    return place.line, place.column


def read_filing(data: bytes, name: str) -> Filing:
    """Reads a filing from YAML, JSON or the Excel workbook, as its name and bytes say.

    `name` is the file's name for messages. Raises `DefectsError` with everything that is wrong,
    in the order of the document, or `InputError` when the document cannot be parsed at all.
    """
    form = form_of(data, name)
    if form == "xlsx":
        return _from_workbook(data, name)
    root = parse_json(data, name) if form == "json" else parse_yaml(data, name)
    return filing_from_tree(root)


def form_of(data: bytes, name: str) -> Literal["yaml", "json", "xlsx"]:
    """Says in which form a filing is written: by its bytes for a workbook, else by its name."""
    ending = name.rpartition(".")[2].casefold()
    if data.startswith(_ZIP) or ending in ("xlsx", "xlsm", "xls"):
        return "xlsx"
    if ending == "json" or (ending not in ("yaml", "yml") and data.lstrip()[:1] == b"{"):
        return "json"
    return "yaml"


def filing_from_tree(
    root: Node,
    order: Callable[[Place], tuple[int, ...]] = _by_line,
    defects: tuple[Defect, ...] = (),
) -> Filing:
    """Reads a filing from a parsed tree.

    Raises `DefectsError` with everything that is wrong, `defects` found before included, in the
    order of the document.
    """
    wrong_schema = _wrong_schema(root)
    if wrong_schema is not None:
        raise DefectsError((wrong_schema, *defects))
    filing, found = read_as_far(root)
    if defects or found:
        in_order = sorted((*defects, *found), key=lambda defect: order(defect.place))
        raise DefectsError(tuple(in_order))
    return filing


def read_as_far(root: Node) -> tuple[Filing, tuple[Defect, ...]]:
    """Reads a filing that is still being written: what can be read of it, and what is wrong.

    Where something is wrong, its default stands; each defect names its place by JSON pointer.
    """
    walk = Walk()
    filing = walk.record(root, Filing) or Filing()
    for pointer, wrong in broken_rules(filing):
        remedy = message(f"{wrong.id}.remedy", **wrong.params)
        walk.note(wrong, _place_of(pointer, walk.places), pointer, remedy)
    return filing, tuple(walk.defects)


def _from_workbook(data: bytes, name: str) -> Filing:
    check_size(len(data), SHEET, name)
    sheets = read_in_child(_READ_CELLS, data, name, tuple[SheetText, ...])
    grown = grow_tree(sheets, name, Filing, INLINE)
    if not grown.has_head:
        raise DefectsError(tuple(grown.defects))
    return filing_from_tree(
        grown.root, lambda place: cell_order(place, grown.sheets), tuple(grown.defects)
    )


def _wrong_schema(root: Node) -> Defect | None:
    wanted = schema_of(Filing)
    stated = root.value.get("schema") if isinstance(root.value, dict) else None
    found = stated.value if stated is not None else ""
    if found == wanted:
        return None
    place = stated.place if stated is not None else root.place
    known = isinstance(root.value, dict) and any(name in root.value for name in fields_of(Filing))
    wrong = message("filing.no_schema" if known or found else "filing.not_a_filing")
    if isinstance(found, str) and found:
        wrong = message("filing.other_schema", found=found)
    remedy = message("filing.no_schema.remedy", wanted=wanted)
    return Defect(message=wrong, place=place, remedy=remedy)


def _place_of(pointer: str, places: dict[str, Place]) -> Place:
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, Place())
