"""How many packages of an inventory state a field, and which fields clearly fewer state now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from operator import attrgetter

from sekisho.match.packages.changes import Drop
from sekisho.model.inventory import Inventory, Package

_CLEARLY = Fraction(1, 20)
"""A share that falls by less may follow from a few packages more or fewer."""

_ELEMENTS: dict[str, Callable[[Package], object]] = {
    "version": attrgetter("version"),
    "identifier": lambda package: package.purl or package.cpe,
    "supplier": lambda package: package.supplier or package.maker,
    "hash": attrgetter("hashes"),
    "licence": attrgetter("licences"),
}


def drops_between(before: Inventory, after: Inventory) -> Iterator[Drop]:
    """Gives each field whose share of packages falls by a twentieth of all packages or more.

    `relation` counts the packages that a dependency speaks of.
    """
    if not before.packages or not after.packages:
        return
    for element, states in _ELEMENTS.items():
        yield from _drop(element, before, after, [_count(side, states) for side in (before, after)])
    yield from _drop("relation", before, after, [_related(side) for side in (before, after)])


def _drop(element: str, before: Inventory, after: Inventory, counts: list[int]) -> Iterator[Drop]:
    old, new = counts
    of_old, of_new = len(before.packages), len(after.packages)
    if Fraction(old, of_old) - Fraction(new, of_new) >= _CLEARLY:
        yield Drop(element, old, of_old, new, of_new)


def _count(inventory: Inventory, states: Callable[[Package], object]) -> int:
    return sum(map(bool, map(states, inventory.packages)))


def _related(inventory: Inventory) -> int:
    named = {ref for source, targets in inventory.edges for ref in (source, *targets)}
    return sum(1 for package in inventory.packages if package.ref in named)
