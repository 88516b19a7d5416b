"""The labelled pairs of the public bench: F1 at the limit each side is used at, and the area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.names.datasets import Pair
from benchmarks.names.figures import (
    Confusion,
    Interval,
    auc,
    best_limit,
    bootstrap,
    confusion,
)
from benchmarks.names.sides import Scorer
from benchmarks.names.splits import Part, World, record_of


@dataclass(frozen=True, slots=True)
class Scored:
    """A side on the pairs of both parts; `limit` is its own or the best on the part to tune on."""

    side: str
    limit: int
    pairs: tuple[Pair, ...]
    scores: tuple[int, ...]
    microseconds: float
    all_f1: float
    all_auc: float

    def labelled(self, kind: str = "") -> list[tuple[int, bool]]:
        """The scores of the reported pairs with what they should be."""
        rows = zip(self.pairs, self.scores, strict=True)
        return [(score, pair.same) for pair, score in rows if kind in ("", pair.kind)]

    def at_limit(self, kind: str = "") -> Confusion:
        """What the limit makes of the reported pairs."""
        return confusion(self.labelled(kind), self.limit)

    def area(self, kind: str = "") -> float:
        """The area under the curve of the reported pairs."""
        return _area(self.labelled(kind))


def _area(rows: Sequence[tuple[int, bool]]) -> float:
    return auc([s for s, same in rows if same], [s for s, same in rows if not same])


def pairs_of(world: World, part: Part) -> list[Pair]:
    """Gives the pairs of a part."""
    return [p for p in world.pairs if world.part(world.component(record_of(p))) == part]


def measure(world: World, scorer: Scorer) -> Scored:
    """Scores all pairs once, and reports those of the part to report."""
    sets = {part: pairs_of(world, part) for part in ("tune", "report")}
    before, counted = scorer.cpu, scorer.compared
    scores = {
        part: scorer.score([(pair.left, pair.right, pair.kind) for pair in pairs])
        for part, pairs in sets.items()
    }
    spent = (scorer.cpu - before) / max(1, scorer.compared - counted)
    rows = {
        part: list(zip(scores[part], (pair.same for pair in sets[part]), strict=True))
        for part in sets
    }
    limit = scorer.limit if scorer.limit is not None else best_limit(rows["tune"])
    both = rows["tune"] + rows["report"]
    return Scored(
        scorer.name,
        limit,
        tuple(sets["report"]),
        tuple(scores["report"]),
        spent * 1e6,
        confusion(both, limit).f1,
        _area(both),
    )


def differences(
    world: World, ours: Scored, theirs: Scored, rounds: int = 1000
) -> tuple[Interval, Interval]:
    """Gives how much better ours is in F1 and in area, paired, whole components drawn."""
    clusters = [world.component(record_of(pair)) for pair in ours.pairs]

    def in_f1(weights: Sequence[int]) -> float:
        return _f1(ours, weights) - _f1(theirs, weights)

    def in_area(weights: Sequence[int]) -> float:
        return _weighted_area(ours, weights) - _weighted_area(theirs, weights)

    return bootstrap(clusters, in_f1, rounds), bootstrap(clusters, in_area, rounds)


def _f1(side: Scored, weights: Sequence[int]) -> float:
    hits = wrong = 0
    for pair, score, weight in zip(side.pairs, side.scores, weights, strict=True):
        if pair.same and score >= side.limit:
            hits += weight
        elif pair.same or score >= side.limit:
            wrong += weight
    return 2 * hits / (2 * hits + wrong) if hits else 0.0


def _weighted_area(side: Scored, weights: Sequence[int]) -> float:
    by_score: dict[int, list[int]] = {}
    for pair, score, weight in zip(side.pairs, side.scores, weights, strict=True):
        by_score.setdefault(score, [0, 0])[pair.same] += weight
    below = same = won = 0
    for score in sorted(by_score):
        other, here = by_score[score]
        won += here * (2 * below + other)
        below += other
        same += here
    return won / (2 * same * below) if same and below else 0.0
