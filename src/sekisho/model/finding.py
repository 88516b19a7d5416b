"""Findings: what a check answers about one subject, and where it knows it from."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.values.marking import Marking
from sekisho.model.values.message import Message
from sekisho.model.values.record import Record
from sekisho.model.vex.claim import Claim

State = Literal["found", "clear", "not_checked"]
Basis = Literal["declared", "corroborated", "observed"]
Severity = Literal["critical", "high", "medium", "low", "info"]

SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")
"""From the gravest to the lightest."""


class Source(Record, frozen=True, kw_only=True):
    """The record a finding rests on.

    `feed` names the publication, `record` the entry in it, `snapshot` the SHA-256 of the file
    it was read from, `published_on` the date its publisher gave it.
    """

    feed: str
    record: str = ""
    snapshot: str = ""
    published_on: date | None = None
    url: str = ""


class Finding(Record, frozen=True, kw_only=True):
    """One answer about one subject.

    `rule` and `rule_version` name what decided it; `subject` is a stable identity such as
    `package:pkg:npm/a@1`, `party:aoba`, `component:c1`, `evidence:sbom` or `filing`; `place` is
    `filing#POINTER` or `EVIDENCE_ID#POINTER`. A finding that was `not_checked` names its cause
    in `message`; one act can resolve all that share the same `cause`. `claims` stand beside it: what
    others state in VEX documents about the same flaw in the same package.
    """

    rule: str
    rule_version: str
    subject: str
    state: State
    severity: Severity
    message: Message
    basis: Basis = "observed"
    place: str = ""
    cause: str = ""
    remedy: Message | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    details: tuple[Message, ...] = ()
    claims: tuple[Claim, ...] = ()
    marking: Marking = "parties"


class CheckRun(Record, frozen=True, kw_only=True):
    """How one check ended: its answer, how much it looked at, what it looked up.

    `state` is the gravest of its answers (found, then not checked, then clear); `basis` says
    what a clear answer rests on: `declared` is read "clear as declared". `unanswered` counts
    the subjects it could not check. `consulted` counts the library keys it looked up, misses
    included, and `consulted_sha256` names their sorted list. `details` tell of its `reason`, such
    as who resolved it.
    """

    check: str
    version: str
    state: State
    basis: Basis = "observed"
    looked_at: int = 0
    found: int = 0
    unanswered: int = 0
    reason: Message | None = None
    consulted: int = 0
    consulted_sha256: str = ""
    required: bool = False
    details: tuple[Message, ...] = ()
