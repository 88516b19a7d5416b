"""Would a business meet the criteria of designation? What must be known for that, asked in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.designation import Designable, judge_designation
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import named

BUSINESS = "business"
_FIGURE, _STATUS = "figure.", "status."


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """A question about a business: which one, a figure (of a year), or a yes or no.

    `name` is what the answer is called: `business`, `figure.trucking.trucks`,
    `figure.port.containers@2025-12-31`, `status.trucking.nationwide`.
    """

    name: str
    kind: Literal["word", "amount", "bool"]
    about: str = ""
    year: date | None = None
    choices: tuple[str, ...] = ()


def next_profile_question(
    regime: Regime, answers: Mapping[str, str], on: date
) -> ProfileQuestion | None:
    """Gives what is still needed to judge the business, `None` when it can be, or never can.

    An empty answer says that the person does not know.
    """
    if BUSINESS not in answers:
        kinds = tuple(dict.fromkeys(row.business for row in regime.designations.criteria))
        return ProfileQuestion(BUSINESS, "word", choices=kinds) if kinds else None
    for judged in judge_business(regime, answers, on):
        if judged.verdict.answer != "unknown" or judged.criterion.unverified:
            continue
        words = named(judged.criterion.when, regime.conditions.words)
        for tested in judged.tests:
            years = tested.years if tested.test.year_ends else (None,)
            for year in years:
                name = f"{_FIGURE}{tested.test.quantity}" + (f"@{year}" if year else "")
                if tested.answer == "unknown" and name not in answers:
                    return ProfileQuestion(name, "amount", tested.test.quantity, year)
        for status in regime.designations.statuses:
            if status.id in words and f"{_STATUS}{status.id}" not in answers:
                return ProfileQuestion(f"{_STATUS}{status.id}", "bool", status.id)
    return None


def judge_business(regime: Regime, answers: Mapping[str, str], on: date) -> tuple[Designable, ...]:
    """Judges the business of the answers; raises `ValueError` for a figure that is no amount."""
    kind = answers.get(BUSINESS, "")
    figures = []
    for name, said in answers.items():
        if name.startswith(_FIGURE) and said:
            quantity, _, year = name.removeprefix(_FIGURE).partition("@")
            ended_on = date.fromisoformat(year) if year else None
            amount = Amount.parse(said)
            figures.append(Figure(quantity=quantity, value=amount, year_ended_on=ended_on))
    statuses = {
        name.removeprefix(_STATUS): said == "yes"
        for name, said in answers.items()
        if name.startswith(_STATUS) and said
    }
    business = Business(kind=kind, figures=tuple(figures), statuses=statuses)
    return judge_designation(regime, OperatorProfile(businesses=(business,)), on)


def is_profile_answer(name: str) -> bool:
    """Says whether an answer is about the business rather than about the case."""
    return name == BUSINESS or name.startswith((_FIGURE, _STATUS))
