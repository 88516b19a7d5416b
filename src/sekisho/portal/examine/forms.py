"""What an examiner is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from sekisho.portal.accounts.models import Organisation, User
from sekisho.portal.decide.acts import ASKS_UNTIL
from sekisho.portal.examine.models import Advice
from sekisho.portal.look.forms import day_field, said, text_field
from sekisho.portal.look.frame import lang_of
from sekisho.report.catalogue import say_id


class AcceptForm(forms.Form):
    """The day from which the clock runs."""

    on = day_field("portal.accept.on")
    reason = text_field("portal.accept.reason", rows=2, required=False)


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


NOTED = ("shorten", "end_screening")
"""The decisions that one note may draft in several cases: those that free an operator."""

KINDS = ("product", "supplier", "contractor", "recontractor")
"""By what cases are grouped."""


class AssignForm(forms.Form):
    """Who examines the case."""

    def __init__(self, people: QuerySet[User], data: Any = None) -> None:
        super().__init__(data)
        self.fields["examiner"] = forms.ModelChoiceField(
            people, label=said("portal.assign.examiner"), empty_label=said("portal.choose")
        )


class ConsultedForm(forms.Form):
    """Which authority is consulted."""

    def __init__(self, places: QuerySet[Organisation], data: Any = None) -> None:
        super().__init__(data)
        self.fields["authority"] = forms.ModelChoiceField(
            places, label=said("portal.consult.authority"), empty_label=said("portal.choose")
        )

    request = text_field("portal.consult.request", required=False)
    field_order = ("authority", "request")


class AdviceForm(forms.Form):
    """What is thought of one subject."""

    subject = forms.ChoiceField(label=said("portal.advice.subject"))
    view = forms.ChoiceField(
        label=said("portal.advice.view"),
        widget=forms.RadioSelect,
        choices=[(view, said(f"portal.advice.{view}")) for view in Advice.View.values],
    )
    text = text_field("portal.advice.text", hint="portal.advice.text.hint", sometimes=True)

    def __init__(self, subjects: Iterable[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["subject"] = forms.ChoiceField(
            label=said("portal.advice.subject"), choices=list(subjects)
        )


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
            people,
            label=said("portal.absence.by"),
            empty_label=said("portal.choose"),
            error_messages={"required": said("portal.choice.required")},
        )


class NoteForm(forms.Form):
    """One note for the cases chosen."""

    act = forms.ChoiceField(
        label=said("portal.note.act"),
        widget=forms.RadioSelect,
        choices=[(act, said(f"report.act.{act}")) for act in NOTED],
        error_messages={"required": said("portal.choice.required")},
    )
    until = day_field("portal.note.until", required=False)
    reasons = text_field("portal.decide.reasons", rows=6)

    def clean(self) -> dict[str, Any]:
        """Asks for the last day where the decision moves it, and for none elsewhere."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("act") in ASKS_UNTIL and not given.get("until"):
            self.add_error("until", say_id("portal.decide.no_until", lang_of()))
        if given.get("act") not in ASKS_UNTIL:
            given["until"] = None
        return given
