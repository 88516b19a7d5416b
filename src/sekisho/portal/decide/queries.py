"""What the page of a decision reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.decide.models import Decision, Signature
from sekisho.portal.decide.text import DecisionText


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A decision that is open: its newest text, and who has signed that."""

    decision: Decision
    text: DecisionText
    sha256: str
    signature: Signature | None


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
    signature = (
        Signature.objects.select_related("first", "second").filter(text=decision.text).first()
    )
    text = DecisionText.read(bytes(decision.text.body))
    return DecisionView(decision, text, decision.text.sha256, signature)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken, and on which day."""

    text: DecisionText
    on: date


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a case: those taken, the newest first, and the acts of those still open."""

    taken: tuple[Decided, ...]
    open: frozenset[str]


def decisions_of(case: CaseFile) -> Decisions:
    """Gives the decisions of a case that were not laid aside."""
    rows = tuple(
        Decision.objects.filter(case=case, dropped__isnull=True)
        .select_related("text", "taken")
        .order_by(F("taken__seq").desc(nulls_last=True))
    )
    taken = tuple(
        Decided(DecisionText.read(bytes(row.text.body)), row.taken.on) for row in rows if row.taken
    )
    return Decisions(taken, frozenset(row.act for row in rows if row.taken is None))


def may_sign(shown: DecisionView, sitting: Sitting, case: CaseFile) -> bool:
    """Says whether the next signature may be this person's: the second is another decider's."""
    if shown.signature is None:
        return who_may.may(sitting, "decision.sign", case)
    if shown.signature.first_id == sitting.user_id:
        return False
    return who_may.may(sitting, "decision.take", case)


def new_text(case: CaseFile, doing: Doing, act: str, **given: Any) -> DecisionText:
    """Makes the text of a decision by whoever acts: it names what it rests on, the filing as
    received and the authority's newest assessment. `given` are the fields that a person fills in.
    """
    return DecisionText(
        act=act,
        case=str(case.id),
        reference=case.reference,
        filing_sha256=_digest(case, Document.Kind.FILING),
        assessment_sha256=_digest(case, Document.Kind.ASSESSMENT, "authority"),
        drafted_by=str(doing.sitting.user),
        drafted_on=doing.today,
        **given,
    )


def _digest(case: CaseFile, kind: str, purpose: str = "") -> str:
    return engine.newest(case, kind, purpose).values_list("sha256", flat=True).first() or ""
