"""What a case claims about where a component comes from: makers, brands, models, place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

import msgspec

from sekisho.check.look import Look
from sekisho.match.names.classes import classes_of
from sekisho.model.evidence import EvidenceItem
from sekisho.model.filing import Component, Filing
from sekisho.model.party import Party

Relation = Literal["maker", "supplier", "brand", "credited", "controls_maker", "controls_supplier"]

_MAJORITY = Fraction(1, 2)
_MOST_CREDITED = 2000
"""Names of one SBOM that are compared; screening tells when there are more."""


class Claim(msgspec.Struct, frozen=True):
    """One name behind a component and how it stands to it; `via` is the party in between."""

    relation: Relation
    name: str
    via: str = ""
    evidence: str = ""


class Item(msgspec.Struct, frozen=True):
    """A component, or a whole SBOM where no filing describes one, and what is claimed of it."""

    subject: str
    name: str
    place: str
    claims: tuple[Claim, ...]
    brand: str = ""
    models: tuple[str, ...] = ()
    classes: frozenset[str] = frozenset()
    made_in: str = ""
    physical: bool = True

    @property
    def nameless(self) -> bool:
        """Whether nothing says who made it."""
        origin = any(c.relation in ("maker", "credited") for c in self.claims)
        return not (origin or self.brand or self.models)


def items_of(look: Look) -> tuple[Item, ...]:
    """Lists what the case brings in, in the order of subjects."""
    filing = look.case.filing
    sboms = [item for item in look.case.evidence if item.evidence.kind == "sbom"]
    if filing is None:
        return tuple(sorted((_of_sbom(sbom) for sbom in sboms), key=lambda item: item.subject))
    items = [
        _of_component(filing, component, f"filing#/components/{at}", sboms)
        for at, component in enumerate(filing.components)
    ]
    return tuple(sorted(items, key=lambda item: item.subject))


def _of_component(
    filing: Filing, component: Component, place: str, sboms: list[EvidenceItem]
) -> Item:
    claims: dict[Claim, None] = {}
    for relation, id in (("maker", component.maker), ("supplier", component.supplier)):
        for claim in _of_party(filing, "maker" if relation == "maker" else "supplier", id):
            claims[claim] = None
    if component.brand:
        claims[Claim("brand", component.brand)] = None
    for sbom in sboms:
        if sbom.evidence.component == component.id:
            claims.update(dict.fromkeys(_credited(sbom)))
    return Item(
        subject=f"component:{component.id}",
        name=component.name or component.id,
        place=place,
        claims=tuple(claims),
        brand=component.brand,
        models=component.models,
        classes=classes_of(component.type, component.name, component.function),
        made_in=component.place_of_manufacture.country,
    )


def _of_party(filing: Filing, relation: Literal["maker", "supplier"], id: str) -> Iterator[Claim]:
    """Gives every name of the party, and of whoever holds more than half of its votes."""
    party = filing.party(id)
    if party is None:
        if id:
            yield Claim(relation, id)
        return
    yield from (Claim(relation, name) for name in _names(party))
    behind: Relation = "controls_maker" if relation == "maker" else "controls_supplier"
    for holder in party.vote_holders:
        if holder.votes is not None and holder.votes > _MAJORITY:
            described = filing.party(holder.party)
            names = _names(described) if described else (holder.name,)
            yield from (Claim(behind, name, via=party.name) for name in names if name)


def _names(party: Party) -> tuple[str, ...]:
    return tuple(name for name in (party.name, *party.other_names) if name)


def _of_sbom(sbom: EvidenceItem) -> Item:
    inventory = sbom.inventory
    primary = inventory.primary if inventory else None
    return Item(
        subject=f"evidence:{sbom.evidence.id}",
        name=primary.name if primary else sbom.evidence.id,
        place=f"{sbom.evidence.id}#",
        claims=tuple(dict.fromkeys(_credited(sbom))),
        classes=classes_of(primary.name) if primary else frozenset(),
        physical=False,
    )


def _credited(sbom: EvidenceItem) -> Iterator[Claim]:
    inventory = sbom.inventory
    if inventory is None:
        return
    packages = (*((inventory.primary,) if inventory.primary else ()), *inventory.packages)
    names = {name for package in packages for name in (package.supplier, package.maker) if name}
    names |= {inventory.supplier} if inventory.supplier else set()
    yield from (
        Claim("credited", name, evidence=sbom.evidence.id)
        for name in sorted(names)[:_MOST_CREDITED]
    )
