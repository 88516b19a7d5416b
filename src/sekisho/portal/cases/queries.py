"""What the pages of a case read: nothing is shown that the person may not see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db.models import Q, QuerySet

from sekisho.model.assessment import Assessment, ClockDate, LawfulAct
from sekisho.model.canonical import canonical_bytes
from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine, vault
from sekisho.portal.cases.models import RECEIVED, SHOWN, CaseFile, Document, Event
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.examine.models import Consultation
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.personal import filings
from sekisho.portal.personal.models import DataKey
from sekisho.portal.refusals import NotAllowedError, UnknownError

PAGE = 50
LAST = 3
"""How many events are told to who came late."""
IN_QUEUE = ("due", "submitted_on", "id")
NEWEST = ("-made_at", "id")
"""By what an authority lists cases, and by what an operator does."""
_HANDS_IN = frozenset({"draft_shown", "submitted", "changed_plan_filed"})
_NOTHING = datetime.min.replace(tzinfo=UTC)


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

    filing_read: str
    """Names what the filing was read from: the document, or the digest of the draft."""


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
    state = engine.standing_on(case, events, on).state
    writes = relation == "own_operator"
    papers = _papers(case)
    until = None if writes else handed_in_at(rows)
    filing, filing_read = _filing(case, papers, assessed, writing=writes and state in WRITING)
    return CaseView(
        case=case,
        relation=relation,
        events=rows,
        acts=engine.acts_on(case, events, on),
        clock=engine.clock_on(case, events, on),
        state=state,
        assessment=engine.assessment_of(assessed) if assessed else None,
        assessed=assessed,
        documents=tuple(row for row in papers if until is None or row.made_at <= until),
        filing=filing,
        filing_read=filing_read,
    )


class Named(NamedTuple):
    """The names of an organisation."""

    name: str
    name_en: str

    def called(self, lang: str) -> str:
        """Gives its name in a language; the Japanese one where it has no other."""
        return self.name_en if lang == "en" and self.name_en else self.name


class Listed(NamedTuple):
    """A case as a list shows it: plain values, which is all that a row of a list is made from."""

    id: UUID
    reference: str
    title: str
    fictional: bool
    state: str
    submitted_on: date | None
    lapses_on: date | None
    due: date
    found: int
    gravest: str
    open_questions: int
    turns_on: date | None
    becomes: str
    regime: str
    accepted_on: date | None
    made_at: datetime
    operator_id: UUID
    operator: Named

    def days_left(self, on: date) -> int | None:
        """Gives the days until the last one of the period; negative once it has passed."""
        return (self.lapses_on - on).days if self.lapses_on else None


_COLUMNS = Listed._fields[:-1]


def listed(found: QuerySet[CaseFile]) -> list[Listed]:
    """Reads cases as lists show them."""
    rows = found.select_related(None).values_list(*_COLUMNS, "operator__name", "operator__name_en")
    return [Listed._make((*row[:-2], Named._make(row[-2:]))) for row in rows]


def last_events(id: UUID, sitting: Sitting) -> tuple[Event, ...]:
    """Gives the newest events of a case that the person may be told of, the newest first."""
    case = find_case(id, sitting)
    told = Event.objects.filter(case=case).filter(
        ~Q(kind="") | Q(organisation=sitting.organisation)
    )
    return tuple(told.select_related("by", "organisation").order_by("-seq")[:LAST])


def list_cases(sitting: Sitting) -> QuerySet[CaseFile]:
    """Gives the cases that the person's organisation files, decides or is consulted on."""
    own = _own(sitting)
    if not who_may.may(sitting, "queue.see"):
        return own
    asked = Consultation.objects.filter(authority=sitting.organisation, ended__isnull=True)
    seen = Q(authority=sitting.organisation) | Q(id__in=asked.values("case"))
    return _listed().filter(seen, submitted_on__isnull=False).order_by(*IN_QUEUE)


def list_parts(sitting: Sitting) -> tuple[QuerySet[CaseFile], ...]:
    """Gives the same cases in parts, each of which an index of the database holds in order: no
    case stands in two of them.
    """
    own = _own(sitting)
    if not who_may.may(sitting, "queue.see"):
        return (own,)
    here = sitting.organisation
    asked = Consultation.objects.filter(authority=here, ended__isnull=True)
    ids = list(asked.values_list("case_id", flat=True))
    if not ids:
        return (own,)
    others = _listed().filter(id__in=ids, submitted_on__isnull=False).order_by(*IN_QUEUE)
    return (own, others.exclude(authority=here))


def order_of(sitting: Sitting) -> tuple[str, ...]:
    """Gives the columns by which the cases of a person are listed."""
    return IN_QUEUE if who_may.may(sitting, "queue.see") else NEWEST


def _own(sitting: Sitting) -> QuerySet[CaseFile]:
    who_may.require(sitting, "case.list")
    if who_may.may(sitting, "queue.see"):
        own = _listed().filter(authority=sitting.organisation, submitted_on__isnull=False)
        return own.order_by(*IN_QUEUE)
    return _listed().filter(operator=sitting.organisation).order_by(*NEWEST)


def _listed() -> QuerySet[CaseFile]:
    return CaseFile.objects.select_related("operator")


def find_document(case_id: UUID, id: UUID, sitting: Sitting) -> Document:
    """Gives a document of a case that the person may see."""
    case = find_case(case_id, sitting)
    who_may.require(sitting, "evidence.see", case)
    seen = Document.objects.filter(case=case, id=id)
    if who_may.relation_to(sitting, case) != "own_operator":
        seen = seen.filter(made_at__lte=handed_in_at(Event.objects.filter(case=case)))
    document = seen.first()
    if document is None or not _may_read(document, sitting, case):
        raise UnknownError
    return document


def bytes_of(document: Document, sitting: Sitting, *, public: bool = False) -> Iterable[bytes]:
    """Gives the bytes of a document: personal values to those alone who need them, and to nobody
    where only what is `public` is asked for.
    """
    sees = not public and who_may.may(sitting, "personal.see", document.case)
    if document.kind in {Document.Kind.FILING, Document.Kind.CLEARED, SHOWN}:
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
    return engine.newest(case, Document.Kind.ASSESSMENT, side).defer("body").first()


def _filing(
    case: CaseFile, papers: tuple[Document, ...], assessed: Document | None, *, writing: bool
) -> tuple[Filing | None, str]:
    """Gives the filing and what names it; the bodies that have not been read yet are fetched."""
    received = [row for row in papers if row.kind in {Document.Kind.FILING, SHOWN}]
    engine.fetch_bodies([*received[-1:], *([assessed] if assessed else ())])
    draft = Draft.objects.filter(case=case).first() if writing else None
    if draft is not None:
        written = sha256(msgspec.json.encode(draft.filing)).hexdigest()
        return read_draft(draft.filing)[0], written
    if not received:
        return None, ""
    return engine.filing_of(received[-1]), str(received[-1].id)


def handed_in_at(events: Iterable[Event]) -> datetime:
    """Gives when something was handed in last: what came later is still the operator's alone."""
    return max((event.at for event in events if event.kind in _HANDS_IN), default=_NOTHING)


def _papers(case: CaseFile) -> tuple[Document, ...]:
    kinds = (Document.Kind.FILING, Document.Kind.CLEARED, Document.Kind.EVIDENCE, SHOWN, RECEIVED)
    papers = Document.objects.filter(case=case, kind__in=kinds)
    return tuple(papers.defer("body").order_by("made_at", "id"))


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
        SHOWN,
        RECEIVED,
    }
