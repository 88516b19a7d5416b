"""The operator's pages: a new case, its draft, its evidence, its submission."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.model.errors import Defect, InputError
from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.cases import door
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import act_page, doing, sitting_of
from sekisho.portal.cases.shown import CaseShown
from sekisho.portal.decide.queries import decisions_of
from sekisho.portal.filing import acts, queries
from sekisho.portal.filing.changing.shown import told_of
from sekisho.portal.filing.elsewhere.by_hand import entered_by_hand
from sekisho.portal.filing.forms import (
    AnswerForm,
    EvidenceForm,
    NewForm,
    ProceedForm,
    ReasonForm,
    ReplyForm,
    StartForm,
)
from sekisho.portal.filing.prefill import acts as prefill
from sekisho.portal.look.frame import lang_of
from sekisho.portal.reading.apart import read_filing
from sekisho.portal.refusals import IncompleteError
from sekisho.read.limits import EVIDENCE, FILING


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Opens a case: from nothing, from an earlier filing, or from a file written elsewhere."""
    sitting = sitting_of(request)
    who_may.require(sitting, "case.open")
    earlier = cases.list_newest(sitting)
    start = StartForm(earlier, request.POST if "start" in request.POST else None)
    if request.method == "POST" and "start" in request.POST and start.is_valid():
        chosen = start.cleaned_data["earlier"]
        now = Doing(sitting, door.now())
        id = prefill.open_copy(now, chosen) if chosen else acts.open_case(now, Filing())
        return redirect("workbench", id=id)
    uploaded = request.method == "POST" and "start" not in request.POST
    form = NewForm(request.POST if uploaded else None, request.FILES if uploaded else None)
    filing, defects = handed_in(form)
    if filing is not None:
        return redirect("case", id=acts.open_case(Doing(sitting, door.now()), filing))
    status = 422 if request.method == "POST" else 200
    told = {"form": form, "start": start, "defects": defects}
    return render(request, "filing/new.html", told, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def draft(request: HttpRequest, id: UUID) -> HttpResponse:
    """The draft: replaced here by a newer file."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "draft.save", case)
    form = NewForm(request.POST or None, request.FILES or None)
    filing, defects = handed_in(form)
    if filing is not None:
        acts.save_draft(id, doing(request), filing)
        return redirect("case", id=id)
    status = 422 if request.method == "POST" else 200
    told = {"form": form, "defects": defects, "case": case}
    return render(request, "filing/draft.html", told, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def evidence(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the draft lists as evidence, what of it is here, and a place to hand in more."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "evidence.add", case)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        files = [(file.name, file.chunks()) for file in form.cleaned_data["file"]]
        acts.add_files(id, doing(request), files, form.cleaned_data["kind"])
        return redirect("evidence", id=id)
    told = {
        "form": form,
        "case": case,
        "rows": queries.evidence_rows(case),
        "limit": EVIDENCE.bytes // (1024 * 1024),
    }
    return render(request, "filing/evidence.html", told, status=422 if form.errors else 200)


@require_POST
@login_required
def fill(request: HttpRequest, id: UUID) -> HttpResponse:
    """Fills in what an SBOM tells."""
    prefill.fill_from_sbom(id, doing(request), request.POST.get("evidence", ""))
    return redirect("workbench", id=id)


@require_POST
@login_required
def check(request: HttpRequest, id: UUID) -> HttpResponse:
    """Vets the draft."""
    acts.check_draft(id, doing(request))
    return redirect("case", id=id)


@require_http_methods(["GET", "POST"])
@login_required
@entered_by_hand("submit")
def submission(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hands the filing in, once what will be sent has been seen."""
    if request.method == "POST":
        acts.submit(id, doing(request))
        return redirect("case", id=id)
    now = Doing(sitting_of(request), door.now())
    view = cases.view_case(id, now.sitting, now.today)
    who_may.require(now.sitting, "submit", view.case)
    rows = queries.evidence_rows(view.case)
    told = {
        "view": view,
        "case": view.case,
        "rows": rows,
        "lacking": sum(row.document is None for row in rows),
        "shown": CaseShown(view, now.sitting, now.today, lang_of()),
        **(told_of(view.case, now, lang_of(), writing=True) or {}),
    }
    return render(request, "filing/submission.html", told)


@require_http_methods(["GET", "POST"])
@login_required
@entered_by_hand("withdraw")
def withdrawal(request: HttpRequest, id: UUID) -> HttpResponse:
    """Takes the filing back."""
    return act_page(
        request,
        id,
        "withdraw",
        ReasonForm,
        lambda by, given: acts.withdraw(id, by, given["reason"]),
    )


@require_http_methods(["GET", "POST"])
@login_required
@entered_by_hand("answer")
def answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Answers a recommendation."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "answer", case)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        accepts = given["accepts"] == "yes"
        acts.answer(id, doing(request), accepts=accepts, reasons=given["reasons"])
        return redirect("case", id=id)
    told = {
        "form": form,
        "case": case,
        "title": "portal.answer.title",
        "act": "answer",
        "decided": decisions_of(case).taken[:1],
    }
    return render(request, "cases/act.html", told, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
@entered_by_hand("file_changed_plan")
def changed_plan(request: HttpRequest, id: UUID) -> HttpResponse:
    """Files the changed plan."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "file_changed_plan", case)
    form = NewForm(request.POST or None, request.FILES or None)
    filing, defects = handed_in(form)
    if filing is not None:
        acts.file_changed_plan(id, doing(request), filing)
        return redirect("case", id=id)
    told = {"form": form, "defects": defects, "case": case}
    status = 422 if request.method == "POST" else 200
    return render(request, "filing/changed_plan.html", told, status=status)


@require_http_methods(["GET", "POST"])
@login_required
@entered_by_hand("proceed")
def proceeding(request: HttpRequest, id: UUID) -> HttpResponse:
    """Records that it was introduced."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "proceed", case)
    form = ProceedForm(request.POST or None, initial={"on": now.today})
    if request.method == "POST" and form.is_valid():
        do = acts.introduce_urgently if case.state == "draft" else acts.proceed
        do(id, doing(request), form.cleaned_data["on"])
        return redirect("case", id=id)
    title = "portal.urgent.title" if case.state == "draft" else "portal.proceed.title"
    told = {"form": form, "case": case, "title": title, "act": "proceed"}
    return render(request, "cases/act.html", told, status=422 if form.errors else 200)


@require_POST
@login_required
def reply(request: HttpRequest, id: UUID, question: int) -> HttpResponse:
    """Answers a question."""
    who_may.require(sitting_of(request), "reply", cases.find_case(id, sitting_of(request)))
    form = ReplyForm(request.POST)
    if not form.is_valid():
        raise IncompleteError
    acts.reply(id, doing(request), question, form.cleaned_data["text"])
    return redirect("case", id=id)


def handed_in(form: NewForm) -> tuple[Filing | None, tuple[Defect, ...]]:
    """Reads the filing that a form brings; `None` where it brings none, or a wrong one."""
    if not (form.is_bound and form.is_valid()):
        return None, ()
    file = form.cleaned_data["filing"]
    try:
        return read_filing(file.read(FILING.bytes + 1), file.name), ()
    except InputError as error:
        return None, error.defects
