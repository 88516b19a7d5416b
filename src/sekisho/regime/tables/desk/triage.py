"""Rows that sort a month's updates into classes, and say what to ask the authority."""

from __future__ import annotations

from typing import Literal

from sekisho.model.assessment import Outcome
from sekisho.model.values.record import Record

AskedOf = Literal[
    "type_changed",
    "name_changed",
    "function_changed",
    "facility_replaced",
    "service_hindered",
    "no_other_means",
    "caused_to_escape_duty",
]


class ClassRow(Record, frozen=True, kw_only=True):
    """A class of updates.

    Rows are tried in order: the first whose `when` holds is the class, the others that hold are
    told beside it; the last row has no condition and is taken where nothing else holds. `next`
    is the message that says what to do.
    """

    id: str
    when: str = ""
    outcome: Outcome
    next: str


class AskRow(Record, frozen=True, kw_only=True):
    """What to ask the authority where a person cannot tell a `fact`.

    `unverified` says that the pack itself does not hold the answer.
    """

    fact: AskedOf
    message: str
    article: str = ""
    unverified: bool = False


class TriageRows(Record, frozen=True, kw_only=True):
    """How a pack sorts updates; without classes it sorts none."""

    classes: tuple[ClassRow, ...] = ()
    asks: tuple[AskRow, ...] = ()
