"""How a refusal reaches the person: a page that says why, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sekisho.model.errors import SekishoError
from sekisho.model.values.message import message
from sekisho.portal.look.full import is_full
from sekisho.portal.refusals import (
    ErasedError,
    FullError,
    NotAllowedError,
    RefusedError,
    StaleError,
    UnknownError,
)

_STATUS: tuple[tuple[type[SekishoError], int], ...] = (
    (UnknownError, 404),
    (NotAllowedError, 403),
    (StaleError, 409),
    (ErasedError, 410),
    (RefusedError, 422),
    (SekishoError, 422),
)


_UNSEEN = frozenset({404, 410})
_SEEN = frozenset({409, 422})
_WRITTEN = ("cases/", "groups/")
_TEXTS = ("text", "reason", "reasons", "measures", "whom", "subject", "request", "answer")
"""Where people write at length, and under which names."""


class RefusalMiddleware:
    """Turns our errors into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers the request."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Gives the page of a refusal; other exceptions go on."""
        if is_full(error):
            return full(request)
        if not isinstance(error, SekishoError):
            return None
        return refusal_page(request, error, status_of(error))


def status_of(error: SekishoError) -> int:
    """Gives the status of the page that tells a refusal."""
    return next(code for kind, code in _STATUS if isinstance(error, kind))


def refusal_page(request: HttpRequest, error: SekishoError, status: int) -> HttpResponse:
    """Says a refusal."""
    return render(
        request,
        "refusal.html",
        {
            "defects": error.defects,
            "status": status,
            "typed": _typed(request) if status not in _UNSEEN else (),
            "place": _place(request) if status in _SEEN else None,
        },
        status=status,
    )


def _typed(request: HttpRequest) -> tuple[str, ...]:
    """What was typed and is not kept, to be copied; never what proves who somebody is."""
    found = request.resolver_match
    if request.method != "POST" or found is None or not str(found.route).startswith(_WRITTEN):
        return ()
    texts = (request.POST.get(name, "").strip() for name in _TEXTS)
    return tuple(text for text in texts if text)


def _place(request: HttpRequest) -> str | None:
    """The case that the refused act was about."""
    found = request.resolver_match
    about = found.kwargs.get("id") if found and str(found.route).startswith("cases/") else None
    return str(about) if isinstance(about, UUID) else None


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Says that the form is no longer good: its session has ended, or it is not of this site."""
    del reason
    error = NotAllowedError(
        message("portal.refused.expired"), hint=message("portal.refused.expired.remedy")
    )
    return refusal_page(request, error, 403)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that what was sent is no form of ours, or was cut off on its way."""
    del exception
    error = RefusedError(
        message("portal.intake.unreadable"), hint=message("portal.intake.unreadable.remedy")
    )
    return refusal_page(request, error, 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that there is no such page."""
    del exception
    return refusal_page(request, UnknownError(), 404)


def full(request: HttpRequest) -> HttpResponse:
    """Says that the disk is full."""
    error = FullError(message("portal.full"), hint=message("portal.full.remedy"))
    return refusal_page(request, error, 507)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Says that this person may not."""
    del exception
    return refusal_page(request, NotAllowedError(), 403)


def broken(request: HttpRequest) -> HttpResponse:
    """Says that the portal itself failed, or that its disk is full."""
    if is_full(sys.exc_info()[1]):
        return full(request)
    error = SekishoError(message("portal.broken"), hint=message("portal.broken.remedy"))
    return refusal_page(request, error, 500)
