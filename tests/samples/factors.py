"""The codes of an authenticator app, and the mails of a site, for tests."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client


def code_of(secret: str, ahead: int = 0) -> str:
    """Gives the code that an app shows now, or so many steps of 30 seconds ahead."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead)))


def set_up_totp(client: Client) -> str:
    """Sets an authenticator app up in a browser; gives its secret."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    found = re.search(r'id="totp-secret">([A-Z2-7]+)<', page)
    assert found is not None, page
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(found.group(1))})
    assert answer.status_code == 302, answer.content.decode()
    return found.group(1)


def link_in(mail: str) -> str:
    """Gives the address in a mail, without its host."""
    found = re.search(r"https?://[^/\s]+(/\S+)", mail)
    assert found is not None, mail
    return found.group(1)
