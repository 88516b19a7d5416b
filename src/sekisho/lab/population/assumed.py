"""The assumptions: numbers with a low, a middle and a high value, each with its source."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from sekisho.lab.past.record import Assumed
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title
from sekisho.regime.tables.reading import read_tree, to_row

Level = Literal["low", "mid", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)

_FILE = Path(__file__).parent / "assumptions.yaml"


class Named(Record, frozen=True, kw_only=True):
    """An assumption by its name; `source` is where it is from, or the word `assumption`."""

    id: str
    source: Title
    what: Title


class Number(Named, frozen=True, kw_only=True):
    """One assumption that is a number."""

    low: int
    mid: int
    high: int


class Weight(Record, frozen=True, kw_only=True):
    """How heavy one of several alternatives is."""

    id: str
    weight: int


class Assumptions(Record, frozen=True, kw_only=True):
    """Everything a synthetic year is made by."""

    numbers: tuple[Number, ...]
    mixes: tuple[Named, ...]
    sectors: tuple[Weight, ...]
    countries: tuple[Weight, ...]

    def number(self, id: str, level: Level) -> int:
        """Gives the value of an assumption; `KeyError` for one that does not exist."""
        for row in self.numbers:
            if row.id == id:
                value: int = getattr(row, level)
                return value
        raise KeyError(id)

    def named(self, id: str) -> Named | None:
        """Gives the assumption of that id, `None` for one this version does not know."""
        return next((row for row in (*self.numbers, *self.mixes) if row.id == id), None)

    def used(self, level: Level) -> tuple[Assumed, ...]:
        """Lists every assumption with the value taken."""
        numbers = [
            Assumed(id=row.id, value=str(getattr(row, level)), source=row.source.en)
            for row in self.numbers
        ]
        rows_of = {"sectors": self.sectors, "countries": self.countries}
        weights = [
            Assumed(
                id=mix.id,
                value=" ".join(f"{row.id}:{row.weight}" for row in rows_of[mix.id]),
                source=mix.source.en,
            )
            for mix in self.mixes
        ]
        return (*numbers, *weights)


@cache
def assumptions() -> Assumptions:
    """Reads the assumptions that come with Sekisho."""
    return to_row(read_tree(_FILE, _FILE.parent), Assumptions)
