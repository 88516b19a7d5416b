"""What an examiner is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.examine.models import Advice
from sekisho.portal.look.forms import day_field, said, text_field


class AcceptForm(forms.Form):
    """The day from which the clock runs."""

    on = day_field("portal.accept.on")


class ReturnForm(forms.Form):
    """What is formally wrong with the filing."""

    reason = text_field("portal.return.reason")


class FindingForm(forms.Form):
    """Why there is no just cause."""

    reason = text_field("portal.find_unjust.reason", rows=6)


class AskForm(forms.Form):
    """A question to the filer."""

    text = text_field("portal.ask.text", rows=6)


class ConsultForm(forms.Form):
    """Who was consulted, and on which day."""

    whom = forms.CharField(label=said("portal.consult.whom"), max_length=300)
    on = day_field("portal.consult.on")


KINDS = ("product", "supplier", "contractor", "recontractor")
"""By what cases are grouped."""


class AssignForm(forms.Form):
    """Who examines the case."""

    def __init__(self, people: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["examiner"] = forms.ModelChoiceField(
            people, label=said("portal.assign.examiner"), empty_label=None
        )


class ConsultedForm(forms.Form):
    """Which authority is consulted."""

    def __init__(self, places: QuerySet[Organisation], data: Any = None) -> None:
        super().__init__(data)
        self.fields["authority"] = forms.ModelChoiceField(
            places, label=said("portal.consult.authority"), empty_label=None
        )


class AdviceForm(forms.Form):
    """What is thought of one subject."""

    subject = forms.CharField(label=said("portal.advice.subject"), max_length=300)
    view = forms.ChoiceField(
        label=said("portal.advice.view"),
        choices=[(view, said(f"portal.advice.{view}")) for view in Advice.View.values],
    )
    text = text_field("portal.advice.text", hint="portal.advice.text.hint", sometimes=True)


class ResolveForm(forms.Form):
    """Why something need not be checked, or was checked otherwise."""

    cause = forms.CharField(widget=forms.HiddenInput, max_length=500)
    reason = text_field("portal.resolve.reason", rows=2)


class AbsenceForm(forms.Form):
    """When somebody is away, and who stands in."""

    first_on = day_field("portal.absence.first_on")
    last_on = day_field("portal.absence.last_on")

    def __init__(self, people: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["deputy"] = forms.ModelChoiceField(
            people, label=said("portal.absence.by"), empty_label=None
        )


class NoteForm(forms.Form):
    """One note for the cases chosen."""

    act = forms.ChoiceField(
        label=said("portal.note.act"),
        choices=[("end_screening", said("report.act.end_screening"))],
    )
    reasons = text_field("portal.decide.reasons", rows=6)
