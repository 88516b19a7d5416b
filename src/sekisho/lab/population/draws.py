"""Drawing lots the same way on every machine: whole numbers from one seeded stream.

Only `random.Random.getrandbits` is used: the Mersenne Twister behind it is fixed, while what the
library makes of it (choices, shuffles, floats) has changed before and may again.
"""

from __future__ import annotations

import hashlib
import random
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

Item = TypeVar("Item")

_BITS = 64


class Draws:
    """One stream of lots, named by a seed and a purpose; the same names give the same lots."""

    def __init__(self, seed: int, purpose: str) -> None:
        name = hashlib.sha256(f"{seed}:{purpose}".encode()).digest()
        self._bits = random.Random(int.from_bytes(name)).getrandbits  # noqa: S311  # lots, no secrets

    def below(self, end: int) -> int:
        """Draws a whole number from 0 up to, but without, `end`."""
        return self._bits(_BITS) * end >> _BITS

    def between(self, first: int, last: int) -> int:
        """Draws a whole number from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def happens(self, times: int, of: int = 1000) -> bool:
        """Draws yes so many times of so many."""
        return self.below(of) < times

    def one(self, items: Sequence[Item]) -> Item:
        """Draws one item, each as likely."""
        return items[self.below(len(items))]

    def tail(self, most: int) -> int:
        """Draws a number of thousandths from 1,000 to `most` whose tail is heavy: a value
        twice as large is half as likely (Pareto, exponent 1).
        """
        return min(most, 1_000_000 // (1 + self.below(1000)))


class Weighted:
    """Alternatives drawn by weight."""

    def __init__(self, weights: Sequence[int]) -> None:
        self._sums = list(accumulate(weights))

    def draw(self, draws: Draws) -> int:
        """Draws the place of an alternative."""
        return bisect_right(self._sums, draws.below(self._sums[-1]))


def by_rank(count: int) -> Weighted:
    """Gives alternatives of which the n-th is n times rarer than the first (Zipf's law)."""
    return Weighted([1_000_000 // rank for rank in range(1, count + 1)])
