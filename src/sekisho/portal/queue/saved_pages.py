"""Keeping a question to the list, and giving it up."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.queue import saved
from sekisho.portal.queue.asked import Asked


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """Keeps the question that the list answers under a name, and asks it again."""
    asked = Asked.read(dict(parse_qsl(request.POST.get("question", "")[:4000])))
    shared = request.POST.get("shared") == "yes"
    saved.keep(sitting_of(request), request.POST.get("name", ""), asked, shared=shared)
    return HttpResponseRedirect(f"{reverse('case_list')}?{asked.address}")


@require_POST
@login_required
def give_up(request: HttpRequest, id: int) -> HttpResponse:
    """Removes a question."""
    saved.give_up(sitting_of(request), id)
    return redirect("case_list")
