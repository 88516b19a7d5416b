"""Conditions that remember their answers: an answer follows from the facts read, and from no more."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import msgspec

from sekisho.regime.rules.evaluator import YES, Conditions, Verdict, named
from sekisho.regime.rules.vocabulary import Facts, FactType

_MOST = 200_000
"""Answers held at once; beyond them all are forgotten, so that memory stays bounded."""


class Reads:
    """Some facts, and their values as a key: what is not stated is `None`, a list a tuple."""

    def __init__(self, names: Iterable[str], words: Mapping[str, FactType]) -> None:
        self.names = tuple(names)
        self._single = tuple(name for name in self.names if words.get(name) != "texts")
        self._lists = tuple(name for name in self.names if words.get(name) == "texts")

    def key(self, facts: Facts) -> tuple[Hashable, ...]:
        """Gives the values as a key; equal keys are equal facts."""
        single: tuple[Hashable, ...] = tuple(map(facts.get, self._single))  # type: ignore[arg-type]  # lists stand apart
        if not self._lists:
            return single
        return (*single, *(_frozen(facts.get(name)) for name in self._lists))


def _frozen(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else None


class Remembered(Conditions, frozen=True):
    """The conditions of a pack, each answered once for the same values of the facts it names.

    A condition is a pure function of the facts it names: nothing else is given to it.
    """

    _known: dict[Hashable, Verdict] = msgspec.field(default_factory=dict)
    _reads: dict[str, Reads] = msgspec.field(default_factory=dict)

    def ask(self, condition: str, facts: Facts) -> Verdict:
        """Answers a condition as `Conditions.ask` does."""
        if not condition:
            return YES
        reads = self._reads.get(condition)
        if reads is None:
            reads = self._reads[condition] = Reads(named(condition, self.words), self.words)
        key = (condition, *reads.key(facts))
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            # Only what it names is handed over: were more read, the two replays would differ.
            named_alone = {name: facts[name] for name in reads.names if name in facts}
            known = self._known[key] = Conditions.ask(self, condition, named_alone)
        return known


def remember(conditions: Conditions) -> Remembered:
    """Gives conditions with the same answers that remember them."""
    return Remembered(conditions._compiled, conditions.words)  # noqa: SLF001  # the same class of thing


def join(first: Conditions, second: Conditions) -> Remembered:
    """Gives the conditions of two packs together, each as its own pack compiled it."""
    compiled = {**first._compiled, **second._compiled}  # noqa: SLF001
    return Remembered(compiled, {**first.words, **second.words})
