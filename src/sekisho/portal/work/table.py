"""Putting work on the table, taking it on lease, and finishing it.

At least once: the effect of a piece of work stands in the same transaction as the mark that it
is done, under a token that is new for each taking, so that a lease that was lost undoes it. All
times are the database's: the clocks of the machines may differ.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now

from sekisho.portal.settings.environment import environment
from sekisho.portal.work.models import Work

MOST_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)
DIED = "died"
"""What stands as the error of work whose worker died each time."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A piece of work on lease; `at` is the time of the database when it was taken."""

    id: int
    kind: str
    key: str
    args: dict[str, Any]
    token: str
    tries: int
    at: datetime
    lease: timedelta


class LeaseLostError(Exception):
    """Somebody else has the work now: what was done for it is undone."""


def enqueue(
    kind: str, key: str, args: dict[str, Any] | None = None, due: datetime | None = None
) -> None:
    """Puts work on the table inside the caller's transaction; the same open work only once.

    It is done at once, or not before `due`. Where somebody has taken it, even if the lease has
    run out since, it will be done once more: the fact that called for it is newer than what that
    worker has read.
    """
    wanted = args or {}
    with transaction.atomic():
        while True:
            given = {"due_at": due} if due else {}
            Work.objects.bulk_create(
                [Work(kind=kind, key=key, args=wanted, **given)], ignore_conflicts=True
            )
            # Locked and looked at again: it may have been finished in between.
            row = _open().select_for_update().filter(kind=kind, key=key).first()
            if row is not None:
                break
        again = {"again": True} if row.token else {"tries": 0}
        Work.objects.filter(id=row.id).update(args=wanted, due_at=due or Now(), **again)


def take(lease: timedelta | None = None) -> Taken | None:
    """Takes the oldest work that is due and that nobody has; each taking counts as a try.

    What has been tried too often without an end is marked failed: it kills its workers. While
    nothing is due the table is only read, so that waiting workers block nobody on SQLite.
    """
    held = lease or timedelta(seconds=environment().lease)
    while _due().exists():
        with transaction.atomic():
            rows = _due().order_by("due_at", "id").annotate(now=_now())
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            row = rows.first()
            if row is None:
                return None
            if row.tries < MOST_TRIES or row.again:
                return _take(row, held)
            Work.objects.filter(id=row.id).update(
                failed_at=Now(), error=row.error or DIED, token="", lease_until=None
            )
    return None


def _take(row: Any, held: timedelta) -> Taken:
    token = secrets.token_hex(16)
    tries = 1 if row.again else row.tries + 1
    Work.objects.filter(id=row.id).update(
        token=token, lease_until=Now() + held, tries=tries, again=False, progress=0
    )
    return Taken(row.id, row.kind, row.key, row.args, token, tries, row.now, held)


def renew(taken: Taken) -> bool:
    """Prolongs the lease; says whether it was still ours."""
    return bool(_mine(taken).update(lease_until=Now() + taken.lease))


def tell(taken: Taken, percent: int) -> None:
    """Notes how far the work has come."""
    _mine(taken).update(progress=percent)


def finish(taken: Taken, effect: Callable[[], None]) -> None:
    """Does the effect and marks the work done, both or neither.

    Raises `LeaseLostError` where somebody else has it now. The row of the work is locked after
    what the effect locks, in the order in which the acts that enqueue lock them.
    """
    with transaction.atomic():
        effect()
        row = _mine(taken).select_for_update().first()
        if row is None:
            raise LeaseLostError
        ended: dict[str, Any] = {"token": "", "lease_until": None, "error": ""}
        if row.again:
            ended |= _once_more(row)
        else:
            ended |= {"done_at": Now(), "progress": 100}
        Work.objects.filter(id=row.id).update(**ended)


def fail(taken: Taken, error: str) -> None:
    """Lays the work back to be tried later, each time after twice the wait, or gives it up."""
    with transaction.atomic():
        row = _mine(taken).select_for_update().first()
        if row is None:
            return
        ended: dict[str, Any] = {"token": "", "lease_until": None, "error": error[:2000]}
        if row.again:
            ended |= _once_more(row)
        elif taken.tries >= MOST_TRIES:
            ended |= {"failed_at": Now()}
        else:
            ended |= {"due_at": Now() + wait_after(taken.tries)}
        Work.objects.filter(id=row.id).update(**ended)


def wait_after(tries: int) -> timedelta:
    """Gives the wait before the next try: 2, 4, 8 ... seconds, at most five minutes."""
    return min(timedelta(seconds=2 ** min(tries, 30)), LONGEST_WAIT)


def try_again(id: int) -> bool:
    """Puts failed work back as if it were new; says whether there was any such."""
    with transaction.atomic():
        row = Work.objects.select_for_update().filter(id=id, failed_at__isnull=False).first()
        if row is None or row.done_at is not None:
            return False
        # The newest wish stands: where the same work is open again, this row has had its day.
        Work.objects.filter(id=row.id).update(done_at=Now())
        if not _open().filter(kind=row.kind, key=row.key).exists():
            enqueue(row.kind, row.key, row.args)
        return True


def sweep(kept: timedelta) -> int:
    """Deletes what was done longer ago than that; gives how many."""
    deleted, _ = Work.objects.filter(done_at__lt=Now() - kept).delete()
    return deleted


def _open() -> QuerySet[Work]:
    return Work.objects.filter(done_at__isnull=True, failed_at__isnull=True)


def _due() -> QuerySet[Work]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    return _open().filter(free, due_at__lte=Now())


def _mine(taken: Taken) -> QuerySet[Work]:
    return _open().filter(id=taken.id, token=taken.token)


def _now() -> ExpressionWrapper[Any]:
    return ExpressionWrapper(Now(), output_field=DateTimeField())


def _once_more(row: Work) -> dict[str, Any]:
    """Lays work back for the fact that came meanwhile: at once, or on the day that fact named."""
    ahead = Work.objects.filter(id=row.id, due_at__gt=Now()).exists()
    return {"again": False, "tries": 0, "due_at": F("due_at") if ahead else Now()}
