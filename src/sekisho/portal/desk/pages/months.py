"""A month's updates: the sheet handed in, what came of it, the memos and the drafts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sekisho.model.errors import Defect
from sekisho.portal import who_may
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.desk import acts, drafting, queries
from sekisho.portal.desk.forms import MonthForm, NewMonthForm, SbomsForm
from sekisho.portal.desk.pages.frame import SHEET, doing, download, shown, tried
from sekisho.portal.desk.shown import MonthShown, memo_file, memo_name, memo_page
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import UnknownError

PAGE = 50
_ZIP = "application/zip"


@require_GET
@login_required
def blank(request: HttpRequest) -> FileResponse:
    """The sheet to fill in, made from the register."""
    return download(queries.updates_file(sitting_of(request)), "updates.xlsx", SHEET)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Hands in a month's sheet."""
    who_may.require(sitting_of(request), "triage.run")
    bound = request.method == "POST"
    form = NewMonthForm(request.POST if bound else None, request.FILES if bound else None)
    defects: tuple[Defect, ...] = ()
    if bound and form.is_valid():
        given = form.cleaned_data
        id, defects = tried(
            lambda: acts.open_month(doing(request), given["sheet"], given["sboms"], given["on"])
        )
        if id is not None:
            return redirect("month", id=id)
    version, _ = queries.steps(sitting_of(request))
    told = {"form": form, "defects": defects, "version": version}
    return render(request, "desk/month_new.html", told, status=422 if bound else 200)


@require_GET
@login_required
def month(request: HttpRequest, id: UUID) -> HttpResponse:
    """What came of a month: what must be done, what is asked, every update."""
    return _page(request, id)


@require_GET
@login_required
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the sorting is: a part of the page, which leads to the result once it is done."""
    percent = queries.percent_of(id, sitting_of(request))
    if percent is None:
        return render(request, "desk/progress_done.html", {"id": id})
    return render(request, "desk/progress.html", {"id": id, "percent": percent})


@require_POST
@login_required
def sheet(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hands in a corrected sheet."""
    form = MonthForm(request.POST, request.FILES)
    _require(request, id)
    if not form.is_valid():
        return _page(request, id, sheet_form=form)
    _, defects = tried(lambda: acts.replace_sheet(doing(request), id, form.cleaned_data["sheet"]))
    return _page(request, id, defects=defects) if defects else redirect("month", id=id)


@require_POST
@login_required
def sboms(request: HttpRequest, id: UUID) -> HttpResponse:
    """Attaches SBOMs that the sheet names."""
    _require(request, id)
    files = request.FILES.getlist("sboms")
    _, defects = tried(lambda: acts.add_sboms(doing(request), id, files))
    return _page(request, id, defects=defects) if defects else redirect("month", id=id)


@require_POST
@login_required
def again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sorts it anew: as of today, with the register and the plans as they are now."""
    _require(request, id)
    acts.sort_again(doing(request), id)
    return redirect("month", id=id)


@require_GET
@login_required
def file(request: HttpRequest, id: UUID, number: int, what: str) -> FileResponse:
    """A file of a result: the memos, the drafts, the table, the sheet of questions."""
    sitting = sitting_of(request)
    result = queries.view_month(id, sitting, number).result
    on = result.on.isoformat() if result else ""
    if what in {"memos", "drafts"}:
        stream = queries.files_of(id, sitting, number, what)
        return download(stream, f"{what}-{on}.zip", _ZIP)
    if what not in {"summary", "questions"}:
        raise UnknownError
    data = queries.file_in_memos(id, sitting, number, f"{what}.xlsx")
    return download(data, f"{what}-{on}.xlsx", SHEET)


@require_GET
@login_required
def memo(request: HttpRequest, id: UUID, number: int, row: int) -> HttpResponse | FileResponse:
    """The memo on one update: as a page, or as the file that the command line writes."""
    result, found, (before, after) = queries.find_memo(id, sitting_of(request), number, row)
    if "file" in request.GET:
        return download(memo_file(found, result), memo_name(found), "text/html; charset=utf-8")
    told = {
        "id": id,
        "result": result,
        "row": found,
        "before": before,
        "after": after,
        "memo": memo_page(found, result, lang_of()),
    }
    return render(request, "desk/memo.html", told)


@require_POST
@login_required
def draft(request: HttpRequest, id: UUID, number: int, name: str) -> HttpResponse:
    """Makes a filing of a draft, and goes on in the workbench."""
    _require(request, id)
    case = drafting.open_draft(doing(request), id, number, name)
    return redirect("workbench", id=case)


def _require(request: HttpRequest, id: UUID) -> None:
    """Holds that the person may work here, and on this month."""
    who_may.require(sitting_of(request), "triage.run")
    queries.find_month(id, sitting_of(request))


def _page(request: HttpRequest, id: UUID, **more: Any) -> HttpResponse:
    sitting = sitting_of(request)
    number = request.GET.get("result", "")
    wanted = int(number) if number.isdigit() and len(number) < 9 else None
    view = queries.view_month(id, sitting, wanted)
    becomes = request.GET.get("class", "")
    page = Paginator(queries.memo_rows(view.result, becomes), PAGE).get_page(
        request.GET.get("page")
    )
    told = {
        "view": view,
        "shown": MonthShown(view, page.object_list, lang_of()),
        "page": page,
        "becomes": becomes,
        "unread": shown(view.defects),
        "sheet_form": MonthForm(),
        "sboms_form": SbomsForm(),
        "old": wanted is not None,
        **more,
    }
    wrong = more.get("defects") or more.get("sheet_form")
    return render(request, "desk/month.html", told, status=422 if wrong else 200)
