"""Do I have to file? The one question that can still change the answer, asked next."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from msgspec.structs import replace

from sekisho.model.assessment import Duty
from sekisho.model.values.ratio import Ratio
from sekisho.regime.days.count import last_day
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import covered_until, moment
from sekisho.regime.pack import Regime
from sekisho.regime.rules.expression import (
    Call,
    Each,
    Expr,
    constants_in,
    names_in,
    share_bound,
)
from sekisho.regime.rules.vocabulary import CASE, Facts, Value
from sekisho.regime.tables.duty import DutyRow

AnswerKind = Literal["bool", "int", "text", "day", "texts", "share"]

_FIRST = (
    "facility.critical",
    "change.stated",
    "emergency.stated",
    "act.introduction",
    "act.entrustment",
    "change.phase",
    "change.facility_replaced",
    "change.",
    "emergency.",
    "operator.designated_on",
    "act.on",
    "change.on",
    "acquisition.stated",
    "acquisition.specified",
    "acquisition.shares.",
    "acquisition.votes.",
    "acquisition.",
)
"""What is asked first where it matters, by fact or by the beginning of several."""
_LAST = frozenset({"change.confirmed_by", "acquisition.confirmed_by"})

_IMPLIED = frozenset(
    {
        "today",
        "filing.given",
        "filing.kind",
        "grace.last_on",
        "operator.designation_stated",
        "operator.designated",
        "operator.release_stated",
        "operator.released_on",
        "act.introduction_on",
        "act.entrustment_on",
        "change.plan_stated",
        "facility.newly_covered",
        "facility.grace_last_on",
        "work.newly_covered",
        "work.grace_last_on",
        "case.fits",
        "case.state",
    }
)
"""Nobody is asked these: they follow from the day, from another answer, or from there being none.
Whether an amendment covers a facility or work anew follows from its kind and the day.
"""

APART = "operator.renames"
"""A question of its own, whatever else is done: settled as no until somebody says yes."""

_SHARES = frozenset(name.removesuffix(".num") for name in CASE if name.endswith(".num"))
"""Facts that come as two whole numbers and are asked as one share."""
_TRIES = 60
_NUMBERS = (0, 1, 2)
_STEP = Fraction(1, 1000)
_SIDES = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question whose answer can still change what must be filed.

    `fact` is what it asks for (a share by its name without `.num`), `choices` the words the rules
    know; `rules` are the duties that depend on the answer.
    """

    fact: str
    kind: AnswerKind
    choices: tuple[str, ...]
    rules: tuple[str, ...]


def start(on: date) -> dict[str, Value]:
    """Gives what is known before any answer: a case in which nothing was filed yet."""
    return {
        "today": moment(on),
        "filing.given": True,
        "case.fits": True,
        "case.state": "draft",
        "components.count": 0,
        "suppliers.named": False,
        "evidence.sbom": False,
        "evidence.sbom_in_service": False,
        APART: False,
    }


def covered_lately(regime: Regime, on: date) -> tuple[tuple[str, date], ...]:
    """Gives the kinds of facility that an amendment gave time of their own which still runs, each
    with the last day of it: who says which kind it is may have nothing to file yet.
    """
    rows = (row for row in regime.facilities if row.critical and row.covered_by_amendment)
    ends = ((row.id, covered_until(regime, row.valid_from)) for row in rows)
    return tuple((id, end.date()) for id, end in ends if end is not None and end.date() >= on)


def next_question(regime: Regime, facts: Facts, unknown: Iterable[str] = ()) -> Question | None:
    """Gives the next question, `None` when no answer can change the result any more.

    `unknown` are the facts the person does not know; they are not asked again.
    """
    asked = _Asked(regime, facts, frozenset(unknown))
    for fact in asked.candidates():
        rules = asked.decides(fact)
        if rules:
            return Question(fact, asked.kind(fact), asked.choices(fact), rules)
    return None


def with_answer(
    regime: Regime, facts: Mapping[str, Value], fact: str, value: Value | Ratio
) -> dict[str, Value]:
    """Gives the facts with an answer, and with what follows from it."""
    known = dict(facts)
    if isinstance(value, Fraction):
        known[f"{fact}.num"], known[f"{fact}.den"] = value.numerator, value.denominator
        return known
    known[fact] = value
    if fact == "operator.released_on":
        known["operator.release_stated"] = known["operator.designated"] = True
    if fact == "change.plan_filed":
        known["change.plan_stated"] = True
    if fact == "operator.designated_on" and isinstance(value, datetime):
        known["operator.designation_stated"] = known["operator.designated"] = True
        last = _grace(regime, value.date())
        if last is not None:
            known["grace.last_on"] = moment(last)
    return known


def decide(regime: Regime, facts: Facts) -> tuple[Duty, ...]:
    """Decides the duties by what is known; of what is stated only by answers nothing is stated yet."""
    unsaid = ("operator.designation_stated", "operator.release_stated", "change.plan_stated")
    return decide_duties(regime, {**dict.fromkeys(unsaid, False), **facts})


def _grace(regime: Regime, designated_on: date) -> date | None:
    periods = [row for row in regime.clocks.periods if row.start == "designated"]
    return last_day(periods[0], designated_on, regime.calendar) if periods else None


class _Asked:
    """What is known, and what the rules would still need."""

    def __init__(self, regime: Regime, facts: Facts, unknown: frozenset[str]) -> None:
        self._regime = regime
        self._facts = facts
        self._unknown = unknown
        self._words: dict[str, set[Value]] = {}
        self._bounds: dict[str, set[Fraction]] = {}
        for row in regime.duties.duties:
            for text in _conditions(regime, row):
                tree = regime.conditions.tree(text)
                if tree is not None:
                    _collect(tree, self._words)
                    _collect_bounds(tree, self._bounds)
        settled = {duty.id for duty in decide(regime, facts) if duty.need == "not_needed"}
        self._open = {
            row.id: self._reads(row)
            for row in regime.duties.duties
            if row.id not in settled and regime.ask(row.about, facts).answer != "no"
        }

    def _reads(self, row: DutyRow) -> frozenset[str]:
        """The facts a duty still turns on: those of its conditions not answered yet."""
        names = {
            _as_asked(name)
            for text in _conditions(self._regime, row)
            if self._regime.ask(text, self._facts).answer == "unknown"
            for name in self._regime.conditions.named(text)
        }
        if names & {"grace.last_on", "operator.designation_stated"}:
            names.add("operator.designated_on")
        return frozenset(names)

    def candidates(self) -> tuple[str, ...]:
        """Gives the facts not known yet that an open duty reads, in the order they are asked."""
        read = frozenset().union(*self._open.values())
        names = [_as_asked(name) for name in CASE if name not in _IMPLIED]
        asked = [
            name
            for name in dict.fromkeys(names)
            if name in read and name not in self._unknown and not self._is_known(name)
        ]
        return tuple(sorted(asked, key=_rank))

    def _is_known(self, fact: str) -> bool:
        return fact in self._facts or f"{fact}.num" in self._facts

    def kind(self, fact: str) -> AnswerKind:
        """Says what kind of answer a fact wants."""
        return "share" if fact in _SHARES else CASE[fact]

    def choices(self, fact: str) -> tuple[str, ...]:
        """Gives the words the rules compare a fact with."""
        return tuple(sorted(str(v) for v in self._words.get(fact, ()) if isinstance(v, str)))

    def decides(self, fact: str) -> tuple[str, ...]:
        """Gives the duties that come out differently by the answer, whatever the rest is.

        What else is not known is tried with many answers, always the same ones; answers are taken
        to be confirmed, so that nothing is asked which the confirmation, asked last, makes idle.
        """
        reading = frozenset(id for id, names in self._open.items() if fact in names)
        only = self._only(reading)
        read = frozenset().union(*(self._open[id] for id in reading))
        others = [each for each in self.candidates() if each in read and each != fact]
        chance = random.Random(0)  # noqa: S311  # tries that are the same every time
        found: set[str] = set()
        for _ in range(_TRIES):
            rest = dict(self._facts)
            for other in others:
                values = [True] if other in _LAST else self._values(other)
                rest = self._answered(rest, other, chance.choice(values))
            outcomes = [
                {duty.id: duty.need for duty in decide(only, self._answered(rest, fact, value))}
                for value in self._values(fact)
            ]
            for id in reading:
                if len({outcome.get(id, "not_needed") for outcome in outcomes}) > 1:
                    found.add(id)
        return tuple(row.id for row in self._regime.duties.duties if row.id in found)

    def _only(self, ids: frozenset[str]) -> Regime:
        rows = tuple(row for row in self._regime.duties.duties if row.id in ids)
        duties = replace(self._regime.duties, duties=rows)
        return replace(self._regime, duties=duties)

    def _answered(
        self, facts: Mapping[str, Value], fact: str, value: Value | Ratio
    ) -> dict[str, Value]:
        return with_answer(self._regime, facts, fact, value)

    def _values(self, fact: str) -> list[Value | Ratio]:
        kind = self.kind(fact)
        if kind == "bool":
            return [False, True]
        if kind == "int":
            return list(_NUMBERS)
        if kind == "share":
            bounds = self._bounds.get(fact, set())
            near = {each for bound in bounds for each in (bound - _STEP, bound, bound + _STEP)}
            return [Ratio(each) for each in sorted(near | {Fraction(0), Fraction(1)})]
        if kind == "day":
            today = self._facts.get("today")
            day = today if isinstance(today, datetime) else datetime(2026, 1, 1, tzinfo=UTC)
            return [day - timedelta(days=1000), day - timedelta(days=30), day + timedelta(days=30)]
        words = [*self.choices(fact), "-"]
        return list(words) if kind == "text" else [[], *([word] for word in words)]


def _conditions(regime: Regime, row: DutyRow) -> Iterator[str]:
    """Every condition a duty may turn on: its own, and those of what frees from it."""
    yield from (text for text in (row.about, row.when) if text)
    if row.confirm:
        yield row.confirm.when
    for exemption in regime.duties.exemptions:
        if row.id in exemption.of:
            yield from (text for text in (exemption.claimed, exemption.when) if text)


def _rank(fact: str) -> int:
    if fact in _LAST:
        return len(_FIRST)
    for at, begins in enumerate(_FIRST):
        if fact == begins or (begins.endswith(".") and fact.startswith(begins)):
            return at
    return len(_FIRST) + 1


def _as_asked(name: str) -> str:
    """Numerator and denominator are asked as one share."""
    share = name.removesuffix(".num").removesuffix(".den")
    return share if share in _SHARES else name


def _collect(tree: Expr, words: dict[str, set[Value]]) -> None:
    """Notes every fact of a condition, and what each is compared with."""
    for name in names_in(tree):
        words.setdefault(name, set())
    if isinstance(tree, Each):
        for name in names_in(tree.over):
            words[name] |= _texts(tree.body)
    elif isinstance(tree, Call):
        if tree.function in {"_==_", "_!=_", "@in"}:
            for name in names_in(tree):
                words[name] |= _texts(tree)
        for argument in tree.arguments:
            _collect(argument, words)


def _collect_bounds(tree: Expr, bounds: dict[str, set[Fraction]]) -> None:
    """Notes what each share is held against."""
    if isinstance(tree, Call):
        held = share_bound(*tree.arguments) if len(tree.arguments) == _SIDES else None
        if held is not None:
            bounds.setdefault(held[0], set()).add(held[1])
        for argument in tree.arguments:
            _collect_bounds(argument, bounds)


def _texts(tree: Expr) -> set[Value]:
    return {value for value in constants_in(tree) if isinstance(value, str)}
