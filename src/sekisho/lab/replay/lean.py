"""Lean views of a past case: only what facts are made from is decoded, the rest is passed over.

Each view has the fields that `regime.facts.project` and `regime.changes` read; that of a filing is
made of the fields of a filing. A test compares the facts of lean and of whole cases.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, get_type_hints

import msgspec

from sekisho.model.canonical import decode_hook
from sekisho.model.case import Event
from sekisho.model.filing import Filing
from sekisho.model.operator.profile import OperatorProfile
from sekisho.model.party import Control, Location, PartyStatus

_COUNTED = ("components", "reentrustments", "risk_measures", "evidence")
"""The lists of a filing of which facts are made by their length alone."""


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


def _lean_filing() -> type[msgspec.Struct]:
    """Makes a filing with every field it has, in which what is long is there to be counted."""
    hints: dict[str, Any] = get_type_hints(Filing)
    hints |= dict.fromkeys(_COUNTED, tuple[LeanPart, ...])
    hints["reentrustments"] = tuple[LeanLink, ...]
    hints["parties"] = tuple[LeanParty, ...]
    fields = [
        (each.name, hints[each.name], each.default) for each in msgspec.structs.fields(Filing)
    ]
    return msgspec.defstruct(
        "LeanFiling",
        fields,
        bases=(Lean,),
        namespace={"party": Filing.party},
        frozen=True,
        kw_only=True,
    )


if TYPE_CHECKING:
    LeanFiling = Filing
else:
    LeanFiling = _lean_filing()


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
