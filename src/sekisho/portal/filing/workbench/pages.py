"""The pages of the workbench: what is to be done, and one section or entry at a time."""

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
from sekisho.portal.filing import acts
from sekisho.portal.filing.workbench import queries
from sekisho.portal.filing.workbench.inputs import Rows, parts_of
from sekisho.portal.filing.workbench.sections import SECTIONS, Section, find_section
from sekisho.portal.filing.workbench.tree import size_of
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import UnknownError


@require_GET
@login_required
def overview(request: HttpRequest, id: UUID) -> HttpResponse:
    """Every section of the filing, with what is wrong and missing in each."""
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "draft.save", case)
    told = {"case": case, "overview": queries.overview_of(case, now.today, lang_of())}
    return render(request, "filing/overview.html", told)


@require_http_methods(["GET", "POST"])
@login_required
def section(request: HttpRequest, id: UUID, section: str) -> HttpResponse:
    """One section that stands once."""
    found = find_section(section)
    if found is None or found.many:
        raise UnknownError
    return _page(request, id, found, found.pointer)


@require_http_methods(["GET", "POST"])
@login_required
def entry(request: HttpRequest, id: UUID, section: str, index: int) -> HttpResponse:
    """One entry of a section that has many; the one after the last is new."""
    found = find_section(section)
    if found is None or not found.many:
        raise UnknownError
    return _page(request, id, found, f"{found.pointer}/{index}", index)


@require_POST
@login_required
def removal(request: HttpRequest, id: UUID, section: str, index: int) -> HttpResponse:
    """Takes an entry out."""
    found = find_section(section)
    if found is None or not found.many:
        raise UnknownError
    acts.remove_entry(id, doing(request), f"{found.pointer}/{index}")
    return redirect("workbench", id=id)


def _page(
    request: HttpRequest, id: UUID, found: Section, pointer: str, index: int | None = None
) -> HttpResponse:
    now = Doing(sitting_of(request), door.now())
    case = cases.find_case(id, now.sitting)
    who_may.require(now.sitting, "draft.save", case)
    if request.method == "POST":
        typed = {
            key: str(value)
            for key, value in request.POST.items()
            if key.startswith(f"{pointer}/") or (not pointer and key.startswith("/"))
        }
        acts.save_texts(id, doing(request), typed)
        after = request.POST.get("after", "")
        if after == "stay":
            return redirect(request.path)
        return redirect("workbench", id=id)
    desk = queries.desk_of(case, now.today, lang_of())
    count = size_of(desk.tree, found.pointer) if found.many else 0
    if index is not None and index > count:
        raise UnknownError
    parts = parts_of(desk, found, pointer)
    told = {
        "case": case,
        "section": found,
        "index": index,
        "is_new": index == count if found.many else False,
        "parts": parts,
        "has_rows": any(isinstance(part, Rows) for part in parts),
        "sections": SECTIONS,
    }
    return render(request, "filing/section.html", told)
