"""Where a second factor is asked for, nobody goes on without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Seated

_OPEN = frozenset({"home", "language", "seat", "permissions", "invitation"})
_OPEN_ROOMS = ("account_", "mfa_")


class FactorMiddleware:
    """Sends who lacks a second factor that is needed to the page where one is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request."""
        return self._next(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, given: Any
    ) -> HttpResponse | None:
        """Looks at every page but those that lead to a second factor."""
        del view, args, given
        match = request.resolver_match
        name = (match.url_name if match else None) or ""
        if name in _OPEN or name.startswith(_OPEN_ROOMS) or not request.user.is_authenticated:
            return None
        if who_may.is_too_weak(cast("Seated", request).sitting):
            return redirect("mfa_index")
        return None
