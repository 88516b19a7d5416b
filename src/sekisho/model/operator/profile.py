"""The profile of an operator: the figures and facts by which a designation is judged."""

from __future__ import annotations

from datetime import date

from sekisho.model.values.amount import Amount
from sekisho.model.values.record import Record


class Figure(Record, frozen=True, kw_only=True):
    """What a business amounts to in one year, or as it stands.

    `quantity` is a word of the rule pack; `year_ended_on` the last day of the year the value is
    for, absent for what is counted as it stands (vehicles, shops).
    """

    quantity: str
    value: Amount
    year_ended_on: date | None = None


class Business(Record, frozen=True, kw_only=True):
    """One kind of business of an operator, in the words of the rule pack.

    `statuses` answers the yes-or-no questions of the criteria; what is left out is not known.
    """

    kind: str
    figures: tuple[Figure, ...] = ()
    statuses: dict[str, bool] = {}


class OperatorProfile(
    Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/profile/1"
):
    """What a legal entity is measured by, one business after another.

    `size` is a word of the filer's own (`large`, `medium`, `small`) by which statistics are
    grouped; no rule reads it.
    """

    name: str = ""
    corporate_number: str = ""
    size: str = ""
    businesses: tuple[Business, ...] = ()
    fictional: bool = False
