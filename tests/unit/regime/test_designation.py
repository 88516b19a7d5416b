"""Designations: what is measured decides, and what nobody stated is never below a threshold."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sekisho.model.errors import PackError
from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.designation import Designable, judge_designation, judge_returns
from sekisho.regime.loader import load_regime
from sekisho.regime.pack import Regime

ON = date(2026, 12, 1)


def figures(quantity: str, *values: str, ends: str = "03-31", last: int = 2026) -> list[Figure]:
    month, day = map(int, ends.split("-"))
    return [
        Figure(
            quantity=quantity,
            value=Amount.parse(value),
            year_ended_on=date(last - back, month, day),
        )
        for back, value in enumerate(values)
    ]


def judged(regime: Regime, business: Business, on: date = ON) -> Designable:
    (found,) = judge_designation(regime, OperatorProfile(businesses=(business,)), on)
    return found


def test_every_business_of_a_profile_is_judged_by_its_own_criteria(espa: Regime):
    profile = OperatorProfile(
        businesses=(
            Business(kind="post", statuses={"business.licensed": True}),
            Business(kind="trucking", statuses={"trucking.nationwide": False}),
        )
    )
    found = judge_designation(espa, profile, ON)
    assert [(row.criterion.id, row.verdict.answer) for row in found] == [
        ("post", "yes"),
        ("trucking", "no"),
    ]


def test_a_kind_of_business_the_pack_does_not_know_is_judged_by_nothing(espa: Regime):
    assert judge_designation(espa, OperatorProfile(businesses=(Business(kind="dance"),)), ON) == ()


def test_one_test_is_enough_however_little_is_known_of_the_others(espa: Regime):
    bank = Business(kind="bank", figures=tuple(figures("bank.deposits", *["10000000000000"] * 3)))
    found = judged(espa, bank)
    assert found.verdict.holds
    assert found.lacking == ()
    deposits = next(row for row in found.tests if row.test.id == "bank.enough_deposits")
    assert deposits.value == 10_000_000_000_000
    assert deposits.years == (date(2026, 3, 31), date(2025, 3, 31), date(2024, 3, 31))


def test_what_is_missing_is_named_year_by_year(espa: Regime):
    bank = Business(kind="bank", figures=tuple(figures("bank.deposits", "1", "1")))
    assert judged(espa, bank).lacking == (
        "bank.deposits 2024-03-31",
        "bank.accounts",
        "bank.machines",
    )


def test_the_years_of_a_business_end_as_its_figures_do(espa: Regime):
    broker = Business(
        kind="broker",
        figures=tuple(figures("broker.assets", *["30000000000000"] * 3, ends="12-31", last=2025)),
        statuses={"business.licensed": True},
    )
    assert judged(espa, broker).verdict.holds
    assert judged(espa, broker, date(2026, 12, 31)).verdict.holds
    later = judged(espa, broker, date(2027, 1, 1))
    assert later.verdict.answer == "unknown"
    assert later.lacking[0] == "broker.assets 2026-12-31"


def test_contracts_of_one_year_and_credit_of_another_do_not_make_a_card_business_large(
    espa: Regime,
):
    apart = [
        *figures("card.contracts", "10000000", "0", "0"),
        *figures("card.credit", "0", "4000000000000", "4000000000000"),
    ]
    found = judged(
        espa,
        Business(kind="credit_card", figures=tuple(apart), statuses={"business.licensed": True}),
    )
    assert found.verdict.answer == "no"
    assert [row.years for row in found.tests][:2] == [(date(2026, 3, 31),), (date(2026, 3, 31),)]


@pytest.mark.parametrize(("share", "answer"), [("1/3", "yes"), ("33.33%", "yes"), ("24.9%", "no")])
def test_shares_are_exact(espa: Regime, share: str, answer: str):
    figure = Figure(quantity="broadcasting.own_share", value=Amount.parse(share))
    other = Figure(quantity="broadcasting.households_share", value=Amount.parse("1/4"))
    business = Business(
        kind="broadcasting", figures=(figure, other), statuses={"broadcasting.television": True}
    )
    assert judged(espa, business).verdict.answer == answer


def test_a_criterion_that_was_not_compared_with_the_law_is_not_checked(packs: Path):
    path = packs / "jp-espa" / "designation.yaml"
    text = path.read_text(encoding="utf-8")
    row = "{id: post, sector: post,"
    assert row in text
    path.write_text(text.replace(row, f"{row} unverified: true,"), encoding="utf-8")
    regime = load_regime("jp-espa", ON, folder=packs)
    post = Business(kind="post", statuses={"business.licensed": True})
    assert judged(regime, post).verdict.answer == "unknown"


def test_a_return_is_owed_from_a_lower_threshold_on(espa: Regime):
    card = Business(
        kind="credit_card",
        figures=(
            *figures("card.contracts", "7500000", "0", "0"),
            *figures("card.credit", "3000000000000", "0", "0"),
        ),
        statuses={"business.licensed": True, "business.designated": False},
    )
    (owed,) = judge_returns(espa, OperatorProfile(businesses=(card,)), ON)
    assert owed.verdict.holds
    assert owed.due == date(2027, 6, 30)
    assert owed.row.form == "11"
    assert judged(espa, card).verdict.answer == "no"


def test_beyond_the_calendar_a_day_that_may_roll_is_not_told(espa: Regime):
    card = Business(kind="credit_card", statuses={"business.licensed": True})
    (owed,) = judge_returns(espa, OperatorProfile(businesses=(card,)), date(2028, 12, 1))
    assert owed.due is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 500000,", "at_least: 500000, above: 500000,"),
        ("year_ends: own, years: 3, take: average,", "year_ends: own, years: 3,"),
        ("quantity: gas.meters,", "quantity: gas.metres,"),
        ("of: oil.lpg_imports_japan,", "of: oil.lpg_imports_asia,"),
        ("[card.enough_contracts, card.enough_credit]", "[card.enough_contracts, card.credits]"),
        ("authority: fsa_moj,", "authority: moj,"),
        ("when: business.licensed && gas.enough_meters", "when: business.licensed && gas.enough"),
        ("year_ends: 12-31", "year_ends: 13-31"),
    ],
)
def test_a_wrong_row_of_the_criteria_is_refused(packs: Path, old: str, new: str):
    path = packs / "jp-espa" / "designation.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_regime("jp-espa", ON, folder=packs)
    assert refused.value.place is not None
    assert refused.value.place.file == "designation.yaml"
