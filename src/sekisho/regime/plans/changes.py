"""What changed of a party since a plan was cleared, as the documents to attach depend on it."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.model.filing import Filing
from sekisho.model.party import Officer, Party
from sekisho.regime.rules.vocabulary import Value

_PARTS: dict[str, frozenset[str]] = {
    "name": frozenset({"name"}),
    "representative": frozenset({"representative"}),
    "address": frozenset({"address", "address.country"}),
    "law_country": frozenset({"law_country"}),
    "officers": frozenset({"officer"}),
}
"""What a document shows -> the changed fields that bear on it, after the role of the party."""


def party_changes(changed: Filing, party: Party, cleared: Filing) -> dict[str, Value | None]:
    """Tells of each part of a party that documents are about whether it changed.

    A party that had no part in the cleared plan is new: all of it changed. A field that the
    filing lists as changed did, even where the party itself is not stated anew.
    """
    before = cleared.party(party.id)
    roles = frozenset(_roles(changed, party.id))
    if before is None or not frozenset(_roles(cleared, party.id)):
        return {f"subject.{part}_changed": True for part in _PARTS}
    told = frozenset(_told(changed, party, roles))
    differs = {
        "name": party.name != before.name,
        "representative": party.representative != before.representative,
        "address": party.address != before.address,
        "law_country": party.law_country != before.law_country,
        "officers": _identities(party.officers) != _identities(before.officers),
    }
    return {
        f"subject.{part}_changed": differs[part] or bool(told & words)
        for part, words in _PARTS.items()
    }


def _identities(officers: tuple[Officer, ...]) -> frozenset[tuple[object, ...]]:
    return frozenset((one.name, one.born_on, one.nationality) for one in officers)


def _roles(filing: Filing, id: str) -> Iterator[str]:
    """The words by which the changed fields of a pack speak of a party's part."""
    if filing.facility.supplier == id:
        yield "supplier"
    if any(part.supplier == id for part in filing.components):
        yield "component_supplier"
    if filing.entrustment and filing.entrustment.contractor == id:
        yield "contractor"
    if any(link.contractor == id for link in filing.reentrustments):
        yield "recontractor"


def _told(changed: Filing, party: Party, roles: frozenset[str]) -> Iterator[str]:
    """The fields of the party that are listed as changed; a subject that names no other party
    may be this one.
    """
    others = {one.id for one in changed.parties if one.id != party.id}
    others |= {one.name for one in changed.parties if one.id != party.id and one.name != party.name}
    for field in changed.change.fields if changed.change else ():
        role, _, path = field.path.partition(".")
        if role in roles and (not field.subject or field.subject not in others):
            yield path
