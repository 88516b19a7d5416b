"""Questions to the list under a name: kept, shared in the organisation, and given up."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.prepared import Prepared, Slot
from sekisho.portal.queue.asked import Asked
from sekisho.portal.queue.models import SavedQuestion
from sekisho.portal.refusals import IncompleteError, NotAllowedError, RefusedError, UnknownError

MOST = 50
"""The most questions that one person keeps in an organisation."""


_KEPT = Prepared(
    lambda: (
        SavedQuestion.objects.filter(
            Q(owner=Slot("user")) | Q(shared=True), organisation=Slot("place")
        )
        .select_related("owner")
        .order_by("name", "id")
    )
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A question that a person may ask by its name, and whether it is theirs to give up."""

    id: int
    name: str
    address: str
    shared: bool
    owner: str
    mine: bool


def questions_of(sitting: Sitting) -> tuple[Saved, ...]:
    """Gives a person's own questions and those shared in the organisation, by name."""
    if not who_may.may(sitting, "question.save"):
        return ()
    if sitting.organisation is None:
        return ()
    return tuple(
        Saved(
            row.pk,
            row.name,
            row.address,
            row.shared,
            str(row.owner),
            mine=row.owner_id == sitting.user_id,
        )
        for row in _KEPT(user=sitting.user_id, place=sitting.organisation.pk)
    )


def keep(sitting: Sitting, name: str, asked: Asked, *, shared: bool) -> None:
    """Keeps a question under a name; a person's own one of that name is replaced.

    Raises `IncompleteError` for a question that asks nothing, or has no name; `RefusedError`
    where somebody else shares one of that name.
    """
    who_may.require(sitting, "question.save")
    if shared:
        who_may.require(sitting, "question.share")
    name = " ".join(name.split())[:80]
    if sitting.user is None:
        raise NotAllowedError
    if not name:
        raise IncompleteError(message("portal.saved.no_name"))
    if not asked:
        raise IncompleteError(message("portal.saved.nothing_asked"))
    with transaction.atomic():
        User.objects.select_for_update().get(pk=sitting.user.pk)
        here = SavedQuestion.objects.filter(organisation=sitting.organisation)
        if shared and here.filter(name=name, shared=True).exclude(owner=sitting.user).exists():
            raise RefusedError(message("portal.saved.taken", name=name))
        own = here.filter(owner=sitting.user)
        if not own.filter(name=name).exists() and own.count() >= MOST:
            raise RefusedError(message("portal.saved.too_many", n=MOST))
        SavedQuestion.objects.update_or_create(
            organisation=sitting.organisation,
            owner=sitting.user,
            name=name,
            defaults={"address": asked.address, "shared": shared},
        )


def give_up(sitting: Sitting, id: int) -> None:
    """Removes a question of the person's own; raises `UnknownError` for any other."""
    who_may.require(sitting, "question.save")
    gone, _ = SavedQuestion.objects.filter(
        id=id, owner=sitting.user, organisation=sitting.organisation
    ).delete()
    if not gone:
        raise UnknownError
