"""The draft as a tree of texts: read like a file, changed place by place."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

from sekisho.model.canonical import plain
from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.filing import Filing
from sekisho.read.filing.document import read_as_far
from sekisho.read.shape import schema_of
from sekisho.read.tree import Node

_DEEPEST, _MOST_NEW = 8, 20
"""Steps of a pointer, and entries by which one typed place may lengthen a list."""
_DIGITS = 6
_NAMED = {"parties": "party", "components": "component", "reentrustments": "reentrustment"}

Tree = Any
"""Text, a list of trees, or a dictionary of trees."""


def texts_of(filing: Filing) -> Tree:
    """Gives a filing as the texts that say it."""
    return {**_texts(plain(filing)), "schema": schema_of(Filing)}


def read_draft(tree: Tree) -> tuple[Filing, dict[str, Defect]]:
    """Reads a draft as far as it goes; what is wrong stands under the JSON pointer of its place."""
    filing, defects = read_as_far(_node(_texts(tree)))
    found: dict[str, Defect] = {}
    for defect in defects:
        found.setdefault(defect.place.pointer, defect)
    return filing, found


def finished(tree: Tree) -> Filing:
    """Reads a draft that is to be used; raises `DefectsError` for one in which something is wrong."""
    filing, defects = read_draft(tree)
    if defects:
        raise DefectsError(tuple(defects.values()))
    return filing


def at(tree: Tree, pointer: str) -> Tree:
    """Gives what stands at a JSON pointer; empty text where nothing does."""
    for step in pointer.split("/")[1:]:
        if isinstance(tree, dict):
            tree = tree.get(step, "")
        elif isinstance(tree, list) and _counts(step) and _index(step) < len(tree):
            tree = tree[_index(step)]
        else:
            return ""
    return tree


def with_texts(tree: Tree, typed: dict[str, str]) -> Tree:
    """Gives the draft with what was typed in each place; emptied entries of lists go.

    A place that a tool had filled in and that was typed over is prefilled no more.
    """
    new = deepcopy(_texts(tree))
    prefilled = [str(pointer) for pointer in new.get("prefilled") or []]
    for pointer, sent in typed.items():
        text, steps = sent.replace("\r\n", "\n"), pointer.split("/")[1:]
        if len(steps) <= _DEEPEST and _said(at(new, pointer)) != text:
            prefilled = list(_typed_over(new, prefilled, pointer))
            _put(new, steps, text)
    pruned = _numbered(_pruned(new))
    if prefilled:
        pruned["prefilled"] = prefilled
    else:
        pruned.pop("prefilled", None)
    return pruned


def without(tree: Tree, pointer: str) -> Tree:
    """Gives the draft without an entry of a list; what was filled in by a tool behind it is
    counted as typed, since its place has moved.
    """
    new = deepcopy(_texts(tree))
    parent, _, last = pointer.rpartition("/")
    rows = at(new, parent)
    if isinstance(rows, list) and _counts(last) and _index(last) < len(rows):
        del rows[_index(last)]
    kept = [one for one in new.get("prefilled") or [] if not one.startswith(f"{parent}/")]
    new["prefilled"] = kept
    return _pruned(new)


def size_of(tree: Tree, pointer: str) -> int:
    """Says how many entries the list at a pointer has."""
    rows = at(tree, pointer)
    return len(rows) if isinstance(rows, list) else 0


def leaves(tree: Tree, pointer: str = "") -> Iterator[str]:
    """Gives the pointer of every text below a place."""
    if isinstance(tree, dict):
        for name, below in tree.items():
            yield from leaves(below, f"{pointer}/{name}")
    elif isinstance(tree, list):
        for index, below in enumerate(tree):
            yield from leaves(below, f"{pointer}/{index}")
    elif tree:
        yield pointer


def _texts(value: Any) -> Tree:
    if isinstance(value, dict):
        return {name: _texts(below) for name, below in value.items() if below is not None}
    if isinstance(value, list | tuple):
        return [_texts(below) for below in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _node(tree: Tree) -> Node:
    if isinstance(tree, dict):
        return Node({name: _node(below) for name, below in tree.items()}, Place())
    if isinstance(tree, list):
        return Node([_node(below) for below in tree], Place())
    return Node(tree, Place())


def _put(tree: Tree, steps: list[str], text: str) -> None:
    """Sets a text, making the dictionaries and lists on the way."""
    step, rest = steps[0], steps[1:]
    below: Tree = text if not rest else ([] if _counts(rest[0]) else {})
    if isinstance(tree, list):
        index = min(_index(step), len(tree) + _MOST_NEW) if _counts(step) else len(tree)
        while len(tree) <= index:
            tree.append(deepcopy(below))
        if not rest:
            tree[index] = text
        else:
            if not isinstance(tree[index], dict | list):
                tree[index] = below
            _put(tree[index], rest, text)
        return
    if not rest:
        tree[step] = text
        return
    if not isinstance(tree.get(step), dict | list):
        tree[step] = below
    _put(tree[step], rest, text)


def _counts(step: str) -> bool:
    """Says whether a step is a number in a list: to Python ² is a digit too, and no number."""
    return step.isascii() and step.isdigit()


def _index(step: str) -> int:
    """Gives the number; a number of thousands of digits is only a large one."""
    return int(step) if len(step) <= _DIGITS else 10**_DIGITS


def _said(stated: Tree) -> str:
    return "\n".join(map(str, stated)) if isinstance(stated, list) else str(stated)


def _numbered(tree: Tree) -> Tree:
    """Gives each entry that others may point to an id, where nobody gave it one."""
    for name, stem in _NAMED.items():
        rows = tree.get(name)
        known = {row.get("id") for row in rows or () if isinstance(row, dict)}
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and not row.get("id"):
                row["id"] = next(one for n in count(1) if (one := f"{stem}-{n}") not in known)
                known.add(row["id"])
    return tree


def _pruned(tree: Tree) -> Tree:
    if isinstance(tree, dict):
        kept = {name: _pruned(below) for name, below in tree.items()}
        return {name: below for name, below in kept.items() if not _is_empty(below)}
    if isinstance(tree, list):
        return [below for below in map(_pruned, tree) if not _is_empty(below)]
    return tree


def _is_empty(tree: Tree) -> bool:
    return not tree.strip() if isinstance(tree, str) else not tree


def _typed_over(tree: Tree, prefilled: list[str], pointer: str) -> Iterator[str]:
    for known in prefilled:
        if pointer != known and not pointer.startswith(f"{known}/"):
            yield known
        else:
            yield from (leaf for leaf in leaves(at(tree, known), known) if leaf != pointer)
