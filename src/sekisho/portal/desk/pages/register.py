"""The first page of the desk, and the register."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sekisho.model.errors import Defect
from sekisho.portal import who_may
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.desk import acts, handing, queries
from sekisho.portal.desk.forms import PlanForm, RegisterForm
from sekisho.portal.desk.pages.frame import SHEET, doing, download, shown, tell, tried

PAGE = 100
COLUMNS = (
    "component",
    "name",
    "type",
    "version",
    "supplier",
    "facility",
    "updates_by",
    "entrustment",
    "entrustment_ends_on",
    "cleared_plan",
    "introduced_on",
)
"""What of a component the page shows; the sheet holds all of it."""


@require_GET
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """What to do first and next, and the months so far."""
    sitting = sitting_of(request)
    months = queries.list_months(sitting)
    version, plans = queries.steps(sitting)
    told = {"months": months, "version": version, "plans": plans}
    return render(request, "desk/start.html", told)


@require_http_methods(["GET", "POST"])
@login_required
def register(request: HttpRequest) -> HttpResponse:
    """The newest register, and the ways to add to it."""
    if request.method == "POST":
        return _hand_in(request)
    return _page(request, None)


@require_GET
@login_required
def version(request: HttpRequest, number: int) -> HttpResponse:
    """The register as it stood."""
    return _page(request, number)


@require_GET
@login_required
def register_file(request: HttpRequest) -> FileResponse:
    """The register as a sheet: the newest version or the one named, blank where there is none."""
    number = request.GET.get("version", "")
    wanted = int(number) if number.isdigit() and len(number) < 9 else None
    data = queries.register_file(sitting_of(request), wanted)
    return download(data, "register.xlsx", SHEET)


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """Takes a cleared plan to hand, from a file."""
    who_may.require(sitting_of(request), "register.keep")
    bound = request.method == "POST"
    form = PlanForm(request.POST if bound else None, request.FILES if bound else None)
    defects: tuple[Defect, ...] = ()
    if bound and form.is_valid():
        given = form.cleaned_data
        by = doing(request)
        grown, defects = tried(
            lambda: acts.add_plan(
                by,
                handing.read_plan_file(given["plan"], given["events"], given["cleared_on"]),
                given["papers"],
            )
        )
        if grown is not None:
            tell(request, grown)
            return redirect("register")
    status = 422 if bound else 200
    return render(request, "desk/plan.html", {"form": form, "defects": defects}, status=status)


@require_POST
@login_required
def plan_of_case(request: HttpRequest, id: UUID) -> HttpResponse:
    """Takes a case that was cleared to hand, as a plan."""
    grown, defects = tried(lambda: acts.add_case(doing(request), id))
    if grown is None:
        return _page(request, None, defects=defects)
    tell(request, grown)
    return redirect("register")


@require_POST
@login_required
def plan_dropped(request: HttpRequest, id: UUID) -> HttpResponse:
    """Uses a plan no more."""
    acts.drop_plan(doing(request), id)
    return redirect("register")


def _hand_in(request: HttpRequest) -> HttpResponse:
    """Keeps a register that was handed in; with wrong rows only where that was asked for."""
    who_may.require(sitting_of(request), "register.keep")
    form = RegisterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, None, form=form)
    file, by = form.cleaned_data["register"], doing(request)
    read, defects = tried(lambda: handing.read_register_file(file))
    if read is None:
        return _page(request, None, form=form, defects=defects)
    if read.defects and not form.cleaned_data["partly"]:
        return _page(request, None, form=form, defects=shown(read.defects))
    grown, defects = tried(lambda: acts.keep_sheet(by, read, str(file.name)))
    if grown is None:
        return _page(request, None, form=form, defects=defects)
    tell(request, grown)
    return redirect("register")


def _page(
    request: HttpRequest,
    number: int | None,
    *,
    form: RegisterForm | None = None,
    defects: tuple[Defect, ...] = (),
) -> HttpResponse:
    view = queries.view_register(sitting_of(request), number)
    page = Paginator(view.entries, PAGE).get_page(request.GET.get("page"))
    told = {
        "view": view,
        "page": page,
        "columns": COLUMNS,
        "form": form or RegisterForm(),
        "defects": defects,
        "old": number is not None and number != view.newest,
    }
    status = 422 if defects or (form is not None and form.errors) else 200
    return render(request, "desk/register.html", told, status=status)
