"""Seconds and bytes of ours, and of the one peer that has an index."""

from __future__ import annotations

import mmap
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from benchmarks.names.openset import OpenSet
from benchmarks.names.peers import Child, ask_index
from benchmarks.names.records import drawn
from benchmarks.names.sides import OurSearch
from sekisho.match.names.index import NameIndex, build_changes, digest_of
from sekisho.model.reference import ListedParty

CHANGED = 10_000


@dataclass(frozen=True, slots=True)
class Speed:
    """A row: what was measured, the figure, and the target it has."""

    what: str
    measured: str
    target: str
    about: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """Gives the value below which such a share lies."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))] if ranked else 0.0


def rows(search: OurSearch, given: OpenSet, spent: Sequence[float], pair: float) -> Iterator[Speed]:
    """Gives the rows of the table of speed; `spent` are processor seconds a query."""
    yield Speed("one pair", f"{pair:.0f} us", "<= 40 us", "processor, nothing kept of either name")
    yield from of_index(search, given, spent)


def of_index(search: OurSearch, given: OpenSet, spent: Sequence[float]) -> Iterator[Speed]:
    """Gives the rows about the index."""
    names = sum(len(held.all_names) for held in given.gallery)
    middle, slow = percentile(spent, 0.5) * 1000, percentile(spent, 0.99) * 1000
    yield Speed(
        "one query",
        f"p50 {middle:.1f} ms, p99 {slow:.1f} ms",
        "p50 <= 6, p99 <= 25 ms at 3M names",
        f"processor, {names:,} names, {len(spent):,} queries",
    )
    opened, first, size = _opened(search)
    about = f"mapped files, {size / 1e6:.0f} MB; with the first query {first * 1000:.0f} ms"
    yield Speed("open the index", f"{opened * 1000:.1f} ms", "<= 10 ms", about)
    yield Speed("build the index", f"{search.built:.1f} s", "-", f"processor, {names:,} names")
    yield changes(search)


def at_scale(search: OurSearch, given: OpenSet, spent: Sequence[float]) -> str:
    """Tells in one line what very many names take."""
    told = of_index(search, given, spent)
    return "; ".join(f"{row.what}: {row.measured} ({row.about})" for row in told)


def changes(search: OurSearch) -> Speed:
    """Gives what it takes until names that changed are found: the changes made, opened, asked."""
    taken: list[ListedParty] = []
    names = 0
    for party in sorted(search.parties, key=lambda party: drawn(party.id, 1 << 30)):
        if names >= CHANGED:
            break
        taken.append(party)
        names += len(party.names)
    renamed = [structs.replace(party, name=f"{party.name} Kasumi") for party in taken]
    began = time.process_time()
    made = build_changes(search.parts, [digest_of(party) for party in taken], renamed)
    views = {name: memoryview(data) for name, data in made.items()}
    index = NameIndex({**search.parts, **views})
    found = any(hit.party == renamed[0] for hit in index.search(renamed[0].name, limit=100))
    spent = time.process_time() - began
    return Speed(
        "10,000 changed names searchable",
        f"{spent:.1f} s" if found else "not found",
        "<= 2 s, no pause for readers",
        f"processor, {names:,} names of {len(taken):,} entities; who reads goes on with the files "
        "that were there",
    )


def beside(child: Child, given: OpenSet, spent: Sequence[float], most: int) -> Iterator[Speed]:
    """Gives the rows beside nomenklatura's index and matcher on the same gallery and queries."""
    chosen = sorted(range(len(given.queries)), key=lambda at: drawn(f"speed/{at}", 1 << 30))[:most]
    asked = [(given.queries[at].text, given.queries[at].kind) for at in chosen]
    ours = sum(spent[at] for at in chosen) / len(chosen)
    alone, batch = ask_index(child, given.gallery, asked)
    for what, target, theirs, count in (
        ("nomenklatura, one query alone", ">= 300 x ours", alone, 10),
        ("nomenklatura, a query of a batch", ">= 5 x ours", batch, len(asked)),
    ):
        total = theirs.blocking + theirs.scoring
        about = (
            f"blocking {theirs.blocking * 1000:.1f} ms, scoring {theirs.scoring * 1000:.1f} ms, "
            f"{theirs.candidates:.0f} candidates; {count} queries, {len(given.gallery):,} entities; "
            f"ours {ours * 1000:.1f} ms"
        )
        yield Speed(what, f"{total * 1000:.1f} ms, {total / ours:.0f} x ours", target, about)


def _opened(search: OurSearch) -> tuple[float, float, int]:
    """Opens the files of the index as another process would, and asks once."""
    with tempfile.TemporaryDirectory(prefix="sekisho-names-") as folder:
        size = 0
        for name, data in search.parts.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
            size += len(data)
        began = time.perf_counter()
        parts = {name: memoryview(_mapped(Path(folder) / name)) for name in search.parts}
        index = NameIndex(parts)
        opened = time.perf_counter() - began
        index.search("Aoba Maikuro")
        return opened, time.perf_counter() - began, size


def _mapped(path: Path) -> mmap.mmap | bytes:
    if not path.stat().st_size:
        return b""
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
