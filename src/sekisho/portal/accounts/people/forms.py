"""What is asked to invite a person, and of the person invited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation

from sekisho.model.values.message import message
from sekisho.portal.accounts.models import User
from sekisho.portal.look.forms import said
from sekisho.portal.look.frame import lang_of
from sekisho.report.catalogue import say


class InviteForm(forms.Form):
    """To whom, and in which role."""

    email = forms.EmailField(label=said("portal.email"), max_length=254)
    role = forms.ChoiceField(label=said("portal.people.role"))

    def __init__(self, *args: Any, roles: tuple[str, ...], **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(role, said(f"term.{role}")) for role in roles]
        self.fields["role"] = forms.ChoiceField(label=said("portal.people.role"), choices=choices)


class AnswerForm(forms.Form):
    """A name and a password, twice."""

    name = forms.CharField(
        label=said("portal.invitation.name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=said("portal.password"),
        help_text=said("portal.password.rule"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=said("portal.password.again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **given: Any) -> None:
        super().__init__(*args, **given)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """Holds the password to the rules of the site, and to its repetition."""
        given = super().clean() or self.cleaned_data
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", say(message("portal.password.differ"), lang_of()))
        elif first:
            person = User(email=self._email, name=given.get("name", ""))
            try:
                password_validation.validate_password(first, person)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given
