"""The quick replay: only what a draft can touch is answered again.

Three things make it quick, and none of them guesses. Before any case is read, the changed rows
say which questions can be answered otherwise (`reach`). Of each case only what those questions
read is decoded (`lean`), and a condition is asked once for the same facts (`remembered`). Only a
case of which one of these questions is answered otherwise is judged in full, as the plain replay
judges every case.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace

from sekisho.lab.past.folder import decode_case
from sekisho.lab.past.record import OperatorRow, PastCase, encode
from sekisho.lab.replay.flips import CaseFlip, Rule, compare_outcomes
from sekisho.lab.replay.lean import LEAN, LeanCase
from sekisho.lab.replay.outcome import Core, core_of, designated, judge_reached
from sekisho.lab.replay.reach import Reach, find_reach
from sekisho.lab.replay.remembered import Reads
from sekisho.lab.replay.responsible import describe, name_rule
from sekisho.lab.replay.sides import Side
from sekisho.model.case import Case
from sekisho.model.operator.profile import OperatorProfile
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.pack import Regime
from sekisho.regime.routes import choose_route
from sekisho.regime.rules.evaluator import named
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.tables.duty import Duties
from sekisho.regime.words import find_id

_REMEMBERED = 100_000


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two states of law and how far the step between them reaches.

    `asks` says whether anything but the designation can be answered otherwise.
    """

    before: Regime
    after: Regime
    reach: Reach
    asks: bool
    touched: _Duties
    every: _Duties

    def may_differ(self, lean: LeanCase) -> bool:
        """Asks the questions within reach under both laws, the cheap ones first."""
        reach, case = self.reach, cast("Case", lean)
        facts = project(case, self.before, lean.on)
        if reach.facts and project(case, self.after, lean.on) != facts:
            return True
        if reach.lane and lean.precedents:
            return True
        if reach.duties and self.touched.differ(facts):
            return True
        if reach.burden and self.every.any_needed(facts):
            return True
        if not reach.route:
            return False
        duties = decide_duties(self.before, facts)
        left = choose_route(self.before, facts, duties, (), ())
        right = choose_route(self.after, facts, duties, (), ())
        return left.id != right.id


class _Duties:
    """Some duties under two laws: what is made of them is remembered by the facts they read."""

    def __init__(self, laws: tuple[Regime, Regime], ids: frozenset[str]) -> None:
        self._laws = tuple(_with_duties(law, ids) for law in laws)
        words = {**laws[0].conditions.words, **laws[1].conditions.words}
        names = {fact for law in self._laws for fact in _facts_read(law)}
        self._reads = Reads(sorted(names), words)
        self._known: tuple[dict[Hashable, Core], ...] = tuple({} for _ in self._laws)

    def differ(self, facts: Facts) -> bool:
        key = self._reads.key(facts)
        return self._decided(0, key, facts) != self._decided(1, key, facts)

    def any_needed(self, facts: Facts) -> bool:
        core = self._decided(0, self._reads.key(facts), facts)
        return any(need == "needed" for _, need, _, _ in core)

    def _decided(self, law: int, key: Hashable, facts: Facts) -> Core:
        known = self._known[law]
        core = known.get(key)
        if core is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            core = known[key] = core_of(decide_duties(self._laws[law], facts))
        return core


class FastReplay:
    """Replays cases under a base and a draft; keeps what it learned from case to case."""

    def __init__(self, base: Side, draft: Side, operators: Mapping[str, OperatorRow]) -> None:
        self._base, self._draft = base, draft
        self._operators = operators
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self._designated: dict[tuple[int, str, str, int, int], bool] = {}
        self._ends: dict[int, frozenset[tuple[int, int]]] = {}
        self._marks: dict[tuple[int, str], list[tuple[int, int]]] = {}
        self._sectors = lru_cache(maxsize=_REMEMBERED)(self._find_sector)
        self._rules: dict[tuple[str, str, int], Rule | None] = {}

    def replay(self, cases: Iterable[PastCase]) -> Iterator[CaseFlip]:
        """Yields the flips of cases that are held in memory."""
        for past in cases:
            if self._may_differ(LEAN.decode(encode(past))):
                yield from self._judged(past)

    def replay_line(self, line: bytes, lean: LeanCase, path: Path, at: int) -> CaseFlip | None:
        """Gives the flip of one line of a chunk; the whole of it is decoded only if need be."""
        if not self._may_differ(lean):
            return None
        return next(self._judged(decode_case(line, path, at)), None)

    def _pair(self, on: date) -> _Pair:
        before, after = self._base.regime_on(on), self._draft.regime_on(on)
        key = (id(before), id(after))
        if key not in self._pairs:
            reach = find_reach(before, after)
            laws = (before, after)
            every = frozenset(row.id for law in laws for row in law.duties.duties)
            touched = _Duties(laws, reach.duties)
            self._pairs[key] = _Pair(*laws, reach, _asks(reach), touched, _Duties(laws, every))
        return self._pairs[key]

    def _may_differ(self, case: LeanCase) -> bool:
        """Says whether a question that is answered otherwise was found; false settles the case."""
        pair = self._pair(case.on)
        reach = pair.reach
        if reach.nothing:
            return False
        turns = reach.designation and self._is_near(reach, case)
        if not (turns or pair.asks):
            return False
        left = self._reaches(pair.before, case, case.profile)
        right = self._reaches(pair.after, case, case.profile) if turns else left
        if left != right:
            return True
        return left and pair.asks and pair.may_differ(case)

    def _is_near(self, reach: Reach, case: LeanCase) -> bool:
        """Whether the operator has a business whose criteria may answer otherwise."""
        row = self._operators.get(case.operator)
        profile = case.profile or (row.profile if row else None)
        return profile is not None and reach.reaches(profile)

    def _reaches(
        self, regime: Regime, case: LeanCase | PastCase, profile: OperatorProfile | None
    ) -> bool:
        """Whether the law reaches the operator, so far as that is known."""
        sector = self._sectors(_Same(regime), case.filing.sector) if case.filing else ""
        row = self._operators.get(case.operator) if case.profile is None else None
        if row is None:
            return designated(regime, profile, sector, case.on) != "no"
        epoch = self._epoch(regime, row, case.on)
        key = (id(regime), row.id, sector, case.on.year, epoch)
        known = self._designated.get(key)
        if known is None:
            known = designated(regime, row.profile, sector, case.on) != "no"
            self._designated[key] = known
        return known

    def _epoch(self, regime: Regime, row: OperatorRow, on: date) -> int:
        """Which part of its year a day is in, between the days on which a year ends.

        A criterion reads of the day only which years have ended before it: those of the tests,
        and those of the figures stated.
        """
        key = (id(regime), row.id)
        marks = self._marks.get(key)
        if marks is None:
            ends = self._ends.get(id(regime))
            if ends is None:
                ends = self._ends[id(regime)] = frozenset(_year_ends(regime))
            marks = self._marks[key] = sorted(ends.union(_figure_ends(row.profile)))
        return bisect_left(marks, (on.month, on.day))

    @staticmethod
    def _find_sector(regime: _Same, word: str) -> str:
        return find_id(regime.it.sectors, word)

    def _judged(self, past: PastCase) -> Iterator[CaseFlip]:
        pair = self._pair(past.on)
        row = self._operators.get(past.operator)
        profile = past.profile or (row.profile if row else None)
        left, right = (
            judge_reached(law, past, reached=self._reaches(law, past, profile))
            for law in (pair.before, pair.after)
        )
        flip = compare_outcomes(past, profile, left, right)
        if flip is not None:
            yield flip.with_rule(self._rule(pair, profile, past, (left, right)))

    def _rule(
        self, pair: _Pair, profile: OperatorProfile | None, past: PastCase, outcomes: Any
    ) -> Rule | None:
        changes = pair.reach.changes
        if len(changes) == 1:
            return self._only(pair)
        return name_rule((pair.before, pair.after), profile, past, outcomes, changes)

    def _only(self, pair: _Pair) -> Rule | None:
        key = ("", "", id(pair))
        if key not in self._rules:
            self._rules[key] = describe(pair.reach.changes[0])
        return self._rules[key]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A state of law as a key: the object it is, since its rows are many."""

    it: Regime

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it


def _year_ends(regime: Regime) -> Iterator[tuple[int, int]]:
    rows = regime.designations
    for row in (*rows.tests, *getattr(rows, "same_years", ())):
        month, _, day = (row.year_ends or "").partition("-")
        if month.isdigit():
            yield from _on_leap_day(int(month), int(day))


def _figure_ends(profile: OperatorProfile) -> Iterator[tuple[int, int]]:
    for business in profile.businesses:
        for figure in business.figures:
            if figure.year_ended_on is not None:
                yield from _on_leap_day(figure.year_ended_on.month, figure.year_ended_on.day)


def _on_leap_day(month: int, day: int) -> Iterator[tuple[int, int]]:
    """A year that ends on the last of February ends on either of two days."""
    yield (month, day)
    if month == 2 and day >= 28:
        yield from ((2, 28), (2, 29))


def _with_duties(regime: Regime, ids: frozenset[str]) -> Regime:
    """The same law with only those of its duties."""
    kept = tuple(row for row in regime.duties.duties if row.id in ids)
    free = tuple(row for row in regime.duties.exemptions if ids.intersection(row.of))
    return replace(regime, duties=Duties(duties=kept, exemptions=free))


def _asks(reach: Reach) -> bool:
    return bool(reach.facts or reach.duties or reach.route or reach.burden or reach.lane)


def _facts_read(law: Regime) -> Iterator[str]:
    """The facts that deciding the duties of a law reads, those of their forms included."""
    yield from ("filing.given", "filing.authority", "act.introduction")
    yield from ("act.on", "act.introduction_on", "act.entrustment_on")
    for row in law.duties.duties:
        confirm = row.confirm.when if row.confirm else ""
        for condition in (row.about, row.when, confirm):
            yield from named(condition, law.conditions.words)
    for exemption in law.duties.exemptions:
        for condition in (exemption.claimed, exemption.when):
            yield from named(condition, law.conditions.words)


def read_lean(line: bytes) -> LeanCase:
    """Reads of a line what the facts of its case are made from; raises `msgspec.MsgspecError`."""
    return LEAN.decode(line)
