"""Judges whether a business meets the criteria of designation, on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sekisho.model.operator.profile import Business, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.days.calendar import ONE_DAY
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import Answer, Verdict, named
from sekisho.regime.rules.vocabulary import Value
from sekisho.regime.tables.designation import Criterion, Return, SameYear, Test

OWN = "own"


@dataclass(frozen=True, slots=True)
class Tested:
    """How one test ended: the value that was held against the threshold, and of which years.

    `value` is absent where the answer is unknown; `missing` are then the years not stated, empty
    for a quantity that is not counted by years. A test within one and the same year is told once
    for every year.
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

    @property
    def lacking(self) -> tuple[str, ...]:
        """Gives what must be stated for an answer: statuses and quantities, each year by itself
        (`bank.deposits 2026-03-31`); empty when there is an answer.
        """
        return _lacking(self.verdict, self.tests, self.statuses)


@dataclass(frozen=True, slots=True)
class Owed:
    """Whether a business owes a return, and by when: `due` is absent where the order gives no
    day, and where the working calendar does not reach.
    """

    row: Return
    verdict: Verdict
    due: date | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """What a condition over a business reads."""

    tests: tuple[Tested, ...]
    statuses: tuple[tuple[str, bool | None], ...]
    facts: Mapping[str, Value]


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


def judge_returns(regime: Regime, profile: OperatorProfile, on: date) -> tuple[Owed, ...]:
    """Tells which returns the businesses of a profile owe next, seen from a day."""
    return tuple(
        _owed(regime, business, row, on)
        for business in profile.businesses
        for row in regime.designations.returns
        if row.business == business.kind
    )


def _judge(regime: Regime, business: Business, criterion: Criterion, on: date) -> Designable:
    read = _read(regime, business, criterion.when, on)
    verdict = regime.ask(criterion.when, read.facts)
    if criterion.unverified:
        verdict = Verdict("unknown", verdict.missing)
    return Designable(criterion, verdict, read.tests, read.statuses)


def _owed(regime: Regime, business: Business, row: Return, on: date) -> Owed:
    read = _read(regime, business, row.when, on)
    verdict = regime.ask(row.when, read.facts)
    due = _next_due(regime, row, on) if row.due else None
    return Owed(row, verdict, due, _lacking(verdict, read.tests, read.statuses))


def _next_due(regime: Regime, row: Return, on: date) -> date | None:
    """The first day due that has not passed; the one before may have rolled beyond the day."""
    month, day = map(int, row.due.split("-"))
    for year in (on.year - 1, on.year, on.year + 1):
        plain = date(year, month, day)
        due = regime.calendar.next_open(plain) if row.roll == "next_open" else plain
        if plain >= on or (due is not None and due >= on):
            return due
    return None


def _lacking(
    verdict: Verdict, tests: Iterable[Tested], statuses: Iterable[tuple[str, bool | None]]
) -> tuple[str, ...]:
    if verdict.answer != "unknown":
        return ()
    lacking = [id for id, answer in statuses if answer is None]
    for tested in tests:
        if tested.answer == "unknown":
            quantities = (tested.test.quantity, tested.test.of)
            days = [f" {year.isoformat()}" for year in tested.missing] or [""]
            lacking.extend(
                f"{quantity}{day}" for quantity in quantities if quantity for day in days
            )
    return tuple(dict.fromkeys(lacking))


def _read(regime: Regime, business: Business, condition: str, on: date) -> _Read:
    rows = regime.designations
    words = named(condition, regime.conditions.words)
    tested = [_test(row, business, on) for row in rows.tests if row.id in words]
    facts: dict[str, Value] = {
        row.test.id: row.answer == "yes" for row in tested if row.answer != "unknown"
    }
    for group in rows.same_years:
        if group.id in words:
            members = [row for row in rows.tests if row.id in group.tests]
            answer, told = _same_year(group, members, business, on)
            tested.extend(told)
            if answer != "unknown":
                facts[group.id] = answer == "yes"
    known = [row.id for row in rows.statuses if row.id in words]
    statuses = tuple((id, business.statuses.get(id)) for id in known)
    facts |= {id: value for id, value in statuses if value is not None}
    return _Read(tuple(tested), statuses, facts)


def _same_year(
    group: SameYear, members: list[Test], business: Business, on: date
) -> tuple[Answer, list[Tested]]:
    told: list[Tested] = []
    answers: list[Answer] = []
    quantities = [name for row in members for name in (row.quantity, row.of)]
    for year in _years(group.year_ends, group.years, business, quantities, on):
        here = [_in_year(row, business, year) for row in members]
        told.extend(here)
        answers.append(_all(row.answer for row in here))
    if group.take == "every_year":
        return _all(answers), told
    return _any(answers), told


def _in_year(row: Test, business: Business, year: date) -> Tested:
    value = _value(row, business, year)
    answer = _answer(row, value)
    return Tested(row, answer, value, (year,), (year,) if value is None else ())


def _all(answers: Iterable[Answer]) -> Answer:
    found = tuple(answers)
    if "no" in found:
        return "no"
    return "yes" if found and "unknown" not in found else "unknown"


def _any(answers: Iterable[Answer]) -> Answer:
    found = tuple(answers)
    if "yes" in found:
        return "yes"
    return "no" if found and "unknown" not in found else "unknown"


def _test(row: Test, business: Business, on: date) -> Tested:
    if row.year_ends is None and row.year is None:
        value = _value(row, business, None)
        return Tested(row, _answer(row, value), value)
    years = (row.year,) if row.year else _years_of(row, business, on)
    missing = tuple(year for year in years if not _stated(row, business, year))
    value, answer = _over_years(row, business, years, lacks=bool(missing) or not years)
    return Tested(row, answer, value, years, missing if answer == "unknown" else ())


def _years_of(row: Test, business: Business, on: date) -> tuple[date, ...]:
    quantities = (row.quantity, row.of)
    return _years(row.year_ends or OWN, row.years, business, quantities, on)


def _over_years(
    row: Test, business: Business, years: tuple[date, ...], *, lacks: bool
) -> tuple[Amount | None, Answer]:
    """What several years amount to; one year is enough for a yes of any, or a no of every."""
    settled = {"any_year": "yes", "every_year": "no"}.get(row.take, "")
    if row.take == "average":
        value = None if lacks else _average(row, business, years)
    else:
        values = [value for year in years if (value := _value(row, business, year)) is not None]
        value = (min if row.take == "every_year" else max)(values) if values else None
    answer = _answer(row, value)
    return (None, "unknown") if lacks and answer != settled else (value, answer)


def _average(row: Test, business: Business, years: tuple[date, ...]) -> Amount | None:
    """The average of the years; of a share, the share of the averages."""
    own = [_figure(business, row.quantity, year) or Amount(0) for year in years]
    if not row.of:
        return _rounded(row, sum(own, Fraction()) / len(years))
    whole = sum((_figure(business, row.of, year) or Amount(0) for year in years), Fraction())
    return _rounded(row, sum(own, Fraction()) / whole) if whole else None


def _stated(row: Test, business: Business, year: date) -> bool:
    names = (row.quantity, row.of) if row.of else (row.quantity,)
    return all(_figure(business, name, year) is not None for name in names)


def _value(row: Test, business: Business, year: date | None) -> Amount | None:
    value = _figure(business, row.quantity, year)
    if value is None or not row.of:
        return None if value is None else _rounded(row, value)
    whole = _figure(business, row.of, year)
    return _rounded(row, value / whole) if whole else None


def _rounded(row: Test, value: Fraction) -> Amount:
    if row.round_to is None:
        return Amount(value)
    steps = value / row.round_to
    return Amount(((2 * steps + 1) // 2) * row.round_to)


def _figure(business: Business, quantity: str, year: date | None) -> Amount | None:
    """The figure stated for a year; the last one stated where there are several."""
    found = None
    for figure in business.figures:
        if figure.quantity == quantity and figure.year_ended_on == year:
            found = figure.value
    return found


def _answer(row: Test, value: Amount | None) -> Answer:
    if value is None:
        return "unknown"
    if row.at_least is not None:
        return "yes" if value >= row.at_least else "no"
    return "yes" if row.above is not None and value > row.above else "no"


def _years(
    ends: str, count: int, business: Business, quantities: Iterable[str], on: date
) -> tuple[date, ...]:
    """The ends of the last years that ended before the day, latest first.

    Years of the business's own end as the latest of its figures does; without any there is none.
    """
    if ends == OWN:
        asked = frozenset(quantities)
        stated = [
            figure.year_ended_on
            for figure in business.figures
            if figure.quantity in asked and figure.year_ended_on and figure.year_ended_on < on
        ]
        if not stated:
            return ()
        ends = max(stated).strftime("%m-%d")
    return tuple(_ended(ends, count, on))


def _ended(ends: str, count: int, on: date) -> Iterator[date]:
    month, day = map(int, ends.split("-"))
    last = _year_end(on.year, month, day)
    year = on.year if last < on else on.year - 1
    for back in range(count):
        yield _year_end(year - back, month, day)


def _year_end(year: int, month: int, day: int) -> date:
    """A year that ends on the last of February ends so in every year."""
    if (month, day) in {(2, 28), (2, 29)}:
        return date(year, 3, 1) - ONE_DAY
    return date(year, month, day)
