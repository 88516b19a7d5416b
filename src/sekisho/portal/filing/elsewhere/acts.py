"""What an operator does where the authority is not here: say so, and enter what came by hand.

Each entry is an event like any other, marked as the operator's own word with the source it rests
on; nothing of it is signed by the authority. An entry is corrected only by appending.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import get_args
from uuid import UUID

from sekisho.desk.package.history import History, add_event
from sekisho.model.case import Event as EngineEvent
from sekisho.model.case import EventKind, Measure
from sekisho.model.errors import UsageError
from sekisho.model.filing import Filing
from sekisho.model.values.message import Message, message
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing, Opened, enter
from sekisho.portal.cases.models import RECEIVED, STRUCK, Document, Event
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing import acts
from sekisho.portal.filing.elsewhere import queries
from sekisho.portal.filing.models import Draft, Elsewhere
from sekisho.portal.filing.workbench.tree import finished, read_draft
from sekisho.portal.refusals import IncompleteError, RefusedError
from sekisho.read.limits import EVIDENCE
from sekisho.regime.pack import Regime
from sekisho.regime.words import authority_in_charge

SOURCES = ("letter", "mail", "portal", "phone", "in_person")
"""By what an operator may know of a date."""
MARK = "entered"
"""The key of the payload that tells what was entered by hand."""
_FILED, _REPLANNED = "submitted", "changed_plan_filed"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that shows what was entered: a letter, a mail, a note."""

    name: str
    media_type: str
    chunks: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is entered by hand: the event, its day, the source, what was noted."""

    kind: EventKind
    on: date
    source: str
    until: date | None = None
    days: int | None = None
    accepts: bool | None = None
    measure: Measure | None = None
    reference: str = ""
    note: str = ""
    paper: Paper | None = field(default=None, compare=False)
    plan: Filing | None = field(default=None, compare=False)
    """The plan as changed, where its filing is what is entered."""

    @property
    def event(self) -> EngineEvent:
        """The entry as the engine takes an event."""
        return EngineEvent(
            kind=self.kind,
            on=self.on,
            until=self.until,
            days=self.days,
            accepts=self.accepts,
            measure=self.measure,
            reference=self.reference,
        )


def file_elsewhere(case_id: UUID, doing: Doing) -> None:
    """States that the filing goes to an authority that does not run this portal."""
    with enter(case_id, "dates.enter", doing) as opened:
        filing = read_draft(acts.open_draft(opened).filing)[0]
        if not filing.authority:
            raise IncompleteError(message("portal.submit.no_authority"))
        if opened.case.authority_id is not None or acts.authority_of(filing) is not None:
            raise RefusedError(message("portal.elsewhere.here"))
        if queries.is_elsewhere(opened.case):
            raise RefusedError(message("portal.elsewhere.already"))
        Elsewhere.objects.create(case=opened.case, since=opened.append("file_elsewhere"))


def enter_date(case_id: UUID, doing: Doing, entry: Entry) -> None:
    """Enters what happened with the authority, as of its day.

    Raises `RefusedError` for what does not fit what is on record, with what would fit.
    """
    with enter(case_id, "dates.enter", doing) as opened:
        _require_elsewhere(opened)
        _check(doing, entry)
        _append(opened, entry)


def correct(case_id: UUID, doing: Doing, seq: int, reason: str, entry: Entry | None) -> None:
    """Takes an entry out, and puts another in its place where one is given; both stay on record."""
    if not reason.strip():
        raise IncompleteError(message("portal.dates.no_reason"))
    with enter(case_id, "dates.enter", doing) as opened:
        _require_elsewhere(opened)
        old = queries.entries(opened.case).get(seq)
        if old is None:
            raise RefusedError(message("portal.dates.no_entry"))
        opened.append("strike", kind=STRUCK, strikes=seq, reason=reason.strip())
        if entry is not None:
            _check(doing, entry)
            _append(opened, entry, instead_of=old)
        events = engine.events_of(opened.case)
        problem = engine.standing_on(opened.case, events, doing.today).problem
        if problem is not None:
            raise RefusedError(problem, hint=message("portal.dates.rests_on"))


def _require_elsewhere(opened: Opened) -> None:
    if not queries.is_elsewhere(opened.case):
        raise RefusedError(message("portal.dates.not_elsewhere"))


def _check(doing: Doing, entry: Entry) -> None:
    doing.refuse_ahead(entry.on)
    if entry.source not in SOURCES:
        raise IncompleteError(message("portal.dates.no_source"))
    if entry.kind not in get_args(EventKind):
        raise IncompleteError(message("portal.dates.no_kind"))


def _append(opened: Opened, entry: Entry, instead_of: Event | None = None) -> None:
    case, doing = opened.case, opened.doing
    engine.regime_on(case.regime, entry.on)  # raises where no law is known for that day
    regime = engine.regime_of(case, doing.today)
    if entry.kind not in queries.kinds(regime):
        raise IncompleteError(message("portal.dates.no_kind"))
    if entry.until is None and entry.kind in queries.moving(regime):
        raise IncompleteError(message("portal.dates.needs.until"))
    if instead_of is None:
        _require_fitting(opened, regime, entry)
    digest = _handed_in(opened, entry, instead_of)
    paper = _kept(opened, entry.paper)
    opened.append(
        queries.act_of(regime, entry.kind),
        kind=entry.kind,
        on=entry.on,
        decided_sha256=digest,
        until=entry.until.isoformat() if entry.until else None,
        days=entry.days,
        accepts=entry.accepts,
        measure=entry.measure,
        reference=entry.reference.strip(),
        note=entry.note.strip(),
        entered=True,
        source=entry.source,
        paper=str(paper.id) if paper else None,
        corrects=instead_of.seq if instead_of else None,
    )


def _require_fitting(opened: Opened, regime: Regime, entry: Entry) -> None:
    """Judges an entry as the command line does, by what is on record before it and after it."""
    filing = read_draft(Draft.objects.get(case=opened.case).filing)[0]
    history = History(regime, filing, engine.events_of(opened.case))
    try:
        add_event(history, entry.event, authority_in_charge(regime, filing))
    except UsageError as error:
        raise RefusedError(error.message, hint=_in_our_words(error, regime)) from error


def _in_our_words(error: UsageError, regime: Regime) -> Message | None:
    """Hints are written for a command line: what would fit is said here without it, as far as it
    can be entered here.
    """
    hint = error.hint
    if hint is not None and hint.id == "history.fits":
        named = hint.params["events"]
        fits = named if isinstance(named, tuple) else ()
        ours = tuple(kind for kind in queries.kinds(regime) if kind in fits)
        return message("portal.dates.fits", on=hint.params["on"], events=ours) if ours else None
    return hint if hint is not None and hint.id == "history.fits.none" else None


def _handed_in(opened: Opened, entry: Entry, instead_of: Event | None) -> str:
    """Keeps what was handed in as it was on that day, and names it."""
    if instead_of is not None and instead_of.kind == entry.kind and entry.plan is None:
        return instead_of.decided_sha256
    if entry.kind == _FILED:
        if opened.case.state not in WRITING:
            return ""
        return opened.add(
            Document.Kind.FILING, finished(Draft.objects.get(case=opened.case).filing)
        ).sha256
    if entry.kind == _REPLANNED:
        if entry.plan is None:
            raise IncompleteError(message("portal.dates.no_plan"))
        return opened.add(Document.Kind.FILING, entry.plan).sha256
    return ""


def _kept(opened: Opened, paper: Paper | None) -> Document | None:
    if paper is None:
        return None
    stored = opened.store(paper.chunks, EVIDENCE.bytes)
    return Document.objects.create(
        case=opened.case,
        kind=RECEIVED,
        sha256=stored.sha256,
        name=paper.name,
        media_type=paper.media_type,
        size=stored.size,
        vault_key=stored.key,
        made_by=opened.doing.sitting.user,
    )
