"""Bytes of a filing in, the filing out, or everything that is wrong with it."""

from __future__ import annotations

from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.read.filing.rules import broken_rules
from sekisho.read.filing.walk import Walk
from sekisho.read.shape import fields_of, schema_of
from sekisho.read.tree import Node, parse_yaml


def read_filing(data: bytes, name: str) -> Filing:
    """Reads a filing from YAML, JSON or the Excel workbook, as its name and bytes say.

    `name` is the file's name for messages. Raises `DefectsError` with everything that is wrong,
    in the order of the document, or `InputError` when the document cannot be parsed at all.
    """
    return filing_from_tree(parse_yaml(data, name))


def filing_from_tree(root: Node) -> Filing:
    """Reads a filing from a parsed tree; raises `DefectsError` with everything that is wrong."""
    _check_schema(root)
    walk = Walk()
    filing = walk.record(root, Filing) or Filing()
    for pointer, wrong in broken_rules(filing):
        walk.note(wrong, _place_of(pointer, walk.places), pointer, message(f"{wrong.id}.remedy"))
    if walk.defects:
        raise DefectsError(tuple(sorted(walk.defects, key=_order)))
    return filing


def _check_schema(root: Node) -> None:
    wanted = schema_of(Filing)
    stated = root.value.get("schema") if isinstance(root.value, dict) else None
    found = stated.value if stated is not None else ""
    if found == wanted:
        return
    place = stated.place if stated is not None else root.place
    known = isinstance(root.value, dict) and any(name in root.value for name in fields_of(Filing))
    wrong = message("filing.no_schema" if known or found else "filing.not_a_filing")
    if isinstance(found, str) and found:
        wrong = message("filing.other_schema", found=found)
    raise DefectsError(
        (
            Defect(
                message=wrong, place=place, remedy=message("filing.no_schema.remedy", wanted=wanted)
            ),
        )
    )


def _place_of(pointer: str, places: dict[str, Place]) -> Place:
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    return places.get(pointer, Place())


def _order(defect: Defect) -> tuple[int, int]:
    return defect.place.line, defect.place.column
