"""The mails about accounts: Japanese first, English below."""

from __future__ import annotations

from django.core.mail import send_mail
from django.db import transaction
from django.utils.timezone import localtime

from sekisho.model.values.message import Message, Value, message
from sekisho.portal.accounts.models import Invitation, User
from sekisho.report.catalogue import say

_LANGUAGES = ("ja", "en")


def send_invitation(invitation: Invitation, link: str) -> None:
    """Sends the link, once what it leads to is kept."""
    place = invitation.organisation
    _send(
        invitation.email,
        "invitation",
        place=(place.called("ja"), place.called("en")),
        role=invitation.role,
        link=link,
        until=localtime(invitation.expires_at).date().isoformat(),
    )


def send_reset(user: User, email: str, link: str) -> None:
    """Sends the link with which a new password is set."""
    _send(email, "reset", name=user.name, link=link)


def tell_change(user: User, act: str) -> None:
    """Tells the owner of an account that something in it was changed."""
    _send(user.email, "changed", name=user.name, what=act.replace(".", "_"))


def _send(to: str, topic: str, **params: Value) -> None:
    said = " / ".join(_says(message(f"portal.mail.{topic}.subject", **params)))
    # A name may hold a new line; a header may not.
    subject = " ".join(said.split())
    body = "\n\n----\n\n".join(_says(message(f"portal.mail.{topic}.body", **params)))
    transaction.on_commit(lambda: send_mail(subject, body, None, [to]))


def _says(what: Message) -> list[str]:
    return [say(what, lang) for lang in _LANGUAGES]
