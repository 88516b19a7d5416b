"""Fields and values: what no row knows, what a row lacks, what is of another type."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Any

import msgspec

from sekisho.model.canonical import decode_hook
from sekisho.model.errors import Place
from sekisho.model.values.amount import Amount
from sekisho.model.values.message import Message, message
from sekisho.model.values.ratio import Ratio
from sekisho.read.tree import Node
from sekisho.regime.authoring.checks.remarks import Remark, remark
from sekisho.regime.authoring.sources import (
    FileKind,
    Source,
    bare,
    file_kinds,
    hints_of,
    words_of,
)

_WANTED = {
    int: "whole_number",
    bool: "yes_or_no",
    date: "date",
    Ratio: "share",
    Amount: "amount",
    str: "text",
}


def layout_remarks(source: Source) -> Iterator[Remark]:
    """Gives every wrong field and value of every file."""
    kinds = {f"{topic}.yaml": kind for topic, kind in file_kinds().items()}
    for file, tree in source.trees.items():
        kind = kinds.get(file)
        if kind is None:
            near = tuple(get_close_matches(file, kinds, n=2)) or tuple(sorted(kinds))
            yield remark(
                "error",
                Place(file=file),
                message("check.unknown_file", file=file),
                message("check.unknown_file.remedy", known=near),
            )
        elif kind.is_list:
            yield from _list_file(tree, kind)
        else:
            yield from _value(tree, kind.row)


def _list_file(tree: Node, kind: FileKind) -> Iterator[Remark]:
    rows = tree.value.get(kind.topic) if isinstance(tree.value, dict) else None
    if rows is None or not isinstance(rows.value, list) or len(tree.value) != 1:
        said = message("pack.one_list", key=kind.topic)
        yield remark("error", tree.place, said, message("check.one_list.remedy", key=kind.topic))
        return
    for row in rows.value:
        yield from _value(row, kind.row)


def _value(node: Node, hint: Any) -> Iterator[Remark]:
    kind = bare(hint)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _record(node, kind)
    elif typing.get_origin(kind) is tuple:
        if isinstance(node.value, list):
            for item in node.value:
                yield from _value(item, typing.get_args(kind)[0])
        else:
            yield _wrong_kind(node, "list")
    elif typing.get_origin(kind) is dict:
        if isinstance(node.value, dict):
            for item in node.value.values():
                yield from _value(item, typing.get_args(kind)[1])
        else:
            yield _wrong_kind(node, "mapping")
    elif not isinstance(node.value, str):
        yield _wrong_kind(node, "text")
    else:
        yield from _scalar(node, hint)


def _record(node: Node, row: type[msgspec.Struct]) -> Iterator[Remark]:
    if not isinstance(node.value, dict):
        yield _wrong_kind(node, "mapping")
        return
    config = row.__struct_config__
    hints = hints_of(row)
    for name, item in node.value.items():
        if name in hints:
            yield from _value(item, hints[name])
        elif name == config.tag_field:
            if item.value != config.tag:
                said = message("check.other_schema", wanted=str(config.tag))
                yield remark("error", item.place, said)
        else:
            yield _unknown_field(name, item, tuple(hints))
    for field in msgspec.structs.fields(row):
        if field.required and field.name not in node.value:
            said = message("check.missing_field", field=field.name)
            remedy = message("check.missing_field.remedy", field=field.name)
            yield remark("error", node.place, said, remedy)


def _unknown_field(name: str, item: Node, known: tuple[str, ...]) -> Remark:
    near = tuple(get_close_matches(name, known, n=2, cutoff=0.5))
    remedy = "check.unknown_field.near" if near else "check.unknown_field.remedy"
    return remark(
        "error",
        item.key_place or item.place,
        message("check.unknown_field", field=name),
        message(remedy, known=near or known),
    )


def _wrong_kind(node: Node, wanted: str) -> Remark:
    found = {str: "text", list: "list", dict: "mapping"}[type(node.value)]
    said = message("check.wrong_kind", found=found, wanted=wanted)
    return remark("error", node.place, said, message(f"check.wrong_kind.{wanted}"))


def _scalar(node: Node, hint: Any) -> Iterator[Remark]:
    text = str(node.value)
    try:
        msgspec.convert(text, hint, strict=False, dec_hook=decode_hook)
    except (msgspec.ValidationError, ValueError):
        said = message("check.bad_value", found=text, wanted=_wanted(hint))
        yield remark("error", node.place, said, _remedy(text, hint))


def _wanted(hint: Any) -> str:
    kind = bare(hint)
    if words_of(kind):
        return "word"
    if kind is str and typing.get_origin(hint) is Annotated:
        return "yearly"
    return _WANTED.get(kind, "text")


def _remedy(text: str, hint: Any) -> Message:
    words = words_of(hint)
    if words:
        near = tuple(get_close_matches(text, words, n=2)) or words
        return message("check.bad_value.words", known=near)
    least = _least(hint)
    if least is not None:
        return message("check.bad_value.least", least=least)
    return message(f"check.bad_value.{_wanted(hint)}")


def _least(hint: Any) -> int | None:
    if typing.get_origin(hint) is not Annotated:
        return None
    bounds = (getattr(meta, "ge", None) for meta in typing.get_args(hint)[1:])
    return next((int(bound) for bound in bounds if bound is not None), None)
