"""Reads the files of a pack into rows, and says where a mistake stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from sekisho.model.canonical import decode_hook
from sekisho.model.errors import InputError, PackError, Place
from sekisho.model.values.message import message
from sekisho.read.tree import Node, decode_text, parse_yaml

Row = TypeVar("Row", bound=msgspec.Struct)

_STEP = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]")
_AT = re.compile(r" - at `\$([^`]*)`$")


def read_tree(path: Path, root: Path) -> Node:
    """Reads one YAML file of a pack; raises `PackError` with its place in the pack."""
    name = str(path.relative_to(root))
    try:
        return parse_yaml(path.read_bytes(), name)
    except OSError as error:
        raise PackError(
            message("pack.file_missing", file=name),
            place=Place(file=name),
            hint=message("pack.file_missing.remedy"),
        ) from error
    except InputError as error:
        raise PackError(error.message, place=error.place, hint=error.hint) from error


def to_row(node: Node, kind: type[Row]) -> Row:
    """Turns a tree into a row; raises `PackError` that names the line of the mistake."""
    try:
        return msgspec.convert(node.plain(), kind, strict=False, dec_hook=decode_hook)
    except (msgspec.ValidationError, ValueError) as error:
        said = str(error)
        at = _AT.search(said)
        raise PackError(
            message("pack.bad_row", reason=_AT.sub("", said), path=at.group(1) if at else ""),
            place=_place(node, at.group(1) if at else ""),
            hint=message("pack.bad_row.remedy"),
        ) from error


def _place(node: Node, path: str) -> Place:
    for step in _STEP.finditer(path):
        key, number = step.group(1), step.group(2)
        if key is not None and isinstance(node.value, dict) and key in node.value:
            node = node.value[key]
        elif number is not None and isinstance(node.value, list):
            node = node.value[int(number)]
        else:
            break
    return node.place


def read_holidays(path: Path, root: Path) -> dict[date, str]:
    """Reads the dated holidays: lines `date,name,basis` under a heading, `#` begins a remark."""
    name = str(path.relative_to(root))
    holidays: dict[date, str] = {}
    try:
        text = decode_text(path.read_bytes(), name)
    except OSError:
        return holidays
    for number, line in enumerate(text.splitlines(), start=1):
        if number == 1 or not line or line.startswith("#"):
            continue
        day, _, rest = line.partition(",")
        try:
            holidays[date.fromisoformat(day)] = rest.partition(",")[0]
        except ValueError as error:
            raise PackError(
                message("pack.bad_date", found=day), place=Place(file=name, line=number)
            ) from error
    return holidays


def texts_of(node: Node, keys: frozenset[str]) -> Iterator[tuple[str, Place]]:
    """Gives every text under one of the keys, at any depth, with its place."""
    if isinstance(node.value, dict):
        for key, item in node.value.items():
            if key in keys and isinstance(item.value, str):
                yield item.value, item.place
            else:
                yield from texts_of(item, keys)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from texts_of(item, keys)


def rows_of(node: Node, kind: type[Row], key: str) -> tuple[Row, ...]:
    """Reads a file that holds one list of rows under one key."""
    value: Any = node.value
    if not isinstance(value, dict) or set(value) != {key} or not isinstance(value[key].value, list):
        raise PackError(message("pack.one_list", key=key), place=node.place)
    return tuple(to_row(item, kind) for item in value[key].value)
