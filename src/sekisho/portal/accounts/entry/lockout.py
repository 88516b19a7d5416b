"""Who tried to sign in, and how a closed door is opened again."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from axes.helpers import get_lockout_response
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sekisho.portal.accounts.models import User


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Gives the address that was tried, whatever its letter case."""
    given = (credentials or {}).get("email") or request.POST.get("login", "")
    return str(given).strip().lower()


def closed_page(request: HttpRequest) -> HttpResponse:
    """Gives the page that says until when the door stays closed."""
    answer = get_lockout_response(request)
    assert isinstance(answer, HttpResponse)  # noqa: S101 (axes is not typed)
    return answer


def is_closed(user: User) -> bool:
    """Says whether signing in is closed for a person, from any address."""
    return bool(
        AccessAttempt.objects.filter(
            username=user.email.lower(), failures_since_start__gte=settings.AXES_FAILURE_LIMIT
        ).exists()
    )


def open_again(request: HttpRequest, user: User) -> None:
    """Forgets the failed tries of a person."""
    reset(username=user.email.lower())
    ratelimit.clear(request, action="login_failed", key=f"mfa-auth-user-{user.pk}")
