"""The examiner's pages: acceptance, return, questions, consultations."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.portal.cases.pages import act_page, sitting_of
from sekisho.portal.clock import today
from sekisho.portal.examine import acts
from sekisho.portal.examine.foresight import clock_of_questions, period_ends
from sekisho.portal.examine.forms import AcceptForm, AskForm, ConsultForm, FindingForm, ReturnForm

_METHODS = ["GET", "POST"]


@require_http_methods(_METHODS)
@login_required
def acceptance(request: HttpRequest, id: UUID) -> HttpResponse:
    """Accepts a filing as of a day."""
    return act_page(
        request,
        id,
        "accept",
        AcceptForm,
        lambda by, given: acts.accept(id, by, given["on"], given["reason"]),
        ends=period_ends(id, sitting_of(request), today()),
    )


@require_http_methods(_METHODS)
@login_required
def giving_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Returns a filing."""
    return act_page(
        request, id, "return", ReturnForm, lambda by, given: acts.give_back(id, by, given["reason"])
    )


@require_http_methods(_METHODS)
@login_required
def question(request: HttpRequest, id: UUID) -> HttpResponse:
    """Asks the filer."""
    return act_page(
        request,
        id,
        "ask",
        AskForm,
        lambda by, given: acts.ask(id, by, given["text"]),
        foresight=clock_of_questions(id, sitting_of(request), today()),
    )


@require_http_methods(_METHODS)
@login_required
def finding(request: HttpRequest, id: UUID) -> HttpResponse:
    """Finds that a refusal has no just cause."""
    return act_page(
        request,
        id,
        "find_unjust",
        FindingForm,
        lambda by, given: acts.find_unjust(id, by, given["reason"]),
    )


@require_http_methods(_METHODS)
@login_required
def consultation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Records a consultation."""
    return act_page(
        request,
        id,
        "consult",
        ConsultForm,
        lambda by, given: acts.consult(id, by, given["on"], given["whom"]),
    )
