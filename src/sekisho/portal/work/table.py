"""Putting work on the table, taking it on lease, and finishing it.

At least once: the effect of a piece of work stands in the same transaction as the mark that it
is done, under a token that is new for each taking, so that a lease that was lost undoes it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from sekisho.portal.work.models import Work

LEASE = timedelta(seconds=60)
MOST_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Taken:
    """A piece of work on lease."""

    id: int
    kind: str
    key: str
    args: dict[str, Any]
    token: str
    tries: int


def enqueue(kind: str, key: str, args: dict[str, Any] | None = None) -> None:
    """Puts work on the table inside the caller's transaction; the same open work only once.

    Where it is being done at this moment it will be done once more, since the fact that called
    for it is newer than what the worker has read.
    """
    row = Work(kind=kind, key=key, args=args or {})
    Work.objects.bulk_create([row], ignore_conflicts=True)
    Work.objects.filter(kind=kind, key=key, done_at__isnull=True, failed_at__isnull=True).filter(
        lease_until__gt=Now()
    ).update(again=True, args=args or {})


def take() -> Taken | None:
    """Takes the oldest work that is due and that nobody has; each taking counts as a try."""
    if not _due().exists():
        return None
    with transaction.atomic():
        rows = _due().order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        row = rows.first()
        if row is None:
            return None
        if row.tries >= MOST_TRIES:
            Work.objects.filter(id=row.id).update(
                failed_at=Now(), error=row.error or f"worker died {row.tries} times", token=""
            )
            return None
        token = secrets.token_hex(16)
        Work.objects.filter(id=row.id).update(
            token=token, lease_until=Now() + LEASE, tries=F("tries") + 1, again=False
        )
        return Taken(row.id, row.kind, row.key, row.args, token, row.tries + 1)


def renew(taken: Taken) -> bool:
    """Prolongs the lease; says whether it was still ours."""
    return bool(_mine(taken).update(lease_until=Now() + LEASE))


class LeaseLostError(Exception):
    """Somebody else has the work now."""


def finish(taken: Taken, effect: Callable[[], None]) -> None:
    """Does the effect and marks the work done, both or neither."""
    with transaction.atomic():
        effect()
        again = Work.objects.filter(id=taken.id, token=taken.token, again=True).update(
            again=False, lease_until=None, token="", tries=0, due_at=Now()
        )
        if again:
            return
        if not _mine(taken).update(done_at=Now(), lease_until=None, token="", progress=100):
            raise LeaseLostError


def fail(taken: Taken, error: str) -> None:
    """Lays the work back to be tried later, each time after twice the wait."""
    wait = min(timedelta(seconds=2**taken.tries), LONGEST_WAIT)
    gone = taken.tries >= MOST_TRIES
    _mine(taken).update(
        lease_until=None,
        token="",
        error=error[:2000],
        due_at=Now() + wait,
        **({"failed_at": Now()} if gone else {}),
    )


def _due() -> Any:
    return Work.objects.filter(
        done_at__isnull=True, failed_at__isnull=True, due_at__lte=Now()
    ).filter(Q(lease_until__isnull=True) | Q(lease_until__lt=Now()))


def _mine(taken: Taken) -> Any:
    return Work.objects.filter(
        id=taken.id, token=taken.token, done_at__isnull=True, failed_at__isnull=True
    )
