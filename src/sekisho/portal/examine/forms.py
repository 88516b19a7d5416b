"""What an examiner is asked."""

from __future__ import annotations

from django import forms

from sekisho.portal.look.forms import day_field, said, text_field


class AcceptForm(forms.Form):
    """The day from which the clock runs."""

    on = day_field("portal.accept.on")


class ReturnForm(forms.Form):
    """What is formally wrong with the filing."""

    reason = text_field("portal.return.reason")


class AskForm(forms.Form):
    """A question to the filer."""

    text = text_field("portal.ask.text", rows=6)


class ConsultForm(forms.Form):
    """Who was consulted, and on which day."""

    whom = forms.CharField(label=said("portal.consult.whom"), max_length=300)
    on = day_field("portal.consult.on")
