"""Japanese to English: the Japanese name of a firm is searched among the English names of all.

The column of kana is never read, and no table is made of these names. Each query is asked twice:
with its firm in the gallery, and as if it were not there (its firm left out of the answer).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.names.figures import Rate, limit_for
from benchmarks.names.openset import OpenSet, Query, grouped
from benchmarks.names.records import drawn
from benchmarks.names.searching import Answered, outcome
from benchmarks.names.sides import Held
from benchmarks.names.splits import Part, World, record_of

CORES = ("kanji", "kana", "kana and kanji", "latin")


def firms_set(world: World, part: Part, most: int = 0) -> OpenSet:
    """Makes the gallery of English names and the Japanese names to search; `most` draws firms."""
    chosen = [
        firm
        for firm in world.firms
        if firm.kind == "company"
        and firm.english
        and world.part(world.component(record_of(firm))) == part
    ]
    chosen.sort(key=lambda firm: (drawn(firm.code, 1 << 30), firm.code))
    components = {firm.code: world.component(record_of(firm)) for firm in chosen}
    gallery = tuple(Held(firm.code, "company", (firm.english,)) for firm in chosen)
    queries = tuple(
        Query(firm.japanese, "company", firm.core, components[firm.code], components[firm.code])
        for firm in (chosen[:most] if most else chosen)
    )
    return OpenSet("Japanese to English", gallery, queries, (), components)


@dataclass(frozen=True, slots=True)
class Japanese:
    """What a side found: first place, and at limits that let few others through."""

    side: str
    first: dict[str, Rate]
    limit: int
    found: dict[str, Rate]


def japanese(given: OpenSet, answered: Answered, per_thousand: float = 1.0) -> Japanese:
    """Gives the figures by core; `all` is every firm. A tie with another firm is no first place."""
    rows = [
        outcome(given, query, answer)
        for query, answer in zip(given.queries, answered.answers, strict=True)
    ]
    limit = limit_for([other for _, other in rows], per_thousand)
    groups = {"all": list(range(len(rows)))} | grouped(given.queries, lambda query: query.script)
    return Japanese(
        answered.side,
        {core: _rate(places, [t > o for t, o in rows]) for core, places in groups.items()},
        limit,
        {core: _rate(places, [t >= limit for t, _ in rows]) for core, places in groups.items()},
    )


def _rate(places: Sequence[int], held: Sequence[bool]) -> Rate:
    return Rate(sum(held[at] for at in places), len(places))
