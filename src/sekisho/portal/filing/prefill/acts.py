"""Filling in: each place is marked with where it came from until somebody types over it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing, Opened, enter
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.filing import acts
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.prefill import fill
from sekisho.portal.filing.workbench.tree import read_draft, with_texts
from sekisho.portal.refusals import RefusedError

ACT = "prefilled"


def fill_from_sbom(case_id: UUID, doing: Doing, evidence_id: str) -> None:
    """Fills in what the SBOM of that id tells of its component, and nothing that is written."""
    case = CaseFile.objects.filter(id=case_id).first()
    draft = Draft.objects.filter(case=case).first() if case else None
    filing = read_draft(draft.filing)[0] if draft else Filing()
    # Read before the case is locked: a large file takes its time.
    listed = tuple(row for row in filing.evidence if row.id == evidence_id)
    items = engine.evidence_of(case, replace(filing, evidence=listed)) if case and listed else ()
    with enter(case_id, "draft.save", doing) as opened:
        inventory = items[0].inventory if items else None
        if inventory is None:
            raise RefusedError(message("portal.prefill.unread"))
        here = acts.open_draft(opened)
        texts = fill.from_sbom(read_draft(here.filing)[0], listed[0], inventory)
        fill_in(opened, here, texts, listed[0].path)


def open_copy(doing: Doing, earlier: CaseFile) -> UUID:
    """Opens a case as a copy of an earlier filing of one's own, and says from which."""
    filing = acts.copy_of(earlier)
    with transaction.atomic():
        id = acts.open_case(doing, filing)
        opened = Opened(CaseFile.objects.get(id=id), doing)
        note(opened, earlier.reference, filing.prefilled)
    return id


def fill_in(opened: Opened, draft: Draft, texts: dict[str, str], source: str) -> None:
    """Keeps what a record told, marked as filled in; raises `RefusedError` where it told nothing."""
    if not texts:
        raise RefusedError(message("portal.prefill.nothing", source=source))
    new = with_texts(draft.filing, texts)
    marked = [*new.get("prefilled", ()), *texts]
    acts.keep(opened, draft, {**new, "prefilled": list(dict.fromkeys(marked))})
    note(opened, source, texts)


def note(opened: Opened, source: str, places: Iterable[str]) -> None:
    """Records which places were filled in from what."""
    opened.append(ACT, source=source, places=list(places))
