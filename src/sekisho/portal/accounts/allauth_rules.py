"""What allauth asks us: nobody signs up uninvited, and an identity broker's word is bound."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountRules(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Says no: an invitation is answered on a page of ours."""
        del request
        return False


class BrokerRules(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Whoever an identity broker sends must have been invited before."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Says no: a broker's user is joined to an account that an invitation made."""
        del request, sociallogin
        return False
