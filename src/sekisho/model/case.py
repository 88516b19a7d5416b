"""The case: everything a vetting may look at, and the dated events of its life."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.evidence import EvidenceItem
from sekisho.model.filing import Filing
from sekisho.model.values.record import Record

EventKind = Literal[
    "designated",
    "consulted",
    "submitted",
    "returned",
    "accepted",
    "shortened",
    "extended",
    "asked",
    "replied",
    "recommended",
    "answered",
    "changed_plan_filed",
    "ordered",
    "cleared",
    "lapsed",
    "introduced",
    "withdrawn",
]

StatementKind = Literal["confirmation", "not_the_same", "vex_trust", "resolution"]


class Event(Record, frozen=True, kw_only=True):
    """One dated act in the life of a case.

    `on` is the legal date (receipt, for a recommendation); `until` the new last day of a
    shortening or extension; `accepts` whether an answer accepts the recommendation.
    """

    kind: EventKind
    on: date
    by: str = ""
    until: date | None = None
    accepts: bool | None = None
    reference: str = ""
    note: str = ""
    authority: str = ""
    """Empty at the filing's own authority; names any other to which it was sent as well."""


class Statement(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/statement/1"):
    """What a named person states about the case, with the reason.

    `about` is the stable identity of the subject or cause; `value` what is stated of it.
    """

    kind: StatementKind
    about: str
    value: str = ""
    by: str = ""
    on: date
    reason: str = ""


class SignedStatement(Record, frozen=True, kw_only=True):
    """A statement with an Ed25519 signature over its canonical form (`keys.signing`).

    `key` is the public key and `signature` the signature, both in base64url without padding.
    """

    statement: Statement
    key: str
    signature: str


class Case(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/case/1"):
    """What one vetting looks at.

    `filing` is absent when software alone is vetted; `cleared` is the filing this one changes.
    """

    filing: Filing | None = None
    evidence: tuple[EvidenceItem, ...] = ()
    cleared: Filing | None = None
    events: tuple[Event, ...] = ()
    statements: tuple[SignedStatement, ...] = ()
