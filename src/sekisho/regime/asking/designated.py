"""Would a business meet the criteria of designation? What must be known for that, asked in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.values.amount import Amount
from sekisho.regime.designation import (
    OWN,
    Designable,
    Owed,
    judge_designation,
    judge_returns,
)
from sekisho.regime.pack import Regime

BUSINESS = "business"
YEAR = "year_ended_on"
_FIGURE, _STATUS = "figure.", "status."


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """A question about a business: which one, a figure (of a year), a day, or a yes or no.

    `name` is what the answer is called: `business`, `year_ended_on`,
    `figure.trucking.trucks`, `figure.port.containers@2025-12-31`, `status.trucking.nationwide`.
    """

    name: str
    kind: Literal["word", "amount", "bool", "day"]
    about: str = ""
    year: date | None = None
    choices: tuple[str, ...] = ()


def next_profile_question(
    regime: Regime, answers: Mapping[str, str], on: date
) -> ProfileQuestion | None:
    """Gives what is still needed to judge the business, `None` when it can be, or never can.

    An empty answer says that the person does not know. Where the years are the business's own,
    the day its last one ended is asked before any figure of it.
    """
    if BUSINESS not in answers:
        kinds = tuple(dict.fromkeys(row.business for row in regime.designations.criteria))
        return ProfileQuestion(BUSINESS, "word", choices=kinds) if kinds else None
    criteria = (j for j in judge_business(regime, answers, on) if not j.criterion.unverified)
    lacking = [word for judged in criteria for word in judged.lacking]
    lacking += [word for owed in judge_owed(regime, answers, on) for word in owed.lacking]
    for word in lacking:
        question = _ask(regime, word, answers)
        if question is not None and question.name not in answers:
            return question
    return None


def _ask(regime: Regime, lacking: str, answers: Mapping[str, str]) -> ProfileQuestion | None:
    """Asks for a status, or for a quantity with the year it lacks."""
    if any(row.id == lacking for row in regime.designations.statuses):
        return ProfileQuestion(f"{_STATUS}{lacking}", "bool", lacking)
    quantity, _, year = lacking.partition(" ")
    if not year and _has_own_years(regime, quantity):
        if YEAR not in answers:
            return ProfileQuestion(YEAR, "day", quantity)
        year = answers[YEAR]
        if not year:
            return None
    name = f"{_FIGURE}{quantity}" + (f"@{year}" if year else "")
    ended_on = date.fromisoformat(year) if year else None
    return ProfileQuestion(name, "amount", quantity, ended_on)


def _has_own_years(regime: Regime, quantity: str) -> bool:
    tests = regime.designations.tests
    return any(row.year_ends == OWN for row in tests if quantity in {row.quantity, row.of})


def judge_business(regime: Regime, answers: Mapping[str, str], on: date) -> tuple[Designable, ...]:
    """Judges the business of the answers; raises `ValueError` for a figure that is no amount."""
    return judge_designation(regime, _profile(answers), on)


def judge_owed(regime: Regime, answers: Mapping[str, str], on: date) -> tuple[Owed, ...]:
    """Tells which returns the business of the answers owes; errors as in `judge_business`."""
    return judge_returns(regime, _profile(answers), on)


def _profile(answers: Mapping[str, str]) -> OperatorProfile:
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
    kind = answers.get(BUSINESS, "")
    business = Business(kind=kind, figures=tuple(figures), statuses=statuses)
    return OperatorProfile(businesses=(business,))


def is_profile_answer(name: str) -> bool:
    """Says whether an answer is about the business rather than about the case."""
    return name in {BUSINESS, YEAR} or name.startswith((_FIGURE, _STATUS))
