"""Acts that are done elsewhere: their pages lead to the one on which their day is entered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sekisho.portal.cases import door, engine
from sekisho.portal.cases import queries as cases
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.filing.elsewhere import queries

Page = Callable[..., HttpResponse]


def entered_by_hand(act: str) -> Callable[[Page], Page]:
    """Makes the page of an act lead to the dates, where the filing goes to an authority elsewhere."""

    def made(page: Page) -> Page:
        @wraps(page)
        def shown(request: HttpRequest, id: UUID) -> HttpResponse:
            now = Doing(sitting_of(request), door.now())
            case = cases.find_case(id, now.sitting)
            if not queries.is_elsewhere(case):
                return page(request, id)
            kind = engine.regime_of(case, now.today).procedure.records.get(act, "")
            return redirect(f"{reverse('dates', args=[id])}?{urlencode({'event': kind})}")

        return shown

    return made
