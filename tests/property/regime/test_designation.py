"""Designations: what nobody stated is never taken for below a threshold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.designation import judge_designation
from sekisho.regime.loader import load_regime
from sekisho.regime.tables import designation as tables

ON = date(2026, 12, 1)
ESPA = load_regime("jp-espa", ON)
ROWS = ESPA.designations
KINDS = sorted({row.business for row in ROWS.criteria})
YEARS = [date(2026 - back, 3, 31) for back in range(5)]


def ends_of(test: tables.Test, grouped: frozenset[str]) -> list[date | None]:
    """Every year a figure of the test may be asked for; `None` for one that stands as it is."""
    if test.year:
        return [test.year]
    if test.id in grouped or test.year_ends in {"own", "03-31"}:
        return list(YEARS)
    return [date(2025, 12, 31)] if test.year_ends else [None]


GROUPED = frozenset(name for row in ROWS.same_years for name in row.tests)
PLACES = sorted(
    {
        (quantity, day)
        for test in ROWS.tests
        for quantity in (test.quantity, test.of)
        if quantity
        for day in ends_of(test, GROUPED)
    },
    key=str,
)
NEAR = sorted({row.at_least or row.above or Amount(0) for row in ROWS.tests})
VALUES = st.sampled_from([Amount(n * f) for n in NEAR for f in (Fraction(1, 2), 1, 2)])


@st.composite
def whole_businesses(draw: st.DrawFn) -> Business:
    """A business of whom every figure and every status is stated."""
    figures = tuple(
        Figure(quantity=quantity, value=draw(VALUES), year_ended_on=day) for quantity, day in PLACES
    )
    statuses = {row.id: draw(st.booleans()) for row in ROWS.statuses}
    return Business(kind=draw(st.sampled_from(KINDS)), figures=figures, statuses=statuses)


def answer(business: Business) -> str:
    (found,) = judge_designation(ESPA, OperatorProfile(businesses=(business,)), ON)
    assert bool(found.lacking) == (found.verdict.answer == "unknown")
    return found.verdict.answer


@given(whole_businesses())
def test_who_states_everything_has_an_answer(business: Business):
    assert answer(business) in {"yes", "no"}


@given(whole_businesses(), st.data())
def test_who_states_less_has_the_same_answer_or_none(business: Business, data: st.DataObject):
    kept = data.draw(st.sets(st.sampled_from(range(len(business.figures)))))
    known = data.draw(st.sets(st.sampled_from(sorted(business.statuses))))
    less = Business(
        kind=business.kind,
        figures=tuple(figure for at, figure in enumerate(business.figures) if at in kept),
        statuses={id: value for id, value in business.statuses.items() if id in known},
    )
    assert answer(less) in {"unknown", answer(business)}


@given(whole_businesses(), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(business: Business, random: object):
    shuffled = list(business.figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a source of order
    other = Business(
        kind=business.kind,
        figures=tuple(shuffled),
        statuses=dict(reversed(business.statuses.items())),
    )
    assert answer(other) == answer(business)
