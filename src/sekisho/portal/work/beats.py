"""The heartbeats of the workers: when each was last seen alive, by the clock of the database."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now

from sekisho.portal.work.models import Beat

EVERY = 10.0
"""Seconds between two heartbeats."""
_FORGOTTEN = timedelta(days=1)


def beat(name: str) -> None:
    """Says that a worker lives."""
    if not Beat.objects.filter(name=name).update(seen_at=Now()):
        Beat.objects.get_or_create(name=name)


def leave(name: str) -> None:
    """Says that a worker has ended as it should."""
    Beat.objects.filter(name=name).delete()


def silent_for() -> float | None:
    """Gives the seconds since any worker was last seen; `None` where none is known."""
    now = ExpressionWrapper(Now(), output_field=DateTimeField())
    newest = Beat.objects.annotate(now=now).order_by("-seen_at").first()
    if newest is None:
        return None
    return float(max(0.0, (newest.now - newest.seen_at).total_seconds()))


def alive() -> int:
    """Gives how many workers were seen within the last few heartbeats."""
    return Beat.objects.filter(seen_at__gt=Now() - timedelta(seconds=4 * EVERY)).count()


def sweep() -> None:
    """Forgets workers that were killed long ago."""
    Beat.objects.filter(seen_at__lt=Now() - _FORGOTTEN).delete()
