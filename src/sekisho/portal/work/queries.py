"""What is read off the table of work: for its page, for the page of a case, for the figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import DateTimeField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Now

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.prepared import Prepared, Slot
from sekisho.portal.work.models import Work

LATE = timedelta(minutes=5)
"""What has been due for longer and is in nobody's hand is overdue."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class Row:
    """Failed or overdue work; `case` only where it is one of the person's own authority."""

    work: Work
    case: CaseFile | None
    may_open: bool
    failed: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How much work there is; `oldest` in seconds."""

    failed: int
    overdue: int
    oldest: float
    due: Counter[str]


def troubled(sitting: Sitting) -> tuple[Row, ...]:
    """Lists the work that a person should look at: failed, then overdue, the newest first."""
    who_may.require(sitting, "work.see")
    rows = list(_failed().order_by("-failed_at", "-id")[:_MOST])
    rows += list(_overdue().order_by("due_at", "id")[:_MOST])
    ids = {row.id: _case_of(row) for row in rows}
    known = CaseFile.objects.in_bulk([id for id in ids.values() if id])
    return tuple(_row(row, known, ids[row.id], sitting) for row in rows)


_PERCENT = Prepared(
    lambda: _open().filter(kind="vet", key=Slot("key")).values_list("progress", flat=True)
)


def percent_of(case_id: UUID, side: str) -> int | None:
    """Gives how far the vetting of a case for one side is; `None` when none is to be done."""
    return _PERCENT.first(key=f"{case_id} {side}")


def count_work() -> Counted:
    """Counts the work that is due, failed and overdue."""
    now = ExpressionWrapper(Now(), output_field=DateTimeField())
    due = _open().filter(due_at__lte=Now())
    oldest = due.order_by("due_at").annotate(now=now).first()
    return Counted(
        failed=_failed().count(),
        overdue=_overdue().count(),
        oldest=(oldest.now - oldest.due_at).total_seconds() if oldest else 0.0,
        due=Counter(due.values_list("kind", flat=True)),
    )


def _row(row: Work, known: dict[UUID, CaseFile], id: UUID | None, sitting: Sitting) -> Row:
    case = known.get(id) if id else None
    mine = case is not None and who_may.relation_to(sitting, case) is not None
    may_open = case is not None and who_may.may(sitting, "case.see", case)
    return Row(row, case if mine else None, may_open, row.failed_at is not None)


def _case_of(row: Work) -> UUID | None:
    """Reads the case off the key, which begins with its id."""
    try:
        return UUID(row.key.partition(" ")[0])
    except ValueError:
        return None


def _open() -> QuerySet[Work]:
    return Work.objects.filter(done_at__isnull=True, failed_at__isnull=True)


def _failed() -> QuerySet[Work]:
    return Work.objects.filter(done_at__isnull=True, failed_at__isnull=False)


def _overdue() -> QuerySet[Work]:
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    return _open().filter(free, due_at__lt=Now() - LATE)
