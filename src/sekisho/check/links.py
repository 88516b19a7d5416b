"""Links between SBOMs: which of those handed in a reference leads to, and which led nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from sekisho.model.evidence import EvidenceItem
from sekisho.model.inventory import Inventory, Link

Broken = Literal["missing", "other", "no_ref", "digest", "untold"]

_BOM_LINK = re.compile(r"urn:cdx:([0-9a-fA-F-]{36})(?:/([0-9]+))?(?:#(.*))?\Z", re.DOTALL)


def broken_links(
    inventory: Inventory, handed_in: Iterable[EvidenceItem]
) -> Iterator[tuple[Broken, Link]]:
    """Gives each link of an SBOM that none of those handed in answers, and why not.

    A BOM-Link names serial number and version, and may name an entry; SPDX names a namespace and
    a digest, of which only SHA-256 can be held against what was observed.
    """
    others = [(item, item.inventory) for item in handed_in if item.inventory is not None]
    known: dict[str, list[tuple[EvidenceItem, Inventory]]] = {}
    for item, other in others:
        if other is not inventory and other.serial:
            known.setdefault(_serial(other.serial), []).append((item, other))
    for link in inventory.links:
        why = _why_broken(link, known)
        if why:
            yield why, link


def _why_broken(
    link: Link, known: dict[str, list[tuple[EvidenceItem, Inventory]]]
) -> Broken | None:
    if not link.target:
        return "untold"
    found = _BOM_LINK.match(link.target)
    if found is None:
        there = known.get(_serial(link.target))
        if not there:
            return "missing"
        kind, digest = link.digest
        is_other = kind == "sha256" and all(i.observed_sha256 != digest for i, _ in there)
        return "digest" if is_other else None
    serial, version, ref = found.groups()
    issues = known.get(serial.lower(), [])
    if not issues:
        return "missing"
    right = [held for _, held in issues if version in (None, held.document_version)]
    if not right:
        return "other"
    return None if not ref or any(ref in _refs(held) for held in right) else "no_ref"


def _serial(text: str) -> str:
    return text.removeprefix("urn:uuid:").lower() if text.startswith("urn:uuid:") else text


def _refs(inventory: Inventory) -> set[str]:
    held = {package.ref for package in (inventory.primary, *inventory.packages) if package}
    return held | {service.ref for service in inventory.services}
