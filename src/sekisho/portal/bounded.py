"""What a process keeps, within a bound: what was not asked for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Bounded(Generic[Kept]):
    """Things by their keys, each of a size; together no larger than the bound, each no larger
    than a twentieth of it.
    """

    def __init__(self, most: int) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def find(self, key: Hashable) -> Kept | None:
        """Gives what is kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: Hashable, thing: Kept, size: int) -> None:
        """Keeps a thing, and lets go of others until all are within the bound."""
        if size > self._most // 20:
            return
        with self._lock:
            if key in self._kept:
                return
            self._size += size
            self._kept[key] = (thing, size)
            while self._size > self._most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._size -= gone

    @property
    def size(self) -> int:
        """How large all that is kept is together."""
        return self._size
