"""The assessment: the one result of a vetting, named by its digest."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.burden import Burden
from sekisho.model.canonical import sha256_of
from sekisho.model.finding import SEVERITIES, CheckRun, Finding, Severity
from sekisho.model.operator.note import Note
from sekisho.model.values.message import Message
from sekisho.model.values.record import Record

Purpose = Literal["self_check", "official"]
Need = Literal["needed", "not_needed", "not_checked"]
Outcome = Literal["pass", "found", "unanswered"]


class Reason(Record, frozen=True, kw_only=True):
    """A rule that applied: its id, its source in the law, and what it says here.

    `verified_to` is the day up to which the rule's text was compared with the law; a rule that
    was never compared has none and says so.
    """

    rule: str
    message: Message
    article: str = ""
    verified_to: date | None = None


class Duty(Record, frozen=True, kw_only=True):
    """Whether one act must be filed, on which form, and why."""

    id: str
    need: Need
    filing: str = ""
    form: str = ""
    prior: bool = False
    reasons: tuple[Reason, ...] = ()


class ClockDate(Record, frozen=True, kw_only=True):
    """A date that follows from the events: `id` in the words of the rule pack.

    `on` is absent where the law gives no number ("without delay"); `warning` marks a date a
    person must act on.
    """

    id: str
    on: date | None = None
    message: Message
    article: str = ""
    warning: bool = False


class LawfulAct(Record, frozen=True, kw_only=True):
    """Whether an act is lawful on the day of the assessment, by whom, until when, and why."""

    act: str
    by: str
    lawful: bool
    until: date | None = None
    message: Message | None = None
    article: str = ""


class Shortening(Record, frozen=True, kw_only=True):
    """That the authority's own criteria for shortening a period hold; an official must still sign.

    `act` is the act of the procedure, `precedent` the plan cleared on `cleared_on` for which every
    one of `criteria` holds. `days` could be saved at most: until `ends_on` where the period runs
    already, else counted as if it began on the day of the assessment.
    """

    act: str
    precedent: str
    cleared_on: date
    criteria: tuple[Message, ...]
    days: int
    ends_on: date | None = None
    article: str = ""


Stands = Literal["", "pending", "barred"]


class Route(Record, frozen=True, kw_only=True):
    """Where the case goes next, with the reasons that led there.

    `stands` says of the matter itself that it is `pending` or `barred`, whatever was found.
    """

    id: str
    message: Message
    reasons: tuple[Message, ...] = ()
    stands: Stands = ""


class Heading(Record, frozen=True, kw_only=True):
    """What the case is called: the filing's own words, or the software's when there is no filing.

    A `fictional` case is an example; a report says so at its head.
    """

    reference: str = ""
    operator: str = ""
    facility: str = ""
    software: tuple[str, ...] = ()
    fictional: bool = False


class FeedState(Record, frozen=True, kw_only=True):
    """A feed of the reference library as it stood when the case was vetted."""

    id: str
    title: str = ""
    sha256: str
    count: int
    published_on: date | None = None
    stale: bool = False


class PackageSet(Record, frozen=True, kw_only=True):
    """The packages an SBOM named, so that a delivery can be held against what was vetted.

    `evidence` is the id of the SBOM, `count` the number of different packages, `names_sha256` the
    digest of their sorted names and versions, `hashes_sha256` that of the same with their hashes,
    `hashed` the number of those that state one.
    """

    evidence: str
    in_service: bool = False
    count: int = 0
    hashed: int = 0
    names_sha256: str
    hashes_sha256: str


class Inputs(Record, frozen=True, kw_only=True):
    """The digests of everything the vetting looked at."""

    filing_sha256: str = ""
    evidence_sha256: tuple[tuple[str, str], ...] = ()
    package_sets: tuple[PackageSet, ...] = ()
    cleared_sha256: str = ""
    events_sha256: str = ""
    statements_sha256: str = ""
    precedents_sha256: str = ""
    notes_sha256: str = ""
    delivered_sha256: str = ""
    delivery_sha256: str = ""
    erased: tuple[str, ...] = ()
    regime: str
    regime_version: str
    regime_sha256: str
    library_sha256: str
    engine: str
    tables: tuple[tuple[str, str], ...] = ()


class Assessment(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/assessment/1"):
    """Everything the vetting of one case gave, reproducible from `inputs` and `on`.

    `shortening` is there only where an authority has put its criteria for it in force and they
    hold.

    `caveats` say what is known to be missing from the rules themselves, such as an amendment in
    force whose text the pack does not hold. `cited_notes` are the operator's own notes on rules
    that were asked: no law, and no answer rests on them.
    """

    purpose: Purpose
    on: date
    heading: Heading = Heading()
    inputs: Inputs
    feeds: tuple[FeedState, ...] = ()
    duties: tuple[Duty, ...] = ()
    caveats: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()
    checks: tuple[CheckRun, ...] = ()
    route: Route
    clock: tuple[ClockDate, ...] = ()
    lawful_acts: tuple[LawfulAct, ...] = ()
    burden: Burden = Burden()
    shortening: Shortening | None = None
    cited_notes: tuple[Note, ...] = ()

    @property
    def sha256(self) -> str:
        """The name of the assessment: the SHA-256 of its canonical form."""
        return sha256_of(self)

    def outcome(self, fail_on: Severity = "medium") -> Outcome:
        """Says how the vetting ended: something found at `fail_on` or graver comes first,
        then a required check that was not answered.
        """
        limit = SEVERITIES.index(fail_on)
        grave = (f for f in self.findings if f.state == "found")
        if any(SEVERITIES.index(finding.severity) <= limit for finding in grave):
            return "found"
        if any(run.required and run.unanswered for run in self.checks):
            return "unanswered"
        return "pass"
