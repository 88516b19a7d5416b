"""What the pages of a case read: nothing is shown that the person may not see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from sekisho.model.assessment import Assessment, ClockDate, LawfulAct
from sekisho.model.canonical import canonical_bytes
from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine, vault
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.personal import filings
from sekisho.portal.personal.models import DataKey
from sekisho.portal.refusals import NotAllowedError, UnknownError
from sekisho.regime.clock import clock_dates

PAGE = 50
LAST = 3
"""How many events are told to who came late."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as its page shows it, on a day."""

    case: CaseFile
    relation: str
    events: tuple[Event, ...]
    acts: tuple[LawfulAct, ...]
    clock: tuple[ClockDate, ...]
    state: str
    assessment: Assessment | None
    assessed: Document | None
    documents: tuple[Document, ...]
    filing: Filing | None
    """The filing as received; for its operator the draft, while it may be written to."""


def find_case(id: UUID, sitting: Sitting) -> CaseFile:
    """Gives a case that the person may see; raises `UnknownError` for any other."""
    case = CaseFile.objects.select_related("operator", "authority").filter(id=id).first()
    if case is None:
        raise UnknownError
    who_may.require(sitting, "case.see", case)
    return case


def view_case(id: UUID, sitting: Sitting, on: date) -> CaseView:
    """Gathers what the page of a case shows."""
    case = find_case(id, sitting)
    rows = tuple(
        Event.objects.filter(case=case).select_related("by", "organisation").order_by("seq")
    )
    events = engine.engine_events(rows)
    assessed = _newest_assessment(case, sitting)
    relation = who_may.relation_to(sitting, case) or ""
    regime = engine.regime_of(case, on)
    state = engine.standing_on(case, events, on).state
    return CaseView(
        case=case,
        relation=relation,
        events=rows,
        acts=engine.acts_on(case, events, on),
        clock=regime.cite_dates(clock_dates(regime, events, on), case.authority_in_pack),
        state=state,
        assessment=engine.assessment_of(assessed) if assessed else None,
        assessed=assessed,
        documents=_papers(case),
        filing=_filing(case, writing=relation == "own_operator" and state in WRITING),
    )


def last_events(id: UUID, sitting: Sitting) -> tuple[Event, ...]:
    """Gives the newest events of a case that the person may be told of, the newest first."""
    case = find_case(id, sitting)
    told = Event.objects.filter(case=case).filter(
        ~Q(kind="") | Q(organisation=sitting.organisation)
    )
    return tuple(told.select_related("by", "organisation").order_by("-seq")[:LAST])


def list_cases(sitting: Sitting) -> QuerySet[CaseFile]:
    """Gives the cases that the person's organisation files or decides."""
    who_may.require(sitting, "case.list")
    cases = CaseFile.objects.select_related("operator", "authority")
    if who_may.may(sitting, "queue.see"):
        consulted = Q(
            consultations__authority=sitting.organisation, consultations__ended__isnull=True
        )
        seen = CaseFile.objects.filter(Q(authority=sitting.organisation) | consulted)
        return cases.filter(id__in=seen.values("id"), submitted_on__isnull=False).order_by(
            "lapses_on", "submitted_on", "id"
        )
    return cases.filter(operator=sitting.organisation).order_by("-made_at", "id")


def find_document(case_id: UUID, id: UUID, sitting: Sitting) -> Document:
    """Gives a document of a case that the person may see."""
    case = find_case(case_id, sitting)
    who_may.require(sitting, "evidence.see", case)
    document = Document.objects.filter(case=case, id=id).first()
    if document is None or not _may_read(document, sitting, case):
        raise UnknownError
    return document


def bytes_of(document: Document, sitting: Sitting, *, public: bool = False) -> Iterable[bytes]:
    """Gives the bytes of a document: personal values to those alone who need them, and to nobody
    where only what is `public` is asked for.
    """
    sees = not public and who_may.may(sitting, "personal.see", document.case)
    if document.kind in {Document.Kind.FILING, Document.Kind.CLEARED}:
        if document.vault_key and sees:
            return [canonical_bytes(filings.whole(document).filing)]
        return [bytes(document.body)]
    if not document.vault_key:
        return [bytes(document.body)]
    if not sees and DataKey.objects.filter(name=document.vault_key).exclude(about="").exists():
        raise NotAllowedError
    return vault.open_stream(document.vault_key)


def _newest_assessment(case: CaseFile, sitting: Sitting) -> Document | None:
    """An operator sees its own checks, an authority those made for it: each side's work is its
    own.
    """
    side = "operator" if who_may.relation_to(sitting, case) == "own_operator" else "authority"
    return engine.latest(case, Document.Kind.ASSESSMENT, side)


def _filing(case: CaseFile, *, writing: bool) -> Filing | None:
    draft = Draft.objects.filter(case=case).first() if writing else None
    if draft is not None:
        return read_draft(draft.filing)[0]
    received = engine.latest(case, Document.Kind.FILING)
    return engine.filing_of(received) if received else None


def _papers(case: CaseFile) -> tuple[Document, ...]:
    kinds = (Document.Kind.FILING, Document.Kind.CLEARED, Document.Kind.EVIDENCE)
    return tuple(
        Document.objects.filter(case=case, kind__in=kinds).defer("body").order_by("made_at", "id")
    )


def _may_read(document: Document, sitting: Sitting, case: CaseFile) -> bool:
    """What was handed in, and decisions: a draft to those alone who work on it, one that was
    taken to everyone who sees the case.
    """
    if document.kind == Document.Kind.DECISION:
        taken = Event.objects.filter(case=case, decided_sha256=document.sha256).exclude(kind="")
        return who_may.may(sitting, "decision.see", case) or taken.exists()
    return document.kind in {
        Document.Kind.FILING,
        Document.Kind.CLEARED,
        Document.Kind.EVIDENCE,
    }
