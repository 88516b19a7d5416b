"""One act at a desk: it holds the row of the organisation, and is done whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from sekisho.portal import who_may
from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.cases import vault
from sekisho.portal.cases.door import Doing
from sekisho.portal.desk.models import Month
from sekisho.portal.refusals import NotAllowedError, UnknownError


@dataclass(slots=True)
class Desk:
    """The desk of an organisation, locked for one act."""

    organisation: Organisation
    doing: Doing
    stored: list[str] = field(default_factory=list)

    @property
    def user(self) -> User | None:
        """Who acts."""
        return self.doing.sitting.user

    def store(self, chunks: Iterable[bytes], limit: int, about: str = "") -> vault.Stored:
        """Stores a stream of bytes in the vault; if the act is not done, they go again."""
        stored = vault.put(chunks, limit, about=about)
        self.stored.append(stored.key)
        return stored

    def month(self, id: UUID) -> Month:
        """Gives a month of this desk; raises `UnknownError` for any other."""
        month = Month.objects.filter(id=id, organisation=self.organisation).first()
        if month is None:
            raise UnknownError
        return month


@contextmanager
def enter(doing: Doing, permission: str) -> Iterator[Desk]:
    """Opens the desk of whoever acts; raises `NotAllowedError` before anything is written."""
    who_may.require(doing.sitting, permission)
    place = doing.sitting.organisation
    if place is None:
        raise NotAllowedError
    stored: list[str] = []
    try:
        with transaction.atomic():
            held = Organisation.objects.select_for_update().get(id=place.id)
            yield Desk(held, doing, stored)
    except BaseException:
        # The database forgets the rows by itself; the vault must be told.
        for key in stored:
            vault.drop(key)
        raise
