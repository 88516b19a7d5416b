"""What is asked on the pages of the desk."""

from __future__ import annotations

from typing import Any

from django import forms

from sekisho.desk.planning import LONGEST_WAIT
from sekisho.desk.triage.questions import EMERGENCY
from sekisho.desk.triage.updates import FOUR
from sekisho.portal.look.forms import choice_field, day_field, file_field, said
from sekisho.report.catalogue import knows

_SHEETS = ".xlsx,.csv"


class Several(forms.FileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = Several

    def __init__(self, **given: Any) -> None:
        super().__init__(**given, error_messages={"empty": said("portal.file.empty")})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Gives the files as a list."""
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class RegisterForm(forms.Form):
    """A register as a file."""

    register = file_field("portal.register.file", accept=".xlsx,.csv,.yaml,.yml,.json")
    partly = forms.BooleanField(label=said("portal.register.partly"), required=False)


class PlanForm(forms.Form):
    """A cleared plan as a file, and what says that it was cleared."""

    plan = file_field("portal.register.plan_file", accept=".yaml,.yml,.json,.xlsx")
    events = file_field("portal.register.events_file", required=False, accept=".yaml,.yml")
    cleared_on = day_field("portal.register.cleared_on", required=False)
    papers = FilesField(
        label=said("portal.register.papers"),
        help_text=said("portal.register.papers.hint"),
        required=False,
    )


class SbomsForm(forms.Form):
    """SBOMs that the sheet names."""

    sboms = FilesField(label=said("portal.month.sboms"), required=False)


class MonthForm(forms.Form):
    """A month's sheet."""

    sheet = file_field("portal.month.file", accept=_SHEETS)


class NewMonthForm(MonthForm, SbomsForm):
    """A month's sheet, and the SBOMs that come with it."""

    field_order = ("sheet", "sboms", "on")
    on = day_field("portal.month.as_of", required=False)


class AnswersForm(forms.Form):
    """Answers as a file: the sheet of questions, filled in."""

    answers = file_field("portal.questions.file", accept=".xlsx,.csv,.yaml,.yml,.json")


class NameForm(forms.Form):
    """Who confirms, and on what day."""

    confirmed_by = forms.CharField(
        label=said("portal.questions.name"),
        max_length=200,
        error_messages={"required": said("portal.questions.no_name")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    confirmed_on = day_field("portal.questions.day")


class QuestionForm(forms.Form):
    """The answer to one question, or for one update of it: nothing changes, or what does."""

    def __init__(self, key: str, asked: list[str], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, prefix=key, initial=initial)
        if any(name in FOUR for name in asked):
            self.fields["changes"] = choice_field(
                "portal.questions.changes",
                no="portal.questions.no",
                some="portal.questions.some",
                later="portal.questions.later",
            )
            self.fields["changes"].required = False
        self.details = [name for name in FOUR if name in asked]
        self.emergency = [name for name in EMERGENCY if name in asked]
        for name in (*self.details, *self.emergency):
            self.fields[name] = forms.ChoiceField(
                label=said(f"field.Update.{name}"),
                required=False,
                choices=[
                    ("", said("portal.questions.not_said")),
                    ("yes", said("term.yes")),
                    ("no", said("term.no")),
                    ("unclear", said("word.unclear")),
                ],
            )

    @property
    def main(self) -> Any:
        """The field that asks whether anything changes; nothing where that is not asked."""
        return self["changes"] if "changes" in self.fields else None

    @property
    def one_by_one(self) -> list[Any]:
        """The fields that say what changes."""
        return [self[name] for name in self.details]

    @property
    def urgent(self) -> list[Any]:
        """The fields on the conditions of the emergency rule."""
        return [self[name] for name in self.emergency]

    @property
    def shows_details(self) -> bool:
        """Whether what changes is to be seen at once: it was said, or is asked again."""
        chosen = self.initial.get("changes", "") if not self.is_bound else self["changes"].value()
        return chosen == "some" or "changes" not in self.fields

    def clean(self) -> dict[str, Any]:
        """Asks what changes of whoever says that something does."""
        given: dict[str, Any] = super().clean() or {}
        stated = any(given.get(name) for name in self.details)
        if given.get("changes") == "some" and not stated:
            self.add_error("changes", said("portal.questions.say_what"))
        return given

    def told(self) -> dict[str, Any]:
        """Gives what was said, in the words of an answer; nothing where it was put off."""
        given = self.cleaned_data
        chosen = given.get("changes", "")
        if chosen == "later":
            return {}
        stated = [*self.details, *self.emergency] if chosen != "no" else self.emergency
        told: dict[str, Any] = {name: given[name] for name in stated if given[name]}
        if chosen == "no":
            told["nothing_changed"] = True
        if chosen == "" and "changes" not in self.fields and not self.emergency:
            # Only the name is missing: whoever signs says nothing new.
            told["signs"] = True
        return told


class PlanningForm(forms.Form):
    """A go-live, and what its people allow themselves."""

    go_live = day_field("portal.planning.go_live")
    contract = day_field("portal.planning.contract", required=False)
    allowance = forms.IntegerField(
        label=said("portal.planning.allowance"),
        help_text=said("portal.planning.allowance.hint"),
        required=False,
        min_value=0,
        max_value=LONGEST_WAIT,
        error_messages={"invalid": said("portal.planning.no_number")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "written-day"}),
    )
    vendor = forms.IntegerField(
        label=said("portal.planning.vendor"),
        required=False,
        min_value=0,
        max_value=LONGEST_WAIT,
        error_messages={"invalid": said("portal.planning.no_number")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "written-day"}),
    )
    working = forms.BooleanField(label=said("portal.planning.working"), required=False)


def instead(id: str) -> str:
    """Gives our own words for a remedy that speaks of the command line, where there are any."""
    own = f"portal.instead.{id}"
    return own if knows(own, "en") else id
