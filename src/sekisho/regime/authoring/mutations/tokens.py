"""Changes of a condition: one number or one comparison at a time, with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

_TOKEN = re.compile(
    r"(?P<text>'[^']*'|\"[^\"]*\")|(?P<name>[A-Za-z_][\w.]*)|(?P<number>\d+)"
    r"|(?P<comparison>[<>]=?|[=!]=)"
)
_OTHERS = {
    ">": (">=", "<="),
    ">=": (">", "<"),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    "==": ("!=",),
    "!=": ("==",),
}
_DAY = timedelta(days=1)

Changed = tuple[Literal["number", "comparison", "date"], str, str]
"""What kind of change, the change in words (`3rd > -> >=`), the whole condition with it."""


def changed_conditions(condition: str) -> Iterator[Changed]:
    """Gives every condition that differs from this one in one number, comparison or date.

    A number goes one up and one down; a comparison becomes the one that differs at the boundary
    and its opposite; a date in quotes moves by a day.
    """
    for at, token in enumerate(_TOKEN.finditer(condition), start=1):
        said, kind = token.group(), token.lastgroup
        start, end = token.span()
        if kind == "number":
            around = (str(int(said) - 1), str(int(said) + 1)) if int(said) else ("1",)
            for other in around:
                changed = condition[:start] + other + condition[end:]
                yield "number", f"#{at} {said} -> {other}", changed
        elif kind == "comparison":
            for other in _OTHERS[said]:
                changed = condition[:start] + other + condition[end:]
                yield "comparison", f"#{at} {said} -> {other}", changed
        elif kind == "text" and (day := _day(said)):
            for moved in (day - _DAY, day + _DAY):
                changed = condition[:start] + said.replace(str(day), str(moved)) + condition[end:]
                yield "date", f"#{at} {day} -> {moved}", changed


def _day(said: str) -> date | None:
    found = re.search(r"\d{4}-\d\d-\d\d", said)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
