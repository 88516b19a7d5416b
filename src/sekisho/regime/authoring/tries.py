"""Tries of the criteria of designation: one business measured one way, and the right answer.

The short form of a case. The figures of a try stand in for those given for the whole list, so
that a line shows only what it is about: just below a threshold, exactly at it, just above.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.model.values.record import Record

NOT_STATED = "?"
Said = Literal["yes", "no", "?"]


class Try(Record, frozen=True, kw_only=True):
    """What differs from the list, and the answer.

    `lacks` names what must be stated before there is an answer; `due` is the day of a return and
    `form` the number of its form.
    """

    yearly: dict[str, str] = {}
    now: dict[str, str] = {}
    statuses: dict[str, Said] = {}
    on: date | None = None
    answer: Literal["yes", "no", "unknown", "none"]
    lacks: tuple[str, ...] = ()
    due: date | None = None
    form: str = ""


class Tries(Record, frozen=True, kw_only=True):
    """Tries of one criterion, or of one return, on a day.

    `yearly` are figures of the years that ended on `years`: one amount for all of them, or one
    for each with blanks between; `now` are figures as they stand. `?` says that a figure or
    status is not stated. The answer `none` says that there is no such criterion on the day.
    """

    of: str
    business: str
    on: date
    years: tuple[date, ...] = ()
    yearly: dict[str, str] = {}
    now: dict[str, str] = {}
    statuses: dict[str, Said] = {}
    tries: tuple[Try, ...]


def profile_of(given: Tries, row: Try) -> OperatorProfile:
    """Gives the profile that a try describes; raises `ValueError` for what is no amount."""
    statuses = {**given.statuses, **row.statuses}
    business = Business(
        kind=given.business,
        figures=tuple(_figures(given, row)),
        statuses={id: said == "yes" for id, said in statuses.items() if said != NOT_STATED},
    )
    return OperatorProfile(businesses=(business,), fictional=True)


def _figures(given: Tries, row: Try) -> Iterator[Figure]:
    for quantity, text in {**given.now, **row.now}.items():
        if text != NOT_STATED:
            yield Figure(quantity=quantity, value=Amount.parse(text))
    for quantity, text in {**given.yearly, **row.yearly}.items():
        texts = text.split() if " " in text else [text] * len(given.years)
        for year, amount in zip(given.years, texts, strict=False):
            if amount != NOT_STATED:
                yield Figure(quantity=quantity, value=Amount.parse(amount), year_ended_on=year)


def name_of(given: Tries, row: Try) -> str:
    """Gives a try a name of its own: what it is of, what differs, on which day."""
    differing = {**row.now, **row.yearly, **row.statuses}
    said = ", ".join(f"{word} {value}" for word, value in differing.items())
    return f"{given.of} {(row.on or given.on).isoformat()}{': ' if said else ''}{said}"
