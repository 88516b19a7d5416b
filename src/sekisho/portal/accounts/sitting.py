"""Who sits at the keyboard: the user, the organisation acted for, and the roles held in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from sekisho.portal.accounts.models import LENT, Membership, Organisation, User
from sekisho.portal.clock import today
from sekisho.portal.prepared import Prepared, Slot

SEAT = "seat"
"""The key of the session that holds the organisation acted for."""

BOUND = "bound_number"
"""The key of the session that holds the corporate number an identity broker vouched for."""


_ROLES_OF = Prepared(
    lambda: (
        Membership.objects.filter(user=Slot("user"), until__isnull=True)
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id")
    )
)
_AWAY = Prepared(
    lambda: (
        Membership.objects.filter(
            organisation=Slot("place"),
            until__isnull=True,
            user__is_active=True,
            user__absences__deputy=Slot("user"),
            user__absences__organisation=Slot("place"),
            user__absences__first_on__lte=Slot("on"),
            user__absences__last_on__gte=Slot("on"),
            user__absences__ended_at__isnull=True,
        )
        .select_related("user")
        .order_by("user__name", "user_id")
    )
)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Someone who is away today, and the roles in which the person stands in."""

    user: User
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A user in one organisation with the roles held there now.

    Someone who has not signed in, or belongs nowhere, has no organisation and no roles.
    """

    user: User | None = None
    organisation: Organisation | None = None
    roles: frozenset[str] = frozenset()
    others: tuple[Organisation, ...] = ()
    lacks_factor: bool = False
    """Whether the site asks for a second factor and this person has none."""
    stands_in: tuple[StandIn, ...] = ()
    """For whom the person stands in today, in this organisation."""

    @property
    def roles_today(self) -> frozenset[str]:
        """The person's own roles, and those of whoever is away and named the person deputy."""
        return self.roles.union(*(one.roles for one in self.stands_in))

    @property
    def kind(self) -> str:
        """What the organisation is to the law; empty for nobody's."""
        return self.organisation.kind if self.organisation else ""

    @property
    def user_id(self) -> UUID | None:
        """The id of the user, for a record."""
        return self.user.id if self.user else None


class Seated(HttpRequest):
    """A request that went through `SittingMiddleware`."""

    sitting: Sitting
    htmx: object


class SittingMiddleware:
    """Gives each request its `sitting`, looked up when it is first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request."""
        cast("Seated", request).sitting = cast("Sitting", SimpleLazyObject(lambda: sit(request)))
        return self._next(request)


def sit(request: HttpRequest) -> Sitting:
    """Finds who sits there: in the organisation chosen before, else in the first by name."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return Sitting()
    held = _ROLES_OF(user=user.pk)
    if bound := request.session.get(BOUND):
        held = [row for row in held if row.organisation.corporate_number == bound]
    places = {row.organisation_id: row.organisation for row in held}
    chosen = request.session.get(SEAT, "")
    here = next((id for id in places if str(id) == chosen), next(iter(places), None))
    if here is None:
        return Sitting(user=user)
    return Sitting(
        user=user,
        organisation=places[here],
        roles=frozenset(row.role for row in held if row.organisation_id == here),
        others=tuple(place for id, place in places.items() if id != here),
        lacks_factor=settings.SECOND_FACTOR and not has_factor(user),
        stands_in=stand_ins(user, places[here], today()),
    )


def stand_ins(user: User, organisation: Organisation, on: date) -> tuple[StandIn, ...]:
    """Gives for whom a person stands in on a day: in the roles that they hold there themselves."""
    roles = LENT.get(Organisation.Kind(organisation.kind), ())
    if not roles:
        return ()
    found: dict[User, set[str]] = {}
    for row in _AWAY(user=user.pk, place=organisation.pk, on=on):
        if row.role in roles:
            found.setdefault(row.user, set()).add(row.role)
    return tuple(StandIn(absent, frozenset(roles)) for absent, roles in found.items())


def has_factor(user: User) -> bool:
    """Says whether a person has set up an authenticator app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())
