"""What every side finds in a gallery: ours by its index, a peer among candidates drawn for all.

No peer but Sekisho has an index that holds a single query cheaply, so candidates come from one
trigram index over the best transliteration. The names of the party that is sought are always put
among them: a peer loses nothing by the index, which favours it.
"""

from __future__ import annotations

import heapq
import math
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from anyascii import anyascii

from benchmarks.names.openset import OpenSet, Query
from benchmarks.names.sides import Answer, Asked, Held, Ours, OurSearch, Scorer

CANDIDATES = 15
_BUDGET = 10_000
_CHUNK = 400


@dataclass(slots=True)
class Answered:
    """What a side answered to every query of an open set, and what that took."""

    side: str
    answers: list[Answer]
    limit: int | None = None
    cpu: list[float] = field(default_factory=list)

    def named(self, side: str) -> Answered:
        """The same answers under another name."""
        return Answered(side, self.answers, self.limit, self.cpu)


def ours_in(given: OpenSet, ours: Ours) -> tuple[Answered, OurSearch]:
    """Searches with the index of Sekisho, each query timed alone."""
    search = OurSearch(given.gallery, ours.scale)
    answers, spent = [], []
    for query in given.queries:
        began = time.process_time()
        answers.append(search.search(query.text))
        spent.append(time.process_time() - began)
    return Answered(ours.name, answers, ours.limit, spent), search


class Candidates:
    """Names of a gallery by the trigrams of their Latin letters."""

    def __init__(self, gallery: Sequence[Held]) -> None:
        self.names: list[tuple[str, str]] = []
        self.of: dict[str, list[int]] = defaultdict(list)
        self._postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._lengths: list[int] = []
        for held in gallery:
            for name in held.all_names:
                grams = _grams(anyascii(name))
                for gram in grams:
                    self._postings[gram].append(len(self.names))
                self.of[held.key].append(len(self.names))
                self.names.append((held.key, name))
                self._lengths.append(len(grams))

    def near(self, forms: Sequence[str]) -> list[int]:
        """Gives the places of the names that share most with any of these forms."""
        found: Counter[int] = Counter()
        for form in dict.fromkeys(anyascii(form).lower() for form in forms):
            for place, score in self._near(form):
                found[place] = max(found[place], score)
        return [place for place, _ in found.most_common(CANDIDATES)]

    def _near(self, form: str) -> list[tuple[int, int]]:
        grams = _grams(form)
        lists = sorted((self._postings.get(gram, _NOTHING) for gram in grams), key=len)
        votes: dict[int, float] = defaultdict(float)
        spent = 0
        for places in lists:
            if spent and spent + len(places) > _BUDGET:
                break
            spent += len(places)
            weight = math.log1p(len(self.names) / (1 + len(places)))
            for place in places:
                votes[place] += weight
        least = max(votes.values(), default=0.0) / 3
        scored = (
            (vote / (self._lengths[place] + len(grams) + 10), -place)
            for place, vote in votes.items()
            if vote >= least
        )
        best = heapq.nlargest(CANDIDATES, scored)
        return [(-place, round(1000 * score)) for score, place in best]


_NOTHING: array[int] = array("I")


def _grams(text: str) -> set[str]:
    letters = "".join(c for c in text.lower() if c.isalnum())
    return {letters[at : at + 3] for at in range(len(letters) - 2)} or {letters}


Places = list[list[int]]


def candidates_for(
    given: OpenSet, candidates: Candidates, forms: Mapping[str, Sequence[str]]
) -> Places:
    """Gives the candidates of every query, those of the party that is sought among them."""
    members: dict[str, list[str]] = defaultdict(list)
    for key, component in given.components.items():
        members[component].append(key)
    places: Places = []
    for query in given.queries:
        near = candidates.near([query.text, *forms.get(query.text, ())])
        sought = [p for key in members.get(query.component, ()) for p in candidates.of[key]]
        places.append(list(dict.fromkeys((*near, *sought))))
    return places


def among(given: OpenSet, scorer: Scorer, candidates: Candidates, places: Places) -> Answered:
    """Has a scorer compare every query with its candidates; an entity gets its best name's score."""
    answers: list[Answer] = []
    queries = given.queries
    for start in range(0, len(queries), _CHUNK):
        chunk = list(
            zip(queries[start : start + _CHUNK], places[start : start + _CHUNK], strict=True)
        )
        pairs: list[Asked] = [
            (query.text, candidates.names[place][1], query.kind)
            for query, near in chunk
            for place in near
        ]
        scores = iter(scorer.score(pairs))
        for _, near in chunk:
            answers.append(_best((candidates.names[place][0], next(scores)) for place in near))
    return Answered(scorer.name, answers, scorer.limit)


def _best(rows: object) -> Answer:
    best: dict[str, int] = {}
    for key, score in rows:  # type: ignore[attr-defined]
        if score > best.get(key, 0):
            best[key] = score
    return best


def outcome(given: OpenSet, query: Query, answer: Answer, inside: object = None) -> tuple[int, int]:
    """Gives the score of the party that is sought and the best of all others.

    With `inside`, a container of entity keys, others count only when they are in it.
    """
    true = other = 0
    for key, score in answer.items():
        if query.is_mated and given.components[key] == query.component:
            true = max(true, score)
        elif inside is None or key in inside:  # type: ignore[operator]
            other = max(other, score)
    return true, other
