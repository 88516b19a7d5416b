"""What is asked in a prior consultation."""

from __future__ import annotations

from django import forms

from sekisho.portal.look.forms import text_field


class ShowForm(forms.Form):
    """What the operator wants to know."""

    question = text_field("portal.show_draft.question", required=False)


class AnswerForm(forms.Form):
    """What the authority says to it."""

    answer = text_field("portal.answer_draft.answer", rows=6)
