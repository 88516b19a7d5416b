"""The pages of a filing elsewhere: stating it, its dates, their corrections, its package."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from sekisho.model.errors import Defect, SekishoError
from sekisho.model.filing import Filing
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.cases import door, engine
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import doing, sitting_of
from sekisho.portal.filing.elsewhere import acts, package, queries
from sekisho.portal.filing.elsewhere.acts import Entry, Paper
from sekisho.portal.filing.elsewhere.forms import CorrectForm, DateForm, StrikeForm
from sekisho.portal.reading.apart import read_filing
from sekisho.portal.refusals import (
    IncompleteError,
    NotAllowedError,
    RefusedError,
    StaleError,
    UnknownError,
)
from sekisho.read.limits import FILING

_METHODS = ["GET", "POST"]
_WHOLE_PAGE = (UnknownError, NotAllowedError, StaleError)
"""Refusals after which the form that was sent is of no use as it is."""


@require_http_methods(_METHODS)
@login_required
def elsewhere(request: HttpRequest, id: UUID) -> HttpResponse:
    """States that the filing goes to an authority that is not here."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "dates.enter", case)
    if request.method == "POST":
        acts.file_elsewhere(id, doing(request))
        return redirect("dates", id=id)
    return render(request, "filing/elsewhere.html", {"case": case})


@require_http_methods(_METHODS)
@login_required
def dates(request: HttpRequest, id: UUID) -> HttpResponse:
    """The dates that were entered, and a form for the next one."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "dates.enter", case)
    if not queries.is_elsewhere(case):
        raise RefusedError(message("portal.dates.not_elsewhere"))
    regime = engine.regime_of(case, now.today)
    first = {"on": now.today, "kind": request.GET.get("event", "")}
    form = DateForm(regime, request.POST or None, request.FILES or None, initial=first)
    wrong: tuple[Defect, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.enter_date(id, doing(request), _entry(form.cleaned_data))
        except _WHOLE_PAGE:
            raise
        except SekishoError as error:
            wrong = error.defects
        else:
            return redirect("case", id=id)
    told = {
        "form": form,
        "defects": wrong,
        "case": case,
        "rows": queries.shown(case),
        "ahead": queries.ahead(case, now.today),
    }
    status = 422 if form.errors or wrong else 200
    return render(request, "filing/dates.html", told, status=status)


@require_http_methods(_METHODS)
@login_required
def correction(request: HttpRequest, id: UUID, seq: int) -> HttpResponse:
    """Corrects an entry, or takes it out."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "dates.enter", case)
    old = queries.entries(case).get(seq)
    if old is None:
        raise RefusedError(message("portal.dates.no_entry"))
    regime = engine.regime_of(case, now.today)
    strikes = "strike" in request.POST
    before = {"kind": old.kind, "on": old.on, **_before(old.payload)}
    form: DateForm | StrikeForm = (
        StrikeForm(request.POST)
        if strikes
        else CorrectForm(regime, request.POST or None, request.FILES or None, initial=before)
    )
    wrong: tuple[Defect, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            entry = None if strikes else _entry(given)
            acts.correct(id, doing(request), seq, given["reason"], entry)
        except _WHOLE_PAGE:
            raise
        except SekishoError as error:
            wrong = error.defects
        else:
            return redirect("dates", id=id)
    told = {"form": form, "defects": wrong, "case": case, "old": old, "strikes": strikes}
    status = 422 if form.errors or wrong else 200
    return render(request, "filing/correction.html", told, status=status)


@require_GET
@login_required
def package_page(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the package holds and lacks."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "package.make", case)
    return render(
        request, "filing/package.html", {"case": case, "package": package.outline_of(case, now)}
    )


@require_GET
@login_required
def package_file(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """The package, as one file."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "package.make", case)
    name, pieces = package.file_of(case, now)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _entry(given: dict[str, Any]) -> Entry:
    file, plan = given.get("paper"), None
    if file is not None and given["kind"] == "changed_plan_filed":
        plan = _plan(file)
        file.seek(0)
    return Entry(
        kind=given["kind"],
        on=given["on"],
        source=given["source"],
        until=given["until"],
        accepts={"yes": True, "no": False}.get(given["accepts"]),
        measure=given["measure"] or None,
        reference=given["reference"],
        note=given["note"],
        paper=Paper(file.name, file.content_type or "", file.chunks()) if file else None,
        plan=plan,
    )


def _plan(file: Any) -> Filing:
    """Reads the plan as changed, which goes into the case as what was filed."""
    if file.size > FILING.bytes:
        raise IncompleteError(message("portal.dates.no_plan"))
    return read_filing(file.read(FILING.bytes + 1), file.name)


def _before(payload: dict[str, Any]) -> dict[str, Any]:
    answers: dict[Any, str] = {True: "yes", False: "no"}
    told = {name: payload.get(name, "") for name in ("source", "until", "measure", "reference")}
    return {**told, "note": payload.get("note", ""), "accepts": answers.get(payload.get("accepts"))}
