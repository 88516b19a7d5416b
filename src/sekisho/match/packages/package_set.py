"""What a set of packages is the same as: two digests, over names and over names with hashes."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sekisho.model.assessment import PackageSet
from sekisho.model.evidence import EvidenceItem
from sekisho.model.inventory import Inventory


def package_sets(items: Iterable[EvidenceItem]) -> tuple[PackageSet, ...]:
    """Gives the set of packages of every SBOM that could be read, by id of its evidence."""
    found = [
        package_set(item.inventory, item.evidence.id, in_service=_is_in_service(item))
        for item in items
        if item.inventory is not None
    ]
    return tuple(sorted(found, key=lambda each: each.evidence))


def package_set(inventory: Inventory, evidence: str, *, in_service: bool = False) -> PackageSet:
    """Names the packages of an inventory, whatever their order and however often each is listed.

    What the document is about counts with them. Formats, places and refs do not.
    """
    names, hashed, lines = set(), set(), set()
    for package in (*inventory.packages, *([inventory.primary] if inventory.primary else ())):
        name = f"{package.purl}\0{package.group}\0{package.name}\0{package.version}"
        names.add(name)
        if package.hashes:
            hashed.add(name)
            name = "\0".join((name, *map("=".join, package.hashes)))
        lines.add(name)
    return PackageSet(
        evidence=evidence,
        in_service=in_service,
        count=len(names),
        hashed=len(hashed),
        names_sha256=_digest(names),
        hashes_sha256=_digest(lines),
    )


def _is_in_service(item: EvidenceItem) -> bool:
    return item.evidence.kind == "sbom_in_service"


def _digest(lines: set[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode("utf-8", "backslashreplace")).hexdigest()
