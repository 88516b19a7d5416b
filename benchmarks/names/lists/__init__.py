"""The real lists of the test data, read from the conversions others made of them.

These readers serve the measuring alone; nothing of the library is built with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.names.lists.america import consolidated, denied, ofac, restricted
from benchmarks.names.lists.asia import china, china_curated, japan
from benchmarks.names.lists.europe import eu, eu_journal, uk
from benchmarks.names.lists.world import un, world_bank
from benchmarks.names.records import Entity, ListedName

READERS: tuple[Callable[[Path], Iterable[Entity]], ...] = (
    eu,
    eu_journal,
    uk,
    un,
    ofac,
    consolidated,
    denied,
    restricted,
    world_bank,
    japan,
    china,
    china_curated,
)


def entities(data: Path) -> list[Entity]:
    """Reads every entry of every list, those of one publisher and id as one, in a fixed order."""
    kept: dict[str, Entity] = {}
    for entity in _all(data / "lists"):
        before = kept.get(entity.key)
        names = (*(before.names if before else ()), *entity.names)
        unique: dict[str, ListedName] = {}
        for name in names:
            text = " ".join(name.text.split())
            if text:
                unique.setdefault(text, ListedName(text, name.is_weak, name.language))
        kept[entity.key] = Entity(
            entity.publisher,
            entity.id,
            entity.kind if before is None or before.kind == "other" else before.kind,
            tuple(unique.values()),
            entity.country,
            tuple(sorted({*entity.identifiers, *(before.identifiers if before else ())})),
        )
    return [kept[key] for key in sorted(kept) if kept[key].names]


def _all(lists: Path) -> Iterator[Entity]:
    for read in READERS:
        yield from read(lists)
