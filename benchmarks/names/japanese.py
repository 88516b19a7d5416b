"""Japanese to English: the Japanese name of a firm is searched among the English names of all.

The column of kana is never read, and no table is made of these names. Each query is asked twice:
with its firm in the gallery, and as if it were not there (its firm left out of the answer).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.names.figures import Interval, Rate, bootstrap, limit_for
from benchmarks.names.openset import OpenSet, Query, grouped
from benchmarks.names.records import drawn, letters_of
from benchmarks.names.searching import Answered, outcome
from benchmarks.names.sides import Held
from benchmarks.names.splits import TUNE_SHARE, Components, Part, World, part_of, record_of

CORES = ("kanji", "kana", "kana and kanji", "latin")


def firms_set(world: World, part: Part, most: int = 0) -> OpenSet:
    """Makes the gallery of the English names of all firms, and the Japanese names of a part to
    search; `most` draws firms to search.

    As many are to tune on as of the lists, although these names are unlisted as well: three in a
    hundred were too few to tune on, and what is tuned here is what finds a firm, never what keeps
    an unlisted name from an alert.
    """
    chosen = [firm for firm in world.firms if firm.kind == "company" and firm.english]
    chosen.sort(key=lambda firm: (drawn(firm.code, 1 << 30), firm.code))
    # Two firms of one English name, legal form aside, cannot be told apart by name at all.
    same = Components()
    for firm in chosen:
        same.join((world.component(record_of(firm)), f"zz/{letters_of(firm.english)}"))
    components = {firm.code: same.of(world.component(record_of(firm))) for firm in chosen}
    gallery = tuple(Held(firm.code, "company", (firm.english,)) for firm in chosen)
    asked = [
        firm for firm in chosen if part_of(world.component(record_of(firm)), TUNE_SHARE) == part
    ]
    queries = tuple(
        Query(firm.japanese, "company", firm.core, components[firm.code], components[firm.code])
        for firm in (asked[:most] if most else asked)
    )
    return OpenSet("Japanese to English", gallery, queries, (), components)


@dataclass(frozen=True, slots=True)
class Japanese:
    """What a side found: first place, and at limits that let few others through."""

    side: str
    first: dict[str, Rate]
    limit: int
    found: dict[str, Rate]
    looser: Rate


def japanese(given: OpenSet, answered: Answered) -> Japanese:
    """Gives the figures by core at 1 alert in 1,000, and of all firms at 10; `all` is every firm.

    A tie with another firm is no first place.
    """
    rows = [
        outcome(given, query, answer)
        for query, answer in zip(given.queries, answered.answers, strict=True)
    ]
    others = [other for _, other in rows]
    limit, looser = limit_for(others, 1), limit_for(others, 10)
    groups = {"all": list(range(len(rows)))} | grouped(given.queries, lambda query: query.script)
    return Japanese(
        answered.side,
        {core: _rate(places, [t > o for t, o in rows]) for core, places in groups.items()},
        limit,
        {core: _rate(places, [t >= limit for t, _ in rows]) for core, places in groups.items()},
        Rate(sum(t >= looser for t, _ in rows), len(rows)),
    )


def difference(given: OpenSet, ours: Answered, theirs: Answered, rounds: int = 1000) -> Interval:
    """Gives how many more firms ours puts first, paired, whole components drawn."""
    held: list[list[bool]] = []
    for side in (ours, theirs):
        rows = [outcome(given, q, a) for q, a in zip(given.queries, side.answers, strict=True)]
        held.append([true > other for true, other in rows])
    gains = [one - two for one, two in zip(held[0], held[1], strict=True)]

    def statistic(weights: Sequence[int]) -> float:
        won = sum(weight * gain for weight, gain in zip(weights, gains, strict=True))
        return won / max(1, sum(weights))

    return bootstrap([query.cluster for query in given.queries], statistic, rounds)


def _rate(places: Sequence[int], held: Sequence[bool]) -> Rate:
    return Rate(sum(held[at] for at in places), len(places))
