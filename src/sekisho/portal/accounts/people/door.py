"""The door of acts about people: one organisation, one act at a time, one event each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import AccountEvent, Organisation, User
from sekisho.portal.cases.door import Doing
from sekisho.portal.refusals import NotAllowedError, StaleError


@dataclass(frozen=True, slots=True)
class Household:
    """An organisation that is locked, and what is being done to its people."""

    organisation: Organisation
    doing: Doing

    def append(self, act: str, about: User | None = None, **payload: Any) -> AccountEvent:
        """Appends the event of the act."""
        return AccountEvent.objects.create(
            act=act,
            by=self.doing.sitting.user,
            organisation=self.organisation,
            about=about,
            payload=payload,
        )


@contextmanager
def enter(permission: str, doing: Doing) -> Iterator[Household]:
    """Opens the organisation of the person for one act; kept whole or not at all.

    Raises `NotAllowedError` or `StaleError` before anything is written.
    """
    who_may.require(doing.sitting, permission)
    here = doing.sitting.organisation
    if here is None:
        raise NotAllowedError
    with transaction.atomic():
        locked = Organisation.objects.select_for_update().get(id=here.id)
        if doing.version is not None and doing.version != version_of(locked):
            raise StaleError(
                message("portal.people.stale"), hint=message("portal.people.stale.remedy")
            )
        yield Household(locked, doing)


def version_of(organisation: Organisation) -> int:
    """Gives the number of the last act about the people of an organisation."""
    found = AccountEvent.objects.filter(organisation=organisation).aggregate(last=Max("seq"))
    return found["last"] or 0
