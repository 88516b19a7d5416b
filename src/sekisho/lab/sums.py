"""Turns the sums of a tally into rows, and counts into hours by the assumptions."""

from __future__ import annotations

from collections.abc import Callable

from sekisho.lab.population.assumed import LEVELS, Level, assumptions
from sekisho.lab.replay.flips import KINDS
from sekisho.lab.replay.tally import Sums, Tally
from sekisho.lab.result import Row, RuleTold, Span

_DIFFERENCES = ("fields", "typed", "documents", "days", "saved")


def row_of(sums: Sums, group: str = "") -> Row:
    """Gives sums as a row, with the hours they come to."""
    filings: dict[str, int] = {}
    for name, value in sums.items():
        way, _, filing = name.partition(".")
        if filing and way in {"more", "less"}:
            filings[filing] = filings.get(filing, 0) + (value if way == "more" else -value)
    return Row(
        group=group,
        cases=sums.get("cases", 0),
        flips=sums.get("flips", 0),
        kinds={kind: sums[kind] for kind in KINDS if sums.get(kind)},
        filings={filing: filings[filing] for filing in sorted(filings) if filings[filing]},
        examiner_hours=_span(lambda level: _examiner_hours(sums, level)),
        operator_hours=_span(lambda level: _operator_hours(sums, level)),
        **{name: sums.get(name, 0) for name in _DIFFERENCES},
    )


def rows_of(tally: Tally, group: str) -> tuple[Row, ...]:
    """Gives the rows of one way to group; the most flips first, groups without any left out."""
    rows = [row_of(sums, key) for key, sums in tally.groups.get(group, {}).items()]
    flipped = [row for row in rows if row.flips]
    return tuple(sorted(flipped, key=lambda row: (-row.flips, row.group)))


def rules_of(tally: Tally) -> tuple[RuleTold, ...]:
    """Gives the rows responsible, those of most flips first."""
    told = [RuleTold(rule=counted.rule, cases=counted.cases) for counted in tally.rules.values()]
    return tuple(sorted(told, key=lambda row: (-row.cases, row.rule.table, row.rule.id)))


def _span(of: Callable[[Level], int]) -> Span:
    low, mid, high = sorted(of(level) for level in LEVELS)
    return Span(low=low, mid=mid, high=high)


def _examiner_hours(sums: Sums, level: Level) -> int:
    """Filings more and fewer, each at its hours; hours on record are saved as they are."""
    hours = 0
    for name, value in sums.items():
        way, _, filing = name.partition(".")
        if filing and way in {"more", "less"}:
            each = assumptions().number(f"hours.{filing}", level)
            hours += value * each if way == "more" else -value * each
    return hours - sums.get("known_hours_less", 0)


def _operator_hours(sums: Sums, level: Level) -> int:
    """Fields to type and documents, each at its minutes, in whole hours rounded half up."""
    minutes = sums.get("typed", 0) * assumptions().number("minutes.field", level)
    minutes += sums.get("documents", 0) * assumptions().number("minutes.document", level)
    return (2 * minutes + 60) // 120
