"""Reads a notes pack: a private YAML file of what desks answered."""

from __future__ import annotations

from pathlib import Path

from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.operator.note import Notes
from sekisho.model.values.message import message
from sekisho.read.files import read_bytes
from sekisho.read.filing.walk import Walk
from sekisho.read.limits import FILING
from sekisho.read.shape import schema_of
from sekisho.read.tree import Node, parse_yaml


def read_notes(path: Path) -> tuple[Notes, dict[str, Place]]:
    """Reads the notes, and where each value stands by its JSON pointer.

    Raises `DefectsError` with everything that is wrong, in the order of the document, or
    `InputError` when the file cannot be read at all.
    """
    root = parse_yaml(read_bytes(path, FILING), str(path))
    wanted = schema_of(Notes)
    if _stated(root) != wanted:
        said = message("notes.no_schema", wanted=wanted)
        remedy = message("notes.no_schema.remedy", wanted=wanted)
        raise DefectsError((Defect(message=said, place=root.place, remedy=remedy),))
    walk = Walk()
    notes = walk.record(root, Notes) or Notes()
    if walk.defects:
        raise DefectsError(tuple(walk.defects))
    return notes, walk.places


def _stated(root: Node) -> object:
    held = root.value.get("schema") if isinstance(root.value, dict) else None
    return held.value if held is not None else None
