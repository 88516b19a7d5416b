"""Identity brokers (OpenID Connect): a person comes with the corporate number of the firm.

The number is read from the signed token alone and must be that of the organisation which
invited the person; the session then acts for organisations of that number only.
"""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from sekisho.model.values.message import message
from sekisho.portal.accounts.models import Invitation, Membership, Organisation, User
from sekisho.portal.accounts.people import acts
from sekisho.portal.accounts.sitting import BOUND
from sekisho.portal.look.refusals import refusal_page
from sekisho.portal.refusals import NotAllowedError, RefusedError
from sekisho.read.lists.numbers import is_right


def is_corporate_number(text: str) -> bool:
    """Says whether a text is a corporate number: 13 digits of which the first checks the others.

    The check is that of the lists of parties (Ministry of Finance order on the corporate number).
    """
    return text.isascii() and text.isdigit() and is_right("corporate_number", text)


def join(request: HttpRequest, arriving: Any) -> None:
    """Joins whom a broker sends to the account that was invited; raises the page of a refusal."""
    try:
        number = _join(request, arriving)
    except RefusedError as error:
        raise ImmediateHttpResponse(refusal_page(request, error, 403)) from error
    request.session[BOUND] = number


def _join(request: HttpRequest, arriving: Any) -> str:
    claims = arriving.account.extra_data.get("id_token", {})
    name = arriving.provider.app.settings["number_claim"]
    number = str(claims.get(name, ""))
    if not is_corporate_number(number):
        raise NotAllowedError(message("portal.broker.no_number"))
    if arriving.is_existing:
        if not _member(arriving.user, number):
            raise _uninvited()
        return number
    if claims.get("email_verified") is not True:
        raise NotAllowedError(message("portal.broker.no_email"))
    email = str(claims.get("email", "")).strip().lower()
    with transaction.atomic():
        list(Organisation.objects.select_for_update().filter(corporate_number=number))
        user = _invited(email, number, str(claims.get("name", "")))
        arriving.connect(request, user)
    return number


def _invited(email: str, number: str, name: str) -> User:
    """Gives the account to join: one that belongs there, else one made by its invitation."""
    at = timezone.now()
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None and _member(user, number):
        return user
    offered = (
        Invitation.objects.select_related("organisation")
        .filter(
            email=email,
            organisation__corporate_number=number,
            answered_at__isnull=True,
            voided_at__isnull=True,
            expires_at__gt=at,
        )
        .order_by("made_at")
        .first()
    )
    if offered is None:
        raise _uninvited()
    return acts.take_up(offered, at, user, name or email, None)


def _member(user: User, number: str) -> bool:
    return Membership.objects.filter(
        user=user, until__isnull=True, organisation__corporate_number=number
    ).exists()


def _uninvited() -> NotAllowedError:
    return NotAllowedError(
        message("portal.broker.not_invited"), hint=message("portal.broker.not_invited.remedy")
    )
