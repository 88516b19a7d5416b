"""Vetting within the portal: the one function, over what a case holds, for one side."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec.structs import replace

from sekisho.model.canonical import canonical_bytes
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.portal.cases import engine, standing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.personal import keys
from sekisho.vet import vet

Side = Literal["operator", "authority"]
"""For whose eyes: an operator's own check is not the authority's to see, nor the other way."""


def vet_for(case: CaseFile, filing: Filing | None, side: Side, on: date) -> Document:
    """Vets a case and keeps the assessment; `filing` is a draft, where it is not yet received.

    Once the filing is accepted the authority's vetting is official: as of the day of acceptance.
    """
    looked_at = engine.engine_case(case)
    if filing is not None:
        looked_at = _with_draft(case, looked_at, filing)
    official = side == "authority" and case.accepted_on is not None
    day = case.accepted_on if official and case.accepted_on else on
    assessment = vet(
        looked_at,
        engine.regime_of(case, day),
        engine.current_library(),
        day,
        "official" if official else "self_check",
    )
    document = Document.objects.create(
        case=case,
        kind=Document.Kind.ASSESSMENT,
        sha256=assessment.sha256,
        media_type="application/json",
        body=canonical_bytes(assessment),
        purpose=side,
    )
    if side == "authority":
        standing.derive_findings(case, document)
    return document


def _with_draft(case: CaseFile, looked_at: Case, filing: Filing) -> Case:
    cleared = engine.cleared_of(case, filing)
    return replace(
        looked_at,
        filing=filing,
        evidence=engine.evidence_of(case, filing),
        cleared=cleared.filing if cleared else None,
        events=engine.events_of(case),
        salt=keys.salt_for(f"draft/{case.id}"),
        erased=engine.erased_evidence(case, filing),
    )
