"""What is asked of a date that is entered by hand."""

from __future__ import annotations

from typing import Any

from django import forms

from sekisho.portal.filing.elsewhere.acts import SOURCES
from sekisho.portal.filing.elsewhere.queries import kinds, moving
from sekisho.portal.look.forms import choice_field, day_field, file_field, said, text_field
from sekisho.portal.look.frame import lang_of
from sekisho.regime.pack import Regime
from sekisho.report.catalogue import say_id, say_term


class DateForm(forms.Form):
    """One thing that happened with the authority, its day, and how the operator knows."""

    def __init__(self, regime: Regime, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        lang = lang_of()
        self._moving = moving(regime)
        self.fields["kind"] = forms.ChoiceField(
            label=said("portal.dates.kind"),
            choices=[("", "―"), *((kind, say_term(kind, lang)) for kind in kinds(regime))],
            error_messages={"required": said("portal.choice.required")},
        )
        self.fields["on"] = day_field("portal.dates.on")
        self.fields["source"] = choice_field(
            "portal.dates.source", **{one: f"portal.dates.source.{one}" for one in SOURCES}
        )
        self.fields["until"] = day_field("portal.dates.until", required=False)
        self.fields["accepts"] = forms.ChoiceField(
            label=said("portal.dates.accepts"),
            required=False,
            choices=[
                ("", said("portal.dates.does_not_apply")),
                ("yes", said("portal.answer.yes")),
                ("no", said("portal.answer.no")),
            ],
        )
        self.fields["measure"] = forms.ChoiceField(
            label=said("portal.dates.measure"),
            required=False,
            choices=[
                ("", said("portal.dates.does_not_apply")),
                ("change", said("portal.decide.measure.change")),
                ("stop", said("portal.decide.measure.stop")),
            ],
        )
        self.fields["reference"] = forms.CharField(
            label=said("portal.dates.reference"), required=False, max_length=120
        )
        self.fields["note"] = text_field("portal.dates.note", required=False)
        self.fields["paper"] = file_field("portal.dates.paper", required=False)

    def clean(self) -> dict[str, Any]:
        """Holds that what the event needs is there."""
        given: dict[str, Any] = super().clean() or {}
        kind = given.get("kind")
        for field, wanted in (
            ("until", kind in self._moving),
            ("accepts", kind == "answered"),
            ("measure", kind in {"recommended", "ordered"}),
        ):
            if wanted and not given.get(field) and field not in self.errors:
                self.add_error(field, say_id(f"portal.dates.needs.{field}", lang_of()))
            elif not wanted and given.get(field):
                self.add_error(field, say_id("portal.dates.not_for", lang_of()))
        return given


class CorrectForm(DateForm):
    """The same, and why what was entered before is wrong."""

    def __init__(self, regime: Regime, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(regime, data, files, **more)
        self.fields["reason"] = text_field("portal.dates.reason", rows=2)
        self.order_fields(["reason"])


class StrikeForm(forms.Form):
    """Why an entry is taken out."""

    reason = text_field("portal.dates.reason", rows=2)
