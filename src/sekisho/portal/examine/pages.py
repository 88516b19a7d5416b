"""The examiner's pages: acceptance, return, questions, consultations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from sekisho.portal import who_may
from sekisho.portal.cases import door
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import doing, sitting_of
from sekisho.portal.examine import acts
from sekisho.portal.examine.forms import AcceptForm, AskForm, ConsultForm, FindingForm, ReturnForm

_METHODS = ["GET", "POST"]


@require_http_methods(_METHODS)
@login_required
def acceptance(request: HttpRequest, id: UUID) -> HttpResponse:
    """Accepts a filing as of a day."""
    return _act(
        request, id, "accept", AcceptForm, lambda by, given: acts.accept(id, by, given["on"])
    )


@require_http_methods(_METHODS)
@login_required
def giving_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Returns a filing."""
    return _act(
        request, id, "return", ReturnForm, lambda by, given: acts.give_back(id, by, given["reason"])
    )


@require_http_methods(_METHODS)
@login_required
def question(request: HttpRequest, id: UUID) -> HttpResponse:
    """Asks the filer."""
    return _act(request, id, "ask", AskForm, lambda by, given: acts.ask(id, by, given["text"]))


@require_http_methods(_METHODS)
@login_required
def finding(request: HttpRequest, id: UUID) -> HttpResponse:
    """Finds that a refusal has no just cause."""
    return _act(
        request,
        id,
        "find_unjust",
        FindingForm,
        lambda by, given: acts.find_unjust(id, by, given["reason"]),
    )


@require_http_methods(_METHODS)
@login_required
def consultation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Records a consultation."""
    return _act(
        request,
        id,
        "consult",
        ConsultForm,
        lambda by, given: acts.consult(id, by, given["on"], given["whom"]),
    )


def _act(
    request: HttpRequest,
    id: UUID,
    act: str,
    form_of: type[forms.Form],
    do: Callable[[Doing, dict[str, Any]], None],
) -> HttpResponse:
    """One act on one page: what it does, what it needs, one button."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, act, case)
    form = form_of(request.POST or None, initial={"on": now.today})
    if request.method == "POST" and form.is_valid():
        do(doing(request), form.cleaned_data)
        return redirect("case", id=id)
    told = {"form": form, "case": case, "title": f"portal.{act}.title", "act": act}
    return render(request, "cases/act.html", told, status=422 if form.errors else 200)
