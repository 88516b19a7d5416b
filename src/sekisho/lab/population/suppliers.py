"""Fictional suppliers: few who sell to nearly everyone, many who sell to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sekisho.lab.population.assumed import Level, assumptions
from sekisho.lab.population.draws import Draws, Weighted, by_rank
from sekisho.model.party import Location, Officer, Party, VoteHolder
from sekisho.model.values.ratio import Ratio

_WORKS_WITH = 4
"""Suppliers one operator usually buys from."""


@dataclass(frozen=True, slots=True)
class Suppliers:
    """The suppliers of a year, whole for plans and by name alone for updates."""

    whole: tuple[Party, ...]
    brief: tuple[Party, ...]
    ranks: Weighted

    def circle(self, draws: Draws) -> tuple[int, ...]:
        """Draws whom an operator buys from: the first in rank is in most circles."""
        return tuple(self.ranks.draw(draws) for _ in range(_WORKS_WITH))


def make_suppliers(year: int, seed: int, level: Level) -> Suppliers:
    """Makes the suppliers; how often one is drawn follows Zipf's law by its number."""
    assumed = assumptions()
    draws = Draws(seed, f"suppliers {level}")
    count = assumed.number("suppliers.count", level)
    mix = Weighted([row.weight for row in assumed.countries])
    whole = []
    for number in range(1, count + 1):
        # The largest is of Japan: who stands first must not hang on one lot.
        country = assumed.countries[mix.draw(draws)].id if number > 1 else "JP"
        whole.append(_party(draws, number, country, year))
    brief = tuple(
        Party(id=party.id, name=party.name, law_country=party.law_country) for party in whole
    )
    return Suppliers(tuple(whole), brief, by_rank(count))


def _party(draws: Draws, number: int, country: str, year: int) -> Party:
    name = f"架空供給者{number:03d}"
    officers = tuple(
        Officer(
            name=f"{name}役員{at}",
            title="取締役",
            born_on=date(1950 + draws.below(40), 1 + draws.below(12), 1 + draws.below(28)),
            nationality=country,
        )
        for at in range(1, draws.between(3, 9) + 1)
    )
    holders = tuple(
        VoteHolder(
            name=f"{name}株主{at}",
            country=country,
            votes=Ratio(Fraction(draws.between(5, 30), 100)),
        )
        for at in range(1, draws.between(0, 3) + 1)
    )
    return Party(
        id=f"s{number:03d}",
        name=name,
        representative=f"{name}代表",
        address=Location(address=f"架空市{number}番地", country=country),
        law_country=country,
        vote_holders=holders,
        no_vote_holders=not holders,
        officers=officers,
        fiscal_years_ended_on=tuple(date(year - back, 3, 31) for back in range(3)),
    )
