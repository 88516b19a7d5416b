"""The fictional accounts and cases of the demonstration."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from sekisho.portal.accounts.models import Membership, Organisation, Role, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.running.demo_cases import Cast, make_cases


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fictional person who may sign in."""

    email: str
    password: str
    name: str
    organisation: str
    role: str


_PEOPLE = (
    ("shirase@kasumi-grid.example", "白瀬 ひかり", "kasumi", Role.FILER),
    ("kirishima@ministry.example", "霧島 調", "ministry", Role.EXAMINER),
    ("tatsuta@ministry.example", "竜田 決", "ministry", Role.DECIDER),
)
_PLACES = {
    "kasumi": {
        "kind": Organisation.Kind.OPERATOR,
        "name": "霞送配電株式会社",
        "name_en": "Kasumi Grid",
    },
    "ministry": {
        "kind": Organisation.Kind.AUTHORITY,
        "name": "架空の審査室（経済産業省役）",
        "name_en": "Fictional examination office (playing METI)",
        "authority": "meti",
    },
}


def make_demo(examples: Path | None = None) -> tuple[SignIn, ...]:
    """Makes the fictional accounts, each with a new password, and gives them.

    With the folder of examples also fictional cases in every state, where there is no case yet.
    """
    with transaction.atomic():
        places = {}
        for key, facts in _PLACES.items():
            places[key], _ = Organisation.objects.get_or_create(
                name=facts["name"], defaults={**facts, "fictional": True}
            )
        made = tuple(
            _person(email, name, places[place], role) for email, name, place, role in _PEOPLE
        )
    if examples is not None:
        cast = Cast(*(_seated(one, role) for one, (*_, role) in zip(made, _PEOPLE, strict=True)))
        make_cases(cast, examples, timezone.now())
    return made


def _seated(one: SignIn, role: str) -> Sitting:
    member = Membership.objects.select_related("user", "organisation").get(
        user__email=one.email, role=role, until=None
    )
    return Sitting(member.user, member.organisation, frozenset({role}))


def _person(email: str, name: str, place: Organisation, role: str) -> SignIn:
    password = secrets.token_urlsafe(9)
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
    user.set_password(password)
    user.save()
    Membership.objects.get_or_create(user=user, organisation=place, role=role, until=None)
    return SignIn(email, password, name, place.name, role)
