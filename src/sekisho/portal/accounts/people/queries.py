"""What the page of the people reads."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings

from sekisho.portal import who_may
from sekisho.portal.accounts.models import (
    AccountEvent,
    Invitation,
    Membership,
    Organisation,
    User,
)
from sekisho.portal.accounts.people.door import version_of
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.refusals import NotAllowedError

HISTORY = 50


@dataclass(frozen=True, slots=True)
class Member:
    """A person with the roles held here now, and whether the door is open to it."""

    user: User
    roles: tuple[Membership, ...]
    has_factor: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The people of an organisation, who was invited, and what was done."""

    organisation: Organisation
    version: int
    roles: tuple[str, ...]
    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]
    history: tuple[AccountEvent, ...]
    factor_needed: bool
    people_only: bool
    """Whether the organisation can do nothing else in the portal yet."""


def view_people(sitting: Sitting) -> PeopleView:
    """Gathers the people of the person's own organisation."""
    who_may.require(sitting, "people.see")
    here = sitting.organisation
    if here is None:
        raise NotAllowedError
    history = AccountEvent.objects.filter(organisation=here).select_related("by", "about")
    return PeopleView(
        organisation=here,
        version=version_of(here),
        roles=who_may.roles_in(here.kind),
        members=_members(here),
        invitations=tuple(
            Invitation.objects.filter(
                organisation=here, answered_at__isnull=True, voided_at__isnull=True
            ).order_by("email", "role")
        ),
        history=tuple(history.order_by("-seq")[:HISTORY]),
        factor_needed=settings.SECOND_FACTOR and who_may.needs_factor(here.kind),
        people_only=who_may.looks_after_people_only(here.kind),
    )


def _members(here: Organisation) -> tuple[Member, ...]:
    rows = list(
        Membership.objects.filter(organisation=here, until__isnull=True)
        .select_related("user")
        .order_by("user__name", "user__email", "role")
    )
    users = {row.user_id: row.user for row in rows}
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    strong = set(
        Authenticator.objects.filter(user__in=users, type__in=kinds).values_list(
            "user_id", flat=True
        )
    )
    closed = set(
        AccessAttempt.objects.filter(
            username__in=[user.email for user in users.values()],
            failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        ).values_list("username", flat=True)
    )
    return tuple(
        Member(
            user=user,
            roles=tuple(row for row in rows if row.user_id == id),
            has_factor=id in strong,
            closed=user.email in closed,
        )
        for id, user in users.items()
    )
