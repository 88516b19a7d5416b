"""From what the places of a draft were filled in."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.filing.prefill.acts import ACT


def sources_of(case: CaseFile) -> dict[str, str]:
    """Gives for each place that was filled in from what, the newest last."""
    found: dict[str, str] = {}
    for event in Event.objects.filter(case=case, act=ACT).order_by("seq"):
        found |= dict.fromkeys(event.payload["places"], event.payload["source"])
    return found


def source_at(sources: Mapping[str, str], pointer: str) -> str:
    """Gives from what a place was filled in: it itself, else what it lies below."""
    place = pointer
    while place:
        if place in sources:
            return sources[place]
        place = place.rpartition("/")[0]
    return ""
