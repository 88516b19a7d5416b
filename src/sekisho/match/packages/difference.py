"""What changed between two inventories of one component.

Nothing stable names an item of an SBOM: references change from build to build. Items are paired
by what they are, then by version and hash, so that a difference is about the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from sekisho.match.packages.between import Countries, country_of, differences, fold, of_makers
from sekisho.match.packages.changes import GROUPS, KINDS, Change, Drop, Group, Kind
from sekisho.match.packages.items import Item, ReadPurls
from sekisho.match.packages.natures import Nature, nature_of, packs, runs
from sekisho.match.packages.pairing import Pair, Pairing
from sekisho.match.packages.shares import drops_between
from sekisho.model.inventory import Inventory, Package

__all__ = [
    "GROUPS",
    "KINDS",
    "Change",
    "Countries",
    "Coverage",
    "Difference",
    "Drop",
    "Group",
    "Kind",
    "compare",
]

_RANK = {kind: at for at, kind in enumerate(KINDS)}
_OF_NATURE: dict[Nature, Kind] = {"network": "network_new", "crypto": "crypto_new"}
_NOWHERE: Countries = MappingProxyType({})


class Coverage(msgspec.Struct, frozen=True):
    """How much could be compared at all: of `pairs` packages in both, `same_version` keep their
    version, `hashes` of these state a hash of one kind on both sides, `suppliers` of all pairs a
    supplier or maker on both. `edges` says which side states dependencies.
    """

    pairs: int = 0
    same_version: int = 0
    hashes: int = 0
    suppliers: int = 0
    edges: tuple[bool, bool] = (False, False)


class Difference(msgspec.Struct, frozen=True):
    """Every difference of two inventories, and how many items stayed as they were.

    `counts` are the distinct items of each, `duplicates` those listed more than once in either.
    `format_changed` and `generator_changed` warn that differences may come from the tools, which
    `tools` names; `coverage` tells how much could be compared at all. `products` is what each says that it is about; `other_product` that these are
    two products. `drops` are the fields that clearly fewer packages state than before.
    """

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    format_changed: bool = False
    generator_changed: bool = False
    duplicates: int = 0
    counts: tuple[int, int] = (0, 0)
    products: tuple[str, str] = ("", "")
    other_product: bool = False
    tools: tuple[str, str] = ("", "")
    drops: tuple[Drop, ...] = ()
    coverage: Coverage = Coverage()

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Gives the changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)

    def by_kind(self) -> dict[Kind, list[Change]]:
        """Gives the changes of each kind there is, in the order of the kinds."""
        found: dict[Kind, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.kind, []).append(change)
        return found


def compare(
    before: Inventory, after: Inventory, countries: Mapping[str, str] = _NOWHERE
) -> Difference:
    """Compares two inventories; their order, and that of their items' references, is ignored.

    `countries` tells where suppliers sit of which the SBOMs do not say so, by folded name.
    """
    read = ReadPurls()
    left, right = _Side(before, read), _Side(after, read)
    left.lists_as(right)
    right.lists_as(left)
    pairing = Pairing(left.items, right.items)
    pairing.run()
    found: list[tuple[Change, Item]] = []
    unchanged = 0
    for pair in pairing.same:
        changes = list(_between(pair, countries))
        unchanged += not changes
        found.extend((change, pair[1]) for change in changes)
    for was, now in pairing.renamed:
        renamed = Change("renamed", was.package, now.package, was.plain, now.plain)
        found.append((renamed, now))
        found.extend((c, now) for c in of_makers(was.package, now.package, countries))
    found.extend((Change("new", None, item.package), item) for item in pairing.new)
    found.extend((Change("gone", item.package, None), item) for item in pairing.old)
    found.extend(_of_new(pairing.new, left, countries))
    found.extend(_edges(left, right, pairing.new))
    found.sort(key=_order)
    return Difference(
        changes=tuple(change for change, _ in found),
        unchanged=unchanged,
        format_changed=before.format != after.format,
        generator_changed=_generators(before) != _generators(after),
        duplicates=left.twice + right.twice,
        counts=(len(left.items), len(right.items)),
        products=(_product(before.primary), _product(after.primary)),
        other_product=_is_other(left, right, len(pairing.same)),
        tools=(", ".join(before.tools), ", ".join(after.tools)),
        drops=tuple(drops_between(before, after)),
        coverage=_coverage(pairing.same, before, after),
    )


def _coverage(pairs: list[Pair], before: Inventory, after: Inventory) -> Coverage:
    same = [(old.package, new.package) for old, new in pairs if old.version == new.version]
    return Coverage(
        pairs=len(pairs),
        same_version=len(same),
        hashes=sum(1 for old, new in same if _share_a_hash(old, new)),
        suppliers=sum(1 for old, new in pairs if _is_supplied(old) and _is_supplied(new)),
        edges=(bool(before.edges), bool(after.edges)),
    )


def _share_a_hash(old: Package, new: Package) -> bool:
    if old.hashes == new.hashes:
        return bool(old.hashes)
    kinds = {kind for kind, _ in old.hashes}
    return any(kind in kinds for kind, _ in new.hashes)


def _is_supplied(item: Item) -> bool:
    return bool(item.package.supplier or item.package.maker)


class _Side:
    """One inventory: its distinct items, and every item by its reference."""

    def __init__(self, inventory: Inventory, read: ReadPurls) -> None:
        self.inventory = inventory
        self.primary = Item(inventory.primary, read) if inventory.primary else None
        self.by_ref: dict[str, Item] = {}
        seen: dict[Hashable, Item] = {}
        for package in inventory.packages:
            item = Item(package, read)
            self.by_ref.setdefault(package.ref, item)
            same = (item.identity, item.build, item.version, package.hashes, package.supplier)
            known = seen.setdefault(same, item)
            if known is not item and _whole(package) < _whole(known.package):
                seen[same] = item
        self.items = list(seen.values())
        self.twice = len(inventory.packages) - len(seen)

    def lists_as(self, other: _Side) -> None:
        """Counts the product itself as a package where the other side lists it as one."""
        product = self.primary
        if product is None or not product.plain:
            return
        if other.lists(product) and not self.lists(product):
            self.items.append(product)

    def lists(self, product: Item) -> bool:
        """Says whether a product stands among the packages, by its identity or plain name."""
        identity, plain = product.identity, product.plain
        return any(item.identity == identity or item.plain == plain for item in self.items)


def _whole(package: Package) -> tuple[object, ...]:
    """Of two that are told apart by nothing else one is kept, whatever stands first."""
    facts = (str(package.executable), str(package.archive), package.filename)
    made = (package.maker, package.licences, package.country, package.distribution)
    return (package.name, package.group, package.kind, package.purl, *made, *facts, package.ref)


def _order(found: tuple[Change, Item]) -> tuple[object, ...]:
    change, item = found
    return (_RANK[change.kind], item.order(), change.old, change.new)


def _between(pair: Pair, countries: Countries) -> Iterator[Change]:
    before, after = pair
    old, new = before.package, after.package
    if _told(old) == _told(new):
        return
    yield from differences(before, after, countries)
    if old.executable is False and new.executable:
        yield Change("executable_new", old, new, why="stated")
    if old.archive is False and new.archive:
        yield Change("archive_new", old, new, why="stated")


def _told(package: Package) -> tuple[object, ...]:
    """What a difference is told of: where all of it is equal, most pairs, nothing else is looked at.

    Countries known beside the SBOMs follow from the supplier.
    """
    return (
        package.version,
        package.purl,
        package.hashes,
        package.supplier,
        package.maker,
        package.licences,
        package.distribution,
        package.country,
        package.executable,
        package.archive,
    )


def _of_new(added: list[Item], was: _Side, countries: Countries) -> Iterator[tuple[Change, Item]]:
    """What new packages bring along: names and countries that were nowhere, and what can run."""
    if not added:
        return
    packages = [item.package for item in was.items]
    named = {name for package in packages for name in (package.supplier, package.maker)}
    names = {fold(name) for name in (*named, was.inventory.supplier)}
    places = {country_of(package, countries) for package in packages} - {""}
    for item in added:
        package = item.package
        if package.supplier and fold(package.supplier) not in names:
            yield Change("supplier_new", None, package, new=package.supplier), item
        country = country_of(package, countries)
        if country and places and country not in places:
            yield Change("country_new", None, package, new=country), item
        if why := runs(item):
            yield Change("executable_new", None, package, why=why), item
        if why := packs(item):
            yield Change("archive_new", None, package, why=why), item


def _edges(was: _Side, now: _Side, added: list[Item]) -> Iterator[tuple[Change, Item]]:
    """New dependencies on what is known to open connections or to cipher, and such packages that
    are new themselves where no dependency on them is stated. Where the older inventory states no
    dependency at all, none is new for certain.
    """
    known = {item.identity: found for item in now.items if (found := nature_of(item))}
    if not known:
        return
    products = {side.primary.identity for side in (was, now) if side.primary}
    stated = now if was.inventory.edges else None
    had = {(left, right) for left, right, _, _ in _known_edges(was, known, products)}
    told: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for left, right, source, target in _known_edges(stated, known, products) if stated else ():
        if (left, right) in had or (left, right) in told:
            continue
        told.add((left, right))
        nature, why = known[right]
        name = source.package.name or source.package.ref
        yield Change(_OF_NATURE[nature], None, target.package, new=name, why=why), target
    reached = {right for _, right in told}
    for item in added:
        if item.identity in known and item.identity not in reached:
            nature, why = known[item.identity]
            yield Change(_OF_NATURE[nature], None, item.package, why=why), item


def _known_edges(
    side: _Side, known: Mapping[tuple[str, ...], object], products: set[tuple[str, ...]]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Item, Item]]:
    """The dependencies on known items; the product itself stands for all its versions and names."""
    targets = {ref: item for ref, item in side.by_ref.items() if ref and item.identity in known}
    primary = side.primary
    for ref, on in side.inventory.edges if targets else ():
        hit = [targets[other] for other in on if other in targets]
        if not hit:
            continue
        source = primary if primary and ref == primary.package.ref else side.by_ref.get(ref)
        if source is not None:
            is_product = source is primary or source.identity in products
            left = ("product",) if is_product else source.identity
            yield from ((left, target.identity, source, target) for target in hit)


def _product(primary: Package | None) -> str:
    if primary is None:
        return ""
    name = f"{primary.group}/{primary.name}" if primary.group else primary.name
    return f"{name} {primary.version}".strip()


def _is_other(was: _Side, now: _Side, pairs: int) -> bool:
    """Says whether two inventories are about two products: they name two, and less than half of
    the larger is in both. One product may bear two names, as an installed package and as a name of
    the tool that looked.
    """
    before, after = was.primary, now.primary
    if before is None or after is None or not before.plain or not after.plain:
        return False
    names = fold(before.package.name), fold(after.package.name)
    if before.identity == after.identity or names[0] == names[1]:
        return False
    return 2 * pairs < max(len(was.items), len(now.items)) or not (was.items and now.items)


def _generators(inventory: Inventory) -> frozenset[str]:
    """Tools without their version: a newer release of the same tool is no other tool."""
    return frozenset(_VERSION_OF.sub("", tool).lower() for tool in inventory.tools)


_VERSION_OF = re.compile(r"[\s:@_-]+v?[0-9].*\Z", re.DOTALL)
"""How tools write their own version behind their name: `maker 1.0`, `maker-1.0`."""
