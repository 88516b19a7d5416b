"""Judges whether a business meets the criteria of designation, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sekisho.model.operator.profile import Business, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import Answer, Verdict, named
from sekisho.regime.rules.vocabulary import Value
from sekisho.regime.tables.designation import Criterion, Test


@dataclass(frozen=True, slots=True)
class Tested:
    """How one test ended: the value that was held against the threshold, and of which years.

    `value` is absent where the answer is unknown; `missing` are then the years not stated, empty
    for a quantity that is not counted by years.
    """

    test: Test
    answer: Answer
    value: Amount | None = None
    years: tuple[date, ...] = ()
    missing: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Designable:
    """Whether a business meets a criterion, with every test and status the criterion reads."""

    criterion: Criterion
    verdict: Verdict
    tests: tuple[Tested, ...]
    statuses: tuple[tuple[str, bool | None], ...]


def judge_designation(regime: Regime, profile: OperatorProfile, on: date) -> tuple[Designable, ...]:
    """Judges every business of a profile by the criteria that hold on the day.

    Meeting a criterion designates nobody: the authority does.
    """
    return tuple(
        _judge(regime, business, criterion, on)
        for business in profile.businesses
        for criterion in regime.designations.criteria
        if criterion.business == business.kind
    )


def _judge(regime: Regime, business: Business, criterion: Criterion, on: date) -> Designable:
    words = named(criterion.when, regime.conditions.words)
    tested = tuple(_test(row, business, on) for row in regime.designations.tests if row.id in words)
    known = [row.id for row in regime.designations.statuses if row.id in words]
    statuses = tuple((id, business.statuses.get(id)) for id in known)
    facts: dict[str, Value] = {
        **{row.test.id: row.answer == "yes" for row in tested if row.answer != "unknown"},
        **{id: value for id, value in statuses if value is not None},
    }
    verdict = regime.ask(criterion.when, facts)
    if criterion.unverified:
        verdict = Verdict("unknown", verdict.missing)
    return Designable(criterion, verdict, tested, statuses)


def _test(row: Test, business: Business, on: date) -> Tested:
    values = {
        figure.year_ended_on: figure.value
        for figure in business.figures
        if figure.quantity == row.quantity
    }
    if row.year_ends is None:
        value = values.get(None)
        return Tested(row, _answer(row, value), value)
    years = (row.year,) if row.year else tuple(_years(row, on))
    stated = {year: values[year] for year in years if year in values}
    missing = tuple(year for year in years if year not in stated)
    value, answer = _over_years(row, list(stated.values()), lacks=bool(missing))
    return Tested(row, answer, value, years, missing if answer == "unknown" else ())


def _over_years(row: Test, values: list[Amount], *, lacks: bool) -> tuple[Amount | None, Answer]:
    """What several years amount to; one year is enough for a yes of any, or a no of every."""
    if not values:
        return None, "unknown"
    if row.take == "any_year":
        value, settled = max(values), "yes"
    elif row.take == "every_year":
        value, settled = min(values), "no"
    else:
        value, settled = Amount(sum(values, Fraction()) / len(values)), ""
    answer = _answer(row, value)
    return (None, "unknown") if lacks and answer != settled else (value, answer)


def _answer(row: Test, value: Amount | None) -> Answer:
    if value is None:
        return "unknown"
    if row.at_least is not None:
        return "yes" if value >= row.at_least else "no"
    return "yes" if row.above is not None and value > row.above else "no"


def _years(row: Test, on: date) -> Iterator[date]:
    """The ends of the last years that ended before the day, latest first."""
    month, day = map(int, (row.year_ends or "12-31").split("-"))
    year = on.year if date(on.year, month, day) < on else on.year - 1
    for back in range(row.years):
        yield date(year - back, month, day)
