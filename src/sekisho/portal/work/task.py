"""What a kind of work is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sekisho.portal.cases.door import TOKYO

Effect = Callable[[], None]
"""What a piece of work changes: short, and done in the transaction that marks it done."""


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work in hand.

    `at` is the time of the database when it was taken. `tell` is told the percent done; it
    raises `LeaseLostError` once somebody else has the work, so that long work stops.
    """

    key: str
    args: dict[str, Any]
    at: datetime
    tell: Callable[[int], None]

    @property
    def today(self) -> date:
        """The day in Tokyo."""
        return self.at.astimezone(TOKYO).date()


Kind = Callable[[Task], Effect]
"""Does the long part, outside of any transaction, and gives the effect."""

Kinds = Mapping[str, Kind]
