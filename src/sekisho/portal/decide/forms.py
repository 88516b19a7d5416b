"""What a decision needs."""

from __future__ import annotations

from typing import Any

from django import forms

from sekisho.portal.decide.acts import ASKS_MEASURE, ASKS_UNTIL
from sekisho.portal.look.forms import day_field, said, text_field


class DecisionForm(forms.Form):
    """The reasons, and what the act needs beside them."""

    until = day_field("portal.decide.until", required=False)
    measure = forms.ChoiceField(
        label=said("portal.decide.measure"),
        required=False,
        choices=[
            ("", said("portal.draft.no_answer")),
            ("change", said("portal.decide.measure.change")),
            ("stop", said("portal.decide.measure.stop")),
        ],
    )
    measures = text_field("portal.decide.measures", required=False)
    reasons = text_field("portal.decide.reasons", rows=8)

    def __init__(self, act: str, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        if act not in ASKS_UNTIL:
            del self.fields["until"]
        if act not in ASKS_MEASURE:
            del self.fields["measure"], self.fields["measures"]

    def clean_measure(self) -> str | None:
        """Nothing chosen is nothing stated."""
        return self.cleaned_data["measure"] or None
