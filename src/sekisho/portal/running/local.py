"""One user's workbench on loopback: no accounts, one organisation, one person.

The machine may have other users, and a browser other pages. So the address that is printed
holds a key, which seats whoever opens it; nothing is answered without that, nor to another
machine.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from ipaddress import ip_address

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from sekisho.model.values.message import message
from sekisho.portal.accounts.models import Membership, Organisation, Role, User
from sekisho.portal.look.refusals import refusal_page
from sekisho.portal.refusals import NotAllowedError, UnknownError
from sekisho.portal.settings.environment import environment
from sekisho.portal.settings.stores import kept_secret

LOCAL = "local"
"""The mode, and the role of the one person in it beside that of a filer."""
_EMAIL = "desk@local.invalid"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_OPEN = ("/desk/", "/static/", "/language/")


class LocalMiddleware:
    """In local mode: seats nobody but who opened the printed address on this machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request."""
        return self._next(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuses what is not the local user's; in other modes lets everything through."""
        if environment().mode != LOCAL:
            return None
        outside = request.path.startswith("/accounts/") and not request.path.endswith("/logout/")
        if outside or not is_loopback(request.META.get("REMOTE_ADDR", "")):
            return refusal_page(request, UnknownError(), 404)
        if request.user.is_authenticated or request.path.startswith(_OPEN):
            return None
        said, remedy = message("portal.local.closed"), message("portal.local.closed.remedy")
        return refusal_page(request, NotAllowedError(said, hint=remedy), 403)


@require_GET
def sit_down(request: HttpRequest, key: str) -> HttpResponseRedirect:
    """Seats who opens the address that was printed."""
    if environment().mode != LOCAL or not hmac.compare_digest(key.encode(), desk_key().encode()):
        raise UnknownError
    login(request, local_user(), backend=_BACKEND)
    return redirect("home")


def desk_key() -> str:
    """Gives the key of the address; it stays the same, so that the address can be kept."""
    return kept_secret(environment(), "desk")


def local_user() -> User:
    """Gives the one user; makes the user and the organisation when they are first asked for."""
    with transaction.atomic():
        place, _ = Organisation.objects.get_or_create(
            kind=Organisation.Kind.OPERATOR,
            name="手元の作業台",
            defaults={"name_en": "Local workbench"},
        )
        user = User.objects.filter(email=_EMAIL).first() or User.objects.create_user(
            _EMAIL, name="利用者"
        )
        for role in (Role.FILER, LOCAL):
            Membership.objects.get_or_create(user=user, organisation=place, role=role, until=None)
    return user


def is_loopback(host: str) -> bool:
    """Says whether a host name or number is this machine's own."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
