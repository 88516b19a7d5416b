"""What changed between two inventories of one component.

Nothing stable names an item of an SBOM: references change from build to build. Items are paired
by what they are, then by version and hash, so that a difference is about the same thing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from typing import Literal

import msgspec

from sekisho.match import versions
from sekisho.match.packages.purl import coordinates, parse
from sekisho.model.inventory import Inventory, Package

Kind = Literal[
    "repackaged",
    "downgraded",
    "upgraded",
    "version_changed",
    "renamed",
    "new",
    "gone",
    "supplier_changed",
    "maker_changed",
    "licence_changed",
    "hash_lost",
]
"""`repackaged`: same version, other bytes. `version_changed`: the order is not known."""

_BEFORE_PUNCTUATION = re.compile(r"\s+(?=[^\w\s])")
_BUILD = frozenset({"arch", "classifier", "os", "platform", "type"})


class Change(msgspec.Struct, frozen=True, gc=False):
    """One difference; `before` is absent for something new, `after` for something gone."""

    kind: Kind
    before: Package | None = None
    after: Package | None = None


class Difference(msgspec.Struct, frozen=True):
    """Every difference of two inventories, and how many items stayed as they were.

    `format_changed` and `generator_changed` warn that differences may come from the tools.
    `duplicates` counts items listed more than once in either.
    """

    changes: tuple[Change, ...] = ()
    unchanged: int = 0
    format_changed: bool = False
    generator_changed: bool = False
    duplicates: int = 0

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """Gives the changes of one kind."""
        return tuple(change for change in self.changes if change.kind == kind)


def compare(before: Inventory, after: Inventory) -> Difference:
    """Compares two inventories; their order, and that of their items' references, is ignored."""
    old, old_twice = _distinct(before.packages)
    new, new_twice = _distinct(after.packages)
    pairing = _Pairing(old, new)
    pairing.pair(lambda package: (_identity(package), _version(package), package.hashes))
    pairing.pair(lambda package: (_identity(package), _version(package)))
    pairing.pair_by_order()
    # A generator that began or ceased to write package URLs; two URLs that differ are a change.
    pairing.pair(
        lambda package: (_plain_name(package), _version(package), bool(package.purl)),
        lambda package: (_plain_name(package), _version(package), not package.purl),
    )
    renamed = pairing.pair_by_hash()
    changes: list[Change] = []
    unchanged = 0
    for old_item, new_item in pairing.pairs:
        found = list(_between(old_item, new_item))
        unchanged += not found
        changes.extend(Change(kind, old_item, new_item) for kind in found)
    changes.extend(Change("renamed", *pair) for pair in renamed)
    changes.extend(Change("new", None, package) for package in pairing.new)
    changes.extend(Change("gone", package, None) for package in pairing.old)
    return Difference(
        changes=tuple(sorted(changes, key=_order)),
        unchanged=unchanged,
        format_changed=before.format != after.format,
        generator_changed=_generators(before) != _generators(after),
        duplicates=old_twice + new_twice,
    )


def _distinct(packages: Iterable[Package]) -> tuple[list[Package], int]:
    """The items in an order of their own, each once."""
    seen: dict[tuple[Hashable, ...], Package] = {}
    count = 0
    for package in packages:
        count += 1
        same = (_identity(package), _version(package), package.hashes, package.supplier)
        seen.setdefault(same, package)
    return sorted(seen.values(), key=_item_order), count - len(seen)


def _item_order(package: Package) -> tuple[object, ...]:
    return (_identity(package), _version(package), package.hashes, package.supplier, package.name)


def _order(change: Change) -> tuple[object, ...]:
    return (
        change.kind,
        _item_order(change.before) if change.before else (),
        _item_order(change.after) if change.after else (),
    )


def _identity(package: Package) -> tuple[str, ...]:
    """What a package is, whatever its version: package URL, else CPE, else name."""
    if package.purl and (purl := parse(package.purl)):
        build = [f"{key}={value}" for key, value in purl.qualifiers if key in _BUILD]
        return ("purl", purl.type, purl.namespace, purl.name, *build)
    if package.cpe:
        parts = package.cpe.lower().removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
        if len(parts) >= 3:
            return ("cpe", *parts[:3])
    return ("name", package.kind, package.group.lower(), package.name.lower())


def _plain_name(package: Package) -> tuple[str, ...]:
    name = f"{package.group}/{package.name}" if package.group else package.name
    return ("plain", name.lower().replace(":", "/"))


def _version(package: Package) -> str:
    if package.version or not package.purl:
        return package.version
    purl = parse(package.purl)
    return purl.version if purl else ""


class _Pairing:
    """Two heaps of packages, and the pairs taken from them so far."""

    def __init__(self, old: list[Package], new: list[Package]) -> None:
        self.old = old
        self.new = new
        self.pairs: list[tuple[Package, Package]] = []

    def pair(
        self,
        old_key: Callable[[Package], Hashable],
        new_key: Callable[[Package], Hashable] | None = None,
    ) -> None:
        """Takes every pair whose keys agree; one key serves both sides when only one is given."""
        waiting: dict[Hashable, list[Package]] = {}
        for package in reversed(self.new):
            waiting.setdefault((new_key or old_key)(package), []).append(package)
        kept = []
        for package in self.old:
            same = waiting.get(old_key(package))
            if same:
                self.pairs.append((package, same.pop()))
            else:
                kept.append(package)
        self.old = kept
        self.new = sorted((p for rest in waiting.values() for p in rest), key=_item_order)

    def pair_by_order(self) -> None:
        """Takes what is the same but for its version, the lowest with the lowest."""
        old, new = _grouped(self.old), _grouped(self.new)
        self.old, self.new = [], []
        for identity in sorted(old.keys() | new.keys()):
            left, right = _by_version(old.get(identity, [])), _by_version(new.get(identity, []))
            both = min(len(left), len(right))
            self.pairs.extend(zip(left[:both], right[:both], strict=True))
            self.old += left[both:]
            self.new += right[both:]

    def pair_by_hash(self) -> list[tuple[Package, Package]]:
        """Takes what has the same bytes under another name."""
        by_hash = {digest: package for package in reversed(self.new) for digest in package.hashes}
        renamed, kept = [], []
        taken: set[int] = set()
        for package in self.old:
            found = next((by_hash[digest] for digest in package.hashes if digest in by_hash), None)
            if found is None or id(found) in taken:
                kept.append(package)
            else:
                taken.add(id(found))
                renamed.append((package, found))
        self.old = kept
        self.new = [package for package in self.new if id(package) not in taken]
        return renamed


def _grouped(packages: list[Package]) -> dict[tuple[str, ...], list[Package]]:
    groups: dict[tuple[str, ...], list[Package]] = {}
    for package in packages:
        groups.setdefault(_identity(package), []).append(package)
    return groups


def _by_version(packages: list[Package]) -> list[Package]:
    if len(packages) < 2:
        return packages
    return sorted(packages, key=lambda package: (_key(package) or b"", _item_order(package)))


def _key(package: Package) -> bytes | None:
    found = coordinates(package.purl) if package.purl else None
    if found is None:
        return None
    try:
        return versions.key(found.ecosystem, found.version or package.version)
    except (LookupError, ValueError):
        return None


def _between(before: Package, after: Package) -> Iterable[Kind]:
    if _version(before) != _version(after):
        yield _direction(before, after)
    else:
        old, new = dict(before.hashes), dict(after.hashes)
        if any(old[kind] != new[kind] for kind in old.keys() & new.keys()):
            yield "repackaged"
        elif old and not new:
            yield "hash_lost"
    if _other_name(before.supplier, after.supplier):
        yield "supplier_changed"
    if _other_name(before.maker, after.maker):
        yield "maker_changed"
    if before.licences and after.licences and before.licences != after.licences:
        yield "licence_changed"


def _other_name(before: str, after: str) -> bool:
    return bool(before and after) and before != after and _folded(before) != _folded(after)


def _folded(name: str) -> str:
    """Leaves out what a generator decides: case, Unicode form, spacing (`Inc.`, `Inc .`)."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(_BEFORE_PUNCTUATION.sub("", text).split())


def _direction(before: Package, after: Package) -> Kind:
    old, new = _key(before), _key(after)
    if old is None or new is None or old == new:
        return "version_changed"
    return "upgraded" if new > old else "downgraded"


def _generators(inventory: Inventory) -> frozenset[str]:
    """Tools without their version: a newer release of the same tool is no other tool."""
    return frozenset(tool.partition(" ")[0].lower() for tool in inventory.tools)
