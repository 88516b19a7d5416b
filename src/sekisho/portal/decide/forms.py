"""What a decision needs."""

from __future__ import annotations

from typing import Any

from django import forms

from sekisho.portal.decide.acts import ASKS_MEASURE, ASKS_UNTIL
from sekisho.portal.look.forms import day_field, said, text_field


class DecisionForm(forms.Form):
    """The reasons, and what the act needs beside them."""

    until = day_field("portal.decide.until")
    measure = forms.ChoiceField(
        label=said("portal.decide.measure"),
        widget=forms.RadioSelect,
        choices=[
            ("change", said("portal.decide.measure.change")),
            ("stop", said("portal.decide.measure.stop")),
        ],
    )
    measures = text_field("portal.decide.measures", required=False)
    reasons = text_field("portal.decide.reasons", rows=6)

    def __init__(self, act: str, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if act not in ASKS_UNTIL:
            del self.fields["until"]
        if act not in ASKS_MEASURE:
            del self.fields["measure"], self.fields["measures"]
