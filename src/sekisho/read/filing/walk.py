"""The walk from a tree of text to records, which collects everything that is wrong on the way."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import Message, message
from sekisho.read.filing.meaning import meaning_of
from sekisho.read.filing.scalars import WrongScalarError, quote, read_scalar
from sekisho.read.shape import Shape, fields_of, schema_of
from sekisho.read.tree import Node

_BETWEEN_TEXTS = re.compile(r"\n+")
_BETWEEN_VALUES = re.compile(r"[\n,、，;；]+")


_MOST_GUESSES, _LONGEST_NAME = 200, 60
"""Caps on looking for the name that was meant, which takes time for each wrong one."""

_MOST_PARTS = 1_000
"""Values that may stand in one text or cell; they escape the count of values in the document."""

_NULLS = ("null", "~")
"""What YAML has for nothing; as a text it stays itself, since someone may be called Null."""

Kept = TypeVar("Kept", bound=msgspec.Struct)


class Walk:
    """One walk over one document.

    `defects` collects what is wrong, `places` where each value stands, by JSON pointer.
    """

    def __init__(self) -> None:
        self.defects: list[Defect] = []
        self.places: dict[str, Place] = {}

    def record(self, node: Node, record: type[msgspec.Struct], pointer: str = "") -> Any:
        """Reads a record; what is wrong in it is noted and stands at its default.

        Gives `None` when it is no record at all, or lacks what nothing can stand for.
        """
        self.places[pointer] = node.place
        if isinstance(node.value, str) and not node.value.strip():
            node = Node({}, node.place)
        if not isinstance(node.value, dict):
            self._wrong_kind(node, "mapping", pointer)
            return self._made(record, {})
        fields = fields_of(record)
        for name, item in node.value.items():
            if name not in fields and not (name == "schema" and schema_of(record)):
                self._unknown(name, item, tuple(fields), pointer)
        return self._made(record, self._fields(node.value, node, record, pointer))

    def _made(self, record: type[msgspec.Struct], values: dict[str, Any]) -> Any:
        for name, field in fields_of(record).items():
            if field.required and values.get(name) is None:
                if field.shape.kind != "text":
                    return None
                # The entry is kept: rules name it by its number, and more may be wrong with it.
                values[name] = ""
        return record(**values)

    def _fields(
        self, stated_fields: dict[str, Node], node: Node, record: type[msgspec.Struct], pointer: str
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, field in fields_of(record).items():
            stated = stated_fields.get(name)
            if stated is not None and not is_empty(stated):
                owner = (record.__name__, name)
                values[name] = self._value(
                    stated, field.shape, owner, f"{pointer}/{name}", field.default
                )
            elif field.required:
                self._missing(node, name, pointer)
        return values

    def records(self, node: Node, record: type[Kept]) -> tuple[Kept, ...]:
        """Reads a document that is a list of records."""
        shape = Shape("list", item=Shape("record", record=record))
        found: tuple[Kept, ...] = self._list(node, shape, ("", ""), "")
        return found

    def note(self, wrong: Message, place: Place, pointer: str, remedy: Message | None) -> None:
        """Notes a defect at a place."""
        place = msgspec.structs.replace(place, pointer=pointer)
        self.defects.append(Defect(message=wrong, place=place, remedy=remedy))

    def _value(
        self, node: Node, shape: Shape, owner: tuple[str, str], pointer: str, default: Any
    ) -> Any:
        self.places[pointer] = node.place
        if shape.kind != "text" and node.value in _NULLS:
            return default
        if shape.kind == "list":
            return self._list(node, shape, owner, pointer)
        if shape.kind == "record" and shape.record is not None:
            value = self.record(node, shape.record, pointer)
            return default if value is None else value
        if not isinstance(node.value, str):
            self._wrong_kind(node, shape.kind, pointer)
            return default
        try:
            return read_scalar(node.value, shape, meaning_of(*owner))
        except WrongScalarError as error:
            self.note(error.message, node.place, pointer, error.remedy)
            return default

    def _list(self, node: Node, shape: Shape, owner: tuple[str, str], pointer: str) -> Any:
        item_shape = shape.item or Shape("text")
        stated = [
            item for item in self._items(node, item_shape, owner, pointer) if not is_empty(item)
        ]
        values = [
            self._value(item, item_shape, owner, f"{pointer}/{index}", None)
            for index, item in enumerate(stated)
        ]
        return tuple(value for value in values if value is not None)

    def _items(self, node: Node, shape: Shape, owner: tuple[str, str], pointer: str) -> list[Node]:
        """Gives the items of a list; several short values may stand in one text or cell."""
        if isinstance(node.value, list):
            return node.value
        if isinstance(node.value, str) and shape.kind != "record":
            texts = shape.kind == "text" and meaning_of(*owner) == "words"
            parts = (_BETWEEN_TEXTS if texts else _BETWEEN_VALUES).split(node.value)
            if len(parts) <= _MOST_PARTS:
                return [Node(part, node.place) for part in parts if part.strip()]
            wrong = message("filing.too_many_parts", found=len(parts), limit=_MOST_PARTS)
            self.note(wrong, node.place, pointer, message("filing.too_many_parts.remedy"))
            return []
        self._wrong_kind(node, "list", pointer)
        return []

    def _missing(self, node: Node, field: str, pointer: str) -> None:
        self.note(
            message("filing.missing", field=field),
            node.place,
            pointer,
            message("filing.missing.remedy", field=field),
        )

    def _unknown(self, name: str, node: Node, known: tuple[str, ...], pointer: str) -> None:
        near: list[str] = []
        if len(self.defects) < _MOST_GUESSES and len(name) <= _LONGEST_NAME:
            near = get_close_matches(name, known, n=1, cutoff=0.6)
        remedy = (
            message("filing.unknown_field.nearest", nearest=near[0])
            if near
            else message("filing.unknown_field.remedy", known=known)
        )
        self.note(
            message("filing.unknown_field", field=quote(name)),
            node.key_place or node.place,
            f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}",
            remedy,
        )

    def _wrong_kind(self, node: Node, wanted: str, pointer: str) -> None:
        found = {str: "text", list: "list", dict: "mapping"}[type(node.value)]
        form = wanted if wanted in ("mapping", "list") else "scalar"
        self.note(
            message("filing.wrong_kind", found=found, wanted=wanted),
            node.place,
            pointer,
            message(f"filing.wrong_kind.{form}"),
        )


def is_empty(node: Node) -> bool:
    """Says whether nothing is stated here or anywhere below."""
    if isinstance(node.value, str):
        return not node.value.strip()
    items = node.value if isinstance(node.value, list) else list(node.value.values())
    return all(is_empty(item) for item in items)
