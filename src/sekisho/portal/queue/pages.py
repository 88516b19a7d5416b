"""The first page of who has signed in: what lapses soon, then the list as a saved question."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sekisho.model.finding import SEVERITIES
from sekisho.portal import who_may
from sekisho.portal.cases.door import Doing, now
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.cases.queries import list_parts
from sekisho.portal.filing.acts import STATUTE
from sekisho.portal.look.frame import lang_of
from sekisho.portal.queue import queries
from sekisho.portal.queue.asked import Asked
from sekisho.portal.queue.saved import questions_of
from sekisho.portal.settings.environment import environment


@require_GET
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The cases of an operator, or the queue of an authority."""
    doing = Doing(sitting_of(request), now())
    asked = Asked.read(request.GET.dict())
    seen = list_parts(doing.sitting)
    edges = request.GET.get("after", ""), request.GET.get("before", "")
    page = queries.page(seen, doing.sitting, asked, doing.today, edges)
    first = page.before is None and not asked and who_may.may(doing.sitting, "queue.see")
    told = {
        "page": page,
        "rows": queries.rows(page.cases, doing.today),
        "soon": queries.soon(seen, doing.today) if first else (),
        "soon_shown": first,
        "soon_days": environment().soon_days,
        "asked": asked,
        "saved": questions_of(doing.sitting),
        "today": doing.today,
        "states": queries.states(STATUTE, doing.today),
        "sectors": queries.sectors(STATUTE, doing.today, lang_of()),
        "severities": SEVERITIES,
    }
    return render(request, "cases/list.html", told)
