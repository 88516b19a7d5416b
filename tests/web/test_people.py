"""People are invited, take their role up, and are let go: each an act with its event."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sekisho.cli.main import main
from sekisho.portal.accounts.models import AccountEvent, Invitation, Membership, Organisation, User
from sekisho.portal.accounts.people import acts
from sekisho.portal.accounts.people.door import version_of
from sekisho.portal.refusals import StaleError
from tests.samples.factors import link_in, set_up_totp
from tests.samples.people import People, settle
from tests.samples.sites import on_both

PHRASE = "七色の鍵 for Kasumi 42"
pytestmark = pytest.mark.usefixtures("letters")


def _house(role: str = "steward", place: str = "kasumi") -> tuple[People, Client]:
    people = settle()
    steward = User.objects.create_user("steward@example.invalid", name="関 守")
    people.users["steward"] = steward
    Membership.objects.create(user=steward, organisation=people.places[place], role=role)
    return people, people.client("steward")


def _post(client: Client, people: People, page: str, place: str = "kasumi", **given: Any) -> Any:
    return client.post(page, {"version": version_of(people.places[place]), **given})


def _invite(client: Client, people: People, email: str = "new@example.invalid") -> str:
    answer = _post(client, people, "/people/", email=email, role="filer")
    assert answer.status_code == 302, answer.content.decode()
    return link_in(str(mail.outbox[-1].body))


@on_both
def test_who_is_invited_takes_the_role_up_once_and_sets_up_a_second_factor():
    people, steward = _house()
    link = _invite(steward, people)
    token = link.split("/")[2]
    stored = Invitation.objects.get().token_sha256
    assert token not in stored
    assert not any(token in str(event.payload) for event in AccountEvent.objects.all())

    guest = Client()
    page = guest.get(link).content.decode()
    assert "new@example.invalid" in page
    answer = guest.post(link, {"name": "新田 届", "password1": PHRASE, "password2": PHRASE})
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/2fa/totp/activate/",
    )
    set_up_totp(guest)
    assert guest.get("/cases/").status_code == 200
    assert Client().get(link).status_code == 404
    assert list(AccountEvent.objects.values_list("act", flat=True)) == [
        "invite",
        "answer",
        "factor.add",
    ]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("end", ["expired", "taken back", "sent again", "unknown"])
def test_a_link_that_leads_nowhere_says_the_same_whatever_the_reason(end: str):
    people, steward = _house()
    link = _invite(steward, people)
    offer = Invitation.objects.get()
    if end == "expired":
        offer.expires_at = timezone.now() - timedelta(seconds=1)
        offer.save()
    elif end == "taken back":
        assert _post(steward, people, f"/people/invitations/{offer.id}/end/").status_code == 302
    elif end == "sent again":
        assert _post(steward, people, f"/people/invitations/{offer.id}/again/").status_code == 302
        assert Client().get(link_in(str(mail.outbox[-1].body))).status_code == 200
    else:
        link = "/invitations/never-was-one/"
    answer = Client().get(link)
    assert answer.status_code == 404
    assert "使用済み・取消し済み・期限切れのいずれか" in answer.content.decode()


@pytest.mark.usefixtures("site")
def test_a_weak_or_differing_password_is_refused_with_its_reason():
    people, steward = _house()
    link = _invite(steward, people)
    for first, second, says in (
        ("short", "short", "12"),
        (PHRASE, PHRASE + "x", "一致しません"),
        ("new@example.invalid", "new@example.invalid", "password1-error"),
    ):
        answer = Client().post(link, {"name": "新田", "password1": first, "password2": second})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert not User.objects.filter(email="new@example.invalid").exists()


@pytest.mark.usefixtures("site")
def test_who_has_an_account_already_takes_the_role_up_by_signing_in():
    people, steward = _house()
    link = _invite(steward, people, "rival@example.invalid")
    assert "サインイン" in Client().get(link).content.decode()
    assert people.client("filer").post(link).status_code == 200
    answer = people.client("rival").post(link)
    assert answer.status_code == 302
    held = Membership.objects.filter(user=people.users["rival"], until__isnull=True)
    assert held.count() == 2


@on_both
def test_when_a_role_ends_every_session_of_the_person_ends():
    people, steward = _house()
    first, second = people.client("filer"), people.client("filer")
    assert first.get("/cases/").status_code == 200
    row = Membership.objects.get(user=people.users["filer"])
    assert _post(steward, people, f"/people/roles/{row.id}/end/").status_code == 302
    for client in (first, second):
        assert client.get("/cases/").headers["Location"].startswith("/accounts/login/")
    again = people.client("filer")
    people.users["filer"].refresh_from_db()
    again.force_login(
        people.users["filer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert again.get("/cases/").status_code == 403


@pytest.mark.usefixtures("site")
def test_the_last_steward_stays():
    people, steward = _house()
    row = Membership.objects.get(user=people.users["steward"])
    answer = _post(steward, people, f"/people/roles/{row.id}/end/")
    assert answer.status_code == 422
    assert "最後の管理者" in answer.content.decode()


@pytest.mark.usefixtures("site")
def test_people_and_invitations_of_another_organisation_do_not_exist():
    people, steward = _house()
    _invite(steward, people)
    offer = Invitation.objects.get()
    other = User.objects.create_user("other@example.invalid", name="他")
    people.users["other"] = other
    Membership.objects.create(user=other, organisation=people.places["minato"], role="steward")
    stranger = people.client("other")
    mine = Membership.objects.get(user=people.users["filer"]).id
    for page in (
        f"/people/roles/{mine}/end/",
        f"/people/invitations/{offer.id}/end/",
        f"/people/invitations/{offer.id}/again/",
        f"/people/{people.users['filer'].id}/release/",
    ):
        assert _post(stranger, people, page, "minato").status_code == 404
    assert "filer@example.invalid" not in stranger.get("/people/").content.decode()
    assert people.client("filer").get("/people/").status_code == 403


@pytest.mark.usefixtures("site")
def test_of_two_stewards_at_once_the_later_is_told_that_the_people_have_changed():
    people, steward = _house()
    _invite(steward, people)
    answer = steward.post("/people/", {"version": 0, "email": "b@example.invalid", "role": "filer"})
    assert answer.status_code == 409
    assert "利用者が変更されています" in answer.content.decode()
    assert StaleError.__doc__


@pytest.mark.usefixtures("site")
def test_a_role_that_an_organisation_of_the_kind_does_not_have_is_not_offered():
    people, steward = _house()
    answer = _post(steward, people, "/people/", email="a@example.invalid", role="decider")
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


@on_both
def test_the_database_itself_refuses_to_change_what_was_done_about_people():
    people, steward = _house()
    _invite(steward, people)
    for statement in ("UPDATE accounts_event SET act = 'x'", "DELETE FROM accounts_event"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)


@on_both
def test_who_runs_the_site_opens_an_organisation_and_invites_its_first_steward():
    facts = {"kind": "supplier", "name": "架空部品株式会社", "name_en": "Imaginary Parts"}
    made = acts.open_organisation(
        facts, "first@example.invalid", timezone.now(), lambda token: f"http://x.invalid/{token}/"
    )
    assert made.organisation == Organisation.objects.get()
    assert made.role == "steward"
    body = str(mail.outbox[-1].body)
    assert "架空部品株式会社" in body
    assert "Imaginary Parts" in body


@pytest.mark.usefixtures("site")
def test_the_page_says_what_was_done_in_both_languages():
    people, steward = _house()
    _invite(steward, people)
    assert "new@example.invalidを届出担当として招待" in steward.get("/people/").content.decode()
    steward.cookies["django_language"] = "en"
    page = steward.get("/people/").content.decode()
    assert "invited new@example.invalid as filer" in page
    assert not re.search(r"portal\.[a-z]+\.", page)


@pytest.mark.usefixtures("site")
def test_the_command_opens_an_organisation_and_prints_the_link(capsys: pytest.CaptureFixture[str]):
    words = ["organisation", "supplier", "架空部品株式会社", "--steward", "a@example.invalid"]
    with pytest.raises(SystemExit, match="0"):
        main([*words, "--url", "https://sekisho.invalid/", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told["link"].startswith("https://sekisho.invalid/invitations/")
    assert Client().get(link_in(told["link"])).status_code == 200
    with pytest.raises(SystemExit, match="2"):
        main([*words, "--url", "https://sekisho.invalid/", "--corporate-number", "1" * 13])
    assert "1111111111111" in capsys.readouterr().err
    assert Organisation.objects.count() == 1


@pytest.mark.usefixtures("site")
def test_the_page_asks_the_database_as_often_for_many_people_as_for_few():
    people, steward = _house()
    counts = []
    for number in (0, 12):
        for n in range(number):
            user = User.objects.create_user(f"more{n}@example.invalid", name=f"人 {n}")
            Membership.objects.create(
                user=user, organisation=people.places["kasumi"], role="reader"
            )
            _invite(steward, people, f"offered{n}@example.invalid")
        steward.get("/people/")
        with CaptureQueriesContext(connection) as asked:
            assert steward.get("/people/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("kind", ["supplier", "ally"])
def test_who_can_do_nothing_else_here_yet_is_told_so(kind: str):
    people = settle()
    place = Organisation.objects.create(kind=kind, name=f"架空の{kind}")
    user = User.objects.create_user(f"{kind}@example.invalid", name=kind)
    people.users[kind] = user
    Membership.objects.create(user=user, organisation=place, role="steward")
    client = people.client(kind)
    assert client.get("/").headers["Location"] == "/people/"
    assert "所属する者の管理だけです" in client.get("/people/").content.decode()
    assert client.get("/cases/").status_code == 403
