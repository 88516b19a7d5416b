"""Fictional operators, measured in the words of a pack: some meet its criteria, some nearly do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from sekisho.lab.past.record import OperatorRow
from sekisho.lab.population.assumed import Level, assumptions
from sekisho.lab.population.draws import Draws, Weighted
from sekisho.lab.replay.outcome import designated
from sekisho.lab.replay.remembered import remember
from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.loader import stand_on
from sekisho.regime.rules.evaluator import named
from sekisho.regime.tables.designation import Test
from sekisho.regime.tables.whole import Pack

_TRIES = 60
_WHOLE = 1_000_000_000
"""What a share is taken of, where a pack measures shares as one quantity in another."""
_OWN_YEAR = (3, 31)
_YEARS_BEFORE = 6


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of business: everything any version of its criteria asks of it."""

    business: str
    tests: tuple[tuple[Test, str | None], ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """An operator of the year, and whether it met the criteria on the day of the count."""

    row: OperatorRow
    sector: str
    is_designated: bool


def make_operators(pack: Pack, year: int, seed: int, level: Level, count: int) -> tuple[Made, ...]:
    """Makes so many operators that meet the criteria on 31 July of the year, and others near them.

    Their figures are drawn around the thresholds of every version of the pack, so that there is
    someone on either side of each. Names are fictional and say so.
    """
    assumed = assumptions()
    near = count * assumed.number("operators.near_percent", level) // 100
    maker = _Maker(pack, year, Draws(seed, f"operators {level}"), level)
    made = [maker.make(number, wanted=True) for number in range(1, count + 1)]
    made += [maker.make(number, wanted=False) for number in range(count + 1, count + near + 1)]
    return tuple(made)


class _Maker:
    def __init__(self, pack: Pack, year: int, draws: Draws, level: Level) -> None:
        self._on = date(year, 7, 31)
        law = stand_on(pack, self._on)
        self._law = replace(law, conditions=remember(law.conditions))
        self._year = year
        self._draws = draws
        self._most = assumptions().number("operators.tail", level) * 10_000
        kinds = _kinds(pack)
        rows = [row for row in assumptions().sectors if row.id in kinds]
        self._sectors = [row.id for row in rows]
        self._mix = Weighted([row.weight for row in rows])
        self._kinds = kinds

    def make(self, number: int, *, wanted: bool) -> Made:
        sector = self._sectors[self._mix.draw(self._draws)]
        kind = self._kind(sector, wanted=wanted)
        best: tuple[Business, int] | None = None
        answer = ""
        for _ in range(_TRIES):
            best = self._business(kind, wanted=wanted)
            answer = designated(self._law, _profile(number, *best), sector, self._on)
            if answer == ("yes" if wanted else "no"):
                break
        business, times = best or (Business(kind=kind.business), 0)
        profile = _profile(number, business, times)
        row = OperatorRow(id=f"op-{number:04d}", profile=profile)
        return Made(row, sector, is_designated=answer == "yes")

    def _kind(self, sector: str, *, wanted: bool) -> _Kind:
        """A business by status alone has few who only nearly do it."""
        kinds = self._kinds[sector]
        weights = [4 if kind.tests else (1 if wanted else 0) for kind in kinds]
        mix = Weighted(weights if any(weights) else [1] * len(kinds))
        return kinds[mix.draw(self._draws)]

    def _business(self, kind: _Kind, *, wanted: bool) -> tuple[Business, int]:
        """Draws figures and statuses: mostly above the thresholds, or mostly just below."""
        figures: dict[tuple[str, date | None], Amount] = {}
        largest = 0
        for test, ends in kind.tests:
            is_above = self._draws.happens(800 if wanted else 200)
            times = self._draws.tail(self._most) if is_above else self._draws.between(300, 999)
            largest = max(largest, times)
            for figure in self._figures(test, ends, times):
                figures.setdefault((figure.quantity, figure.year_ended_on), figure.value)
        statuses = {id: self._draws.happens(850 if wanted else 600) for id in kind.statuses}
        listed = (
            Figure(quantity=quantity, value=value, year_ended_on=ended)
            for (quantity, ended), value in figures.items()
        )
        return Business(kind=kind.business, figures=tuple(listed), statuses=statuses), largest

    def _figures(self, test: Test, ends: str | None, times: int) -> Iterator[Figure]:
        limit = Fraction(test.at_least if test.at_least is not None else test.above or 0)
        for ended in self._ends(test, ends):
            drift = self._draws.between(970, 1030) if ended else 1000
            value = limit * times * drift / 1_000_000
            if test_of := getattr(test, "of", ""):
                share = min(value, Fraction(1))
                whole = Amount(_WHOLE)
                yield Figure(quantity=test_of, value=whole, year_ended_on=ended)
                own = Amount(int(share * _WHOLE))
                yield Figure(quantity=test.quantity, value=own, year_ended_on=ended)
            elif limit < 1:
                share = min(Fraction(round(value * 100_000), 100_000), Fraction(1))
                yield Figure(quantity=test.quantity, value=Amount(share), year_ended_on=ended)
            else:
                whole = Amount(int(value))
                yield Figure(quantity=test.quantity, value=whole, year_ended_on=ended)

    def _ends(self, test: Test, ends: str | None) -> tuple[date | None, ...]:
        if test.year is not None:
            return (test.year,)
        if ends is None:
            return (None,)
        month, _, day = ends.partition("-")
        on = (int(month), int(day)) if day else _OWN_YEAR
        return tuple(date(self._year - back, *on) for back in range(_YEARS_BEFORE))


def _kinds(pack: Pack) -> dict[str, list[_Kind]]:
    """The kinds of business of each sector, in the order of the pack."""
    rows = pack.designations
    kinds: dict[str, dict[str, list[str]]] = {}
    for row in rows.criteria:
        kinds.setdefault(row.sector, {}).setdefault(row.business, []).append(row.when)
    return {
        sector: [_read_kind(pack, business, whens) for business, whens in of_sector.items()]
        for sector, of_sector in kinds.items()
    }


def _read_kind(pack: Pack, business: str, whens: Iterable[str]) -> _Kind:
    rows = pack.designations
    words = {word for when in whens for word in named(when, pack.conditions.words)}
    groups = {
        test: group.year_ends
        for group in getattr(rows, "same_years", ())
        if group.id in words
        for test in group.tests
    }
    tests = [
        (row, row.year_ends or groups.get(row.id))
        for row in rows.tests
        if row.id in words or row.id in groups
    ]
    statuses = tuple(row.id for row in rows.statuses if row.id in words)
    return _Kind(business, tuple(tests), statuses)


def _profile(number: int, business: Business, times: int) -> OperatorProfile:
    size = "large" if times >= 3000 else "medium" if times >= 1000 else "small"
    return OperatorProfile(
        name=f"架空事業者{number:04d}", size=size, businesses=(business,), fictional=True
    )
