"""The first page, the choice of language and seat, and the page of permissions."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import SEAT, Seated
from sekisho.portal.settings.environment import environment


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what this is, and where to go."""
    sitting = cast("Seated", request).sitting
    if environment().mode == "local" and who_may.may(sitting, "triage.see"):
        return redirect("updates")
    for act, page in (("case.list", "case_list"), ("people.see", "people")):
        if who_may.may(sitting, act):
            return redirect(page)
    return render(request, "home.html")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keeps the language chosen and goes back to where the person was."""
    answer = redirect(_back(request))
    lang = request.POST.get("language", "")
    if lang in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            lang,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
            httponly=True,
            max_age=365 * 86_400,
        )
    return answer


@require_POST
@login_required
def take_seat(request: HttpRequest) -> HttpResponse:
    """Chooses for which of the person's organisations to act."""
    sitting = cast("Seated", request).sitting
    chosen = request.POST.get("organisation", "")
    if any(str(place.id) == chosen for place in sitting.others):
        request.session[SEAT] = chosen
    return redirect("home")


@require_GET
def permissions(request: HttpRequest) -> HttpResponse:
    """Prints who may do what, from the table that decides it."""
    return render(
        request, "permissions.html", {"duties": who_may.by_duty(), "roles": who_may.ROLES}
    )


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
