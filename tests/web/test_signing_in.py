"""Signing in: passwords, second factors, sessions, lockout, and what is refused."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from sekisho.portal import who_may
from sekisho.portal.accounts.models import AccountEvent, Membership, User
from sekisho.portal.accounts.people.door import version_of
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.models import Document, Event
from tests.samples.factors import code_of, link_in, set_up_totp
from tests.samples.people import People, act, confirm, id_of, open_example, settle
from tests.samples.sites import on_both

PHRASE = "七色の鍵 for Kasumi 42"
pytestmark = pytest.mark.usefixtures("letters")
LOGIN = "/accounts/login/"


def _settled(*names: str) -> People:
    people = settle()
    for name in names:
        people.users[name].set_password(PHRASE)
        people.users[name].save()
    return people


def _enter(client: Client, name: str, password: str = PHRASE, **given: Any) -> Any:
    return client.post(LOGIN, {"login": f"{name}@example.invalid", "password": password, **given})


PAGES = (
    "login/",
    "logout/",
    "inactive/",
    "reauthenticate/",
    "password/change/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-set-password/",
    "2fa/",
    "2fa/reauthenticate/",
    "2fa/totp/activate/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/webauthn/reauthenticate/",
    "3rdparty/login/cancelled/",
    "3rdparty/login/error/",
)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("factor", ["", "totp"])
def test_every_page_of_signing_in_is_ours_and_runs_no_inline_script(lang: str, factor: str):
    people = _settled("filer")
    inside, outside = people.client("filer"), Client()
    if factor:
        set_up_totp(inside)
    seen = 0
    for client in (inside, outside):
        client.cookies["django_language"] = lang
        for page in PAGES:
            answer = client.get(f"/accounts/{page}")
            assert answer.status_code in {200, 302, 401, 404, 405}, page
            if answer.status_code not in {200, 401}:
                continue
            seen += 1
            text = answer.content.decode()
            assert f'<html lang="{lang}">' in text, page
            assert 'href="/static/look/portal' in text, page
            assert not re.search(r"portal\.[a-z_]+\.", text), page
            for tag in re.findall(r"<script[^>]*>", text):
                assert "src=" in tag or 'type="application/json"' in tag, (page, tag)
            assert not re.search(r"<[^>]+\s(on[a-z]+|style)=", text), page
    assert seen > 20


@pytest.mark.usefixtures("site")
def test_pages_that_are_not_offered_do_not_exist():
    people = _settled("filer")
    for client in (people.client("filer"), Client()):
        for page in (
            "signup/",
            "email/",
            "confirm-email/",
            "confirm-email/abc/",
            "password/set/",
            "login/code/",
            "login/code/confirm/",
            "reauthenticate/code/",
            "3rdparty/",
            "3rdparty/signup/",
            "social/signup/",
            "2fa/trust/",
        ):
            assert client.get(f"/accounts/{page}").status_code == 404, page
            assert client.post(f"/accounts/{page}").status_code == 404, page


@on_both
def test_a_second_factor_is_asked_after_the_password_and_a_code_opens_once():
    people = _settled("filer")
    secret = set_up_totp(people.client("filer"))
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in sealed

    client = Client()
    answer = _enter(client, "filer")
    assert answer.headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/cases/").headers["Location"].startswith(LOGIN)
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "コードが違うか" in wrong.content.decode()
    code = code_of(secret, 1)
    assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/cases/").status_code == 200

    other = Client()
    _enter(other, "filer")
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200


@pytest.mark.usefixtures("site")
def test_a_recovery_code_opens_once_and_is_shown_once():
    people = _settled("filer")
    owner = people.client("filer")
    set_up_totp(owner)
    codes = re.findall(
        r"<li><code>([\w-]+)</code>", owner.get("/accounts/2fa/recovery-codes/").content.decode()
    )
    assert len(codes) == 10
    assert codes[0] not in owner.get("/accounts/2fa/recovery-codes/").content.decode()
    for status in (302, 200):
        client = Client()
        _enter(client, "filer")
        answer = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == status


@pytest.mark.usefixtures("site")
def test_nobody_of_an_authority_acts_without_a_second_factor():
    people = _settled("examiner", "filer")
    examiner, filer = people.client("examiner"), people.client("filer")
    case = open_example(filer)
    act(filer, case, "submission")
    assert "二要素認証は省いています" in examiner.get("/cases/").content.decode()
    with override_settings(SECOND_FACTOR=True):
        for page in ("/cases/", case, "/cases/00000000-0000-4000-8000-000000000000/"):
            assert examiner.get(page).headers["Location"] == "/accounts/2fa/"
        assert act(examiner, case, "acceptance").headers["Location"] == "/accounts/2fa/"
        page = examiner.get("/accounts/2fa/").content.decode()
        assert "二要素認証が必要です" in page
        weak = Sitting(
            user=people.users["examiner"],
            organisation=people.places["meti"],
            roles=frozenset({"examiner"}),
            lacks_factor=True,
        )
        assert not who_may.may(weak, "case.list")
        assert filer.get(case).status_code == 200
        set_up_totp(examiner)
        answer = examiner.get(case)
        assert answer.status_code == 200
        assert "二要素認証は省いています" not in answer.content.decode()


@on_both
def test_who_signs_a_decision_confirms_itself_after_a_quarter_of_an_hour():
    people = _settled("examiner")
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer)
    act(filer, case, "submission")
    act(examiner, case, "acceptance", on=timezone.localdate().isoformat())
    act(examiner, case, "decisions/end_screening", reasons="懸念なし")
    text = Document.objects.get(case_id=id_of(case), kind="decision").sha256
    confirm(examiner, people.users["examiner"], time.time() - 16 * 60)
    asked = act(examiner, case, "decisions/end_screening/signature", text_sha256=text)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert not Event.objects.filter(act="sign").exists()
    query = asked.headers["Location"].partition("?next=")[2]
    for password, signed in (("wrong", False), (PHRASE, True)):
        examiner.post(
            "/accounts/reauthenticate/",
            {"password": password, "next": query.replace("%2F", "/")},
        )
        assert Event.objects.filter(act="sign").exists() is signed


@on_both
def test_five_wrong_passwords_close_the_door_until_a_steward_opens_it():
    people = _settled("filer", "rival")
    steward = User.objects.create_user("steward@example.invalid", name="関")
    people.users["steward"] = steward
    Membership.objects.create(user=steward, organisation=people.places["kasumi"], role="steward")
    client = Client()
    answers = [_enter(client, "filer", f"wrong {n}") for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "停止しました" in answers[-1].content.decode()
    assert _enter(client, "filer").status_code == 429
    assert _enter(client, "FILER").status_code == 429
    assert _enter(Client(), "rival").status_code == 302
    assert _enter(Client(REMOTE_ADDR="198.51.100.9"), "rival").status_code == 302

    keeper = people.client("steward")
    assert "停止を解除する" in keeper.get("/people/").content.decode()
    page = f"/people/{people.users['filer'].id}/release/"
    assert keeper.post(page, {"version": version_of(people.places["kasumi"])}).status_code == 302
    assert _enter(client, "filer").status_code == 302
    assert AccountEvent.objects.filter(act="release").count() == 1


@pytest.mark.usefixtures("site")
def test_the_door_opens_by_itself_after_an_hour():
    _settled("filer")
    client = Client()
    for n in range(5):
        _enter(client, "filer", f"wrong {n}")
    assert _enter(client, "filer").status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=61))
    assert _enter(client, "filer").status_code == 302


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("seen", "status"), [(3_500, 200), (3_700, 302)])
def test_a_session_that_lies_idle_too_long_is_over(seen: int, status: int):
    people = _settled()
    client = people.client("filer")
    session = client.session
    session["begun"], session["seen"] = time.time() - seen, time.time() - seen
    session.save()
    assert client.get("/cases/").status_code == status


@pytest.mark.usefixtures("site")
def test_a_session_is_over_after_a_working_day_however_busy_and_nothing_is_recorded():
    people = _settled()
    client = people.client("filer")
    case = open_example(client)
    before = Event.objects.count()
    session = client.session
    session["begun"], session["seen"] = time.time() - 9 * 3600, time.time() - 10
    session.save()
    answer = act(client, case, "submission")
    assert answer.status_code == 403
    assert "セッションが終了しました" in answer.content.decode()
    assert Event.objects.count() == before
    assert client.get(case).headers["Location"].startswith(LOGIN)


@pytest.mark.usefixtures("site")
def test_a_forged_session_is_nobodys():
    _settled()
    client = Client()
    client.cookies["sekisho_session"] = "a" * 32
    assert client.get("/cases/").headers["Location"].startswith(LOGIN)
    assert client.get("/permissions/").status_code == 200


@on_both
def test_a_new_password_ends_every_session_and_is_told_by_mail():
    people = _settled("filer")
    one, two = people.client("filer"), people.client("filer")
    new = PHRASE + " neu"
    answer = one.post(
        "/accounts/password/change/",
        {"oldpassword": PHRASE, "password1": new, "password2": new},
    )
    assert answer.headers["Location"] == LOGIN
    for client in (one, two):
        assert client.get("/cases/").headers["Location"].startswith(LOGIN)
    assert "アカウント設定の変更" in mail.outbox[-1].subject
    assert AccountEvent.objects.get().act == "password.change"
    assert _enter(Client(), "filer", new).status_code == 302


@pytest.mark.usefixtures("site")
def test_a_forgotten_password_is_set_by_a_link_that_opens_once_and_tells_strangers_nothing():
    people = _settled("filer")
    old = people.client("filer")
    pages = []
    for address in ("filer@example.invalid", "stranger-to-us@example.invalid"):
        answer = Client().post("/accounts/password/reset/", {"email": address})
        pages.append(answer.headers["Location"])
    assert pages[0] == pages[1]
    assert [letter.to for letter in mail.outbox] == [["filer@example.invalid"]]
    link = link_in(str(mail.outbox[0].body))
    client = Client()
    form = client.get(link).headers["Location"]
    new = PHRASE + " neu"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert "使用済み" in Client().get(link).content.decode()
    assert old.get("/cases/").headers["Location"].startswith(LOGIN)
    assert _enter(Client(), "filer", new).status_code == 302


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.invalid/", "//evil.invalid/", "/\\evil.invalid", "javascript:alert(1)"],
)
def test_no_page_leads_to_another_site(elsewhere: str):
    people = _settled("filer")
    answer = _enter(Client(), "filer", next=elsewhere)
    assert answer.headers["Location"] == "/"
    answer = Client().post("/language/", {"language": "en", "next": elsewhere})
    assert answer.headers["Location"] == "/"
    client = people.client("filer")
    answer = client.post("/accounts/reauthenticate/", {"password": PHRASE, "next": elsewhere})
    assert answer.headers["Location"] == "/"
    answer = client.post("/accounts/logout/", {"next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("site")
def test_a_form_that_is_not_of_this_site_gets_a_page_that_says_so():
    people = _settled("filer")
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        people.users["filer"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    answer = client.post("/cases/new/", {})
    assert answer.status_code == 403
    assert "有効期限が切れたか" in answer.content.decode()
