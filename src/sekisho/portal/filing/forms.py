"""What an operator is asked on the pages of a filing."""

from __future__ import annotations

from typing import ClassVar, get_args

from django import forms

from sekisho.model.evidence import EvidenceKind
from sekisho.portal.look.forms import day_field, file_field, said, text_field


class NewForm(forms.Form):
    """A filing as a file: YAML, JSON or Excel."""

    filing = file_field("portal.new.file", accept=".yaml,.yml,.json,.xlsx")


class EvidenceForm(forms.Form):
    """A file that shows something."""

    KINDS: ClassVar = [
        (kind, said(f"portal.evidence.kind.{kind}")) for kind in get_args(EvidenceKind)
    ]
    file = file_field("portal.evidence.file")
    kind = forms.ChoiceField(label=said("portal.evidence.kind"), choices=KINDS, required=False)


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = text_field("portal.reason")


class AnswerForm(forms.Form):
    """The answer to a recommendation."""

    accepts = forms.ChoiceField(
        label=said("portal.answer.accepts"),
        widget=forms.RadioSelect,
        choices=[("yes", said("portal.answer.yes")), ("no", said("portal.answer.no"))],
    )
    reasons = text_field("portal.answer.reasons", required=False)


class ProceedForm(forms.Form):
    """The day on which it was done."""

    on = day_field("portal.proceed.on")


class ReplyForm(forms.Form):
    """The answer to a question."""

    text = text_field("portal.reply.text", rows=6)
