"""What the page of the personal data of a case reads: that it is there, never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.cases.queries import find_case
from sekisho.portal.personal.models import DataKey, Erasure
from sekisho.portal.personal.retention import end_of


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed document of a case, until when it is kept, and how it was destroyed."""

    document: Document | None
    about: str
    ends_on: date | None
    erasure: Erasure | None


@dataclass(frozen=True, slots=True)
class PersonalView:
    """The personal data of a case; `dated` says whether the pack knows how long it is kept."""

    case: CaseFile
    rows: tuple[Sealed, ...]
    dated: bool
    may_erase: bool


def view_personal(case_id: UUID, sitting: Sitting, on: date) -> PersonalView:
    """Gathers what of a case is personal."""
    case = find_case(case_id, sitting)
    who_may.require(sitting, "personal.see", case)
    papers = {
        row.vault_key: row
        for row in Document.objects.filter(case=case).exclude(vault_key="").defer("body")
    }
    held = DataKey.objects.filter(case=case).exclude(about="").order_by("made_at", "name")
    gone = Erasure.objects.filter(case=case).select_related("by").order_by("at", "name")
    rows = (
        *(Sealed(papers.get(row.name), row.about, end_of(case, row, on), None) for row in held),
        *(Sealed(papers.get(row.name), row.about, None, row) for row in gone),
    )
    known = engine.regime_of(case, on).retention
    return PersonalView(
        case=case,
        rows=rows,
        dated=any(row.years is not None and not row.unverified for row in known),
        may_erase=bool(held) and who_may.may(sitting, "personal.erase", case),
    )
