"""Values set in the text of a pack: found by a path, written at their line, all else kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.read.tree import Node
from sekisho.regime.authoring.sources import (
    FileKind,
    file_kinds,
    hint_of,
    inner_hint,
    item_hint,
)

_PLAIN = re.compile(r"[\w.%/+-]+(?:[ ,][\w.%/+-]+)*")
_ANCHOR = re.compile(r"&[\w-]+\s+")
_ALIAS = re.compile(r":\s+(\*[\w-]+)")
_CLOSING = {"[": "]", "{": "}"}
_TABLES = {"designations": "designation"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is to be set: `path` is `TABLE.ID.FIELD` (`clocks.periods.standstill.length`)."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a path leads: the value, or the row that could hold it, with the field's name."""

    row: Node
    field: str
    value: Node | None


def parse_setting(text: str) -> Setting:
    """Reads `TABLE.ID.FIELD=VALUE`; raises `UsageError` for anything else."""
    path, sign, value = text.partition("=")
    if not sign or not path.strip() or "." not in path or "\n" in value:
        raise UsageError(message("draft.bad_set", text=text), hint=message("draft.bad_set.remedy"))
    return Setting(path.strip(), value.strip())


def file_of(setting: Setting) -> str:
    """Gives the file a path begins in; raises `UsageError` where there is none of that name."""
    topic = setting.path.partition(".")[0]
    topic = _TABLES.get(topic, topic)
    if topic not in file_kinds():
        near = get_close_matches(topic, file_kinds(), n=3, cutoff=0.5)
        raise UsageError(
            message("draft.no_table", table=topic, path=setting.path),
            hint=message("draft.no_table.remedy", known=tuple(near or file_kinds())),
        )
    return f"{topic}.yaml"


def apply_setting(text: str, tree: Node, setting: Setting) -> str:
    """Gives the text of a file with one value set; raises `UsageError` where the path leads
    nowhere, or to what only a person can edit.
    """
    topic = file_of(setting).removesuffix(".yaml")
    kind = file_kinds()[topic]
    rest = setting.path.partition(".")[2]
    found = _find(tree, rest, kind, setting)
    lines = text.splitlines(keepends=True)
    written = _written(setting.value)
    if found.value is None:
        return _inserted(lines, found, written, setting)
    if found.value.key_place and found.value.key_place.line != found.value.place.line:
        at = found.value.key_place.line - 1
        alias = _ALIAS.search(lines[at], found.value.key_place.column - 1)
        if alias:
            lines[at] = lines[at][: alias.start(1)] + written + lines[at][alias.end(1) :]
            return "".join(lines)
    return _replaced(lines, found.value, written, setting)


def _find(tree: Node, rest: str, kind: FileKind, setting: Setting) -> _Found:
    hint = hint_of(kind)
    found = list(_steps(tree, hint, rest)) or list(_by_id(tree, hint, rest))
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            message("draft.several", path=setting.path, n=len(found)),
            hint=message("draft.several.remedy", path=setting.path),
        )
    known = tuple(sorted(_paths(tree)))
    near = get_close_matches(rest, known, n=3, cutoff=0.5)
    remedy = "draft.no_path.near" if near else "draft.no_path.remedy"
    raise UsageError(
        message("draft.no_path", path=setting.path),
        hint=message(remedy, near=tuple(f"{kind.topic}.{path}" for path in near)),
    )


def _by_id(tree: Node, hint: Any, rest: str) -> Iterator[_Found]:
    """The name of the list may be left out in front of an id."""
    if isinstance(tree.value, dict):
        for key, child in tree.value.items():
            yield from _in_list(child, inner_hint(hint, key), rest)


def _steps(node: Node, hint: Any, rest: str) -> Iterator[_Found]:
    yield from _in_list(node, hint, rest)
    if not isinstance(node.value, dict):
        return
    for key, child in node.value.items():
        if rest == key:
            yield _Found(node, key, child)
        elif rest.startswith(f"{key}."):
            yield from _steps(child, inner_hint(hint, key), rest.removeprefix(f"{key}."))
    if rest not in node.value and inner_hint(hint, rest) is not None:
        yield _Found(node, rest, None)


def _in_list(node: Node, hint: Any, rest: str) -> Iterator[_Found]:
    if not isinstance(node.value, list):
        return
    seen: Counter[str] = Counter()
    for at, item in enumerate(node.value):
        named = item.value.get("id") if isinstance(item.value, dict) else None
        id = named.value if named is not None and isinstance(named.value, str) else str(at)
        seen[id] += 1
        for name in dict.fromkeys((f"{id}~{seen[id]}", id, str(at))):
            if rest.startswith(f"{name}."):
                yield from _steps(item, item_hint(hint), rest.removeprefix(f"{name}."))
                break


def _paths(node: Node, prefix: str = "") -> Iterator[str]:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from _paths(child, f"{prefix}.{key}".lstrip("."))
    elif isinstance(node.value, list):
        for at, child in enumerate(node.value):
            named = child.value.get("id") if isinstance(child.value, dict) else None
            yield from _paths(child, f"{prefix}.{named.value if named else at}".lstrip("."))
    else:
        yield prefix


def _written(value: str) -> str:
    """Writes a value so that YAML reads it back as it is; a list in brackets stays a list."""
    if value[:1] in _CLOSING or _PLAIN.fullmatch(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def _replaced(lines: list[str], node: Node, written: str, setting: Setting) -> str:
    text = "".join(lines)
    start = sum(map(len, lines[: node.place.line - 1])) + node.place.column - 1
    if anchor := _ANCHOR.match(text, start):
        start = anchor.end()
    end = _end(text, start, node)
    if end is None:
        raise UsageError(
            message("draft.by_hand", path=setting.path, line=node.place.line),
            hint=message("draft.by_hand.remedy"),
        )
    return text[:start] + written + text[end:]


def _end(text: str, start: int, node: Node) -> int | None:
    """Where a value that begins at `start` ends in the text, `None` where it cannot be told."""
    first = text[start : start + 1]
    if first in {"'", '"'}:
        closing = re.compile(r"'(?:[^']|'')*'" if first == "'" else r'"(?:[^"\\]|\\.)*"')
        quoted = closing.match(text, start)
        return quoted.end() if quoted else None
    if first in {">", "|"}:
        return _block_end(text, start)
    if first in _CLOSING and not isinstance(node.value, str):
        return _bracket_end(text, start)
    if isinstance(node.value, str) and text.startswith(node.value, start):
        return start + len(node.value)
    return None


def _block_end(text: str, start: int) -> int:
    """A folded text ends before the first line that is indented no deeper than its key."""
    line_start = text.rfind("\n", 0, start) + 1
    indent = len(text[line_start:start]) - len(text[line_start:start].lstrip(" -"))
    end = text.find("\n", start)
    while end != -1:
        nxt = text.find("\n", end + 1)
        line = text[end + 1 : nxt if nxt != -1 else len(text)]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            return end
        if nxt == -1:
            return len(text.rstrip("\n"))
        end = nxt
    return len(text)


def _bracket_end(text: str, start: int) -> int | None:
    depth, quote = 0, ""
    for at in range(start, len(text)):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in "[{":
            depth += 1
        elif char in "]}":
            depth -= 1
            if not depth:
                return at + 1
    return None


def _inserted(lines: list[str], found: _Found, written: str, setting: Setting) -> str:
    """Adds a field to a row: behind its first one where that stands on a line of its own."""
    row = found.row.value
    line, column = found.row.place.line, found.row.place.column
    new = f"{found.field}: {written}"
    if lines[line - 1][column - 1 : column] == "{":
        at = column
        lines[line - 1] = f"{lines[line - 1][:at]}{new}, {lines[line - 1][at:]}"
        return "".join(lines)
    first = next(iter(row.values())) if isinstance(row, dict) else None
    if first is None or first.key_place is None or first.place.line != first.key_place.line:
        raise UsageError(
            message("draft.by_hand", path=setting.path, line=line),
            hint=message("draft.by_hand.remedy"),
        )
    indent = " " * (first.key_place.column - 1)
    lines.insert(first.place.line, f"{indent}{new}\n")
    return "".join(lines)
