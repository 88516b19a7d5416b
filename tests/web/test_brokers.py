"""Identity brokers: whoever they send was invited, into the firm whose number they state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from sekisho.portal.accounts.entry.broker import is_corporate_number
from sekisho.portal.accounts.models import Invitation, Membership, Organisation, User
from sekisho.portal.settings import environment as settings_of
from tests.samples.brokers import CLIENT, LOCK, Broker, open_broker
from tests.samples.people import People, settle

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


def _number(twelve: str) -> str:
    total = sum(int(d) * (1 if place % 2 else 2) for place, d in enumerate(twelve))
    return f"{9 - total % 9}{twelve}"


OURS, THEIRS = _number("000012345678"), _number("000087654321")


@pytest.fixture
def broker() -> Iterator[Broker]:
    with open_broker() as opened:
        app = settings_of.Broker(
            id="gbiz",
            name="架空認証",
            issuer=opened.issuer,
            client_id=CLIENT,
            secret=SecretStr(LOCK),
        ).as_app()
        with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [app]}}):
            yield opened


def _settled() -> People:
    people = settle()
    for key, number in (("kasumi", OURS), ("minato", THEIRS)):
        people.places[key].corporate_number = number
        people.places[key].save()
    return people


def _offer(people: People, place: str = "kasumi", **fields: Any) -> Invitation:
    facts = {"email": "new@example.invalid", "role": "filer", "token_sha256": "0" * 64, **fields}
    facts.setdefault("expires_at", timezone.now() + timedelta(days=1))
    return Invitation.objects.create(organisation=people.places[place], **facts)


def _arrive(broker: Broker, **claims: Any) -> tuple[Client, Any]:
    broker.claims = {
        "sub": "person-1",
        "email": "new@example.invalid",
        "email_verified": True,
        "name": "新田 届",
        "corporate_number": OURS,
        **claims,
    }
    client = Client()
    sent = client.post("/accounts/oidc/gbiz/login/?process=login")
    assert sent.status_code == 302, sent.content.decode()
    back = requests.get(sent.headers["Location"], allow_redirects=False, timeout=10)
    return client, client.get(back.headers["Location"].replace("http://testserver", ""))


@pytest.mark.usefixtures("site")
def test_who_was_invited_enters_with_the_number_of_the_firm_and_again_later(broker: Broker):
    people = _settled()
    offer = _offer(people)
    client, answer = _arrive(broker)
    assert answer.status_code == 302, answer.content.decode()
    assert client.get("/cases/").status_code == 200
    offer.refresh_from_db()
    made = User.objects.get(email="new@example.invalid")
    assert (offer.answered_by, made.name, made.has_usable_password()) == (made, "新田 届", False)
    client, answer = _arrive(broker)
    assert client.get("/cases/").status_code == 200
    assert User.objects.filter(email="new@example.invalid").count() == 1


@pytest.mark.usefixtures("site")
def test_a_person_with_an_account_there_already_is_joined_to_it(broker: Broker):
    people = _settled()
    client, _ = _arrive(broker, email="filer@example.invalid")
    assert client.get("/cases/").status_code == 200
    assert client.session["_auth_user_id"] == str(people.users["filer"].id)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ({"corporate_number": THEIRS}, "招待されていません"),
        ({"corporate_number": OURS[:-1]}, "有効な法人番号"),
        ({"corporate_number": f"{(int(OURS[0]) + 1) % 10}{OURS[1:]}"}, "有効な法人番号"),
        ({"corporate_number": None}, "有効な法人番号"),
        ({"email": "stranger@example.invalid"}, "招待されていません"),
        ({"email_verified": False}, "メールアドレスを確認していません"),
        ({"email_verified": "true"}, "メールアドレスを確認していません"),
    ],
)
def test_whoever_is_not_bound_to_an_invitation_is_refused(
    broker: Broker, claims: dict[str, Any], says: str
):
    people = _settled()
    _offer(people)
    client, answer = _arrive(broker, **claims)
    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert client.get("/cases/").status_code == 302
    assert not User.objects.filter(email="new@example.invalid").exists()


@pytest.mark.usefixtures("site")
def test_an_invitation_that_has_expired_opens_nothing(broker: Broker):
    people = _settled()
    _offer(people, expires_at=timezone.now() - timedelta(seconds=1))
    _, answer = _arrive(broker)
    assert answer.status_code == 403


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("wrong", ["signature", "audience", "time", "algorithm"])
def test_a_token_that_the_broker_did_not_sign_for_us_now_is_refused(broker: Broker, wrong: str):
    people = _settled()
    _offer(people)
    broker.forged = wrong == "signature"
    broker.unsigned = wrong == "algorithm"
    broker.audience = "another-portal" if wrong == "audience" else CLIENT
    client, answer = _arrive(broker, **({"exp": 1} if wrong == "time" else {}))
    assert answer.status_code in {200, 401}
    assert "サインインできませんでした" in answer.content.decode()
    assert client.get("/cases/").status_code == 302


@pytest.mark.usefixtures("site")
def test_once_the_role_has_ended_the_broker_opens_nothing(broker: Broker):
    people = _settled()
    _offer(people)
    _arrive(broker)
    Membership.objects.filter(user__email="new@example.invalid").update(until=timezone.now())
    client, answer = _arrive(broker)
    assert answer.status_code == 403
    assert client.get("/cases/").status_code == 302


@pytest.mark.usefixtures("site")
def test_such_a_session_acts_for_organisations_of_that_number_only(broker: Broker):
    people = _settled()
    filer = people.users["filer"]
    Membership.objects.create(user=filer, organisation=people.places["minato"], role="filer")
    client, _ = _arrive(broker, email="filer@example.invalid")
    page = client.get("/cases/").content.decode()
    assert "霞送配電株式会社" in page
    assert "港架空運輸株式会社" not in page
    client.post("/seat/", {"organisation": str(people.places["minato"].id)})
    assert "港架空運輸株式会社" not in client.get("/cases/").content.decode()


@given(st.from_regex(r"\A[0-9]{12}\Z"), st.integers(min_value=1, max_value=9))
def test_the_first_digit_of_a_corporate_number_checks_the_others(twelve: str, first: int):
    right = _number(twelve)
    assert is_corporate_number(right)
    assert is_corporate_number(f"{first}{twelve}") is (str(first) == right[0])


def test_what_is_no_number_at_all_is_none():
    for text in ("", "1234", "１" * 13, OURS + " ", "a" * 13):
        assert not is_corporate_number(text)
    assert is_corporate_number("7000012050002")  # the National Tax Agency's own


def test_a_site_names_its_brokers_in_one_variable(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(
        "SEKISHO_BROKERS",
        '[{"id": "gbiz", "name": "X", "issuer": "https://x.invalid", "client_id": "c", "secret": "s"}]',
    )
    (found,) = settings_of.Environment().brokers  # type: ignore[call-arg]
    assert (found.id, found.claim) == ("gbiz", "corporate_number")
    assert "secret='s'" not in repr(found)
    assert found.signs_in_at == "https://x.invalid"
    assert settings.SOCIALACCOUNT_LOGIN_ON_GET is False
    assert Organisation._meta.get_field("corporate_number").max_length == 13
