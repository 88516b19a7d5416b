"""The forms of allauth with our words on them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django import forms

from sekisho.portal.look.forms import said

_WORDS = {
    "login": "portal.email",
    "email": "portal.email",
    "password": "portal.password",
    "oldpassword": "portal.password.old",
    "password1": "portal.password.new",
    "password2": "portal.password.again",
    "code": "portal.factor.code",
    "name": "portal.passkey.name",
    "passwordless": "portal.passkey.alone",
}
_HINTS = {"password1": "portal.password.rule", "passwordless": "portal.passkey.alone.hint"}


class _OurWords(forms.Form):
    """Labels and hints from our catalogues; a placeholder would only say the label twice."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name, field in self.fields.items():
            field.label = said(_WORDS[name]) if name in _WORDS else field.label
            field.help_text = said(_HINTS[name]) if name in _HINTS else ""
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")


class LoginForm(_OurWords, account.LoginForm):  # type: ignore[misc]  # allauth is not typed
    """Address and password."""


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one, twice."""


class ResetPasswordForm(_OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which the link goes."""


class ResetPasswordKeyForm(_OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, twice."""


class ReauthenticateForm(_OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class AuthenticateForm(_OurWords, base.AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator app, or a recovery code."""


class ReauthenticateByCodeForm(_OurWords, base.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""


class ActivateTotpForm(_OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""


class AddPasskeyForm(_OurWords, passkey.AddWebAuthnForm):  # type: ignore[misc]
    """What a passkey is called, and whether it signs in by itself."""


class EditPasskeyForm(_OurWords, passkey.EditWebAuthnForm):  # type: ignore[misc]
    """What a passkey is called."""
