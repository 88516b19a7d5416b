"""The statistics: rates with exact bounds, areas, limits, curves, and differences with intervals.

Scores are whole numbers per mille everywhere, so that every count here is exact.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95
_SEED = 20261126


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 of nothing is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The Clopper-Pearson bounds at 95 %."""
        return clopper_pearson(self.count, self.of)

    def __str__(self) -> str:
        low, high = self.bounds
        return f"{self.count:,}/{self.of:,} = {self.value:.3f} [{low:.3f}, {high:.3f}]"


def clopper_pearson(count: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Gives the exact two-sided bounds of a share (Clopper and Pearson, 1934)."""
    if not of:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    # P(X >= count) = I_p(count, of - count + 1), which grows with p.
    low = 0.0 if not count else _solve(lambda p: beta(p, count, of - count + 1), tail)
    high = 1.0 if count == of else _solve(lambda p: beta(p, count + 1, of - count), 1 - tail)
    return low, high


def _solve(grows: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if grows(middle) < wanted else (low, middle)
    return (low + high) / 2


def beta(x: float, a: float, b: float) -> float:
    """Gives the regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front += a * math.log(x) + b * math.log1p(-x)
    c, d, total = 1.0, 0.0, 1.0
    for step in range(1000):
        half = step // 2
        if step == 0:
            term = 1.0
        elif step % 2 == 0:
            term = half * (b - half) * x / ((a + step - 1) * (a + step))
        else:
            term = -(a + half) * (a + b + half) * x / ((a + step - 1) * (a + step))
        d = 1 / _not_zero(1 + term * d)
        c = _not_zero(1 + term / c)
        total *= c * d
        if abs(1 - c * d) < 1e-12:
            break
    return math.exp(front) * (total - 1) / a


def _not_zero(value: float) -> float:
    return value if abs(value) > 1e-300 else 1e-300


def auc(same: Sequence[int], other: Sequence[int]) -> float:
    """Gives the area under the curve: how often a true pair scores above a false one; ties half."""
    if not same or not other:
        return 0.0
    ranked = sorted(other)
    won = 0.0
    for score in same:
        below = bisect_left(ranked, score)
        won += below + (bisect_left(ranked, score + 1) - below) / 2
    return won / (len(same) * len(other))


@dataclass(frozen=True, slots=True)
class Confusion:
    """What a limit made of labelled pairs."""

    hits: int
    false_hits: int
    misses: int
    passed: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.hits + self.false_hits + self.misses
        return 2 * self.hits / total if total else 0.0

    @property
    def precision(self) -> Rate:
        """Of what was called the same, what is."""
        return Rate(self.hits, self.hits + self.false_hits)

    @property
    def recall(self) -> Rate:
        """Of what is the same, what was called so."""
        return Rate(self.hits, self.hits + self.misses)


def confusion(scored: Sequence[tuple[int, bool]], limit: int) -> Confusion:
    """Counts labelled scores at a limit."""
    hits = sum(same and score >= limit for score, same in scored)
    false_hits = sum(not same and score >= limit for score, same in scored)
    total = sum(same for _, same in scored)
    return Confusion(hits, false_hits, total - hits, len(scored) - total - false_hits)


def best_limit(scored: Sequence[tuple[int, bool]]) -> int:
    """Gives the lowest limit with the best F1; to be chosen on the part to tune on alone."""
    limits = sorted({score for score, _ in scored if score})
    return max(limits, key=lambda limit: (confusion(scored, limit).f1, -limit), default=1)


def limit_for(best: Sequence[int], per_thousand: float) -> int:
    """Gives the lowest limit at which queries about nobody listed alert at most so often.

    `best` holds the highest score of each such query. 1,001 means that no limit does.
    """
    allowed = math.floor(len(best) * per_thousand / 1000 + 1e-9)
    ranked = sorted(best, reverse=True)
    return max(1, ranked[allowed] + 1) if allowed < len(ranked) else 1


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve: a limit, the alerts about nobody listed, the listed who are missed."""

    limit: int
    alerts: Rate
    missed: Rate


def curve(mated: Sequence[int], unmated: Sequence[int], limits: Sequence[int]) -> list[Point]:
    """Gives the points of a curve of error trade-off (DET)."""
    true, false = sorted(mated), sorted(unmated)
    return [
        Point(
            limit,
            Rate(len(false) - bisect_left(false, limit), len(false)),
            Rate(bisect_left(true, limit), len(true)),
        )
        for limit in limits
    ]


@dataclass(frozen=True, slots=True)
class Interval:
    """A difference with its interval at 95 %; `won` only where it lies above zero wholly."""

    value: float
    low: float
    high: float

    @property
    def won(self) -> bool:
        """Whether the difference is more than chance."""
        return self.low > 0

    def __str__(self) -> str:
        verdict = "win" if self.won else "loss" if self.high < 0 else "no difference shown"
        return f"{self.value:+.3f} [{self.low:+.3f}, {self.high:+.3f}] {verdict}"


def bootstrap(
    clusters: Sequence[object], statistic: Callable[[Sequence[int]], float], rounds: int = 1000
) -> Interval:
    """Gives a statistic with its percentile interval, whole clusters drawn with replacement.

    `clusters` names the cluster of each record; `statistic` takes how often each record is
    counted. The draw has a fixed seed.
    """
    members: dict[object, list[int]] = {}
    for at, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(at)
    groups = list(members.values())
    draw = random.Random(_SEED)  # noqa: S311  # a repeatable draw, no secret
    values = []
    for _ in range(rounds):
        weights = [0] * len(clusters)
        for group in draw.choices(groups, k=len(groups)):
            for at in group:
                weights[at] += 1
        values.append(statistic(weights))
    values.sort()
    cut = round(rounds * (1 - CONFIDENCE) / 2)
    whole = statistic([1] * len(clusters))
    return Interval(whole, values[cut], values[-1 - cut])
