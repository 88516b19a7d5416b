"""The pages about people: those of an organisation, and the answer to an invitation."""

from __future__ import annotations

import time
from typing import cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sekisho.portal import who_may
from sekisho.portal.accounts.entry import lockout, sessions
from sekisho.portal.accounts.models import User
from sekisho.portal.accounts.people import acts, queries
from sekisho.portal.accounts.people.forms import AnswerForm, InviteForm
from sekisho.portal.accounts.sitting import SEAT
from sekisho.portal.cases.pages import doing, sitting_of


@require_http_methods(["GET", "POST"])
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """The people of the organisation, who was invited, and a place to invite more."""
    sitting = sitting_of(request)
    who_may.require(sitting, "people.see")
    roles = who_may.roles_in(sitting.kind)
    form = InviteForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        acts.invite(doing(request), **form.cleaned_data, link=_link_of(request))
        return redirect("people")
    view = queries.view_people(sitting)
    told = {"form": form, "view": view, "now": timezone.now()}
    return render(request, "people/people.html", told, status=422 if form.errors else 200)


@require_POST
@login_required
def invite_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sends a new link."""
    acts.invite_again(doing(request), id, _link_of(request))
    return redirect("people")


@require_POST
@login_required
def take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Takes an invitation back."""
    acts.take_back(doing(request), id)
    return redirect("people")


@require_POST
@login_required
def end_role(request: HttpRequest, id: int) -> HttpResponse:
    """Ends a role."""
    acts.end_role(doing(request), id)
    return redirect("people")


@require_POST
@login_required
def release(request: HttpRequest, id: UUID) -> HttpResponse:
    """Lets a person in again who was locked out."""
    acts.release(doing(request), id, lambda user: lockout.open_again(request, user))
    return redirect("people")


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation offers, and the place to take it up."""
    at = timezone.now()
    found = acts.find_open(token, at)
    known = User.objects.filter(email=found.email).first()
    told = {"invitation": found, "known": known, "here": request.get_full_path()}
    if known is not None:
        if request.method == "POST" and request.user == known:
            acts.answer(token, at, known, "", None)
            request.session[SEAT] = str(found.organisation_id)
            return redirect("home")
        return render(request, "people/join.html", told)
    form = AnswerForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        user = acts.answer(token, at, None, given["name"], given["password1"])
        _enter(request, user)
        request.session[SEAT] = str(found.organisation_id)
        return redirect("mfa_activate_totp")
    return render(
        request,
        "people/invitation.html",
        {**told, "form": form},
        status=422 if form.errors else 200,
    )


@require_GET
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The person's own account: password, second factor, roles."""
    user = cast("User", request.user)
    held = user.memberships.filter(until__isnull=True).select_related("organisation")
    return render(request, "account/account.html", {"held": held.order_by("organisation__name")})


def _enter(request: HttpRequest, user: User) -> None:
    """Signs in who has just chosen a password: proved as recently as can be."""
    get_adapter().login(request, user)
    record_authentication(request, user, method="password")
    sessions.note(request, time.time())


def _link_of(request: HttpRequest) -> acts.Link:
    return lambda token: request.build_absolute_uri(reverse("invitation", args=[token]))
