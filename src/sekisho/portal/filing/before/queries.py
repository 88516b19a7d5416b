"""Which drafts an authority was shown that are not filed yet."""

from __future__ import annotations

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.cases.standing import IN_CONSULTATION
from sekisho.portal.prepared import Prepared, Slot

MOST = 50
_SHOWN = Prepared(
    lambda: (
        CaseFile.objects.select_related("operator")
        .filter(authority=Slot("place"), state__in=sorted(IN_CONSULTATION))
        .order_by("made_at", "id")[:MOST]
    )
)


def consultations(sitting: Sitting) -> tuple[CaseFile, ...]:
    """Gives the cases in prior consultation with the person's authority, the oldest first."""
    if sitting.organisation is None or not who_may.may(sitting, "queue.see"):
        return ()
    return tuple(_SHOWN(place=sitting.organisation.pk))
