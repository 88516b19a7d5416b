"""What is done about people: invite, invite again, take back, end a role, open the door again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import (
    AccountEvent,
    Invitation,
    Membership,
    Organisation,
    User,
)
from sekisho.portal.accounts.people import mail
from sekisho.portal.accounts.people.door import Household, enter
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.door import Doing
from sekisho.portal.refusals import IncompleteError, RefusedError, UnknownError

Link = Callable[[str], str]
"""Makes the address of the page on which an invitation is answered from its secret."""


def invite(doing: Doing, email: str, role: str, link: Link) -> Invitation:
    """Offers a role to whoever reads the mail of an address."""
    with enter("people.invite", doing) as here:
        email = email.strip().lower()
        if role not in who_may.roles_in(here.organisation.kind):
            raise IncompleteError(message("portal.people.no_such_role"))
        if Membership.objects.filter(
            organisation=here.organisation, role=role, user__email=email, until__isnull=True
        ).exists():
            raise RefusedError(message("portal.people.has_role"))
        if _open_ones(here, email=email, role=role).exists():
            raise RefusedError(
                message("portal.people.invited"), hint=message("portal.people.invited.remedy")
            )
        return _offer(here, email, role, "invite", link)


def invite_again(doing: Doing, invitation: UUID, link: Link) -> Invitation:
    """Makes a new link and sends it; the old one leads nowhere any more."""
    with enter("people.invite", doing) as here:
        old = _void(here, invitation)
        return _offer(here, old.email, old.role, "invite_again", link)


def take_back(doing: Doing, invitation: UUID) -> None:
    """Takes an invitation back that was not answered."""
    with enter("people.invite", doing) as here:
        old = _void(here, invitation)
        here.append("take_back", invitation=str(old.id), email=old.email, role=old.role)


def end_role(doing: Doing, membership: int) -> None:
    """Ends a role; every session of the person ends with it."""
    with enter("people.end", doing) as here:
        held = (
            Membership.objects.select_related("user")
            .filter(organisation=here.organisation, id=membership, until__isnull=True)
            .first()
        )
        if held is None:
            raise UnknownError
        if who_may.keeps_house(held.role) and not _others_keep_house(here, held):
            raise RefusedError(
                message("portal.people.last_steward"),
                hint=message("portal.people.last_steward.remedy"),
            )
        held.until = doing.at
        held.save()
        end_sessions(held.user, doing.at)
        here.append("end_role", about=held.user, role=held.role)


def release(doing: Doing, user: UUID, open_again: Callable[[User], None]) -> None:
    """Opens the door again to a person who was locked out."""
    with enter("people.release", doing) as here:
        member = User.objects.filter(
            id=user,
            memberships__organisation=here.organisation,
            memberships__until__isnull=True,
        ).first()
        if member is None:
            raise UnknownError
        open_again(member)
        here.append("release", about=member)


def end_sessions(user: User, at: datetime) -> None:
    """Ends every session of a person."""
    user.sessions_since = at
    user.save(update_fields=["sessions_since"])


def find_open(token: str, at: datetime) -> Invitation:
    """Gives the invitation of a link; raises `UnknownError` for one that is used, void or over."""
    digest = _digest(token)
    found = (
        Invitation.objects.select_related("organisation")
        .filter(token_sha256=digest, answered_at__isnull=True, voided_at__isnull=True)
        .first()
    )
    if (
        found is None
        or not hmac.compare_digest(found.token_sha256, digest)
        or found.expires_at <= at
    ):
        raise UnknownError(
            message("portal.invitation.gone"), hint=message("portal.invitation.gone.remedy")
        )
    return found


def answer(token: str, at: datetime, user: User | None, name: str, password: str | None) -> User:
    """Takes the role up: with a new account, or for the person who sits there already.

    Without a password the account can be entered by an identity broker alone.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(id=find_open(token, at).organisation_id)
        return take_up(find_open(token, at), at, user, name, password)


def take_up(
    invitation: Invitation, at: datetime, user: User | None, name: str, password: str | None
) -> User:
    """Takes up an open invitation, inside a transaction that has locked its organisation."""
    known = User.objects.filter(email=invitation.email).first()
    if known is not None and known != user:
        raise RefusedError(
            message("portal.invitation.sign_in"), hint=message("portal.invitation.sign_in.remedy")
        )
    if known is None and not name.strip():
        raise IncompleteError(message("portal.invitation.no_name"))
    member = known or User.objects.create_user(invitation.email, password, name=name.strip())
    Membership.objects.get_or_create(
        user=member,
        organisation=invitation.organisation,
        role=invitation.role,
        until=None,
        defaults={"since": at},
    )
    invitation.answered_at, invitation.answered_by = at, member
    invitation.save()
    AccountEvent.objects.create(
        act="answer",
        by=member,
        about=member,
        organisation=invitation.organisation,
        payload={"invitation": str(invitation.id), "role": invitation.role},
    )
    return member


def open_organisation(facts: dict[str, Any], steward: str, at: datetime, link: Link) -> Invitation:
    """Opens an organisation and invites its first steward: done by who runs the site."""
    authority = facts.get("authority")
    if authority and Organisation.objects.filter(authority=authority).exists():
        raise RefusedError(message("portal.people.authority_taken", authority=authority))
    with transaction.atomic():
        place = Organisation.objects.create(**facts)
        AccountEvent.objects.create(act="open_organisation", organisation=place)
        here = Household(place, Doing(Sitting(organisation=place), at))
        role = next(role for role in who_may.roles_in(place.kind) if who_may.keeps_house(role))
        return _offer(here, steward.strip().lower(), role, "invite", link)


def _offer(here: Household, email: str, role: str, act: str, link: Link) -> Invitation:
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        organisation=here.organisation,
        email=email,
        role=role,
        token_sha256=_digest(token),
        made_by=here.doing.sitting.user,
        made_at=here.doing.at,
        expires_at=here.doing.at + timedelta(days=settings.INVITATION_DAYS),
    )
    here.append(act, invitation=str(made.id), email=email, role=role)
    mail.send_invitation(made, link(token))
    return made


def _void(here: Household, invitation: UUID) -> Invitation:
    old: Invitation | None = _open_ones(here, id=invitation).first()
    if old is None:
        raise UnknownError
    old.voided_at = here.doing.at
    old.save()
    return old


def _open_ones(here: Household, **wanted: Any) -> Any:
    return Invitation.objects.filter(
        organisation=here.organisation, answered_at__isnull=True, voided_at__isnull=True, **wanted
    )


def _others_keep_house(here: Household, held: Membership) -> bool:
    roles = [role for role in who_may.ROLES if who_may.keeps_house(role)]
    others = Membership.objects.filter(
        organisation=here.organisation, role__in=roles, until__isnull=True
    )
    return others.exclude(Q(id=held.id)).exists()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
