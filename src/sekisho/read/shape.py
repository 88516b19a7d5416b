"""The shapes of our records, read from their type hints, so that a new field needs no new code."""

from __future__ import annotations

import types
import typing
from datetime import date
from functools import cache
from typing import Any, Literal

import msgspec

from sekisho.model.values.ratio import Ratio

Kind = Literal["text", "boolean", "date", "ratio", "count", "word", "list", "record"]

_SCALARS: dict[Any, Kind] = {
    str: "text",
    bool: "boolean",
    date: "date",
    Ratio: "ratio",
    int: "count",
}


class Shape(msgspec.Struct, frozen=True):
    """What may stand in one place of a document.

    `words` are the allowed words of kind `word`, in the order of the model; `item` is the shape
    of what a list holds; `record` the struct of kind `record`. `optional` says that `None` may
    stand there too.
    """

    kind: Kind
    optional: bool = False
    words: tuple[str, ...] = ()
    item: Shape | None = None
    record: type[msgspec.Struct] | None = None


class Field(msgspec.Struct, frozen=True):
    """A field of a record: its name, its shape, and what stands there when nothing is stated."""

    name: str
    shape: Shape
    default: Any
    required: bool


@cache
def fields_of(record: type[msgspec.Struct]) -> dict[str, Field]:
    """Gives the fields of a record by name, in the order of the model."""
    hints = typing.get_type_hints(record)
    found: dict[str, Field] = {}
    for field in msgspec.structs.fields(record):
        found[field.name] = Field(
            name=field.name,
            shape=_shape(hints[field.name]),
            default=None if field.required else field.default,
            required=field.required,
        )
    return found


def schema_of(record: type[msgspec.Struct]) -> str:
    """Gives the `schema` a stored document of this kind carries, empty for other records."""
    config = record.__struct_config__
    return str(config.tag) if config.tag_field == "schema" else ""


def _shape(hint: Any) -> Shape:
    if hint in _SCALARS:
        return Shape(_SCALARS[hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        (other,) = (argument for argument in arguments if argument is not type(None))
        shape = _shape(other)
        return Shape(shape.kind, True, shape.words, shape.item, shape.record)
    if origin is Literal:
        return Shape("word", words=tuple(str(word) for word in arguments))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return Shape("list", item=_shape(arguments[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return Shape("record", record=hint)
    raise TypeError(f"no shape for {hint!r}")
