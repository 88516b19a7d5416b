"""Vetting within the portal: the one function, over what a case holds, for one side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from django.db.models import Sum
from msgspec.structs import replace

from sekisho.check.progress import following
from sekisho.model.assessment import Assessment
from sekisho.model.canonical import canonical_bytes
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.portal.cases import engine, standing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.examine.subjects import keep_subjects
from sekisho.portal.personal import keys
from sekisho.portal.work.table import enqueue
from sekisho.vet import vet

Side = Literal["operator", "authority"]
"""For whose eyes: an operator's own check is not the authority's to see, nor the other way."""


_LARGE = 256 * 1024
"""Bytes of evidence above which a person is not kept waiting for the answer."""
_READ = 30
"""Percent done once the evidence is read; the checks are the rest."""


def _nobody(percent: int) -> None:
    del percent


def is_long(case: CaseFile) -> bool:
    """Says whether vetting a case is better done in the background: its evidence is large."""
    stored = Document.objects.filter(case=case, kind=Document.Kind.EVIDENCE)
    return bool((stored.aggregate(size=Sum("size"))["size"] or 0) > _LARGE)


def enqueue_vetting(case: CaseFile, side: Side) -> None:
    """Puts a vetting for one side on the table of work, in the caller's transaction."""
    enqueue("vet", f"{case.id} {side}")


def vet_for(case: CaseFile, filing: Filing | None, side: Side, on: date) -> Document:
    """Vets a case and keeps the assessment; `filing` is a draft, where it is not yet received."""
    return keep(case, assess(case, filing, side, on), side)


def assess(
    case: CaseFile,
    filing: Filing | None,
    side: Side,
    on: date,
    tell: Callable[[int], None] = _nobody,
) -> Assessment:
    """Vets a case and keeps nothing; `tell` is told the percent done, and may stop it by raising.

    Once the filing is accepted the authority's vetting is official: as of the day of acceptance.
    """
    case_seen = looked_at(case, filing)
    tell(_READ)
    official = side == "authority" and case.accepted_on is not None
    day = case.accepted_on if official and case.accepted_on else on
    with following(lambda share: tell(_READ + int((100 - _READ) * share))):
        return vet(
            case_seen,
            engine.regime_of(case, day),
            engine.library_of(case) if official else engine.current_library(),
            day,
            "official" if official else "self_check",
        )


def keep(case: CaseFile, assessment: Assessment, side: Side) -> Document:
    """Keeps an assessment for the eyes of one side."""
    document = Document.objects.create(
        case=case,
        kind=Document.Kind.ASSESSMENT,
        sha256=assessment.sha256,
        media_type="application/json",
        body=canonical_bytes(assessment),
        purpose=side,
    )
    if side == "authority":
        received = engine.latest(case, Document.Kind.FILING)
        if received is not None:
            keep_subjects(case, engine.filing_of(received))
        standing.derive_findings(case, document)
    return document


def looked_at(case: CaseFile, filing: Filing | None) -> Case:
    """Puts together what is vetted: what was received, or a draft where one is given."""
    received = engine.engine_case(case)
    return received if filing is None else _with_draft(case, received, filing)


def _with_draft(case: CaseFile, received: Case, filing: Filing) -> Case:
    cleared = engine.cleared_of(case, filing)
    return replace(
        received,
        filing=filing,
        evidence=engine.evidence_of(case, filing),
        cleared=cleared.filing if cleared else None,
        events=engine.events_of(case),
        salt=keys.salt_for(f"draft/{case.id}"),
        erased=engine.erased_evidence(case, filing),
    )
