"""Which package of one inventory is which of the other: taken in steps, the surest first.

Every step treats both sides alike, so that the pairs are the same whichever comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from sekisho.match.packages.items import Item

Key = Callable[[Item], Hashable]
Pair = tuple[Item, Item]

_WEAK = frozenset({"adler32", "md2", "md4"})
"""Digests by which nobody would say that two files are the same."""


class Pairing:
    """Two heaps of packages; `same` and `renamed` are the pairs taken from them so far."""

    def __init__(self, old: list[Item], new: list[Item]) -> None:
        self.old = old
        self.new = new
        self.same: list[Pair] = []
        self.renamed: list[Pair] = []

    def run(self) -> None:
        """Takes every pair there is."""
        self._take(lambda item: (item.identity, item.build, item.version, item.package.hashes))
        self._take(lambda item: (item.identity, item.build, item.version))
        self._by_order(lambda item: (item.identity, item.build))
        self._take(lambda item: (item.identity, item.version))
        self._by_order(lambda item: item.identity)
        self._across_forms()
        self._alone(lambda item: (_last(item), item.version) if item.purl else None)
        self._by_hash()
        self._alone(lambda item: (item.purl.type, _last(item)) if item.purl else None)

    def _take(self, old_key: Key, new_key: Key | None = None) -> None:
        """Takes every pair whose keys agree; one key serves both sides when only one is given.

        A key of `None` is no key.
        """
        self.same += self._taken(old_key, new_key or old_key)

    def _taken(self, old_key: Key, new_key: Key) -> list[Pair]:
        waiting: dict[Hashable, list[Item]] = {}
        for item in self.new:
            waiting.setdefault(new_key(item), []).append(item)
        waiting.pop(None, None)
        meeting: dict[Hashable, list[Item]] = {}
        for item in self.old:
            if (key := old_key(item)) in waiting:
                meeting.setdefault(key, []).append(item)
        pairs = [
            pair
            for key, items in meeting.items()
            for pair in zip(_in_order(items), _in_order(waiting[key]), strict=False)
        ]
        self._drop({id(item) for pair in pairs for item in pair})
        return pairs

    def _by_order(self, key: Key) -> None:
        """Takes what is the same but for its version, the lowest with the lowest."""
        old, new = _grouped(self.old, key), _grouped(self.new, key)
        both = old.keys() & new.keys()
        taken: set[int] = set()
        for name in both:
            left, right = _by_version(old[name]), _by_version(new[name])
            for pair in zip(left, right, strict=False):
                self.same.append(pair)
                taken.update(map(id, pair))
        self._drop(taken)

    def _across_forms(self) -> None:
        """Takes what only one side names by a package URL, by its plain name.

        A generator that began or ceased to write package URLs; two URLs that differ are a change.
        """
        self._take(_with_url, _without_url)
        self._take(_without_url, _with_url)
        old, new = _grouped(self.old, lambda i: i.plain), _grouped(self.new, lambda i: i.plain)
        taken: set[int] = set()
        for name in old.keys() & new.keys():
            if len(old[name]) == len(new[name]) == 1:
                left, right = old[name][0], new[name][0]
                if bool(left.purl) != bool(right.purl):
                    self.same.append((left, right))
                    taken.update((id(left), id(right)))
        self._drop(taken)

    def _alone(self, key: Key) -> None:
        """Takes pairs whose key no other item of either side has."""
        old, new = _grouped(self.old, key), _grouped(self.new, key)
        taken: set[int] = set()
        for name in old.keys() & new.keys():
            if name is not None and len(old[name]) == len(new[name]) == 1:
                self.same.append((old[name][0], new[name][0]))
                taken.update((id(old[name][0]), id(new[name][0])))
        self._drop(taken)

    def _by_hash(self) -> None:
        """Takes what has the same bytes under another name, by the longest digests first."""
        kinds = {(len(digest), kind) for item in self.old for kind, digest in item.package.hashes}
        for _, kind in sorted(kinds, reverse=True):
            if kind not in _WEAK:
                key = _digest(kind)
                self.renamed += self._taken(key, key)

    def _drop(self, taken: set[int]) -> None:
        if taken:
            self.old = [item for item in self.old if id(item) not in taken]
            self.new = [item for item in self.new if id(item) not in taken]


def _digest(kind: str) -> Key:
    return lambda item: next((found for name, found in item.package.hashes if name == kind), None)


def _with_url(item: Item) -> Hashable:
    return (item.plain, item.version) if item.purl else None


def _without_url(item: Item) -> Hashable:
    return None if item.purl else (item.plain, item.version)


def _last(item: Item) -> str:
    return item.identity[3] if item.purl else ""


def _grouped(items: Iterable[Item], key: Key) -> dict[Hashable, list[Item]]:
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _in_order(items: list[Item]) -> list[Item]:
    return items if len(items) < 2 else sorted(items, key=Item.order)


def _by_version(items: list[Item]) -> list[Item]:
    if len(items) < 2:
        return items
    return sorted(items, key=lambda item: (item.key() or b"", item.order()))
