"""How long personal data is kept, and how it is destroyed: by its date, or by a person's act."""

from __future__ import annotations

import logging
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from sekisho.model.evidence import Evidence
from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine, vault
from sekisho.portal.cases.door import TOKYO, Doing, Opened, enter
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.filing.models import Draft
from sekisho.portal.personal import drafts, filings, parts
from sekisho.portal.personal.forgetting import forget, purge
from sekisho.portal.personal.models import DataKey, Erasure
from sekisho.portal.refusals import IncompleteError, RefusedError
from sekisho.regime.tables.law import Retention

_LOG = logging.getLogger(__name__)


def about_of(case: CaseFile, evidence: Evidence, on: date) -> str:
    """Names the row of the pack that calls a piece of evidence personal; empty where none does."""
    rows = engine.regime_of(case, on).retention
    return next((row.id for row in rows if evidence.proves in row.proves), "")


def settle(case: CaseFile, filing: Filing, on: date) -> None:
    """Calls personal what was handed in before the filing said that it proves who somebody is.

    From then on it is seen by few and kept no longer than the pack says.
    """
    abouts = {row.path: about_of(case, row, on) for row in filing.evidence if row.proves}
    named = {path: about for path, about in abouts.items() if path and about}
    if not named:
        return
    papers = Document.objects.filter(case=case, kind=Document.Kind.EVIDENCE, name__in=named)
    for name, key in papers.values_list("name", "vault_key"):
        DataKey.objects.filter(name=key, about="").update(about=named[name])


def erase(case_id: UUID, doing: Doing, reason: str) -> None:
    """Destroys the personal data of a case, by a person's act and with its reason."""
    if not reason.strip():
        raise IncompleteError(message("portal.personal.no_reason"))
    with enter(case_id, "personal.erase", doing) as opened:
        held = tuple(_held(opened.case))
        if not held:
            raise RefusedError(message("portal.personal.nothing"))
        _destroy(opened, held, reason.strip())


def erase_due(key: str, at: datetime) -> None:
    """Destroys what has reached its date in every case, or in the one named: work of each day."""
    today = at.astimezone(TOKYO).date()
    cases = CaseFile.objects.filter(data_keys__about__gt="")
    if key != "all":
        cases = cases.filter(id=UUID(key))
    for case in CaseFile.objects.filter(id__in=cases.values("id")).select_for_update():
        ends = [(row, end_of(case, row, today)) for row in _held(case)]
        due = tuple(row for row, end in ends if end is not None and end <= today)
        if due:
            opened = Opened(case, Doing(Sitting(), at))
            _destroy(opened, due, "")
            case.version += 1
            case.save()


def _held(case: CaseFile) -> list[DataKey]:
    return list(DataKey.objects.filter(case=case).exclude(about="").order_by("made_at", "name"))


def end_of(case: CaseFile, held: DataKey, on: date) -> date | None:
    """Gives the day on which a document is destroyed; `None` where no rule names one."""
    events = engine.events_of(case)
    ends = [parts.ends_on(row, events) for row in _rows_of(case, held, on)]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _rows_of(case: CaseFile, held: DataKey, on: date) -> tuple[Retention, ...]:
    """Gives the rows of the pack under which a document falls."""
    rows = engine.regime_of(case, on).retention
    if held.about in {filings.ABOUT, drafts.ABOUT}:
        return tuple(row for row in rows if row.fields)
    return tuple(row for row in rows if row.id == held.about)


def _destroy(opened: Opened, held: tuple[DataKey, ...], reason: str) -> None:
    """Takes the keys away and writes down what they opened; files go once that is kept."""
    case = opened.case
    papers = {
        row.vault_key: row for row in Document.objects.filter(case=case).exclude(vault_key="")
    }
    names = [row.name for row in held]
    for row in held:
        Erasure.objects.create(
            name=row.name,
            case=case,
            about=row.about,
            places=_places(case, papers.get(row.name), row),
            reason=reason,
            by=opened.doing.sitting.user,
        )
    _forget_draft(case)
    forget(names)
    opened.append("erase_personal", reason=reason, documents=len(names))
    transaction.on_commit(lambda: _sweep(names))


def _places(case: CaseFile, paper: Document | None, held: DataKey) -> list[str]:
    if held.about == drafts.ABOUT:
        draft = Draft.objects.filter(case=case).first()
        return sorted(parts.split(draft.filing, parts.known_fields())[1]) if draft else []
    if paper is None:
        return []
    if held.about == filings.ABOUT:
        return filings.places(paper)
    document = engine.latest(case, Document.Kind.FILING)
    listed = engine.filing_of(document).evidence if document else ()
    return [f"evidence:{row.id}" for row in listed if row.path == paper.name]


def _forget_draft(case: CaseFile) -> None:
    """What was submitted from it lies in the draft still: the personal values go there too."""
    for draft in Draft.objects.filter(case=case):
        draft.filing, _ = parts.split(draft.filing, parts.known_fields())
        draft.save(update_fields=["filing"])


def _sweep(names: list[str]) -> None:
    """Removes the files; of a database of one file also at once what it holds of the keys."""
    for name in names:
        vault.remove(name)
    if connection.vendor == "sqlite":
        purge()
    _LOG.info("personal data destroyed: %d documents", len(names))
