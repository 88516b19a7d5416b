"""The plain replay: every case judged in full under both laws. The reference of the quick one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sekisho.lab.past.record import OperatorRow, PastCase
from sekisho.lab.replay.flips import CaseFlip, compare_outcomes
from sekisho.lab.replay.outcome import judge
from sekisho.lab.replay.responsible import name_rule
from sekisho.lab.replay.sides import Side


def replay(
    cases: Iterable[PastCase], operators: Mapping[str, OperatorRow], base: Side, draft: Side
) -> Iterator[CaseFlip]:
    """Yields every case that the draft treats otherwise than the base, with the rule responsible."""
    for past in cases:
        row = operators.get(past.operator)
        profile = past.profile or (row.profile if row else None)
        before, after = base.regime_on(past.on), draft.regime_on(past.on)
        left = judge(before, profile, past)
        right = judge(after, profile, past)
        flip = compare_outcomes(past, profile, left, right)
        if flip is not None:
            rule = name_rule((before, after), profile, past, (left, right))
            yield flip.with_rule(rule)
