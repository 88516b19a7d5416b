"""From answers to figures: misses at a rate of alerts, by script and kind, and paired differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from rapidfuzz import fuzz

from benchmarks.names.figures import (
    Interval,
    Point,
    Rate,
    bootstrap,
    clopper_pearson,
    curve,
    limit_for,
)
from benchmarks.names.openset import OpenSet, Query, grouped
from benchmarks.names.records import Kind, drawn, same_key
from benchmarks.names.searching import Answered, outcome

RATES = (0.1, 1.0, 10.0)
"""Alerts per 1,000 queries about nobody listed."""
CLAIMED_FROM = 10_000
CLAIMED_AT = 0.001
SIZES = (8, 4, 2, 1)
"""The gallery is cut to one eighth, a quarter, a half, and left whole."""
_LIMITS = tuple(range(1, 1001))


@dataclass(frozen=True, slots=True)
class AtRate:
    """What is missed when the limit allows so many alerts."""

    per_thousand: float
    limit: int
    missed: Rate
    by_script: dict[str, Rate]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One side in one open set, for firms or for persons: scores of those sought and of others."""

    side: str
    kind: Kind
    true: tuple[int, ...]
    false: tuple[int, ...]
    mated: tuple[Query, ...]
    unmated: tuple[Query, ...]
    limit: int | None

    def at(self, per_thousand: float) -> AtRate:
        """Gives the misses at a rate of alerts."""
        limit = limit_for(self.false, per_thousand)
        scripts = {
            script: Rate(sum(self.true[at] < limit for at in places), len(places))
            for script, places in grouped(self.mated, lambda query: query.script).items()
        }
        missed = Rate(sum(score < limit for score in self.true), len(self.true))
        return AtRate(per_thousand, limit, missed, scripts)

    def by(self, groups: Sequence[str], per_thousand: float) -> dict[str, Rate]:
        """Gives the misses at a rate of alerts by groups of one's own, one for each mated query."""
        limit = limit_for(self.false, per_thousand)
        told: dict[str, Rate] = {}
        for group in sorted(set(groups)):
            hit = [s < limit for s, own in zip(self.true, groups, strict=True) if own == group]
            told[group] = Rate(sum(hit), len(hit))
        return told

    def shipped(self) -> tuple[Rate, Rate] | None:
        """Gives alerts and misses at the limit the side is used at."""
        if self.limit is None:
            return None
        limit = self.limit
        return (
            Rate(sum(score >= limit for score in self.false), len(self.false)),
            Rate(sum(score < limit for score in self.true), len(self.true)),
        )

    def points(self) -> list[Point]:
        """Gives the whole curve."""
        return curve(self.true, self.false, _LIMITS)

    def by_source(self, limit: int) -> dict[str, Rate]:
        """Gives the alerts at a limit by where the unlisted names come from."""
        return {
            source: Rate(sum(self.false[at] >= limit for at in places), len(places))
            for source, places in grouped(self.unmated, lambda query: query.source).items()
        }


def outcome_of(given: OpenSet, answered: Answered, kind: Kind, one_in: int = 1) -> Outcome:
    """Takes the scores of one kind out of the answers; `one_in` cuts the gallery by a draw."""
    inside = (
        None
        if one_in == 1
        else {held.key for held in given.gallery if drawn(f"size/{held.key}", one_in) == 0}
    )
    true: list[int] = []
    false: list[int] = []
    mated: list[Query] = []
    unmated: list[Query] = []
    for query, answer in zip(given.queries, answered.answers, strict=True):
        if query.kind != kind:
            continue
        sought, other = outcome(given, query, answer, inside)
        if query.is_mated:
            mated.append(query)
            true.append(sought)
        else:
            unmated.append(query)
            false.append(other)
    return Outcome(
        answered.side,
        kind,
        tuple(true),
        tuple(false),
        tuple(mated),
        tuple(unmated),
        answered.limit,
    )


def difference(ours: Outcome, theirs: Outcome, per_thousand: float, rounds: int = 1000) -> Interval:
    """Gives how much more they miss at a rate of alerts, paired, whole components drawn.

    Every draw sets both limits anew from the unlisted names it drew.
    """
    count = len(ours.true)
    clusters = [query.cluster for query in (*ours.mated, *ours.unmated)]
    orders = [
        sorted(range(len(side.false)), key=lambda at, side=side: -side.false[at])  # type: ignore[misc]
        for side in (ours, theirs)
    ]

    def statistic(weights: Sequence[int]) -> float:
        total = sum(weights[:count])
        missed = []
        for side, order in zip((ours, theirs), orders, strict=True):
            limit = _limit(side.false, order, weights[count:], per_thousand)
            missed.append(
                sum(w for w, score in zip(weights, side.true, strict=False) if score < limit)
            )
        return (missed[1] - missed[0]) / total if total else 0.0

    return bootstrap(clusters, statistic, rounds)


def _limit(
    scores: Sequence[int], order: Sequence[int], weights: Sequence[int], per_thousand: float
) -> int:
    allowed = int(sum(weights) * per_thousand / 1000 + 1e-9)
    seen = 0
    for at in order:
        seen += weights[at]
        if seen > allowed:
            return max(1, scores[at] + 1)
    return 1


def claim(alerts: Rate) -> str:
    """Says whether at most 1 false alert in 1,000 may be claimed: the bound must allow it."""
    high = clopper_pearson(alerts.count, alerts.of)[1]
    if alerts.of < CLAIMED_FROM:
        return f"not claimed: {alerts.of:,} names, {CLAIMED_FROM:,} are needed"
    if high > CLAIMED_AT:
        return f"not claimed: up to {high * 1000:.2f} in 1,000"
    return f"claimed: at most {high * 1000:.2f} in 1,000"


SOUND = 60
"""From so many of 100 letters in common an alias is called one by sound; below, by meaning."""


def ways(given: OpenSet, queries: Sequence[Query], forms: Mapping[str, Sequence[str]]) -> list[str]:
    """Says of each query whether its letters, read aloud, resemble a name its party is held under.

    `公開株式会社` or `Завод` beside `Plant` do not: there only the meaning is shared. The measure is
    the letters in common alone, and no side's score.
    """
    names: dict[str, set[str]] = {}
    for held in given.gallery:
        own = names.setdefault(given.components[held.key], set())
        own.update(_plain(name) for name in held.all_names)
    told = []
    for query in queries:
        spelt = {_plain(form) for form in (query.text, *forms.get(query.text, ()))}
        near = any(
            fuzz.token_sort_ratio(one, two, score_cutoff=SOUND)
            or fuzz.ratio(one.replace(" ", ""), two.replace(" ", ""), score_cutoff=SOUND)
            for one in spelt
            for two in names[query.component]
        )
        told.append("by sound" if near else "by meaning")
    return told


def _plain(text: str) -> str:
    return same_key(anyascii(text))
