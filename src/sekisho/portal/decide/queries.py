"""What the page of a decision reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from sekisho.model.case import Event
from sekisho.model.values.message import Message, message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.decide.models import Decision, Signature
from sekisho.portal.decide.text import DecisionText
from sekisho.portal.prepared import Prepared, Slot
from sekisho.regime.clock import run_period


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision that is open: its newest text, and who has signed that.

    `void` are the signatures over earlier texts: kept, and without effect. `newer` says what of
    the papers it was written about has changed since: `filing`, `vetting`, or nothing.
    """

    decision: Decision
    text: DecisionText
    sha256: str
    signature: Signature | None
    void: tuple[Signature, ...]
    newer: str = ""


def find_open(case: CaseFile, act: str) -> Decision | None:
    """Finds the decision on an act that was neither taken nor laid aside."""
    return (
        Decision.objects.select_related("text")
        .filter(case=case, act=act, taken__isnull=True, dropped__isnull=True)
        .first()
    )


def open_decision(case: CaseFile, act: str) -> DecisionView | None:
    """Gives the open decision on an act with its text and signatures, where there is one."""
    decision = find_open(case, act)
    if decision is None:
        return None
    rows = tuple(
        Signature.objects.select_related("first", "second", "first_for", "second_for")
        .filter(decision=decision)
        .order_by("id")
    )
    text = DecisionText.read(bytes(decision.text.body))
    filing, vetting = bases(case)
    known = text.filing_sha256
    newer = "filing" if known and filing != known else ""
    return DecisionView(
        decision=decision,
        text=text,
        sha256=decision.text.sha256,
        signature=next((row for row in rows if row.text_id == decision.text_id), None),
        void=tuple(row for row in rows if row.text_id != decision.text_id),
        newer=newer or ("vetting" if vetting != text.assessment_sha256 else ""),
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken, on which day, and the document whose bytes were signed."""

    text: DecisionText
    on: date
    document: UUID
    sha256: str
    signed_by: tuple[str, ...]


_DECISIONS = Prepared(
    lambda: (
        Decision.objects.filter(case=Slot("case"), dropped__isnull=True)
        .select_related("text", "taken")
        .order_by(F("taken__seq").desc(nulls_last=True))
    )
)
_SIGNED = Prepared(
    lambda: (
        Signature.objects.filter(text__case=Slot("case"))
        .select_related("first", "second")
        .order_by("id")
    )
)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a case: those taken, the newest first, and the acts of those still open."""

    taken: tuple[Decided, ...]
    open: frozenset[str]


def decisions_of(case: CaseFile) -> Decisions:
    """Gives the decisions of a case that were not laid aside."""
    rows = _DECISIONS(case=case.id)
    signed = {
        row.text_id: tuple(str(user) for user in (row.first, row.second) if user)
        for row in (_SIGNED(case=case.id) if any(row.taken for row in rows) else ())
    }
    taken = tuple(
        Decided(
            DecisionText.read(bytes(row.text.body)),
            row.taken.on,
            row.text_id,
            row.text.sha256,
            signed.get(row.text_id, ()),
        )
        for row in rows
        if row.taken
    )
    return Decisions(taken, frozenset(row.act for row in rows if row.taken is None))


@dataclass(frozen=True, slots=True)
class Signing:
    """Whether the next signature may be a person's, why not, and in whose stead it would be."""

    may: bool
    hindrance: Message | None
    lender: User | None


def signing(shown: DecisionView | None, sitting: Sitting, case: CaseFile) -> Signing:
    """Says whose the next signature may be: the second is another decider's."""
    signature = shown.signature if shown else None
    asked = "decision.sign" if signature is None else "decision.take"
    refused = hindrance(signature, sitting, case)
    current = shown is not None and shown.newer != "filing"
    allowed = current and refused is None and who_may.may(sitting, asked, case)
    return Signing(allowed, refused, who_may.lender_of(sitting, asked, case))


def hindrance(signature: Signature | None, sitting: Sitting, case: CaseFile) -> Message | None:
    """Says why a person may not sign after somebody: as the same person, or as the deputy of who
    signed, or after their own deputy.
    """
    if signature is None:
        return None
    if signature.first_id == sitting.user_id:
        return message("portal.decide.same_person")
    lender = who_may.lender_of(sitting, "decision.take", case)
    mine = {sitting.user_id, lender.id if lender else sitting.user_id}
    if mine & {signature.first_id, signature.first_for_id}:
        return message("portal.decide.same_through_deputy")
    return None


@dataclass(frozen=True, slots=True)
class Between:
    """The days of which one may be the new last day of a period."""

    first: date
    last: date


def between(case: CaseFile, act: str, on: date) -> Between | None:
    """Asks the engine how far an act may move the period; `None` for one that does not move it."""
    regime = engine.regime_of(case, on)
    window = regime.period(regime.procedure.window)
    kind = regime.procedure.records.get(act)
    if window is None or kind is None or kind not in window.moved_by:
        return None
    known = engine.events_of(case)
    now = run_period(regime, window, known)
    if now is None or now.end is None or now.end < on:
        return None
    moved = run_period(regime, window, (*known, Event(kind=kind, on=on, until=date.max)))
    farthest = moved.end if moved and moved.end else now.end
    if farthest == date.max:
        return None
    return Between(now.end, farthest) if farthest > now.end else Between(on, now.end)


def bases(case: CaseFile) -> tuple[str, str]:
    """Gives the digests of what a decision rests on now: the filing as received, the vetting."""
    return (
        _digest(case, Document.Kind.FILING),
        _digest(case, Document.Kind.ASSESSMENT, "authority"),
    )


def new_text(case: CaseFile, doing: Doing, act: str, **given: Any) -> DecisionText:
    """Makes the text of a decision by whoever acts: it names what it rests on, the filing as
    received, the authority's newest assessment, and the law and the library that the acceptance
    fixed. `given` are the fields that a person fills in.
    """
    filing, vetting = bases(case)
    accepted = engine.accepted_with(case)
    return DecisionText(
        act=act,
        case=str(case.id),
        reference=case.reference,
        operator=case.operator.name,
        filing_sha256=filing,
        assessment_sha256=vetting,
        regime=str(accepted.get("regime", "")),
        regime_sha256=str(accepted.get("regime_sha256", "")),
        library_sha256=str(accepted.get("library_sha256", "")),
        drafted_by=str(doing.sitting.user),
        drafted_on=doing.today,
        **given,
    )


def _digest(case: CaseFile, kind: str, purpose: str = "") -> str:
    return engine.newest(case, kind, purpose).values_list("sha256", flat=True).first() or ""
