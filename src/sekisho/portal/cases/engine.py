"""From rows to the engine: the case as `vet` takes it, the law it stands under, the library."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet

from sekisho.library.snapshot import Library, open_library, starter_library
from sekisho.model.assessment import Assessment, ClockDate, LawfulAct
from sekisho.model.case import Case, Event, SignedStatement
from sekisho.model.errors import InputError
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import Filing
from sekisho.model.schema import from_json
from sekisho.model.values.message import message
from sekisho.portal.bounded import Bounded
from sekisho.portal.cases import models, vault
from sekisho.portal.personal import filings
from sekisho.portal.personal.models import DataKey, Erasure
from sekisho.portal.reading.apart import read_evidence
from sekisho.portal.refusals import RefusedError
from sekisho.portal.settings.environment import environment
from sekisho.read.limits import SBOM
from sekisho.regime.clock import clock_dates
from sekisho.regime.loader import load_regime
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import Standing, find_standing, lawful_acts

Stored = TypeVar("Stored", Filing, Assessment)
ANSWERS = 2_048
"""Of each kind the last answers of the engine that are kept."""


def live(rows: Iterable[models.Event]) -> tuple[models.Event, ...]:
    """Gives the events that count: an entry by hand is struck by a later event, and one that is
    put in its place stands where it stood among those of its day.
    """
    listed = tuple(rows)
    gone = {row.payload.get("strikes") for row in listed if row.kind == models.STRUCK}
    if not gone:
        return listed
    place: dict[int, int] = {}
    for row in listed:
        place[row.seq] = place.get(row.payload.get("corrects", 0), row.seq)
    left = [row for row in listed if row.kind != models.STRUCK and row.seq not in gone]
    return tuple(sorted(left, key=lambda row: place[row.seq]))


def engine_events(rows: Iterable[models.Event]) -> tuple[Event, ...]:
    """Gives the engine's events of a case in the order in which they were appended."""
    return tuple(
        Event(
            kind=row.kind,  # type: ignore[arg-type]  # the door writes kinds of events only
            on=row.on,
            by=row.payload.get("by", ""),
            until=_day(row.payload.get("until")),
            days=row.payload.get("days"),
            accepts=row.payload.get("accepts"),
            measure=row.payload.get("measure"),
            reference=row.payload.get("reference", ""),
            note="",
        )
        for row in live(rows)
        if row.kind
    )


def events_of(case: models.CaseFile) -> tuple[Event, ...]:
    """Reads the engine's events of a case."""
    return engine_events(models.Event.objects.filter(case=case).exclude(kind="").order_by("seq"))


def regime_of(case: models.CaseFile, on: date) -> Regime:
    """Gives the law of a case: as it stood when it was accepted or submitted, else on a day."""
    return regime_on(case.regime, _law_day(case, on))


def _law_day(case: models.CaseFile, on: date) -> date:
    return case.accepted_on or case.submitted_on or on


@lru_cache(maxsize=256)
def regime_on(id: str, on: date) -> Regime:
    """Loads the pack as it stands on a day; the last 256 days asked for are kept."""
    return load_regime(id, on)


def acts_on(case: models.CaseFile, events: tuple[Event, ...], on: date) -> tuple[LawfulAct, ...]:
    """Asks the engine which acts the law allows on a day."""
    return _acts(case.regime, _law_day(case, on), events, on)


def standing_on(case: models.CaseFile, events: tuple[Event, ...], on: date) -> Standing:
    """Asks the engine where a case stands on a day."""
    return _standing(case.regime, _law_day(case, on), events, on)


def clock_on(case: models.CaseFile, events: tuple[Event, ...], on: date) -> tuple[ClockDate, ...]:
    """Asks the engine which dates follow from the events, cited as the authority's orders are."""
    return _clock(case.regime, _law_day(case, on), events, on, case.authority_in_pack)


# An answer of the engine is decided by nothing but what these three are asked with: the pack, the
# day of the law, the events, the day. One that is kept can be neither out of date nor another
# organisation's; packs do not change while a process runs.


@lru_cache(maxsize=ANSWERS)
def _standing(id: str, law_day: date, events: tuple[Event, ...], on: date) -> Standing:
    return find_standing(regime_on(id, law_day), events, on)


@lru_cache(maxsize=ANSWERS)
def _acts(id: str, law_day: date, events: tuple[Event, ...], on: date) -> tuple[LawfulAct, ...]:
    return lawful_acts(regime_on(id, law_day), events, on)


@lru_cache(maxsize=ANSWERS)
def _clock(
    id: str, law_day: date, events: tuple[Event, ...], on: date, authority: str
) -> tuple[ClockDate, ...]:
    regime = regime_on(id, law_day)
    return regime.cite_dates(clock_dates(regime, events, on), authority)


def filing_of(document: models.Document) -> Filing:
    """Reads the public part of a stored filing: all of it but personal values."""
    return _read(document, Filing)


def assessment_of(document: models.Document) -> Assessment:
    """Reads a stored assessment."""
    return _read(document, Assessment)


_READ: Bounded[Any] = Bounded(8 * 1024**2)
"""What was read from stored documents, by their ids: the database lets none of them change."""


def _read(document: models.Document, kind: type[Stored]) -> Stored:
    found = _READ.find(document.pk)
    if not isinstance(found, kind):
        body = bytes(document.body)
        found = from_json(body, kind)
        _READ.keep(document.pk, found, len(body))
    return found


def fetch_bodies(documents: Iterable[models.Document]) -> None:
    """Fetches at once the bodies of documents that were got without, as far as they are needed."""
    wanted = {row.pk: row for row in documents if _READ.find(row.pk) is None}
    if wanted:
        bodies = models.Document.objects.filter(pk__in=wanted).values_list("pk", "body")
        for id, body in bodies:
            wanted[id].body = body


def newest(case: models.CaseFile, kind: str, purpose: str = "") -> QuerySet[models.Document]:
    """Gives the documents of a kind, and of a purpose where one is named, the newest first."""
    found = models.Document.objects.filter(case=case, kind=kind).order_by("-made_at", "-id")
    return found.filter(purpose=purpose) if purpose else found


def latest(case: models.CaseFile, kind: str, purpose: str = "") -> models.Document | None:
    """Gives the newest document of a kind, and of a purpose where one is named."""
    return newest(case, kind, purpose).first()


def engine_case(case: models.CaseFile) -> Case:
    """Puts together what `vet` looks at, from the documents and events of a case."""
    document = latest(case, models.Document.Kind.FILING)
    if document is None:
        return Case()
    whole = filings.whole(document)
    cleared = cleared_of(case, whole.filing)
    return Case(
        filing=whole.filing,
        evidence=evidence_of(case, whole.filing),
        cleared=cleared.filing if cleared else None,
        events=events_of(case),
        statements=statements_of(case, document.sha256),
        salt=whole.salt or (cleared.salt if cleared else ""),
        erased=(*whole.erased, *erased_evidence(case, whole.filing)),
    )


def statements_of(case: models.CaseFile, filing_sha256: str) -> tuple[SignedStatement, ...]:
    """Gives what was stated about a filing, each signed, in the order of the events: of another
    version of the filing nothing was stated yet.
    """
    rows = models.Event.objects.filter(case=case, act="resolve").order_by("seq")
    return tuple(
        msgspec.convert(row.payload["signed"], SignedStatement)
        for row in rows
        if row.payload.get("filing", filing_sha256) == filing_sha256
    )


def cleared_of(case: models.CaseFile, filing: Filing) -> filings.Whole | None:
    """Puts the cleared filing together that a filing changes, where it changes one."""
    cleared = latest(case, models.Document.Kind.CLEARED)
    return filings.whole(cleared) if cleared and filing.change else None


def erased_evidence(case: models.CaseFile, filing: Filing) -> tuple[str, ...]:
    """Names the pieces of evidence of a filing that were destroyed."""
    gone = {place for row in Erasure.objects.filter(case=case) for place in row.places}
    return tuple(f"evidence:{row.id}" for row in filing.evidence if f"evidence:{row.id}" in gone)


def evidence_of(case: models.CaseFile, filing: Filing) -> tuple[EvidenceItem, ...]:
    """Reads each piece of evidence that a filing lists, from the vault."""
    stored = {
        row.name: row
        for row in models.Document.objects.filter(
            case=case, kind=models.Document.Kind.EVIDENCE
        ).order_by("made_at")
    }
    personal = dict(DataKey.objects.filter(case=case).values_list("name", "about"))
    items = []
    for evidence in filing.evidence:
        row = stored.get(evidence.path)
        if row is None:
            items.append(EvidenceItem(evidence=evidence))
        elif evidence.kind in {"sbom", "sbom_in_service"}:
            try:
                items.append(read_evidence(evidence, vault.read(row.vault_key, SBOM.bytes)))
            except InputError as error:
                items.append(
                    EvidenceItem(
                        evidence=evidence,
                        observed_sha256=row.sha256,
                        size=row.size,
                        defects=error.defects,
                    )
                )
        else:
            seen = _observed(evidence, row, personal)
            items.append(EvidenceItem(evidence=evidence, observed_sha256=seen, size=row.size))
    return tuple(items)


def _observed(evidence: Evidence, row: models.Document, personal: dict[str, str]) -> str:
    """Gives the digest that was seen: of personal papers a salted one, unless the filer has
    stated the plain one and it agrees.
    """
    if not personal.get(row.vault_key):
        return row.sha256
    if not evidence.sha256:
        return vault.salted(row.vault_key)
    if vault.agrees(row.vault_key, evidence.sha256):
        return evidence.sha256.lower()
    return vault.salted(row.vault_key)


@lru_cache(maxsize=4)
def _opened(path: Path) -> Library:
    return open_library(path)


def library_of(case: models.CaseFile) -> Library:
    """Gives the library of a case: the one that its acceptance fixed, else the current one.

    Raises `RefusedError` where the site no longer has that one: an official vetting is made with
    no other.
    """
    now = current_library()
    wanted = str(accepted_with(case).get("library_sha256", ""))
    if not wanted or wanted == now.sha256:
        return now
    kept = environment().libraries
    folder = kept / wanted if kept else None
    if folder is None or not folder.is_dir():
        raise RefusedError(
            message("portal.library.gone", digest=wanted),
            hint=message("portal.library.gone.remedy"),
        )
    return _opened(folder.resolve())


def accepted_with(case: models.CaseFile) -> dict[str, Any]:
    """Gives what the newest acceptance fixed: regime, its digest, the digest of the library."""
    rows = models.Event.objects.filter(case=case, kind="accepted").order_by("-seq")
    payload: dict[str, Any] = rows.values_list("payload", flat=True).first() or {}
    return payload


def current_library() -> Library:
    """Gives the library that the site has set, else the starter one."""
    path = environment().library
    return _opened(path.resolve()) if path else starter_library()


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) and text else None
