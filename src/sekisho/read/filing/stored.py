"""A stored document of ours in YAML or JSON: known by its `schema`, read whole or not at all."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.values.message import message
from sekisho.read.filing.document import form_of
from sekisho.read.filing.walk import Walk
from sekisho.read.json_tree import parse_json
from sekisho.read.shape import schema_of
from sekisho.read.tree import parse_yaml

Stored = TypeVar("Stored", bound=msgspec.Struct)


def read_stored(
    data: bytes, name: str, record: type[Stored], topic: str
) -> tuple[Stored, dict[str, Place]]:
    """Reads a document of one kind, and gives it with where each value stands, by JSON pointer.

    Raises `DefectsError` with everything that is wrong, in the order of the document; for another
    kind of document with `<topic>.no_schema`. `InputError` when it cannot be read at all.
    """
    root = parse_json(data, name) if form_of(data, name) == "json" else parse_yaml(data, name)
    stated = root.value.get("schema") if isinstance(root.value, dict) else None
    wanted = schema_of(record)
    if stated is None or stated.value != wanted:
        place = stated.place if stated is not None else root.place
        said = message(f"{topic}.no_schema", wanted=wanted)
        remedy = message(f"{topic}.no_schema.remedy", wanted=wanted)
        raise DefectsError((Defect(message=said, place=place, remedy=remedy),))
    walk = Walk()
    found: Stored | None = walk.record(root, record)
    if walk.defects or found is None:
        raise DefectsError(tuple(walk.defects))
    return found, walk.places
