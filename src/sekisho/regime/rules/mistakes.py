"""What the CEL library says of a wrong condition, as messages an analyst understands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import msgspec

from sekisho.model.values.message import Message, message

_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)' applied to '\((.*)\)'")
_TYPES = {
    "bool": "bool",
    "int": "int",
    "string": "text",
    "double": "double",
    "list(string)": "texts",
    "google.protobuf.Timestamp": "day",
}
_BETWEEN = re.compile(r", (?![^(]*\))")
_ENGLISH = re.compile(r"\b(and|or|not)\b|(?<![=!<>])=(?!=)|<>", re.IGNORECASE)
_NEAR = 3


class Mistake(msgspec.Struct, frozen=True):
    """One mistake in a condition; `offset` counts its characters from 0."""

    offset: int
    said: Message
    remedy: Message


def mistakes_in(condition: str, said: str, words: Iterable[str]) -> tuple[Mistake, ...]:
    """Reads every mistake from what the library said of a condition; at least one.

    `words` are the facts the condition may name; those near to an unknown one are told.
    """
    words = tuple(words)
    found = tuple(_mistakes(condition, said, words))
    if found:
        return found
    reason = said.splitlines()[0] if said else ""
    other = message("pack.bad_condition", condition=condition, reason=reason)
    return (Mistake(0, other, message("pack.bad_condition.remedy")),)


def near_facts(fact: str, words: Iterable[str]) -> tuple[str, ...]:
    """Gives at most three facts an unknown one may have been meant for."""
    words = tuple(words)
    near = get_close_matches(fact, words, n=_NEAR, cutoff=0.6)
    last = fact.rpartition(".")[2]
    near += [word for word in words if word.rpartition(".")[2] == last and word not in near]
    return tuple(near[:_NEAR])


def _mistakes(condition: str, said: str, words: tuple[str, ...]) -> Iterator[Mistake]:
    for line, column, reason in _ERROR.findall(said):
        offset = _offset(condition, int(line), int(column))
        if undeclared := _UNDECLARED.search(reason):
            yield _undeclared(condition, undeclared.group(1), offset, words)
        elif overload := _OVERLOAD.search(reason):
            yield _overload(condition, overload.group(1), overload.group(2), offset)
        else:
            yield _syntax(condition, offset)
            return  # what follows a syntax error follows from it


def _offset(condition: str, line: int, column: int) -> int:
    before = condition.split("\n")[: line - 1]
    return sum(len(each) + 1 for each in before) + column - 1


def _undeclared(condition: str, name: str, offset: int, words: tuple[str, ...]) -> Mistake:
    """The library points at the last dot of a name, or at the bracket behind a function."""
    start = condition.rfind(name.partition(".")[0], 0, offset + 1)
    start = offset if start == -1 else start
    if re.match(rf"{re.escape(name)}\s*\(", condition[start:]):
        remedy = message("pack.unknown_function.remedy")
        return Mistake(start, message("pack.unknown_function", function=name), remedy)
    near = near_facts(name, words)
    remedy = message("pack.unknown_fact.near" if near else "pack.unknown_fact.remedy", near=near)
    return Mistake(start, message("pack.unknown_fact", fact=name), remedy)


def _overload(condition: str, function: str, types: str, offset: int) -> Mistake:
    kinds = tuple(_TYPES.get(each, each) for each in _BETWEEN.split(types))
    sign = {"@in": "in", "_?_:_": "? :"}.get(function, function.strip("_"))
    said = message(
        "pack.wrong_types",
        operator=sign,
        types=tuple(f"type.{kind}" for kind in kinds),
        condition=condition,
    )
    logic = function in {"_&&_", "_||_", "!_", "_?_:_"}
    kind = "logic" if logic else "decimal" if "double" in kinds else "compare"
    return Mistake(offset, said, message(f"pack.wrong_types.{kind}"))


def _syntax(condition: str, offset: int) -> Mistake:
    english = _ENGLISH.search(condition)
    if english:
        said = message("pack.condition_syntax.word", word=english.group(), condition=condition)
        return Mistake(english.start(), said, message("pack.condition_syntax.word.remedy"))
    if offset >= len(condition.rstrip()):
        said = message("pack.condition_ends", condition=condition)
    else:
        rest = condition[offset : offset + 20]
        said = message("pack.condition_syntax", rest=rest, condition=condition)
    return Mistake(offset, said, message("pack.condition_syntax.remedy"))
