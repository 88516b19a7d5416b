"""The page of a case, its differences, its report and its documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, cast
from uuid import UUID

from csp.decorators import csp_exempt
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from sekisho.model.errors import InputError
from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Seated, Sitting
from sekisho.portal.cases import door, queries
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.picture.differences import differences as compare
from sekisho.portal.cases.picture.differences import may_differ
from sekisho.portal.cases.picture.excerpt import excerpt
from sekisho.portal.cases.shown import CaseShown
from sekisho.portal.look.forms import is_number
from sekisho.portal.look.frame import lang_of
from sekisho.portal.look.refusals import status_of
from sekisho.portal.refusals import (
    IncompleteError,
    NotAllowedError,
    RefusedError,
    StaleError,
    UnknownError,
)
from sekisho.report.html import render as render_report

MOST_CHANGES = 500
"""Of the changes of one component the first are shown; the report counts all."""


def doing(request: HttpRequest) -> Doing:
    """Says who acts, when, and from which version of the page."""
    version = request.POST.get("version", "")
    if request.method == "POST" and not is_number(version):
        raise IncompleteError(message("portal.refused.no_version"))
    return Doing(
        sitting=cast("Seated", request).sitting,
        at=door.now(),
        version=int(version) if version else None,
    )


def sitting_of(request: HttpRequest) -> Sitting:
    """Gives who sits there."""
    return cast("Seated", request).sitting


@require_GET
@login_required
def differences(request: HttpRequest, id: UUID) -> HttpResponse:
    """What the proposed software changes against what is in service."""
    now = Doing(sitting_of(request), door.now())
    view = queries.view_case(id, now.sitting, now.today)
    if not may_differ(view.filing) or view.filing is None:
        raise UnknownError
    evidence = [row for row in view.documents if row.kind == "evidence"]
    told = {
        "view": view,
        "case": view.case,
        "compared": compare(view.case, view.filing, evidence),
        "most": MOST_CHANGES,
    }
    return render(request, "cases/differences.html", told)


@require_GET
@login_required
def page(request: HttpRequest, id: UUID) -> HttpResponse:
    """One case: its clock, its findings, what may be done today."""
    now = Doing(sitting_of(request), door.now())
    view = queries.view_case(id, now.sitting, now.today)
    shown = CaseShown(view, now.sitting, now.today, lang_of())
    return render(request, "cases/page.html", {"view": view, "shown": shown, "today": now.today})


@csp_exempt()  # type: ignore[arg-type]  # its views take more; the report brings a stricter policy of its own
@require_GET
@login_required
def report(request: HttpRequest, id: UUID) -> HttpResponse:
    """The newest assessment in full: the same report as the command line writes."""
    now = Doing(sitting_of(request), door.now())
    view = queries.view_case(id, now.sitting, now.today)
    if view.assessment is None:
        raise UnknownError
    return HttpResponse(render_report(view.assessment, lang_of()))


@require_GET
@login_required
def document(request: HttpRequest, id: UUID, document: UUID) -> StreamingHttpResponse:
    """A document as it was received: always as a download, never shown in place."""
    found = queries.find_document(id, document, sitting_of(request))
    name = PurePosixPath(found.name).name or f"{found.kind}-{found.sha256[:12]}.json"
    stream = queries.bytes_of(found, sitting_of(request))
    answer = StreamingHttpResponse(stream, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
@login_required
def place(request: HttpRequest, id: UUID, document: UUID) -> HttpResponse:
    """What stands at a place of a document, as it was received."""
    sitting = sitting_of(request)
    found = queries.find_document(id, document, sitting)
    at = request.GET.get("at", "")[:1000]
    told: dict[str, Any] = {"case": queries.find_case(id, sitting), "document": found, "at": at}
    try:
        stream = queries.bytes_of(found, sitting, public=True)
        told["excerpt"] = excerpt(stream, at, found.name or found.kind)
    except InputError as error:
        told["defects"] = error.defects
    status = 422 if "defects" in told else 200
    return render(request, "cases/place.html", told, status=status)


def act_page(
    request: HttpRequest,
    id: UUID,
    act: str,
    form_of: type[forms.Form],
    do: Callable[[Doing, dict[str, Any]], None],
    **more: Any,
) -> HttpResponse:
    """Shows the form of an act and does it with what was filled in; `more` goes to the template."""
    now = Doing(sitting_of(request), door.now())
    case = queries.find_case(id, now.sitting)
    who_may.require(now.sitting, act, case)
    form = form_of(request.POST or None, initial={"on": now.today})
    told = {"form": form, "case": case, "title": f"portal.{act}.title", "act": act, **more}
    if request.method == "POST" and form.is_valid():
        try:
            do(doing(request), form.cleaned_data)
        except RefusedError as error:
            told |= not_done(error, id, now.sitting)
            return render(request, "cases/act.html", told, status=told["status"])
        return redirect("case", id=id)
    return render(request, "cases/act.html", told, status=422 if form.errors else 200)


def not_done(error: RefusedError, id: UUID, sitting: Sitting) -> dict[str, Any]:
    """Gives what a form shows again after a refusal: why, what happened last, and the case as it
    is now, so that what was typed can be sent once more.

    Lets through what is no affair of the form: that the case, or the act, is not the person's.
    """
    if isinstance(error, UnknownError | NotAllowedError):
        raise error
    return {
        "defects": error.defects,
        "status": status_of(error),
        "case": queries.find_case(id, sitting),
        "last_events": queries.last_events(id, sitting) if isinstance(error, StaleError) else (),
    }
