"""Rows that say which businesses are designated: quantities, tests of them, criteria."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from sekisho.model.values.amount import Amount
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.time import Roll

Take = Literal["latest", "average", "any_year", "every_year"]
YearEnd = Annotated[str, Meta(pattern=r"^(own|(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))$")]
MonthDay = Annotated[str, Meta(pattern=r"^$|^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


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
    quantity is counted by years which end on that day, `own` by the business's own years, which
    end on the day of the latest figure stated: the last `years` of them before the day count.
    With `year` the one year that ended then counts; without either the value as it stands. `take` says what is
    made of several years. With `of` it is the share in that quantity which counts, rounded half
    up to a multiple of `round_to` where one is given.
    """

    id: str
    quantity: str
    of: str = ""
    at_least: Amount | None = None
    above: Amount | None = None
    year_ends: YearEnd | None = None
    years: Annotated[int, Meta(ge=1)] = 1
    year: date | None = None
    take: Take = "latest"
    round_to: Amount | None = None
    article: str = ""


class SameYear(Record, frozen=True, kw_only=True):
    """Tests that must hold together in one and the same year; its id is a fact of the criteria.

    `take` says of how many of the last `years` they must: of one or of each. The tests named
    state no years of their own.
    """

    id: str
    tests: tuple[str, ...]
    year_ends: YearEnd
    years: Annotated[int, Meta(ge=1)] = 1
    take: Literal["any_year", "every_year"] = "any_year"
    article: str = ""


class Criterion(Record, frozen=True, kw_only=True):
    """When a business of one kind may be designated: `when` speaks of tests and statuses.

    `business` is the word a profile uses; an `unverified` criterion is answered *not checked*.
    `authority` designates, where it is not the one in charge of the sector. `note` tells how
    the order was read where its words leave a choice.
    """

    id: str
    sector: str
    business: str
    title: Title
    when: str
    article: str = ""
    authority: str = ""
    note: Title | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False


class Return(Record, frozen=True, kw_only=True):
    """What a business near a threshold must report, so that the authority can designate.

    Owed when `when` holds; due each year on `due`, or without delay where the order gives no
    day. `roll` and `form` are as in a period and a form of the pack.
    """

    id: str
    business: str
    title: Title
    when: str
    due: MonthDay = ""
    roll: Roll = "none"
    form: str = ""
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Designations(Record, frozen=True, kw_only=True):
    """Who may be designated, and who must report for it."""

    quantities: tuple[Quantity, ...] = ()
    statuses: tuple[Status, ...] = ()
    tests: tuple[Test, ...] = ()
    same_years: tuple[SameYear, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    returns: tuple[Return, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Gives the facts that the criteria may speak of."""
        return (
            *(row.id for row in self.tests),
            *(row.id for row in self.same_years),
            *(row.id for row in self.statuses),
        )
