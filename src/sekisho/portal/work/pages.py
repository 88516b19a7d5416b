"""The page of work that a person should look at, and the progress of a vetting."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from sekisho.portal import who_may
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.work import acts, queries


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The work that failed or is overdue."""
    rows = queries.troubled(sitting_of(request))
    return render(request, "work/list.html", {"rows": rows})


@require_POST
@login_required
def retry(request: HttpRequest, id: int) -> HttpResponse:
    """Has failed work tried again."""
    acts.try_again(id, Doing(sitting_of(request), timezone.now()))
    return redirect("work")


@require_GET
@login_required
def progress(request: HttpRequest, id: UUID) -> HttpResponse:
    """How far the vetting of a case is: a part of its page.

    Once it is done the part fetches what was found, and only that: a page loaded anew would take
    from a person what they are typing, and the place where the keyboard stands.
    """
    sitting = sitting_of(request)
    case = cases.find_case(id, sitting)
    side = "operator" if who_may.relation_to(sitting, case) == "own_operator" else "authority"
    percent = queries.percent_of(id, side)
    if percent is None:
        return render(request, "parts/progress_done.html", {"case": case})
    return render(request, "parts/progress.html", {"case": case, "percent": percent})
