"""The case: everything a vetting may look at, and the dated events of its life."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from sekisho.model.canonical import sha256_salted
from sekisho.model.evidence import DeliveredFile, EvidenceItem
from sekisho.model.filing import Filing
from sekisho.model.operator.delivery import Delivery
from sekisho.model.operator.note import Note
from sekisho.model.values.record import Record

EventKind = Literal[
    "designated",
    "became_critical",
    "renamed",
    "rename_notified",
    "consulted",
    "draft_shown",
    "draft_answered",
    "submitted",
    "volunteered",
    "returned",
    "accepted",
    "became_known",
    "called_in",
    "shortened",
    "extended",
    "length_agreed",
    "stopped",
    "resumed",
    "asked",
    "replied",
    "recommended",
    "answered",
    "found_unjust",
    "changed_plan_filed",
    "held",
    "ordered",
    "cleared",
    "validated",
    "lapsed",
    "introduced",
    "completed",
    "withdrawn",
]

ANNOUNCED: frozenset[EventKind] = frozenset({"renamed"})
"""Events that are known before they happen, and by which days are counted backwards."""

Measure = Literal["change", "stop"]

StatementKind = Literal["confirmation", "not_the_same", "vex_trust", "resolution"]


class Event(Record, frozen=True, kw_only=True):
    """One dated act in the life of a case.

    `on` is the legal date (receipt, for a recommendation); `until` the new last day of a
        shortening or extension; `days` the length of a period that was agreed, in the unit of the
    period; `accepts` whether an answer accepts the recommendation. `measure` is what a
    recommendation or an order asks for: `change` the plan, or take other measures, and go on, or
    `stop`. `found_unjust` is the authority's finding that a refusal has no just cause. A period is `stopped` on the
    day all concerned are told so, and `resumed` on the day they are told that it runs again.
    `draft_shown` is a prior consultation, `draft_answered` what the authority said to it.
    `renamed` is a change of the operator's name or address, and may lie ahead.
    `authority` is empty at the filing's own authority and names any other it was sent to as well.
    """

    kind: EventKind
    on: date
    by: str = ""
    until: date | None = None
    days: Annotated[int, Meta(ge=1)] | None = None
    accepts: bool | None = None
    measure: Measure | None = None
    reference: str = ""
    note: str = ""
    authority: str = ""
    """Empty at the filing's own authority; names any other to which it was sent as well."""


class Statement(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/statement/1"):
    """What a named person states about the case, with the reason.

    `about` is the stable identity of the subject or cause; `value` what is stated of it. That a
    listed party is someone else is bound to both sides as they were looked at: `party_sha256` names
    what the case says of its own, `entry_sha256` the entry of the list.
    """

    kind: StatementKind
    about: str
    value: str = ""
    by: str = ""
    on: date
    reason: str = ""
    party_sha256: str = ""
    entry_sha256: str = ""


class SignedStatement(Record, frozen=True, kw_only=True):
    """A statement with an Ed25519 signature over its canonical form (`keys.signing`).

    `key` is the public key and `signature` the signature, both in base64url without padding.
    """

    statement: Statement
    key: str
    signature: str


class PartyIdentity(Record, frozen=True, kw_only=True):
    """Who a party is: its registered numbers where it has them, else its name and law country."""

    name: str = ""
    law_country: str = ""
    corporate_number: str = ""
    lei: str = ""


class PrecedentComponent(Record, frozen=True, kw_only=True):
    """A component as it was cleared."""

    type: str = ""
    name: str = ""
    version: str = ""
    models: tuple[str, ...] = ()
    maker: PartyIdentity = PartyIdentity()
    supplier: PartyIdentity = PartyIdentity()


class Precedent(Record, frozen=True, kw_only=True):
    """A plan that was cleared before: what was in it, and what had been found against it then.

    `contractors` are all who were entrusted with work at any depth; `findings` name what had been
    found, each as its rule and subject (`known_flaws.listed component:scada`).
    """

    reference: str
    authority: str = ""
    cleared_on: date
    supplier: PartyIdentity = PartyIdentity()
    components: tuple[PrecedentComponent, ...] = ()
    contractors: tuple[PartyIdentity, ...] = ()
    findings: tuple[str, ...] = ()


class Case(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/case/1"):
    """What one vetting looks at.

    `filing` is absent when software alone is vetted; `cleared` is the filing this one changes;
    `precedents` are plans cleared before that it may be compared with; `delivered` the files that
    came, by path. Where the filing holds
    personal data `salt` is what its digest is salted with, and `erased` names what of it was
    destroyed: a place of the filing (`/parties/0/officers/0/born_on`) or `evidence:ID`. `delivery`
    tells what a vendor's parcel held, where that was vetted instead of a filing.
    """

    filing: Filing | None = None
    evidence: tuple[EvidenceItem, ...] = ()
    cleared: Filing | None = None
    events: tuple[Event, ...] = ()
    statements: tuple[SignedStatement, ...] = ()
    precedents: tuple[Precedent, ...] = ()
    notes: tuple[Note, ...] = ()
    salt: str = ""
    erased: tuple[str, ...] = ()
    delivered: tuple[DeliveredFile, ...] = ()
    delivery: Delivery | None = None

    @property
    def software(self) -> tuple[str, ...]:
        """What is proposed, as its SBOMs call it or, without one, as the operator does."""
        held = ((item.evidence.kind == "sbom", item.inventory) for item in self.evidence)
        told = (it for is_sbom, it in held if it and (is_sbom or it.stated_by))
        mains = (inventory.primary for inventory in told if inventory.primary)
        return tuple(f"{main.name} {main.version}".strip() for main in mains)

    def name_of(self, filing: Filing | None) -> str:
        """Names a filing of the case by its digest, salted where personal data is in it; empty for
        none.
        """
        if filing is None:
            return ""
        return sha256_salted(filing, self.salt) if self.salt else filing.sha256
