"""A sweep: one threshold at one value after another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msgspec.structs import replace

from sekisho.lab.replay.sides import Side, SideSpec, value_at
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.amount import Amount
from sekisho.model.values.message import message

MOST = 40
"""Values one sweep may have."""

_WRITTEN = re.compile(
    r"(?P<path>[^=]+)=(?P<first>[^.:]+(?:\.\d+%?)?)\.\.(?P<last>[^:]+):(?P<step>.+)"
)


@dataclass(frozen=True, slots=True)
class Range:
    """The threshold of a sweep and the values it takes, in order."""

    path: str
    values: tuple[str, ...]

    def variants(self, draft: SideSpec) -> tuple[SideSpec, ...]:
        """Gives the draft once for each value."""
        return tuple(
            replace(draft, sets=(*draft.sets, (self.path, value))) for value in self.values
        )


def read_range(given: str, draft: Side) -> Range:
    """Reads `TEST=FROM..TO:STEP`; TEST is the id of a test of designation, or `TABLE.ROW.FIELD`.

    Raises `UsageError` for anything else, for no such row, and for too many values.
    """
    found = _WRITTEN.fullmatch(given)
    if found is None:
        raise _unreadable(given)
    path = _path(found["path"].strip(), draft)
    value_at(draft.pack, path)
    try:
        first, last, step = (Amount.parse(found[name]) for name in ("first", "last", "step"))
    except ValueError as error:
        raise _unreadable(given, "lab.bad_sweep.amount") from error
    if step <= 0:
        raise _unreadable(given, "lab.bad_sweep.step")
    if last < first:
        raise _unreadable(given, "lab.bad_sweep.backwards")
    count = int((last - first) / step) + 1
    if count > MOST:
        raise UsageError(
            message("lab.sweep_too_long", n=count, limit=MOST),
            place=Place(file="--sweep"),
            hint=message("lab.sweep_too_long.remedy"),
        )
    return Range(path, tuple(str(Amount(first + at * step)) for at in range(count)))


def _path(word: str, draft: Side) -> str:
    for row in draft.pack.designations.tests:
        if row.id == word:
            field = "at_least" if row.at_least is not None else "above"
            return f"designation.{row.id}.{field}"
    return word


def _unreadable(given: str, id: str = "lab.bad_sweep") -> UsageError:
    return UsageError(
        message(id, given=given),
        place=Place(file="--sweep"),
        hint=message("lab.bad_sweep.remedy"),
    )
