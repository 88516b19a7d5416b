"""What the pages of a case read: nothing is shown that the person may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
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
from sekisho.portal.prepared import Prepared, Slot
from sekisho.portal.refusals import NotAllowedError, UnknownError

PAGE = 50
OFFERED = 200
"""How many earlier cases are offered to begin another from."""
LAST = 3
"""How many events are told to who came late."""
IN_QUEUE = ("due", "submitted_on", "id")
NEWEST = ("-made_at", "id")
"""By what an authority lists cases, and by what an operator does."""
_HANDS_IN = frozenset({"draft_shown", "submitted", "changed_plan_filed"})
_NOTHING = datetime.min.replace(tzinfo=UTC)


_CASE = Prepared(
    lambda: CaseFile.objects.select_related("operator", "authority").filter(id=Slot("id"))
)
_EVENTS = Prepared(
    lambda: (
        Event.objects.filter(case=Slot("case")).select_related("by", "organisation").order_by("seq")
    )
)
_PAPERS = Prepared(
    lambda: (
        Document.objects.filter(
            case=Slot("case"),
            kind__in=(
                Document.Kind.FILING,
                Document.Kind.CLEARED,
                Document.Kind.EVIDENCE,
                SHOWN,
                RECEIVED,
            ),
        )
        .defer("body")
        .order_by("made_at", "id")
    )
)
_NEWEST_ASSESSMENT = Prepared(
    lambda: (
        Document.objects.filter(
            case=Slot("case"), kind=Document.Kind.ASSESSMENT, purpose=Slot("side")
        )
        .defer("body")
        .order_by("-made_at", "-id")[:1]
    )
)
_CONSULTED_ON = Prepared(
    lambda: Consultation.objects.filter(authority=Slot("place"), ended__isnull=True).values_list(
        "case_id", flat=True
    )
)


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
    case = _CASE.first(id=id)
    if case is None:
        raise UnknownError
    who_may.require(sitting, "case.see", case)
    return case


def view_case(id: UUID, sitting: Sitting, on: date) -> CaseView:
    """Gathers what the page of a case shows."""
    case = find_case(id, sitting)
    rows = tuple(_EVENTS(case=case.id))
    events = engine.engine_events(rows)
    assessed = _newest_assessment(case, sitting)
    relation = who_may.relation_to(sitting, case) or ""
    state = engine.standing_on(case, events, on).state
    writes = relation == "own_operator"
    papers = tuple(_PAPERS(case=case.id))
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
Narrow = Callable[[QuerySet[CaseFile]], QuerySet[CaseFile]]
ValueOf = Callable[[str], Any]
"""Gives a value by its name; or the slot in which it will stand."""


def listed(found: QuerySet[CaseFile]) -> list[Listed]:
    """Reads cases as lists show them."""
    return _rows(_columns(found))


def _columns(found: QuerySet[CaseFile]) -> QuerySet[CaseFile, Any]:
    return found.select_related(None).values_list(*_COLUMNS, "operator__name", "operator__name_en")


def _rows(found: Iterable[Any]) -> list[Listed]:
    return [Listed._make((*row[:-2], Named._make(row[-2:]))) for row in found]


@dataclass(frozen=True)
class Part:
    """Cases that an index of the database holds in the order in which they are listed."""

    build: Callable[[ValueOf], QuerySet[CaseFile]]
    values: dict[str, Any]
    few: bool = False
    """Whether they are named one by one."""

    @cached_property
    def found(self) -> QuerySet[CaseFile]:
        """The cases, to be asked further."""
        return self.build(self.values.__getitem__)

    def listed(self, narrow: Narrow, **values: Any) -> list[Listed]:
        """Reads those left by a narrowing that has slots for the values; its SQL is made once, so
        give the same function each time.
        """
        return _rows(_listing(self.build, narrow)(**self.values, **values))


@lru_cache(maxsize=128)
def _listing(
    build: Callable[[ValueOf], QuerySet[CaseFile]], narrow: Narrow
) -> Prepared[CaseFile, Any]:
    return Prepared(lambda: _columns(narrow(build(Slot))))


def last_events(id: UUID, sitting: Sitting) -> tuple[Event, ...]:
    """Gives the newest events of a case that the person may be told of, the newest first."""
    case = find_case(id, sitting)
    told = Event.objects.filter(case=case).filter(
        ~Q(kind="") | Q(organisation=sitting.organisation)
    )
    return tuple(told.select_related("by", "organisation").order_by("-seq")[:LAST])


def list_parts(sitting: Sitting) -> tuple[Part, ...]:
    """Gives the cases that the person's organisation files, decides or is consulted on, in parts:
    no case stands in two of them.
    """
    who_may.require(sitting, "case.list")
    place = {"place": sitting.organisation.pk if sitting.organisation else None}
    if not who_may.may(sitting, "queue.see"):
        return (Part(_filed, place),)
    ids = _CONSULTED_ON(**place)
    own = Part(_decided, place)
    if not ids:
        return (own,)
    others = {f"id{n}": id for n, id in enumerate(ids)}
    return (own, Part(_consulted(len(ids)), {**place, **others}, few=True))


def list_newest(sitting: Sitting) -> QuerySet[CaseFile]:
    """Gives the newest cases that the person's organisation files, as many as may be offered."""
    who_may.require(sitting, "case.list")
    own = _filed({"place": sitting.organisation}.__getitem__)
    return own.filter(id__in=list(own.values_list("id", flat=True)[:OFFERED]))


def _filed(value: ValueOf) -> QuerySet[CaseFile]:
    return _listed().filter(operator=value("place")).order_by(*NEWEST)


def _decided(value: ValueOf) -> QuerySet[CaseFile]:
    own = _listed().filter(authority=value("place"), submitted_on__isnull=False)
    return own.order_by(*IN_QUEUE)


@lru_cache(maxsize=64)
def _consulted(n: int) -> Callable[[ValueOf], QuerySet[CaseFile]]:
    def build(value: ValueOf) -> QuerySet[CaseFile]:
        ids = [value(f"id{number}") for number in range(n)]
        others = _listed().filter(id__in=ids, submitted_on__isnull=False)
        return others.exclude(authority=value("place")).order_by(*IN_QUEUE)

    return build


def order_of(sitting: Sitting) -> tuple[str, ...]:
    """Gives the columns by which the cases of a person are listed."""
    return IN_QUEUE if who_may.may(sitting, "queue.see") else NEWEST


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
    return _NEWEST_ASSESSMENT.first(case=case.id, side=side)


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
