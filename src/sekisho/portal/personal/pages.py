"""The page of the personal data of a case, and the act that destroys it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sekisho.portal import who_may
from sekisho.portal.accounts.entry.sessions import recently_confirmed
from sekisho.portal.cases import door
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import doing, sitting_of
from sekisho.portal.cases.queries import find_case
from sekisho.portal.filing.forms import ReasonForm
from sekisho.portal.personal import queries, retention


@require_http_methods(["GET", "POST"])
@login_required
def personal(request: HttpRequest, id: UUID) -> HttpResponse:
    """What of a case is personal and until when it is kept; destroyed here, with a reason."""
    now = Doing(sitting_of(request), door.now())
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        who_may.require(now.sitting, "personal.erase", find_case(id, now.sitting))
        if form.is_valid():
            return _erase(request, id, form.cleaned_data["reason"])
    view = queries.view_personal(id, now.sitting, now.today)
    told = {"view": view, "case": view.case, "form": form}
    return render(request, "cases/personal.html", told, status=422 if form.errors else 200)


@recently_confirmed
def _erase(request: HttpRequest, id: UUID, reason: str) -> HttpResponse:
    retention.erase(id, doing(request), reason)
    return redirect("personal", id=id)
