"""The fictional accounts of the demonstration, and with them a case in every state."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sekisho.portal.accounts.models import Membership, Organisation, Role, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.door import now
from sekisho.portal.running.demo_cases import make_cases


@dataclass(frozen=True, slots=True)
class SignIn:
    """A fictional person who may sign in."""

    email: str
    password: str
    name: str
    organisation: str
    role: str


PLACES: dict[str, dict[str, Any]] = {
    "kasumi": {
        "kind": Organisation.Kind.OPERATOR,
        "name": "霞送配電株式会社",
        "name_en": "Kasumi Grid",
    },
    "oki": {
        "kind": Organisation.Kind.OPERATOR,
        "name": "沖ノ浦国際空港株式会社",
        "name_en": "Okinoura International Airport",
    },
    "izumi": {
        "kind": Organisation.Kind.OPERATOR,
        "name": "いずみ水道企業団",
        "name_en": "Izumi Water",
    },
    "hinode": {
        "kind": Organisation.Kind.OPERATOR,
        "name": "日の出架空銀行株式会社",
        "name_en": "Hinode Bank (fictional)",
    },
    "ministry": {
        "kind": Organisation.Kind.AUTHORITY,
        "name": "架空の審査室（経済産業省役）",
        "name_en": "Fictional examination office (playing METI)",
        "authority": "meti",
    },
    "transport": {
        "kind": Organisation.Kind.AUTHORITY,
        "name": "架空の審査室（国土交通省役）",
        "name_en": "Fictional examination office (playing MLIT)",
        "authority": "mlit",
    },
    "aoba": {
        "kind": Organisation.Kind.SUPPLIER,
        "name": "株式会社青葉マイクロ",
        "name_en": "Aoba Micro",
    },
    "ally": {
        "kind": Organisation.Kind.ALLY,
        "name": "架空の同志国審査局",
        "name_en": "Fictional allied screening office",
    },
}

PEOPLE: tuple[tuple[str, str, str, str, Role], ...] = (
    ("filer", "shirase@kasumi-grid.example", "白瀬 ひかり", "kasumi", Role.FILER),
    ("examiner", "kirishima@ministry.example", "霧島 しらべ", "ministry", Role.EXAMINER),
    ("decider", "tatsuta@ministry.example", "竜田 さだめ", "ministry", Role.DECIDER),
    ("oki_filer", "urabe@okinoura-airport.example", "浦部 なぎさ", "oki", Role.FILER),
    ("izumi_filer", "mizuki@izumi-water.example", "水木 いずみ", "izumi", Role.FILER),
    ("hinode_filer", "asahi@hinode-bank.example", "旭 のぼる", "hinode", Role.FILER),
    ("mlit_examiner", "hayase@transport.example", "早瀬 みちる", "transport", Role.EXAMINER),
    ("mlit_decider", "minato@transport.example", "湊 わたる", "transport", Role.DECIDER),
    ("steward", "kanbe@kasumi-grid.example", "神戸 まもる", "kasumi", Role.STEWARD),
    ("supplier", "aoba@aoba-micro.example", "青葉 みどり", "aoba", Role.STEWARD),
    ("ally", "marlowe@ally.example", "Robin Marlowe", "ally", Role.STEWARD),
)
"""Who there is: a word for the stories, the address, the name, the place, the role."""


def make_demo(examples: Path | None = None) -> tuple[SignIn, ...]:
    """Makes the fictional accounts and cases, and gives the accounts, with one new password for all.

    The cases are made from the folder of examples, where there is one, by going through the acts
    themselves; what is there already is left as it is.
    """
    password = secrets.token_urlsafe(9)
    hashed = make_password(password)
    with transaction.atomic():
        places = {key: _place(facts) for key, facts in PLACES.items()}
        made = {
            key: (_person(email, name, hashed, (places[place], role)), places[place], role)
            for key, email, name, place, role in PEOPLE
        }
        folder = find_examples(examples)
        if folder is not None:
            sittings = {
                key: Sitting(user=user, organisation=place, roles=frozenset({role}))
                for key, (user, place, role) in made.items()
            }
            make_cases(folder, sittings, now())
    return tuple(
        SignIn(user.email, password, user.name, place.name, role)
        for user, place, role in made.values()
    )


def find_examples(given: Path | None = None) -> Path | None:
    """Finds the folder of examples: the one given, else here or beside the source; `None` where
    there is none.
    """
    beside_source = Path(__file__).parents[4] / "examples"
    for folder in (given,) if given else (Path("examples"), beside_source):
        if (folder / "grid-control-update").is_dir():
            return folder
    return None


def _place(facts: dict[str, Any]) -> Organisation:
    place, _ = Organisation.objects.get_or_create(
        name=facts["name"], defaults={**facts, "fictional": True}
    )
    return place


def _person(email: str, name: str, hashed: str, seat: tuple[Organisation, Role]) -> User:
    user = User.objects.filter(email=email).first() or User(email=email, name=name)
    user.password = hashed
    user.save()
    place, role = seat
    Membership.objects.get_or_create(user=user, organisation=place, role=role, until=None)
    return user
