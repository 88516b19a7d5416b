"""What each kind of work does: the only list of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import cast
from uuid import UUID

from sekisho.portal.cases import lapse, vetting
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.cases.standing import IN_CONSULTATION, WRITING
from sekisho.portal.desk.running import KIND, sort_month
from sekisho.portal.filing.queries import draft_of, shown_of
from sekisho.portal.personal import forgetting, retention
from sekisho.portal.work.task import Effect, Kinds, Task


def vet_case(task: Task) -> Effect:
    """Vets a case for one side; once accepted, the authority's vetting is the official one."""
    id, _, side = task.key.partition(" ")
    eyes = cast("vetting.Side", side)
    case = CaseFile.objects.get(id=UUID(id))
    draft = draft_of(case) if eyes == "operator" and case.state in WRITING else None
    if eyes == "authority" and case.state in IN_CONSULTATION:
        draft = shown_of(case)
    assessment = vetting.assess(case, draft, eyes, task.today, task.tell)

    def keep() -> None:
        locked = CaseFile.objects.select_for_update().get(id=case.id)
        vetting.keep(locked, assessment, eyes)
        locked.save()

    return keep


def end_period(task: Task) -> Effect:
    """Records that the period of a case has run out, where it has."""
    return lambda: lapse.record(UUID(task.key), task.at)


def erase_due(task: Task) -> Effect:
    """Destroys the personal data whose date has come."""
    return lambda: retention.erase_due(task.key, task.at)


def purge_keys(task: Task) -> Effect:
    """Clears what the database still holds of keys that were destroyed."""
    del task
    forgetting.purge()
    return lambda: None


DAILY = "erase_due"
"""The work that a worker puts on the table by itself."""

KINDS: Kinds = MappingProxyType(
    {
        "vet": vet_case,
        "lapse": end_period,
        DAILY: erase_due,
        KIND: sort_month,
        forgetting.PURGE: purge_keys,
    }
)
