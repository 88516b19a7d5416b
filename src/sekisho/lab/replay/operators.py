"""Which operators meet the criteria under one law and not under the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sekisho.lab.past.record import OperatorRow
from sekisho.lab.replay.flips import OperatorFlip, Rule, TestedFlip
from sekisho.lab.replay.outcome import designated
from sekisho.lab.replay.reach import find_reach, kinds_of
from sekisho.lab.replay.responsible import describe, graft
from sekisho.lab.replay.sides import Side
from sekisho.model.operator.profile import OperatorProfile
from sekisho.regime.authoring.compare import RowChange
from sekisho.regime.designation import Designable, judge_designation
from sekisho.regime.pack import Regime


def flip_operators(
    operators: Iterable[OperatorRow], base: Side, draft: Side, on: date
) -> Iterator[OperatorFlip]:
    """Yields, sector by sector, every operator whose answer differs, with the row responsible."""
    before, after = base.regime_on(on), draft.regime_on(on)
    reach = find_reach(before, after)
    if not reach.designation:
        return
    for row in operators:
        if not reach.reaches(row.profile):
            continue
        for sector in _sectors(row.profile, before, after):
            answers = tuple(designated(law, row.profile, sector, on) for law in (before, after))
            if answers[0] != answers[1]:
                yield _flip(row, sector, (before, after), reach.changes, on)


def _sectors(profile: OperatorProfile, *laws: Regime) -> tuple[str, ...]:
    """The sectors of the operator's businesses, in the order of the packs."""
    kinds = {business.kind for business in profile.businesses}
    rows = [row for law in laws for row in law.designations.criteria if row.business in kinds]
    return tuple(dict.fromkeys(row.sector for row in rows))


def _flip(
    row: OperatorRow,
    sector: str,
    laws: tuple[Regime, Regime],
    changes: tuple[RowChange, ...],
    on: date,
) -> OperatorFlip:
    profile = row.profile
    before, after = (designated(law, profile, sector, on) for law in laws)
    judged = [_of_sector(law, profile, sector, on) for law in laws]
    told = judged[1] or judged[0]
    decisive = next((each for each in told if each.verdict.holds), told[0] if told else None)
    return OperatorFlip(
        id=row.id,
        name=profile.name or row.id,
        sector=sector,
        size=profile.size,
        before=before,
        after=after,
        criterion=decisive.criterion.id if decisive else "",
        article=decisive.criterion.article if decisive else "",
        tests=tuple(_tests(*judged)),
        rule=_rule(profile, sector, laws, changes, on),
        on=on,
    )


def _of_sector(
    law: Regime, profile: OperatorProfile, sector: str, on: date
) -> tuple[Designable, ...]:
    judged = judge_designation(law, profile, on)
    return tuple(each for each in judged if each.criterion.sector == sector)


def _tests(before: tuple[Designable, ...], after: tuple[Designable, ...]) -> Iterator[TestedFlip]:
    """What each test said under either law: those that differ, or stand under one law alone."""
    left = {tested.test.id: tested for each in before for tested in each.tests}
    right = {tested.test.id: tested for each in after for tested in each.tests}
    for id in dict.fromkeys((*left, *right)):
        old, new = left.get(id), right.get(id)
        if old and new and (old.test, old.answer) == (new.test, new.answer):
            continue
        value = (new.value if new else None) or (old.value if old else None)
        yield TestedFlip(
            test=id,
            value="" if value is None else str(value),
            threshold_before=_threshold(old.test) if old else "",
            threshold_after=_threshold(new.test) if new else "",
            before=old.answer if old else "",
            after=new.answer if new else "",
        )


def _threshold(test: object) -> str:
    at_least, above = getattr(test, "at_least", None), getattr(test, "above", None)
    if at_least is not None:
        return f">= {at_least}"
    return f"> {above}" if above is not None else ""


def _rule(
    profile: OperatorProfile,
    sector: str,
    laws: tuple[Regime, Regime],
    changes: tuple[RowChange, ...],
    on: date,
) -> Rule | None:
    """The first changed row that alone makes the difference, else the first of them all."""
    kinds = {business.kind for business in profile.businesses}
    near = [change for change in changes if kinds_of(change, laws) & kinds]
    wanted = designated(laws[1], profile, sector, on)
    for change in near:
        if designated(graft(laws[0], laws[1], change), profile, sector, on) == wanted:
            return describe(change)
    return describe(near[0], others=len(near) - 1) if near else None
