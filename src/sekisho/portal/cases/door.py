"""The one door through which every act on a case goes.

An act locks the row of the case, checks that the person may do it, that the page it came from
was made from the newest version, and, where it is an act of the procedure, that the law allows it
on its day; then appends its event and brings the lists up to date, all in one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.case import Event as EngineEvent
from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine, standing, vault
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.clock import TOKYO, now
from sekisho.portal.examine.models import Assignment
from sekisho.portal.personal import filings
from sekisho.portal.refusals import RefusedError, StaleError, UnknownError, UnlawfulError
from sekisho.portal.work.table import enqueue

__all__ = ["TOKYO", "Doing", "Opened", "enter", "enter_by_clock", "now", "sha256_of_text"]


@dataclass(frozen=True, slots=True)
class Doing:
    """Who acts, when, and from which version of the case; `None` where no page lies between."""

    sitting: Sitting
    at: datetime
    version: int | None = None

    @property
    def today(self) -> date:
        """The day in Tokyo."""
        return self.at.astimezone(TOKYO).date()

    def refuse_ahead(self, on: date) -> None:
        """Raises `RefusedError` for a day to come: an act is recorded once it was done."""
        if on > self.today:
            raise RefusedError(message("portal.refused.ahead", on=on.isoformat()))


@dataclass(slots=True)
class Opened:
    """A case that is locked, and what is being done to it."""

    case: CaseFile
    doing: Doing
    appended: list[Event] = field(default_factory=list)
    stored: list[str] = field(default_factory=list)
    stands_in_for: User | None = None
    """In whose stead the person acts here: each event of the act says so."""

    def append(
        self,
        act: str,
        *,
        on: date | None = None,
        kind: str = "",
        decided_sha256: str = "",
        **payload: Any,
    ) -> Event:
        """Appends the event of the act: on its legal day, else today."""
        sitting = self.doing.sitting
        if self.stands_in_for is not None:
            payload |= {
                "deputy_for": self.stands_in_for.name,
                "deputy_for_id": str(self.stands_in_for.id),
            }
        event = Event.objects.create(
            case=self.case,
            act=act,
            kind=kind,
            on=on or self.doing.today,
            by=sitting.user,
            organisation=sitting.organisation,
            payload={key: value for key, value in payload.items() if value not in (None, "")},
            decided_sha256=decided_sha256,
        )
        self.appended.append(event)
        return event

    def add(self, kind: str, record: Any, **fields: Any) -> Document:
        """Keeps one of our own documents as it is, named by its digest.

        Of a filing the personal values are sealed beside it, and its name is salted.
        """
        sha256 = ""
        if isinstance(record, Filing):
            kept = filings.keep(record, self.case)
            record, sha256 = kept.public, kept.sha256
            fields["vault_key"] = kept.vault_key
        body = canonical_bytes(record)
        return Document.objects.create(
            case=self.case,
            kind=kind,
            sha256=sha256 or sha256_of(record),
            media_type="application/json",
            size=len(body),
            body=body,
            made_by=self.doing.sitting.user,
            **fields,
        )

    def store(self, chunks: Iterable[bytes], limit: int, about: str = "") -> vault.Stored:
        """Stores a stream of bytes in the vault; if the act is not done, they go again.

        `about` names the row of the pack that calls them personal.
        """
        stored = vault.put(chunks, limit, case=self.case, about=about)
        self.stored.append(stored.key)
        return stored

    def require_lawful(self, act: str, on: date) -> None:
        """Raises `UnlawfulError`, with the engine's reason, where the law does not allow it."""
        events = engine.events_of(self.case)
        for known in engine.acts_on(self.case, events, on):
            if known.act != act:
                continue
            if known.lawful:
                return
            raise UnlawfulError(known.message)
        raise UnlawfulError(message("portal.refused.no_such_act"))

    def require_possible(self, event: EngineEvent) -> None:
        """Raises `RefusedError` for an event that the procedure of the pack does not know here."""
        events = (*engine.events_of(self.case), event)
        problem = engine.standing_on(self.case, events, self.doing.today).problem
        if problem is not None:
            raise RefusedError(problem)


def sha256_of_text(text: str) -> str:
    """Names what was written by its digest: of its UTF-8 bytes, without space around it."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


@contextmanager
def enter(case_id: UUID, permission: str, doing: Doing) -> Iterator[Opened]:
    """Opens a case for one act; what is appended inside is kept whole or not at all.

    Raises `UnknownError`, `NotAllowedError` or `StaleError` before anything is written.
    """

    def let_in(case: CaseFile) -> None:
        who_may.require(doing.sitting, permission, case)
        if doing.version is not None and doing.version != case.version:
            raise StaleError(hint=message("portal.refused.stale.remedy"))
        _refuse_yesterday(case, doing)

    with _opened(case_id, doing, let_in) as opened:
        opened.stands_in_for = _absent(opened.case, doing.sitting, permission)
        yield opened
        if opened.appended:
            _derive(opened)


@contextmanager
def enter_by_clock(case_id: UUID, at: datetime) -> Iterator[Opened]:
    """Opens a case for what time alone brings about: nobody acts, and the event names nobody."""
    with _opened(case_id, Doing(Sitting(), at), lambda _: None) as opened:
        yield opened
        _derive(opened)


@contextmanager
def _opened(case_id: UUID, doing: Doing, let_in: Callable[[CaseFile], None]) -> Iterator[Opened]:
    stored: list[str] = []
    ended = False
    try:
        with transaction.atomic():
            opened = Opened(_locked(case_id), doing, stored=stored)
            let_in(opened.case)
            yield opened
            opened.case.save()
            ended = True
    except BaseException:
        # The database forgets the rows by itself; the vault must be told. Where the connection was
        # lost while it was told to keep them, nobody knows: what no row names is swept later.
        if not ended:
            for key in stored:
                vault.drop(key)
        raise


def _refuse_yesterday(case: CaseFile, doing: Doing) -> None:
    """Raises `RefusedError` where the clock stands before the last act of the procedure: it was
    put back.
    """
    last = Event.objects.filter(case=case).exclude(kind="").aggregate(on=Max("on"))["on"]
    if last is not None and last > doing.today:
        raise RefusedError(
            message("portal.refused.clock", today=doing.today.isoformat(), last=last.isoformat()),
            hint=message("portal.refused.clock.remedy"),
        )


def _absent(case: CaseFile, sitting: Sitting, permission: str) -> User | None:
    """In whose stead the person acts: of who lent the role for it, or of the case's examiner."""
    if not sitting.stands_in:
        return None
    lender = who_may.lender_of(sitting, permission, case)
    if lender is not None:
        return lender
    held = Assignment.objects.filter(case=case, ended__isnull=True).values_list("examiner_id")
    examiners = {id for (id,) in held} - {sitting.user_id}
    return next((one.user for one in sitting.stands_in if one.user.id in examiners), None)


def _locked(case_id: UUID) -> CaseFile:
    case = CaseFile.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise UnknownError
    return case


def _derive(opened: Opened) -> None:
    """Brings the lists up to date, and asks to be called when the period ends if it has moved."""
    case, ended = opened.case, opened.case.lapses_on
    case.version += bool(opened.appended)
    standing.derive(case, opened.doing.today)
    if case.lapses_on and case.lapses_on != ended and case.lapses_on < date.max:
        enqueue("lapse", str(case.id), due=_day_after(case.lapses_on))


def _day_after(on: date) -> datetime:
    """Gives the first moment of the next day in Tokyo."""
    return datetime.combine(on + timedelta(days=1), time.min, TOKYO)
