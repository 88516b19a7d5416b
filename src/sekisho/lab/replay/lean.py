"""Lean views of a past case: only what facts are made from is decoded, the rest is passed over.

Each view names the fields that `regime.facts.project` and `regime.changes` read. A test compares
the facts of lean and of whole cases.
"""

from __future__ import annotations

from datetime import date

import msgspec

from sekisho.model.canonical import decode_hook
from sekisho.model.case import Event
from sekisho.model.filing import (
    Acquisition,
    Act,
    Authorisation,
    Change,
    Emergency,
    Entrustment,
    Facility,
    FilingKind,
    Introduction,
    Operator,
)
from sekisho.model.operator.profile import OperatorProfile
from sekisho.model.party import Control, Location, PartyStatus


class Lean(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The base of a view: unlike a record it passes over what it does not name."""


class LeanParty(Lean, frozen=True, kw_only=True):
    """A party without its owners, officers and sales."""

    id: str
    name: str = ""
    status: PartyStatus = "company"
    law_country: str = ""
    address: Location = Location()
    controlled_by_operator: Control | None = None


class LeanPart(Lean, frozen=True, kw_only=True):
    """Something that is only counted."""


class LeanLink(Lean, frozen=True, kw_only=True):
    """A re-entrustment, as far as a change of its days asks."""

    id: str
    ends_on: date | None = None


class LeanFiling(Lean, frozen=True, kw_only=True):
    """A filing with every field it has; what is long is there to be counted."""

    reference: str = ""
    kind: FilingKind | None = None
    act: Act | None = None
    regime: str = ""
    sector: str = ""
    authority: str = ""
    filed_on: date | None = None
    operator: Operator = Operator()
    facility: Facility = Facility()
    introduction: Introduction | None = None
    entrustment: Entrustment | None = None
    components: tuple[LeanPart, ...] = ()
    reentrustments: tuple[LeanLink, ...] = ()
    parties: tuple[LeanParty, ...] = ()
    risk_measures: tuple[LeanPart, ...] = ()
    change: Change | None = None
    emergency: Emergency | None = None
    acquisition: Acquisition | None = None
    authorisations: tuple[Authorisation, ...] = ()
    evidence: tuple[LeanPart, ...] = ()
    fictional: bool = False
    notes: str = ""
    prefilled: tuple[str, ...] = ()

    def party(self, id: str) -> LeanParty | None:
        """Gives the party of that id, `None` when the filing states none."""
        return next((party for party in self.parties if party.id == id), None)


class LeanCase(Lean, frozen=True, kw_only=True):
    """A past case as its facts see it; it has the fields of a `Case` that they read."""

    id: str
    on: date
    operator: str = ""
    profile: OperatorProfile | None = None
    filing: LeanFiling | None = None
    cleared: LeanFiling | None = None
    events: tuple[Event, ...] = ()
    evidence: tuple[LeanPart, ...] = ()
    precedents: tuple[LeanPart, ...] = ()


LEAN = msgspec.json.Decoder(LeanCase, dec_hook=decode_hook)
