"""How long a session lasts, and how recently the person in it has proved who it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from sekisho.model.values.message import message
from sekisho.portal.look.refusals import refusal_page
from sekisho.portal.refusals import NotAllowedError

BEGUN, SEEN = "begun", "seen"
_NOTE_EVERY = 60.0
View = Callable[..., HttpResponse]


class SessionRules:
    """Ends a session that has lain idle, or lasted, too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request, as nobody's where the session is over."""
        if not request.user.is_authenticated:
            return self._next(request)
        now = time.time()
        if _is_over(request, now):
            logout(request)
            if request.method != "GET":
                return _over(request)
        elif now - float(request.session.get(SEEN, 0)) > _NOTE_EVERY:
            note(request, now)
        return self._next(request)


def note(request: HttpRequest, now: float) -> None:
    """Writes into the session when it was last used, and when it began."""
    request.session.setdefault(BEGUN, now)
    request.session[SEEN] = now


def is_recent(request: HttpRequest) -> bool:
    """Says whether the person has signed in or confirmed who it is a short while ago."""
    records = get_authentication_records(request, cast("Any", request.user))
    last = max((float(record["at"]) for record in records), default=0.0)
    return time.time() - last < settings.SIGN_WITHIN_SECONDS


def recently_confirmed(view: View) -> View:
    """Asks who has not lately proved who it is to do so, and then goes on with what was sent."""

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if not is_recent(request):
            raise ReauthenticationRequired
        return view(request, *args, **given)

    return confirmed


def _is_over(request: HttpRequest, now: float) -> bool:
    begun = float(request.session.get(BEGUN, now))
    seen = float(request.session.get(SEEN, now))
    return now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS


def _over(request: HttpRequest) -> HttpResponse:
    error = NotAllowedError(
        message("portal.session.over"), hint=message("portal.session.over.remedy")
    )
    return refusal_page(request, error, 403)
