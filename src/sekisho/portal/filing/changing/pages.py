"""The pages of a change: it is opened from its plan, and explained field by field."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sekisho.portal import who_may
from sekisho.portal.cases import door
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import doing, sitting_of
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.changing import acts
from sekisho.portal.filing.changing.shown import told_of
from sekisho.portal.filing.forms import NewForm
from sekisho.portal.filing.pages import handed_in
from sekisho.portal.look.frame import lang_of


@require_http_methods(["GET", "POST"])
@login_required
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Opens a change of a plan that went through."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, acts.ACT, case)
    if request.method == "POST":
        return redirect("plan_changes", id=acts.open_change(id, doing(request)))
    return render(request, "filing/change.html", {"case": case})


@require_GET
@login_required
def plan_changes(request: HttpRequest, id: UUID) -> HttpResponse:
    """What differs from the plan that is changed, and how the law classes it."""
    now = Doing(sitting_of(request), door.now())
    view = cases.view_case(id, now.sitting, now.today)
    told = told_of(view.case, now, lang_of(), writing=view.state in WRITING)
    if told is None:
        return redirect("case", id=id)
    return render(request, "filing/plan_changes.html", {"case": view.case, **told})


@require_POST
@login_required
def list_changes(request: HttpRequest, id: UUID) -> HttpResponse:
    """Lists in the filing what differs."""
    acts.take_changes(id, doing(request))
    return redirect("plan_changes", id=id)


@require_POST
@login_required
def kind(request: HttpRequest, id: UUID) -> HttpResponse:
    """Makes the filing the kind that the law asks for."""
    acts.become(id, doing(request), request.POST.get("kind", ""))
    return redirect("plan_changes", id=id)


@require_http_methods(["GET", "POST"])
@login_required
def changed_plan_file(request: HttpRequest, id: UUID) -> HttpResponse:
    """Takes the plan that is changed from a file, where it is not in this portal."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "draft.save", case)
    form = NewForm(request.POST or None, request.FILES or None)
    filing, defects = handed_in(form)
    if filing is not None:
        acts.bring_plan(id, doing(request), filing)
        return redirect("plan_changes", id=id)
    told = {"form": form, "defects": defects, "case": case}
    status = 422 if request.method == "POST" else 200
    return render(request, "filing/changed_plan_file.html", told, status=status)
