"""What a decision needs."""

from __future__ import annotations

from typing import Any

from django import forms

from sekisho.portal.look.forms import day_field, text_field

MOVES_THE_LAST_DAY = frozenset({"shorten", "extend"})
ASKS_FOR_MEASURES = frozenset({"recommend", "order"})


class DecisionForm(forms.Form):
    """The reasons, and what the act needs beside them."""

    until = day_field("portal.decide.until")
    measures = text_field("portal.decide.measures", required=False)
    reasons = text_field("portal.decide.reasons", rows=6)

    def __init__(self, act: str, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        if act not in MOVES_THE_LAST_DAY:
            del self.fields["until"]
        if act not in ASKS_FOR_MEASURES:
            del self.fields["measures"]
