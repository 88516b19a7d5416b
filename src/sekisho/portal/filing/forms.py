"""What an operator is asked on the pages of a filing."""

from __future__ import annotations

from typing import Any, ClassVar, get_args

from django import forms
from django.db.models import QuerySet

from sekisho.model.evidence import EvidenceKind
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.look.forms import day_field, file_field, files_field, said, text_field


class NewForm(forms.Form):
    """A filing as a file: YAML, JSON or Excel."""

    filing = file_field("portal.new.file", accept=".yaml,.yml,.json,.xlsx")


class StartForm(forms.Form):
    """From what a new filing starts."""

    def __init__(self, earlier: QuerySet[CaseFile], data: Any = None) -> None:
        super().__init__(data)
        self.fields["earlier"] = forms.ModelChoiceField(
            earlier,
            required=False,
            label=said("portal.new.earlier"),
            empty_label=said("portal.new.blank"),
        )


class EvidenceForm(forms.Form):
    """Files that show something."""

    KINDS: ClassVar = [
        ("", said("portal.evidence.kind.listed")),
        *((kind, said(f"portal.evidence.kind.{kind}")) for kind in get_args(EvidenceKind)),
    ]
    file = files_field("portal.evidence.file")
    kind = forms.ChoiceField(
        label=said("portal.evidence.kind"),
        choices=KINDS,
        required=False,
        help_text=said("portal.evidence.kind.hint"),
    )


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
    reasons = text_field("portal.answer.reasons", hint="portal.answer.reasons.hint", sometimes=True)


class ProceedForm(forms.Form):
    """The day on which it was done."""

    on = day_field("portal.proceed.on")


class ReplyForm(forms.Form):
    """The answer to a question."""

    text = text_field("portal.reply.text", rows=6)
