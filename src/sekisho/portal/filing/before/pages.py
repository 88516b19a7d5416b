"""The pages of a prior consultation, one for each side."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sekisho.portal.cases.pages import act_page
from sekisho.portal.filing.before import acts
from sekisho.portal.filing.before.forms import AnswerForm, ShowForm
from sekisho.portal.filing.elsewhere.by_hand import entered_by_hand

_METHODS = ["GET", "POST"]


@require_http_methods(_METHODS)
@login_required
@entered_by_hand("show_draft")
def consultation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Shows the draft to the authority."""
    return act_page(
        request,
        id,
        "show_draft",
        ShowForm,
        lambda by, given: acts.show_draft(id, by, given["question"]),
        lead="portal.show_draft.lead",
    )


@require_http_methods(_METHODS)
@login_required
def answer(request: HttpRequest, id: UUID) -> HttpResponse:
    """Answers a prior consultation."""
    return act_page(
        request,
        id,
        "answer_draft",
        AnswerForm,
        lambda by, given: acts.answer_draft(id, by, given["answer"]),
        lead="portal.answer_draft.lead",
    )
