"""Conditions that remember their answers: an answer follows from the facts read, and from no more."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from sekisho.regime.rules.evaluator import YES, Conditions, Verdict, named
from sekisho.regime.rules.vocabulary import Facts

_MOST = 200_000
"""Answers held at once; beyond them all are forgotten, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Remembered(Conditions):
    """The conditions of a pack, each answered once for the same values of the facts it names.

    A condition is a pure function of the facts it names: nothing else is given to it.
    """

    _known: dict[Hashable, Verdict] = field(default_factory=dict)
    _reads: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def ask(self, condition: str, facts: Facts) -> Verdict:
        """Answers a condition as `Conditions.ask` does."""
        if not condition:
            return YES
        reads = self._reads.get(condition)
        if reads is None:
            reads = self._reads[condition] = named(condition, self.words)
        values = [facts.get(name) for name in reads]
        key = (condition, *[tuple(v) if isinstance(v, list) else v for v in values])
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            # Only what it names is handed over: were more read, the two replays would differ.
            named_alone = {n: v for n, v in zip(reads, values, strict=True) if v is not None}
            known = self._known[key] = Conditions.ask(self, condition, named_alone)
        return known


def remember(conditions: Conditions) -> Remembered:
    """Gives conditions with the same answers that remember them."""
    return Remembered(conditions._compiled, conditions.words)  # noqa: SLF001  # the same class of thing


def join(first: Conditions, second: Conditions) -> Remembered:
    """Gives the conditions of two packs together, each as its own pack compiled it."""
    compiled = {**first._compiled, **second._compiled}  # noqa: SLF001
    return Remembered(compiled, {**first.words, **second.words})
