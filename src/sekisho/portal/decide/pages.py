"""The page of a decision: its text, its signatures, and the one button that is this person's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.portal import who_may
from sekisho.portal.accounts.entry.sessions import recently_confirmed
from sekisho.portal.cases import door
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import doing, not_done, sitting_of
from sekisho.portal.cases.shown import TWO_SIGN
from sekisho.portal.decide import acts, queries
from sekisho.portal.decide.forms import DecisionForm
from sekisho.portal.refusals import RefusedError, UnknownError


@require_http_methods(["GET", "POST"])
@login_required
def decision(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """Shows a decision, and takes a new version of its text."""
    if act not in TWO_SIGN:
        raise UnknownError
    now = Doing(sitting_of(request), door.now())
    view = cases.view_case(id, now.sitting, now.today)
    who_may.require(now.sitting, "decision.draft", view.case)
    opened = queries.open_decision(view.case, act)
    first = (
        {
            "until": opened.text.until,
            "measure": opened.text.measure,
            "reasons": opened.text.reasons,
            "measures": opened.text.measures,
        }
        if opened
        else {}
    )
    form = DecisionForm(act, request.POST or None, initial=first)
    told: dict[str, Any] = {
        "form": form,
        "case": view.case,
        "view": view,
        "act": act,
        "law": next((known for known in view.acts if known.act == act), None),
        "status": 422 if form.errors else 200,
    }
    if request.method == "POST" and form.is_valid():
        by = doing(request)
        try:
            acts.draft(id, by, queries.new_text(view.case, by, act, **form.cleaned_data))
        except RefusedError as error:
            told |= not_done(error, id, now.sitting)
        else:
            return redirect("decision", id=id, act=act)
    told["between"] = queries.between(view.case, act, now.today)
    told |= {"opened": opened, "signing": queries.signing(opened, now.sitting, view.case)}
    return render(request, "decide/decision.html", told, status=told["status"])


@require_POST
@login_required
@recently_confirmed
def signature(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """Signs the text that was shown."""
    acts.sign(id, doing(request), act, request.POST.get("text_sha256", ""))
    return redirect("case", id=id)


@require_POST
@login_required
def dropping(request: HttpRequest, id: UUID, act: str) -> HttpResponse:
    """Lays a decision aside."""
    acts.drop(id, doing(request), act)
    return redirect("case", id=id)
