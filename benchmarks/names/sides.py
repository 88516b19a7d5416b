"""The sides that are measured, all through one adapter: pairs in, whole scores per mille out.

A scorer compares pairs. A searcher holds a gallery and gives the entities a name meets. Ours is
both; a peer is a scorer, and searches by way of candidates that are drawn for all peers alike.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.names.records import Kind
from sekisho.match.names.compare import compare
from sekisho.match.names.index import NameIndex, build_index
from sekisho.match.names.normalise import normalise
from sekisho.match.names.words import figures
from sekisho.model.reference import ListedParty

Asked = tuple[str, str, Kind]
"""A pair of names and whether firms or persons bear them."""


class NotMeasured(Exception):
    """A side that could not be had; says why."""


class Scorer(Protocol):
    """Compares pairs of names."""

    name: str
    limit: int | None
    """The limit it is used at, per mille; none where its authors state none."""
    cpu: float
    """Processor seconds of the comparisons so far."""
    compared: int
    """Pairs compared so far."""

    def score(self, pairs: Sequence[Asked]) -> list[int]:
        """Gives a score per mille for each pair."""


class Ours:
    """The comparison of Sekisho. What two equal names score tells the scale it uses."""

    name = "sekisho"

    def __init__(self) -> None:
        self.scale = 1000 // compare("Aoba Maikuro", "Aoba Maikuro").score
        self.limit: int | None = figures()["weak"] * self.scale
        self.cpu = 0.0
        self.compared = 0

    def score(self, pairs: Sequence[Asked]) -> list[int]:
        # Tables are read at the first call; what a name was brought to is kept between calls.
        compare("Aoba", "Kasumi")
        normalise.cache_clear()
        began = time.process_time()
        scores = [compare(left, right).score * self.scale for left, right, _ in pairs]
        self.cpu += time.process_time() - began
        self.compared += len(pairs)
        return scores


@dataclass(frozen=True, slots=True)
class Held:
    """An entity of a gallery: its key, and the names it is held under, weak ones apart."""

    key: str
    kind: Kind
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name."""
        return (*self.names, *self.weak)


Answer = Mapping[str, int]
"""What one query met: the key of each entity and its score per mille."""

_KINDS = {"company": "organisation", "person": "person", "other": "unknown"}


class OurSearch:
    """The index of Sekisho over a gallery; like a peer it gives scores below its limit too."""

    def __init__(self, gallery: Iterable[Held], scale: int) -> None:
        self.parties = [
            ListedParty(
                feed="bench",
                id=held.key,
                name=(held.names or held.weak)[0],
                other_names=held.names[1:],
                weak_names=held.weak if held.names else held.weak[1:],
                kind=_KINDS[held.kind],  # type: ignore[arg-type]
            )
            for held in gallery
        ]
        began = time.process_time()
        self.parts = {name: memoryview(data) for name, data in build_index(self.parties).items()}
        self.built = time.process_time() - began
        self._index = NameIndex(self.parts)
        self._scale = scale

    def __len__(self) -> int:
        return len(self._index)

    def search(self, name: str, most: int = 25) -> Answer:
        """Gives the entities a name meets."""
        hits = self._index.search(name, limit=most, least=1)
        return {hit.party.id: hit.score * self._scale for hit in hits}
