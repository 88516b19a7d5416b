"""Quality: does the SBOM say enough to be relied on?

The elements are the minimum elements of NTIA (12 July 2021): supplier, name, version, another
unique identifier, dependency relation, author of the SBOM data, timestamp.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import SHOWN, label, packages, sboms
from sekisho.match import versions
from sekisho.match.packages.purl import coordinates
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding, Severity
from sekisho.model.inventory import Inventory, Package
from sekisho.model.values.message import Message, message

VERSION = "1"

_ELEMENTS: dict[str, Callable[[Package], object]] = {
    "supplier": lambda package: package.supplier or package.maker,
    "name": lambda package: package.name,
    "version": lambda package: package.version,
    "identifier": lambda package: package.purl or package.cpe,
}
"""What every package of an SBOM must state, and whether one does."""


def look_at_quality(look: Look) -> Answer:
    """Tells, for each proposed SBOM, which minimum elements are missing and how often."""
    items = [item for item in sboms(look.case, "sbom") if item.inventory]
    if not items:
        return Answer(basis="declared", reason=message("software.no_sbom"))
    return Answer(
        findings=tuple(finding for item in items for finding in _of_item(item)),
        looked_at=len(items),
        basis="declared",
    )


def _of_item(item: EvidenceItem) -> Iterator[Finding]:
    inventory = item.inventory
    if inventory is None:
        return
    yield from _of_schema(item, inventory)
    held = list(packages(inventory))
    if not held:
        yield _finding(item, "empty", "medium", message("quality.empty"))
        return
    for element, states in _ELEMENTS.items():
        lacking = [package for package in held if not states(package)]
        if lacking:
            said = message(f"quality.no_{element}", n=len(lacking), total=len(held))
            yield _finding(item, f"no_{element}", "low", said, lacking)
    for element in _absent(inventory):
        yield _finding(item, element, "low", message(f"quality.{element}"))
    yield from _of_graph(item, inventory, held)
    contradicting = _two_hashes(held)
    if contradicting:
        said = message("quality.two_hashes", n=len(contradicting))
        yield _finding(item, "two_hashes", "low", said, contradicting)
    matchable = sum(_is_matchable(package) for package in held)
    if matchable < len(held):
        said = message("quality.matchable", n=matchable, total=len(held))
        yield _finding(item, "matchable", "info", said)


def _of_schema(item: EvidenceItem, inventory: Inventory) -> Iterator[Finding]:
    """What the document breaks of the schema of its own format, and whether it was held to one."""
    faults = inventory.schema_faults
    if faults:
        told = tuple(
            message(
                f"quality.schema_{fault.kind}", about=fault.about, n=fault.count, place=fault.place
            )
            for fault in faults[:SHOWN]
        )
        id = "quality.schema_own" if inventory.schema_own else "quality.schema"
        said = message(id, schema=inventory.schema_version, n=len(faults))
        finding = _finding(item, "schema", "low", said)
        first = " ".join(f"{item.evidence.id}#{fault.first}" for fault in faults[:SHOWN])
        yield msgspec.structs.replace(finding, details=told, place=first)
    elif not inventory.schema_version:
        shown = f"{inventory.format} {inventory.spec_version}"
        said = message("quality.no_schema", schema=shown)
        yield _finding(item, "no_schema", "info", said)
    elif inventory.schema_own:
        said = message("quality.schema_own_kept", schema=inventory.schema_version)
        yield _finding(item, "no_schema", "info", said)


def _absent(inventory: Inventory) -> Iterator[str]:
    if not (inventory.authors or inventory.supplier):
        yield "no_author"
    if not inventory.created_at:
        yield "no_timestamp"
    if not inventory.edges:
        yield "no_dependencies"


def _of_graph(item: EvidenceItem, inventory: Inventory, held: list[Package]) -> Iterator[Finding]:
    """References to nothing, and packages nothing speaks of although others are related."""
    refs = {package.ref for package in (inventory.primary, *inventory.packages) if package}
    named = {ref for source, targets in inventory.edges for ref in (source, *targets)}
    dangling = named - refs
    if dangling:
        yield _finding(item, "dangling", "low", message("quality.dangling", n=len(dangling)))
    alone = [package for package in held if package.ref not in named]
    if inventory.edges and alone:
        said = message("quality.unrelated", n=len(alone), total=len(held))
        yield _finding(item, "unrelated", "info", said, alone)


def _two_hashes(held: list[Package]) -> list[Package]:
    """Packages of one package URL whose hashes of one kind differ: one of them is wrong."""
    first: dict[tuple[str, str], str] = {}
    found: dict[str, Package] = {}
    for package in held:
        for kind, value in package.hashes if package.purl else ():
            if first.setdefault((package.purl, kind), value) != value:
                found[package.purl] = package
    return list(found.values())


def _is_matchable(package: Package) -> bool:
    """Says whether advisories could be looked up for a package at its version."""
    spot = coordinates(package.purl) if package.purl else None
    if spot is None:
        return False
    return bool(spot.version or package.version) and versions.knows(spot.ecosystem)


def _finding(
    item: EvidenceItem,
    element: str,
    severity: Severity,
    said: Message,
    about: list[Package] | None = None,
) -> Finding:
    names = tuple(sorted(label(package) or package.ref for package in about or ()))
    return Finding(
        rule=f"quality.{element}",
        rule_version=VERSION,
        subject=f"evidence:{item.evidence.id}",
        state="found",
        severity=severity,
        message=said,
        basis="declared",
        place=f"{item.evidence.id}#",
        remedy=message(f"quality.{element}.remedy"),
        evidence=(item.evidence.id,),
        details=(message("software.packages", names=names[:SHOWN], n=len(names)),) if names else (),
    )


CHECK = Check(name="quality", version=VERSION, run=look_at_quality)
