"""Rows held against each other: undefined words, unknown messages, events without a transition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from sekisho.model.errors import Place
from sekisho.model.values.message import Message, message
from sekisho.read.tree import Node
from sekisho.regime.authoring.checks.remarks import Remark, remark
from sekisho.regime.authoring.sources import Source, file_kinds
from sekisho.regime.tables.references import ends_without_condition, undefined_words
from sekisho.regime.tables.whole import Pack

_MESSAGES = frozenset({"message", "otherwise", "refused", "beside", "too_late", "remedy"})
_EVENTS = frozenset(
    {"start", "moved_by", "shortened_by", "ended_by", "unless", "too_late_unless", "freed_by"}
)


def link_remarks(source: Source, pack: Pack) -> Iterator[Remark]:
    """Gives every word nothing defines, at each place where it stands."""
    seen: set[tuple[str, str]] = set()
    for file, word, known in undefined_words(pack):
        if (file, word) in seen:
            continue
        seen.add((file, word))
        near = tuple(get_close_matches(word, known, n=3, cutoff=0.5))
        remedy = _remedy(source, near, known)
        for place in _places(source, file, word):
            yield remark("error", place, message("check.undefined", word=word), remedy)
    if not ends_without_condition(pack):
        rows = source.rows("routes")
        place = rows[-1].at("when") if rows else Place(file="routes.yaml")
        said = message("pack.no_last_route")
        yield remark("error", place, said, message("check.no_last_route.remedy"))


def _remedy(source: Source, near: tuple[str, ...], known: Iterable[str]) -> Message:
    defined = tuple(sorted(known))
    if near:
        return message("check.undefined.near", known=near)
    if defined:
        return message("check.undefined.remedy", known=defined)
    files = (f"{topic}.yaml" for topic in file_kinds())
    lacking = tuple(file for file in files if file not in source.trees)
    return message("check.undefined.no_file" if lacking else "pack.undefined.remedy", files=lacking)


def message_remarks(source: Source, words: frozenset[str]) -> Iterator[Remark]:
    """Gives every message id that `words`, the ids with wording, does not hold."""
    for tree in source.trees.values():
        for node in _scalars_under(tree, _MESSAGES):
            id = str(node.value)
            if id and id not in words:
                near = tuple(get_close_matches(id, words, n=3, cutoff=0.6))
                remedy = "check.no_wording.near" if near else "check.no_wording.remedy"
                said = message("check.no_wording", id=id)
                yield remark("found", node.place, said, message(remedy, near=near))


def event_remarks(source: Source, pack: Pack) -> Iterator[Remark]:
    """Gives every event a clock or the procedure waits for that no transition lets happen."""
    moves = {step.event for step in pack.procedure.transitions}
    if not moves:
        return
    for file in ("clocks.yaml", "procedure.yaml"):
        tree = source.trees.get(file)
        for node in _scalars_under(tree, _EVENTS) if tree else ():
            if node.value and node.value not in moves:
                said = message("check.idle_event", event=str(node.value))
                yield remark("found", node.place, said, message("check.idle_event.remedy"))


def _places(source: Source, file: str, word: str) -> tuple[Place, ...]:
    tree = source.trees.get(file)
    found = tuple(node.place for node in _scalars(tree) if node.value == word) if tree else ()
    return tuple(dict.fromkeys(found)) or (Place(file=file),)


def _scalars(node: Node) -> Iterator[Node]:
    if isinstance(node.value, str):
        yield node
    else:
        items = node.value if isinstance(node.value, list) else list(node.value.values())
        for item in items:
            yield from _scalars(item)


def _scalars_under(node: Node, keys: frozenset[str]) -> Iterator[Node]:
    """Gives every text under one of the keys, in a list too."""
    if isinstance(node.value, dict):
        for key, item in node.value.items():
            if key in keys and not isinstance(item.value, dict):
                yield from _scalars(item)
            else:
                yield from _scalars_under(item, keys)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from _scalars_under(item, keys)
