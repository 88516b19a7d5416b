"""Takes from a filing the sector by which lists are asked, in the transaction that keeps it."""

from __future__ import annotations

from sekisho.model.filing import Filing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.queue.models import CaseSector


def keep_sector(case: CaseFile, filing: Filing) -> None:
    """Brings the sector of a case up to its newest filing."""
    CaseSector.objects.update_or_create(case=case, defaults={"sector": filing.sector[:64]})
