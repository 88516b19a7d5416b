"""The division into a part to tune on and a part to report: by connected component, never by row.

Two records belong together when they share a name or an identifier, across publishers and data
sets. The part of a component is drawn from its smallest key, so that everyone gets the same one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from rapidfuzz.distance import Levenshtein

from benchmarks.names.datasets import Firm, Pair, Unlisted, edinet, name_bench, unlisted
from benchmarks.names.lists import entities
from benchmarks.names.records import Entity, drawn, letters_of, same_key, tells

Part = Literal["tune", "report"]

TUNE_SHARE = 35
"""Of a hundred components, those to tune on."""
TUNE_SHARE_UNLISTED = 3
"""The same where an unlisted name takes part: a rate of 1 in 1,000 needs 10,000 names to report."""
_LONG, _HALF = 10, 5
"""A name of ten letters with one mistake keeps its first or its last five."""
_NUMBERS = frozenset({"", "0000000000000"})


class Components:
    """Joins keys into components; a component is called by its smallest key."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def join(self, keys: Iterable[str]) -> None:
        """Says that all these keys belong together."""
        first = ""
        for key in keys:
            top = self.of(key)
            if first and top != first:
                low, high = sorted((first, top))
                self._parent[high] = low
                first = low
            else:
                first = top

    def of(self, key: str) -> str:
        """Gives the smallest key of the component."""
        parent = self._parent
        at = parent.setdefault(key, key)
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    def sizes(self) -> Counter[str]:
        """Counts the records of each component."""
        return Counter(self.of(key) for key in self._parent if key.startswith("record/"))


@dataclass(frozen=True, slots=True)
class World:
    """All data of a run with its components."""

    entities: tuple[Entity, ...]
    pairs: tuple[Pair, ...]
    firms: tuple[Firm, ...]
    unlisted: tuple[Unlisted, ...]
    really_listed: int
    components: Components
    holding_unlisted: frozenset[str]

    def component(self, record: str) -> str:
        """Gives the component of a record, by the key `record_of` gives."""
        return self.components.of(record)

    def part(self, component: str) -> Part:
        """Gives the part of a component."""
        few = component in self.holding_unlisted
        return part_of(component, TUNE_SHARE_UNLISTED if few else TUNE_SHARE)


def part_of(component: str, share: int) -> Part:
    """Gives the part of a component where so many of a hundred are to tune on."""
    return "tune" if drawn(component, 100) < share else "report"


def record_of(record: Entity | Pair | Firm | Unlisted) -> str:
    """Gives the key of a record in the components."""
    if isinstance(record, Entity):
        return f"record/list/{record.key}"
    if isinstance(record, Pair):
        return f"record/pair/{record.left}\t{record.right}"
    if isinstance(record, Firm):
        return f"record/owner/edinet/{record.code}"
    return f"record/owner/{record.owner}"


def names_of(record: Entity | Pair | Firm | Unlisted) -> tuple[str, ...]:
    """Gives the names of a record."""
    if isinstance(record, Entity):
        return tuple(name.text for name in record.names)
    if isinstance(record, Pair):
        return record.left, record.right
    if isinstance(record, Firm):
        return tuple(filter(None, (record.japanese, record.english)))
    return (record.text,)


@lru_cache(maxsize=1)
def world(data: Path) -> World:
    """Reads everything, takes out the unlisted who really are listed, and joins what is one."""
    return joined(entities(data), name_bench(data), edinet(data), unlisted(data))


def joined(
    listed: Sequence[Entity],
    pairs: Sequence[Pair],
    firms: Sequence[Firm],
    found: Sequence[Unlisted],
) -> World:
    """Takes out the unlisted who are listed by number or name, and joins what is one."""
    kept = _really_unlisted(listed, found)
    components = Components()
    sets: tuple[Sequence[Entity | Pair | Firm | Unlisted], ...] = (listed, pairs, firms, kept)
    for records in sets:
        for record in records:
            components.join((record_of(record), *sorted(keys_of(record))))
    holding = frozenset(components.of(record_of(name)) for name in kept)
    return World(
        tuple(listed),
        tuple(pairs),
        tuple(firms),
        kept,
        len(found) - len(kept),
        components,
        holding,
    )


def _really_unlisted(listed: Sequence[Entity], found: Sequence[Unlisted]) -> tuple[Unlisted, ...]:
    """Takes out whoever shares a number or a name with an entry, or a long name but for a letter;
    with one name of a party all of its names go.
    """
    keys = {letters_of(name.text) for entity in listed for name in entity.names}
    numbers = {known.partition(":")[2] for entity in listed for known in entity.identifiers}
    owners = {
        name.owner
        for name in found
        if letters_of(name.text) in keys or (name.number not in _NUMBERS and name.number in numbers)
    }
    halves: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in found:
        letters = letters_of(name.text)
        if len(letters) >= _LONG and letters.isascii():
            for half in (letters[:_HALF], letters[-_HALF:]):
                halves[half].append((letters, name.owner))
    for letters in keys:
        for half in (letters[:_HALF], letters[-_HALF:]) if len(letters) >= _LONG else ():
            owners.update(
                owner
                for other, owner in halves.get(half, ())
                if Levenshtein.distance(letters, other, score_cutoff=1) <= 1
            )
    return tuple(name for name in found if name.owner not in owners)


def keys_of(record: Entity | Pair | Firm | Unlisted) -> set[str]:
    """Gives the names and numbers that make two records one."""
    keys = {f"name/{key}" for name in names_of(record) if tells(key := same_key(name))}
    if isinstance(record, Entity):
        keys |= {f"number/{known}" for known in record.identifiers}
    elif isinstance(record, Firm | Unlisted) and record.number not in _NUMBERS:
        keys.add(f"number/corporate:{record.number}")
    return keys
