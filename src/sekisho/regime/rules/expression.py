"""A condition as a tree, for whoever must say or reason about it rather than answer it.

The CEL library writes a checked expression in the wire format of Protocol Buffers, after
`cel/expr/checked.proto` and `syntax.proto` of the CEL specification; only the fields named below
are read. Evaluation never uses this tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import msgspec

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_MACROS = {False: "exists", True: "all"}


class Constant(msgspec.Struct, frozen=True):
    """A value written in the condition."""

    value: bool | int | str | None


class Name(msgspec.Struct, frozen=True):
    """A fact, or the variable of an `Each`."""

    name: str


class Items(msgspec.Struct, frozen=True):
    """A list written in the condition."""

    items: tuple[Expr, ...]


class Call(msgspec.Struct, frozen=True):
    """An operator or function over its arguments: `_&&_`, `_>_`, `!_`, `@in`, `size`, ..."""

    function: str
    arguments: tuple[Expr, ...]


class Each(msgspec.Struct, frozen=True):
    """`list.exists(variable, body)` or `list.all(variable, body)`."""

    macro: str
    variable: str
    over: Expr
    body: Expr


Expr = Constant | Name | Items | Call | Each


def read_expression(serialized: bytes) -> Expr:
    """Reads what `Expression.serialize()` gave; raises `ValueError` for a form not known here."""
    checked = _bytes(serialized, 2)  # google.protobuf.Any.value
    references = {}
    for entry in _all(checked, 2):  # CheckedExpr.reference_map
        named = _text(_bytes(entry, 2), 1)
        if named:
            references[_int(entry, 1)] = named
    return _expr(_bytes(checked, 4), references)  # CheckedExpr.expr


def names_in(expr: Expr) -> Iterator[str]:
    """Gives every name in a tree, in its order, repeated ones too."""
    if isinstance(expr, Name):
        yield expr.name
    elif isinstance(expr, Items):
        for item in expr.items:
            yield from names_in(item)
    elif isinstance(expr, Call):
        for argument in expr.arguments:
            yield from names_in(argument)
    elif isinstance(expr, Each):
        yield from names_in(expr.over)
        yield from names_in(expr.body)


def constants_in(expr: Expr) -> Iterator[bool | int | str]:
    """Gives every constant of an expression, those inside a walk over a list left out."""
    if isinstance(expr, Constant) and expr.value is not None:
        yield expr.value
    elif isinstance(expr, Items):
        for item in expr.items:
            yield from constants_in(item)
    elif isinstance(expr, Call):
        for argument in expr.arguments:
            yield from constants_in(argument)


def _expr(message: bytes, references: dict[int, str]) -> Expr:
    kinds = dict(_fields(message))
    name = references.get(_int(message, 2))
    if 5 in kinds or 4 in kinds:  # Expr.select_expr, Expr.ident_expr
        if name is None and 4 in kinds:
            name = _text(kinds[4], 1)
        if name is None:
            raise ValueError("a selection that is no fact")
        return Name(name)
    if 3 in kinds:  # Expr.const_expr
        return Constant(_constant(kinds[3]))
    if 6 in kinds:  # Expr.call_expr: target 1, function 2, args 3
        call = kinds[6]
        arguments = (*_all(call, 1), *_all(call, 3))
        return Call(_text(call, 2), tuple(_expr(each, references) for each in arguments))
    if 7 in kinds:  # Expr.list_expr
        return Items(tuple(_expr(each, references) for each in _all(kinds[7], 1)))
    if 9 in kinds:  # Expr.comprehension_expr
        return _each(kinds[9], references)
    raise ValueError("a form of expression not known here")


def _each(message: bytes, references: dict[int, str]) -> Expr:
    """`exists` starts with false and ors, `all` starts with true and ands."""
    start = _expr(_bytes(message, 4), references)
    step = _expr(_bytes(message, 6), references)
    if not isinstance(start, Constant) or not isinstance(step, Call) or len(step.arguments) != 2:
        raise ValueError("a comprehension not known here")
    over = _expr(_bytes(message, 2), references)
    return Each(_MACROS[bool(start.value)], _text(message, 1), over, step.arguments[1])


def _constant(message: bytes) -> bool | int | str | None:
    for field, value in _fields(message):
        if field == 2:  # Constant.bool_value
            return bool(value)
        if field == 3:  # Constant.int64_value, two's complement
            return value - (1 << 64) if value >= 1 << 63 else int(value)
        if field == 6:  # Constant.string_value
            return bytes(value).decode()
    return None


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        field, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, at = _varint(message, at)
            yield field, value
        elif wire == _BYTES:
            size, at = _varint(message, at)
            yield field, message[at : at + size]
            at += size
        elif wire in {_FIXED64, _FIXED32}:
            size = 8 if wire == _FIXED64 else 4
            yield field, message[at : at + size]
            at += size
        else:
            raise ValueError("a wire type not known here")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _all(message: bytes, field: int) -> tuple[bytes, ...]:
    return tuple(value for number, value in _fields(message) if number == field)


def _bytes(message: bytes, field: int) -> bytes:
    return next(iter(_all(message, field)), b"")


def _text(message: bytes, field: int) -> str:
    return _bytes(message, field).decode()


def _int(message: bytes, field: int) -> int:
    return next((value for number, value in _fields(message) if number == field), 0)


def share_bound(left: Expr, right: Expr) -> tuple[str, Fraction] | None:
    """Gives the share that two sides hold against each other, and what it is held against.

    `x.num * 5` and `x.den * 2` hold the share `x` against two fifths; other sides hold none.
    """
    above, below = _times(left), _times(right)
    if above is None or below is None:
        return None
    share = above[0].removesuffix(".num")
    if share == above[0] or below[0] != f"{share}.den":
        return None
    return share, Fraction(below[1], above[1])


def _times(tree: Expr) -> tuple[str, int] | None:
    """A fact and the whole number above zero it is multiplied by."""
    if isinstance(tree, Name):
        return tree.name, 1
    if isinstance(tree, Call) and tree.function == "_*_":
        names = [part.name for part in tree.arguments if isinstance(part, Name)]
        numbers = [part.value for part in tree.arguments if isinstance(part, Constant)]
        if len(names) == len(numbers) == 1 and isinstance(numbers[0], int) and numbers[0] > 0:
            return names[0], numbers[0]
    return None
