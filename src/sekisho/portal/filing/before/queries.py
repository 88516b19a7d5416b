"""Which drafts an authority was shown that are not filed yet."""

from __future__ import annotations

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.cases.standing import IN_CONSULTATION

MOST = 50


def consultations(sitting: Sitting) -> tuple[CaseFile, ...]:
    """Gives the cases in prior consultation with the person's authority, the oldest first."""
    if not who_may.may(sitting, "queue.see"):
        return ()
    found = CaseFile.objects.select_related("operator").filter(
        authority=sitting.organisation, state__in=sorted(IN_CONSULTATION)
    )
    return tuple(found.order_by("made_at", "id")[:MOST])
