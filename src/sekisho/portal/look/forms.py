"""Forms whose labels are words of our catalogues, in the language of the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy

from sekisho.portal.look.frame import lang_of
from sekisho.read.dates import NotADateError, read_date
from sekisho.report.catalogue import say_id

_MOST_DIGITS = 9


def _now(id: str) -> str:
    return say_id(id, lang_of())


said = lazy(_now, str)
"""A word that is looked up when it is shown."""


_FILE_ERRORS = {
    "required": said("portal.file.required"),
    "empty": said("portal.file.empty"),
    "missing": said("portal.file.required"),
}


def is_number(text: str) -> bool:
    """Says whether a text is a whole number of a size that a page of ours would send."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


class DayField(forms.DateField):
    """A day as it is written: a browser's own field would show it in an order of its own.

    Full-width digits, slashes, 年月日 and years of an era are understood as well.
    """

    def to_python(self, value: Any) -> Any:
        """Reads a day."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_date(value)
        except NotADateError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def day_field(label: str, *, required: bool = True) -> DayField:
    """Makes a field for a day."""
    return DayField(
        label=said(label),
        help_text=said("portal.day.hint"),
        required=required,
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "written-day"},
        ),
        error_messages={
            "required": said("portal.day.required"),
            "invalid": said("portal.day.invalid"),
        },
    )


class TextField(forms.CharField):
    """Text of several lines; `sometimes` is one that another answer may make necessary."""

    sometimes = False


def text_field(
    label: str, *, rows: int = 4, required: bool = True, hint: str = "", sometimes: bool = False
) -> TextField:
    """Makes a field for text of several lines; `sometimes` spares it the word *optional*."""
    field = TextField(
        label=said(label),
        help_text=said(hint) if hint else "",
        required=required and not sometimes,
        max_length=20_000,
        error_messages={"required": said("portal.text.required")},
        widget=forms.Textarea(attrs={"rows": rows}),
    )
    field.sometimes = sometimes
    return field


def choice_field(label: str, **choices: str) -> forms.ChoiceField:
    """Makes a choice of which all answers are in sight; none is chosen beforehand."""
    return forms.ChoiceField(
        label=said(label),
        choices=[(value, said(words)) for value, words in choices.items()],
        error_messages={"required": said("portal.choice.required")},
        widget=forms.RadioSelect(),
    )


class ManyFiles(forms.FileInput):
    """Lets several files be chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, each held to the same rules; gives a list."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Reads the files."""
        one = super().clean
        return [one(file, initial) for file in data] if data else [one(None, initial)]


def files_field(label: str) -> forms.FileField:
    """Makes a field for one file or several."""
    return FilesField(
        label=said(label),
        help_text=said("portal.evidence.several"),
        allow_empty_file=False,
        error_messages=_FILE_ERRORS,
        widget=ManyFiles(),
    )


def file_field(label: str, *, required: bool = True, **attributes: Any) -> forms.FileField:
    """Makes a field for a file."""
    return forms.FileField(
        label=said(label),
        required=required,
        allow_empty_file=False,
        error_messages=_FILE_ERRORS,
        widget=forms.FileInput(attrs=attributes),
    )
