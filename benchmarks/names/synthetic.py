"""The appendix: how many synthetic entities are found under each noise at two alerts a query."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.names.figures import Rate
from benchmarks.names.noise import NOISES, entities, held, queries
from benchmarks.names.openset import OpenSet, Query, grouped
from benchmarks.names.records import same_key
from benchmarks.names.searching import Answered, outcome

ALERTS = 2.0


def synthetic_set(count: int, each: int) -> OpenSet:
    """Makes the gallery and the noisy queries; entities of one name are one component."""
    made = list(entities(count))
    components = {entity.key: same_key(entity.latin) for entity in made}
    asked = tuple(
        Query(query, entity.kind, noise, components[entity.key], entity.key)
        for noise, query, entity in queries(count, each)
    )
    return OpenSet("synthetic", tuple(held(entity) for entity in made), asked, (), components)


@dataclass(frozen=True, slots=True)
class Found:
    """What a side found at the lowest limit that keeps the alerts a query at two or fewer."""

    side: str
    limit: int
    alerts: float
    found: Rate
    by_noise: dict[str, Rate]


def found(given: OpenSet, answered: Answered) -> Found:
    """Chooses the limit and counts; every entity at or above it is an alert, the true one too."""
    scores = sorted((s for answer in answered.answers for s in answer.values()), reverse=True)
    allowed = int(ALERTS * len(given.mated))
    lowest = scores[allowed] + 1 if allowed < len(scores) else 1
    limit = max(lowest, answered.limit or 1)
    true = [
        outcome(given, query, answer)[0] >= limit
        for query, answer in zip(given.mated, answered.answers, strict=True)
    ]
    groups = grouped(given.mated, lambda query: query.script)
    return Found(
        answered.side,
        limit,
        sum(score >= limit for score in scores) / max(1, len(given.mated)),
        Rate(sum(true), len(true)),
        {
            noise: Rate(sum(true[at] for at in groups[noise]), len(groups[noise]))
            for noise in NOISES
            if noise in groups
        },
    )
