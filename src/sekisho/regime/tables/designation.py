"""Rows that say which businesses are designated: quantities, tests of them, criteria."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from sekisho.model.values.amount import Amount
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title

Take = Literal["latest", "average", "any_year", "every_year"]
YearEnd = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Quantity(Record, frozen=True, kw_only=True):
    """Something a business is measured by, with the unit its values are counted in."""

    id: str
    title: Title
    unit: Title


class Status(Record, frozen=True, kw_only=True):
    """A yes-or-no question about a business; its id is a fact of the criteria."""

    id: str
    title: Title


class Test(Record, frozen=True, kw_only=True):
    """A quantity held against a threshold; its id is a fact of the criteria.

    Exactly one of `at_least` and `above` is given. `year_ends` (`03-31`, `12-31`) says that the
    quantity is counted by years which end on that day: the last `years` of them before the day
    count, or the one that ended on `year`; without it the value as it stands counts. `take` says
    what is made of several years.
    """

    id: str
    quantity: str
    at_least: Amount | None = None
    above: Amount | None = None
    year_ends: YearEnd | None = None
    years: Annotated[int, Meta(ge=1)] = 1
    year: date | None = None
    take: Take = "latest"
    article: str = ""


class Criterion(Record, frozen=True, kw_only=True):
    """When a business of one kind may be designated: `when` speaks of tests and statuses.

    `business` is the word a profile uses; an `unverified` criterion is answered *not checked*.
    """

    id: str
    sector: str
    business: str
    title: Title
    when: str
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False


class Designations(Record, frozen=True, kw_only=True):
    """Who may be designated."""

    quantities: tuple[Quantity, ...] = ()
    statuses: tuple[Status, ...] = ()
    tests: tuple[Test, ...] = ()
    criteria: tuple[Criterion, ...] = ()
