"""How a record is laid out as sheets, derived from its type hints.

Every single value of the document stands on a form (one row a field), every list of records on
a table (one row a record). A table inside a list names the entry it belongs to by `id`.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sekisho.read.shape import Shape, fields_of

PARENT = "of"
"""The key of the column that says to which entry of the list above a row belongs."""


class Column(msgspec.Struct, frozen=True):
    """A field on a sheet: its key (`address.country`), and the fields that lead to it.

    `way` holds record and field for each part of the key, the outermost first.
    """

    key: str
    way: tuple[tuple[str, str], ...]
    shape: Shape


class Layout(msgspec.Struct, frozen=True):
    """One sheet: `path` leads from the document to the record or list it holds.

    `parent` is the key of the sheet whose entries its rows belong to, empty for none.
    """

    key: str
    path: tuple[str, ...]
    table: bool
    columns: tuple[Column, ...]
    parent: str = ""


def layouts_of(document: type[msgspec.Struct], inline: tuple[str, ...] = ()) -> list[Layout]:
    """Lays out a document; the records named in `inline` share the first form.

    The first form has the key of the document's own name in lower case.
    """
    own = document.__name__.lower()
    head: list[Column] = []
    rest: list[Layout] = []
    for name, field in fields_of(document).items():
        shape, record = field.shape, field.shape.record
        if shape.kind == "list" and shape.item and shape.item.record:
            rest += _table(shape.item.record, name, (name,), "")
        elif record is not None and name not in inline:
            rest.append(Layout(name, (name,), False, tuple(_columns(record))))
            rest += _inner_tables(record, name, (name,), "")
        elif record is not None:
            head += _columns(record, f"{name}.", ((document.__name__, name),))
        else:
            head.append(Column(name, ((document.__name__, name),), shape))
    return [Layout(own, (), False, tuple(head)), *rest]


def _table(
    record: type[msgspec.Struct], key: str, path: tuple[str, ...], parent: str
) -> list[Layout]:
    own = Layout(key, path, True, tuple(_columns(record)), parent)
    return [own, *_inner_tables(record, key, path, key)]


def _inner_tables(
    record: type[msgspec.Struct], key: str, path: tuple[str, ...], parent: str
) -> list[Layout]:
    found: list[Layout] = []
    for name, field in fields_of(record).items():
        item = field.shape.item
        if item is not None and item.record is not None:
            inner = name if parent else f"{key}_{name}"
            found += _table(item.record, inner, (*path, name), parent)
    return found


def _columns(
    record: type[msgspec.Struct], prefix: str = "", above: tuple[tuple[str, str], ...] = ()
) -> Iterator[Column]:
    for name, field in fields_of(record).items():
        shape = field.shape
        way = (*above, (record.__name__, name))
        if shape.record is not None and shape.kind == "record":
            yield from _columns(shape.record, f"{prefix}{name}.", way)
        elif not (shape.item and shape.item.record):
            yield Column(f"{prefix}{name}", way, shape)
