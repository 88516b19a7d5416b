"""The package of a case: what would be sent, what it lacks, and the files."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from sekisho.desk.package.authorities import authority_name
from sekisho.desk.package.review import lacks, open_points
from sekisho.desk.package.view import View
from sekisho.portal import who_may
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.desk import packing
from sekisho.portal.desk.pages.frame import doing, download, tried
from sekisho.portal.look.frame import lang_of

_UNSAFE = re.compile(r"[^\w-]+")


@require_http_methods(["GET", "POST"])
@login_required
def package(request: HttpRequest, id: UUID) -> HttpResponse | FileResponse:
    """Says what the package lacks, and makes it."""
    case = cases.find_case(id, sitting_of(request))
    who_may.require(sitting_of(request), "package.make", case)
    by = doing(request)
    if request.method == "POST":
        packed, defects = tried(lambda: packing.pack(case, by))
        if packed is not None:
            name = _UNSAFE.sub("-", case.reference) or "filing"
            return download(packed.file, f"package-{name}.zip", "application/zip")
        return render(request, "desk/package.html", {"case": case, "defects": defects}, status=422)
    looked, defects = tried(lambda: packing.look_at(case, by))
    told = {"case": case, "defects": defects}
    if looked is not None:
        vetted, authority = looked
        view = View(vetted, authority, lang_of(), "authority")
        told |= {
            "authority": authority_name(vetted.regime, authority, lang_of()),
            "lacks": lacks(view),
            "open": open_points(view),
            "due": vetted.is_due,
            "prints": packing.can_print(),
        }
    return render(request, "desk/package.html", told)
