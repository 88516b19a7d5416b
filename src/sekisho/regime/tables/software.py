"""Rows about software: how soon a flaw is to be remedied, and when an end of support is near."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Annotated, Literal

from msgspec import Meta

from sekisho.model.finding import Severity
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title

Impact = Literal["partial", "total"]
Inputs = tuple[bool, bool, bool, Impact]
"""The four answers a row is chosen by: known exploited, exposed, automatable, technical impact."""


class OutcomeRow(Record, frozen=True, kw_only=True):
    """How soon: within `days`, at the next upgrade where there are none; with `forensics`, whether
    an attack has happened is looked into as well. A finding whose outcome is sure is at least as
    grave as `at_least`.
    """

    id: str
    title: Title
    days: Annotated[int, Meta(ge=0)] | None = None
    forensics: bool = False
    at_least: Severity = "info"


class UrgencyRow(Record, frozen=True, kw_only=True):
    """One row of the table under the number its publisher gave it."""

    id: str
    known_exploited: bool
    exposed: bool
    automatable: bool
    technical_impact: Impact
    outcome: str

    @property
    def inputs(self) -> Inputs:
        """The four answers this row stands for."""
        return self.known_exploited, self.exposed, self.automatable, self.technical_impact


class Support(Record, frozen=True, kw_only=True):
    """How grave it is that a release line has ended, is looked after for those who pay, ends within
    `ends_soon_days`, or gets corrections of security flaws alone.
    """

    ended: Severity = "high"
    extended: Severity = "medium"
    ends_soon: Severity = "low"
    security_only: Severity = "info"
    ends_soon_days: Annotated[int, Meta(ge=0)] | None = None


class Software(Record, frozen=True, kw_only=True):
    """What a pack says of software.

    `table` names the table of urgency, `edition` its version, `published_on` its day; `outcomes`
    stand from the most urgent to the least. `exposed_unless_stated` is what is assumed of a facility
    of which nobody states whether strangers can reach it. `support` grades ends of support.
    """

    table: str = ""
    title: Title | None = None
    edition: str = ""
    published_on: date | None = None
    source: str = ""
    exposed_unless_stated: bool = True
    support: Support = Support()
    outcomes: tuple[OutcomeRow, ...] = ()
    rows: tuple[UrgencyRow, ...] = ()

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Names the table of urgency and its edition, none where there is none."""
        return ((self.table, self.edition),) if self.table else ()

    @property
    def is_whole(self) -> bool:
        """Says whether every combination of the inputs has one row."""
        asked = [row.inputs for row in self.rows]
        every = set(product((False, True), (False, True), (False, True), ("partial", "total")))
        return len(asked) == len(every) and set(asked) == every
