"""The pages of casework: one case's desk, absences, and cases grouped by what they share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.cases import door
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import doing, sitting_of
from sekisho.portal.decide import notes
from sekisho.portal.examine import casework, queries
from sekisho.portal.examine.forms import (
    KINDS,
    AbsenceForm,
    AdviceForm,
    AssignForm,
    ConsultedForm,
    NoteForm,
    ResolveForm,
)
from sekisho.portal.examine.precedents import precedents
from sekisho.portal.examine.subjects import subjects_of
from sekisho.portal.look.forms import is_number
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import IncompleteError, RefusedError
from sekisho.report.catalogue import say_id

MOST_SAID = 3
"""Of the answers that wait for one reason the first are shown; the report has all."""


@require_GET
@login_required
def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """The desk of a case: who examines, who is consulted, advice, what waits for a reason."""
    now = Doing(sitting_of(request), door.now())
    view = cases.view_case(id, now.sitting, now.today)
    who_may.require(now.sitting, "case.advise", view.case)
    own = who_may.may(now.sitting, "case.assign", view.case)
    examiner, deputy = queries.examiner_of(view.case, now.today)
    told = {
        "view": view,
        "case": view.case,
        "own": own,
        "examiner": examiner,
        "deputy": deputy,
        "advice": queries.advice_on(view.case, now.sitting, lang_of()),
        "most_said": MOST_SAID,
        "causes": queries.open_causes(view.assessment) if own else (),
        "precedents": precedents(view.case, now.today) if own else (),
        "assign_form": AssignForm(queries.colleagues(now.sitting.organisation)),
        "consulted_form": ConsultedForm(queries.other_authorities(view.case)),
        "consult": next((act for act in view.acts if act.act == "consult"), None),
        "advice_form": AdviceForm(subjects_of(view.case, lang_of())),
        "consultations": queries.consultations(view.case) if own else (),
        "asked_of_us": queries.open_consultation(view.case, now.sitting) if not own else None,
    }
    return render(request, "examine/casework.html", told)


@require_POST
@login_required
def assignment(request: HttpRequest, id: UUID) -> HttpResponse:
    """Gives the case to an examiner."""
    who_may.require(sitting_of(request), "case.assign", cases.find_case(id, sitting_of(request)))
    form = AssignForm(queries.colleagues(sitting_of(request).organisation), request.POST)
    if not form.is_valid():
        raise IncompleteError(message("portal.assign.nobody"))
    casework.assign(id, doing(request), form.cleaned_data["examiner"].id)
    return redirect("casework", id=id)


@require_POST
@login_required
def advice(request: HttpRequest, id: UUID) -> HttpResponse:
    """Gives advice on a subject."""
    who_may.require(sitting_of(request), "case.advise", cases.find_case(id, sitting_of(request)))
    case = cases.find_case(id, sitting_of(request))
    form = AdviceForm(subjects_of(case, lang_of()), request.POST)
    if not form.is_valid():
        raise IncompleteError(message("portal.advice.no_view"))
    given = form.cleaned_data
    casework.advise(id, doing(request), given["subject"], given["view"], given["text"])
    return redirect("casework", id=id)


@require_POST
@login_required
def resolution(request: HttpRequest, id: UUID) -> HttpResponse:
    """Gives the reason that resolves a cause."""
    who_may.require(
        sitting_of(request), "finding.resolve", cases.find_case(id, sitting_of(request))
    )
    form = ResolveForm(request.POST)
    if not form.is_valid():
        raise IncompleteError(message("portal.resolve.no_reason"))
    given = form.cleaned_data
    casework.resolve(id, doing(request), given["cause"], given["reason"])
    return redirect("casework", id=id)


@require_POST
@login_required
def consulted(request: HttpRequest, id: UUID) -> HttpResponse:
    """Consults another authority."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "consult", case)
    form = ConsultedForm(queries.other_authorities(case), request.POST)
    if not form.is_valid():
        raise IncompleteError(message("portal.consult.nobody"))
    given = form.cleaned_data
    casework.consult_authority(id, doing(request), given["authority"].id, given["request"])
    return redirect("casework", id=id)


@require_POST
@login_required
def consultation_answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Answers a consultation, as the authority that was consulted."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "consultation.answer", case)
    casework.answer_consultation(id, doing(request), request.POST.get("answer", ""))
    return redirect("casework", id=id)


@require_POST
@login_required
def consultation_end(request: HttpRequest, id: UUID, consultation: int) -> HttpResponse:
    """Ends a consultation."""
    casework.end_consultation(id, doing(request), consultation)
    return redirect("casework", id=id)


@require_http_methods(["GET", "POST"])
@login_required
def absences(request: HttpRequest) -> HttpResponse:
    """States when the person is away, and who stands in."""
    now = Doing(sitting_of(request), door.now())
    who_may.require(now.sitting, "absence.state")
    people = queries.colleagues(now.sitting.organisation, but=now.sitting.user)
    form = AbsenceForm(people, request.POST or None)
    told: dict[str, Any] = {"form": form, "today": now.today}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            casework.be_absent(now, given["first_on"], given["last_on"], given["deputy"].id)
        except RefusedError as error:
            told["defects"] = error.defects
        else:
            return redirect("absences")
    told |= {
        "rows": queries.absences_of(now.sitting),
        "stands_in": now.sitting.stands_in,
    }
    wrong = form.errors or "defects" in told
    return render(request, "examine/absences.html", told, status=422 if wrong else 200)


@require_POST
@login_required
def absence_end(request: HttpRequest, id: int) -> HttpResponse:
    """Ends an absence early."""
    casework.be_back(Doing(sitting_of(request), door.now()), id)
    return redirect("absences")


@require_GET
@login_required
def groups(request: HttpRequest) -> HttpResponse:
    """Cases that share a product, a supplier or a contractor."""
    kind = request.GET.get("by", KINDS[0])
    kind = kind if kind in KINDS else KINDS[0]
    found = queries.groups(sitting_of(request), kind)
    page = Paginator(found, cases.PAGE).get_page(request.GET.get("page"))
    return render(request, "examine/groups.html", {"page": page, "kind": kind, "kinds": KINDS})


@require_http_methods(["GET", "POST"])
@login_required
def group(request: HttpRequest) -> HttpResponse:
    """The cases of one group, and one note for those that are chosen."""
    now = Doing(sitting_of(request), door.now())
    asked = request.GET if request.method == "GET" else request.POST
    kind, key = asked.get("by", ""), asked.get("key", "")
    rows = queries.cases_of(now.sitting, kind, key)
    form = NoteForm(request.POST or None)
    told: dict[str, Any] = {
        "rows": rows,
        "kind": kind,
        "kind_said": say_id(f"portal.group.{kind}", lang_of()) if kind in KINDS else "",
        "key": key,
        "name": queries.name_of(now.sitting, kind, key) or key,
        "form": form,
        "done": (),
        "chosen": request.POST.getlist("case"),
    }
    known = {str(row.id): row for row in rows}
    wanted = [known[id] for id in request.POST.getlist("case") if id in known]
    if request.method == "POST" and not wanted:
        form.add_error(None, say_id("portal.note.none", lang_of()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        versions = {
            row.id: int(version)
            for row in wanted
            if is_number(version := request.POST.get(f"version-{row.id}", ""))
        }
        told["done"] = notes.draft_for(
            versions, now, given["act"], given["reasons"], given["until"]
        )
    return render(request, "examine/group.html", told, status=422 if form.errors else 200)
