"""Difference: what the proposed software changes against what is in service."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sekisho.check.difference.said import VERSION, findings_of
from sekisho.check.difference.suggested import suggestions
from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import sboms
from sekisho.match.packages.between import Countries, fold
from sekisho.match.packages.difference import Difference, compare
from sekisho.model.case import Case
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import message


def look_for_differences(look: Look) -> Answer:
    """Compares the SBOM in service with the proposed one, component by component."""
    proposed = [item for item in sboms(look.case, "sbom") if item.inventory]
    if not proposed:
        return Answer(basis="declared", reason=message("software.no_sbom"))
    in_service = [item for item in sboms(look.case, "sbom_in_service") if item.inventory]
    if not in_service:
        return Answer(basis="declared", reason=message("difference.nothing_in_service"))
    findings: list[Finding] = []
    looked_at = 0
    countries = stated_countries(look.case)
    for component in sorted({item.evidence.component for item in proposed}):
        new, old = _of(component, proposed), _of(component, in_service)
        looked_at += sum(len(item.inventory.packages) for item in new if item.inventory)
        findings.extend(_pair(look, old, new, countries) if old else [_unanswered(new)])
    return Answer(findings=tuple(findings), looked_at=looked_at, basis="declared")


def compared(case: Case) -> tuple[tuple[str, Difference], ...]:
    """Gives how the SBOMs of each component differ, where both the old and the new are read."""
    new, old = (
        [item for item in sboms(case, kind) if item.inventory]
        for kind in ("sbom", "sbom_in_service")
    )
    both = {item.evidence.component for item in new} & {item.evidence.component for item in old}
    countries = stated_countries(case)
    return tuple(
        (component, _compare(_of(component, old), _of(component, new), countries))
        for component in sorted(both)
    )


def stated_countries(case: Case) -> Countries:
    """Gives the countries of law of the parties of the filing, and of the one it changes, by every
    name they are stated under; a name stated with two countries tells none.
    """
    found: dict[str, set[str]] = {}
    for filing in (case.filing, case.cleared):
        for party in filing.parties if filing else ():
            country = party.law_country or party.address.country
            for name in (party.name, *party.other_names):
                if name and country:
                    found.setdefault(fold(name), set()).add(country)
    return {name: next(iter(places)) for name, places in found.items() if len(places) == 1}


def _of(component: str, items: list[EvidenceItem]) -> list[EvidenceItem]:
    return [item for item in items if item.evidence.component == component]


def _compare(old: list[EvidenceItem], new: list[EvidenceItem], countries: Countries) -> Difference:
    return compare(_merged(old), _merged(new), countries)


def _pair(
    look: Look, old: list[EvidenceItem], new: list[EvidenceItem], countries: Countries
) -> Iterator[Finding]:
    """The findings about the SBOMs of one component, the gravest kinds first."""
    difference = _compare(old, new, countries)
    yield from findings_of(difference, old, new)
    component = new[0].evidence.component
    yield from suggestions(look.case, component, difference, _merged(old), _merged(new))


def _unanswered(new: list[EvidenceItem]) -> Finding:
    component = new[0].evidence.component
    return Finding(
        rule="difference.not_checked",
        rule_version=VERSION,
        subject=f"component:{component}" if component else "filing",
        state="not_checked",
        severity="low",
        message=message("difference.nothing_in_service"),
        basis="declared",
        cause="difference:nothing_in_service",
        remedy=message("difference.nothing_in_service.remedy"),
        evidence=tuple(item.evidence.id for item in new),
    )


def _merged(items: list[EvidenceItem]) -> Inventory:
    """One inventory of all SBOMs of a component; what tools made it is told by the first."""
    inventories = [item.inventory for item in items if item.inventory]
    if len(inventories) == 1:
        return inventories[0]
    packages = tuple(package for inventory in inventories for package in inventory.packages)
    edges = tuple(edge for inventory in inventories for edge in inventory.edges)
    return replace(inventories[0], packages=packages, edges=edges)


CHECK = Check(name="difference", version=VERSION, run=look_for_differences)
