"""What a decision needs."""

from __future__ import annotations

from django import forms

from sekisho.portal.look.forms import day_field, text_field


class DecisionForm(forms.Form):
    """The reasons, and what the act needs beside them."""

    until = day_field("portal.decide.until", required=False)
    measures = text_field("portal.decide.measures", required=False)
    reasons = text_field("portal.decide.reasons", rows=8)
