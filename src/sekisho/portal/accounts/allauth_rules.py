"""What allauth asks us: who may sign in, what is written down, in which words."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from sekisho.portal.accounts.entry import broker, lockout, sessions
from sekisho.portal.accounts.models import AccountEvent, User
from sekisho.portal.accounts.people import mail
from sekisho.portal.look.forms import said
from sekisho.portal.personal import keys

_ERRORS = {
    "account_inactive": "portal.entry.inactive",
    "email_password_mismatch": "portal.entry.mismatch",
    "enter_current_password": "portal.entry.wrong_password",
    "incorrect_password": "portal.entry.wrong_password",
    "incorrect_code": "portal.factor.wrong",
    "invalid_or_expired_key": "portal.entry.bad_link",
    "invalid_password_reset": "portal.entry.bad_link",
    "invalid_login": "portal.entry.mismatch",
    "too_many_login_attempts": "portal.entry.too_many",
    "rate_limited": "portal.entry.too_many",
    "cannot_delete_authenticator": "portal.factor.keep_one",
    "cannot_generate_recovery_codes": "portal.factor.none_yet",
}
_DONE = {
    "password_changed": "password.change",
    "password_reset": "password.reset",
    "totp_activated": "factor.add",
    "totp_deactivated": "factor.remove",
    "webauthn_added": "passkey.add",
    "webauthn_removed": "passkey.remove",
    "recovery_codes_generated": "codes.make",
}
"""What allauth tells the person by mail, and what we call it in the history."""


class AccountRules(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by invitation only; what changes in one is written down."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        **{name: said(id) for name, id in _ERRORS.items()},
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Says no: an invitation is answered on a page of ours."""
        del request
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begins a session, from now."""
        super().login(request, user)
        sessions.note(request, time.time())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Shows that the door is closed before anything is tried.

        Tries are counted by account and address together (axes); allauth's count by account
        alone would let anyone lock anyone out.
        """
        if not AxesProxyHandler.is_allowed(request, credentials):
            raise ImmediateHttpResponse(lockout.closed_page(request))

    def reauthenticate(self, user: User, password: str) -> bool:
        """Tries the password of the person who sits there."""
        tried = self.authenticate(context.request, email=user.email, password=password)
        return tried is not None and tried.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Says whether the person has not lately proved who it is."""
        del app, given
        return not sessions.is_recent(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Gives the ways to prove it, in our words."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [
            {**way, "description": said(f"portal.confirm.by.{way['id'].replace(':', '.')}")}
            for way in found
        ]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Leads to signing in anew: every session has ended."""
        del request
        return reverse("account_login")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **given: Any) -> None:
        """Says what was refused; what was done is seen on the page itself."""
        del args
        if given.get("message"):
            messages.add_message(request, level, given["message"])

    def send_notification_mail(
        self, template_prefix: str, user: User, *args: Any, **given: Any
    ) -> None:
        """Writes the change of an account down and tells its owner."""
        del args, given
        act = _DONE.get(template_prefix.rsplit("/", 1)[-1])
        if act is None:
            return
        AccountEvent.objects.create(act=act, by=user, about=user)
        mail.tell_change(user, act)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Sends the link with which a new password is set."""
        mail.send_reset(user, email, str(context["password_reset_url"]))


class FactorRules(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """The secrets of authenticator apps lie sealed in the database."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        **{name: said(id) for name, id in _ERRORS.items()},
    }

    def encrypt(self, text: str) -> str:
        """Seals a secret with the master key of the site."""
        return keys.seal_text(text, "factor")

    def decrypt(self, encrypted_text: str) -> str:
        """Opens a secret."""
        return keys.open_text(encrypted_text, "factor")

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Leaves it to the person: an unnamed passkey is named by the day it was added."""
        del user, type
        return ""


class BrokerRules(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Whoever an identity broker sends must have been invited before, into that organisation."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Joins the broker's word to the account that was invited, or refuses it."""
        broker.join(request, sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Says no: a broker's user is joined to an account that an invitation made."""
        del request, sociallogin
        return False

    def on_authentication_error(self, request: HttpRequest, provider: Any, **given: Any) -> None:
        """Leaves the page that says so to allauth, in our template."""
        del request, provider, given
