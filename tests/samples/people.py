"""Fictional organisations and people of a portal, and browsers that have signed in as them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.test import Client

from sekisho.portal.accounts.models import Membership, Organisation, User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import CaseFile

EXAMPLE = Path(__file__).parents[2] / "examples" / "grid-control-update"


@dataclass
class People:
    """Everyone a story needs; made with `settle`."""

    users: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)

    def client(self, name: str) -> Client:
        """Gives a browser in which that person has signed in."""
        client = Client()
        client.force_login(
            self.users[name], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        confirm(client, self.users[name], time.time())
        return client

    def sitting(self, name: str) -> Any:
        """Gives the person as the acts take one."""

        rows = list(Membership.objects.filter(user=self.users[name]).select_related("organisation"))
        return Sitting(
            user=self.users[name],
            organisation=rows[0].organisation if rows else None,
            roles=frozenset(row.role for row in rows),
        )


def confirm(client: Client, user: User, at: float) -> None:
    """Lets the person in a browser have proved who it is at a time, in a session begun then."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session["begun"], session["seen"] = at, at
    session.save()


def settle() -> People:
    """Makes two operators, two authorities, and who works there."""

    people = People()
    for key, kind, name, authority in (
        ("kasumi", "operator", "霞送配電株式会社", ""),
        ("minato", "operator", "港架空運輸株式会社", ""),
        ("meti", "authority", "架空の審査室", "meti"),
        ("mlit", "authority", "架空の国土審査室", "mlit"),
    ):
        people.places[key] = Organisation.objects.create(
            kind=kind, name=name, authority=authority, fictional=True
        )
    for name, place, role in (
        ("filer", "kasumi", "filer"),
        ("rival", "minato", "filer"),
        ("examiner", "meti", "examiner"),
        ("decider", "meti", "decider"),
        ("stranger", "mlit", "decider"),
        ("nobody", "", ""),
    ):
        user = User.objects.create_user(f"{name}@example.invalid", name=name)
        people.users[name] = user
        if place:
            Membership.objects.create(user=user, organisation=people.places[place], role=role)
    return people


def version_of(case: str) -> int:
    """Gives the version of the case at an address."""

    return CaseFile.objects.get(id=id_of(case)).version


def id_of(case: str) -> str:
    """Gives the id of the case at an address."""
    found = re.search(r"/cases/([0-9a-f-]{36})/", case)
    assert found is not None
    return found.group(1)


def open_example(filer: Client, folder: Path = EXAMPLE, but: tuple[str, ...] = ()) -> str:
    """Opens a case from an example with all its evidence, except the kinds named; gives the
    address of its page.
    """
    with (folder / "filing.yaml").open("rb") as file:
        answer = filer.post("/cases/new/", {"filing": file})
    case = answer.headers["Location"]
    for evidence in yaml.safe_load((folder / "filing.yaml").read_bytes())["evidence"]:
        if "path" not in evidence or evidence.get("kind") in but:
            continue
        with (folder / evidence["path"]).open("rb") as file:
            answer = filer.post(f"{case}evidence/", {"file": file, "version": version_of(case)})
        assert answer.status_code == 302, answer.content.decode()
    return str(case)


def act(client: Client, case: str, page: str, **given: Any) -> Any:
    """Does what a page of the case is for, from its newest version."""
    return client.post(f"{case}{page}/", {"version": version_of(case), **given})
