"""What a record can tell of a filing, and where it goes: only into places that are empty.

An SBOM tells name, version, supplier and maker. What a component is in the words of the law, and
what it does, no file can tell: that stays a person's to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from msgspec.structs import replace

from sekisho.model.evidence import Evidence
from sekisho.model.filing import Component, Filing
from sekisho.model.inventory import Inventory
from sekisho.model.operator.register import RegisterEntry
from sekisho.model.party import Party
from sekisho.read.sheets.listing import plain_name


def from_sbom(filing: Filing, evidence: Evidence, inventory: Inventory) -> dict[str, str]:
    """Gives the texts by their places that the described software fills in; none where it tells
    nothing, or everything is written already.
    """
    told = inventory.primary
    if told is None:
        return {}
    parties = _Parties(filing)
    at = _place_of(filing, evidence.component, told.name)
    part = filing.components[at] if at < len(filing.components) else Component(id=_free_id(filing))
    facts = {
        "name": told.name,
        "version": told.version,
        "supplier": parties.id_of(told.supplier or inventory.supplier),
        "maker": parties.id_of(told.maker) if told.maker != told.supplier else "",
    }
    filled = dict(_into(f"/components/{at}", part, facts))
    if at == len(filing.components) and filled:
        filled[f"/components/{at}/id"] = part.id
    row = next((n for n, one in enumerate(filing.evidence) if one.id == evidence.id), None)
    if row is not None and not evidence.component and (filled or at < len(filing.components)):
        filled[f"/evidence/{row}/component"] = part.id
    return {**parties.added(filled), **filled}


def from_register(filing: Filing, entry: RegisterEntry) -> dict[str, str]:
    """Gives the texts by their places that an entry of the register fills in."""
    parties = _Parties(filing)
    facility = {
        "name": entry.facility,
        "kind": entry.facility_kind,
        "supplier": parties.id_of(entry.facility_supplier),
    }
    at = _place_of(filing, entry.component, entry.name)
    part = filing.components[at] if at < len(filing.components) else Component(id=entry.component)
    facts = {
        "type": entry.type,
        "name": entry.name,
        "function": entry.function,
        "version": entry.version,
        "supplier": parties.id_of(entry.supplier),
    }
    filled = dict(_into("/facility", filing.facility, facility))
    component = dict(_into(f"/components/{at}", part, facts))
    if at == len(filing.components) and component:
        component[f"/components/{at}/id"] = part.id
    filled |= component
    return {**parties.added(filled), **filled}


def _into(pointer: str, record: object, facts: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in facts.items():
        if text and not getattr(record, name):
            yield f"{pointer}/{name}", text


def _place_of(filing: Filing, id: str, name: str) -> int:
    """The component that is meant: by its id, else by its name, else a new one."""
    for at, part in enumerate(filing.components):
        if id and part.id == id:
            return at
    for at, part in enumerate(filing.components):
        if name and plain_name(part.name) == plain_name(name):
            return at
    blank = replace(Component(id=""), id="")
    for at, part in enumerate(filing.components):
        if replace(part, id="") == blank:
            return at
    return len(filing.components)


def _free_id(filing: Filing) -> str:
    taken = {part.id for part in filing.components}
    return next(made for n in count(1) if (made := f"component-{n}") not in taken)


class _Parties:
    """The parties of a filing, and those that must be added to be referred to."""

    def __init__(self, filing: Filing) -> None:
        self._known = list(filing.parties)
        self._before = len(self._known)

    def id_of(self, name: str) -> str:
        """Gives the id of the party of that name, a new one where there is none."""
        name = name.strip()
        if not name:
            return ""
        for party in self._known:
            names = {plain_name(each) for each in (party.name, *party.other_names) if each}
            if plain_name(name) in names:
                return party.id
        taken = {party.id for party in self._known}
        id = next(made for n in count(1) if (made := f"party-{n}") not in taken)
        self._known.append(Party(id=id, name=name))
        return id

    def added(self, filled: dict[str, str]) -> dict[str, str]:
        """Gives the texts of the new parties, as far as something filled in refers to them."""
        used = set(filled.values())
        new = [party for party in self._known[self._before :] if party.id in used]
        texts: dict[str, str] = {}
        for at, party in enumerate(new, self._before):
            texts |= {f"/parties/{at}/id": party.id, f"/parties/{at}/name": party.name}
        return texts
