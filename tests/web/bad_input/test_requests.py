"""Requests that no page of ours sends: too much, cut, stale, twice, or with numbers that are none."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.accounts.people import mail as mails
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.decide.models import Decision, Signature
from sekisho.portal.examine.models import Question
from sekisho.portal.filing.models import Draft
from tests.samples import hostile
from tests.samples.people import People, act, id_of, open_example, settle, version_of
from tests.samples.sites import on_both

TODAY = now().astimezone(TOKYO).date().isoformat()
MIB = 1024 * 1024
NO_NUMBERS = ("", "-1", "1.5", "²", "٣", "１", "9" * 5000, "1\x00", "0x1", "nan", " 1", "true")


def accepted() -> tuple[People, str]:
    people = settle()
    case = open_example(people.client("filer"))
    act(people.client("filer"), case, "submission")
    act(people.client("examiner"), case, "acceptance", on=TODAY)
    return people, case


class _Endless(io.RawIOBase):
    """A body of which nobody may read a byte."""

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise AssertionError("a byte was read of what is too much")


def send(client: Client, path: str, length: int) -> Any:
    """Sends a form that says that it is so long."""
    return client.generic(
        "POST",
        path,
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": _Endless()},
    )


@pytest.mark.usefixtures("site")
def test_more_than_a_page_takes_is_turned_away_unread():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    for client, path, length in (
        (Client(), "/accounts/login/", 5 * MIB),
        (Client(), f"{case}evidence/", 5 * MIB),
        (filer, "/cases/new/", 40 * MIB),
        (filer, f"{case}submission/", 40 * MIB),
        (filer, f"{case}evidence/", 1100 * MIB),
        (filer, f"{case}evidence/", 10**19),
    ):
        answer = send(client, path, length)
        assert answer.status_code == 413, path
        assert "上限" in answer.content.decode()
    assert CaseFile.objects.count() == 1


@pytest.mark.usefixtures("site")
def test_a_form_of_too_many_fields_or_of_another_kind_is_refused_with_a_page():
    filer = settle().client("filer")
    case = open_example(filer)
    before = Draft.objects.get().saves
    many = {f"/facility/x{n}": "1" for n in range(5000)}
    assert act(filer, case, "filing/facility", **many).status_code == 400
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=" + "x" * 300, b"x"),
        ("application/json", b"{"),
        ("text/plain", b"\xff\xfe"),
        ("application/x-www-form-urlencoded; charset=no-such", b"a=b"),
    ):
        answer: Any = filer.generic("POST", f"{case}filing/facility/", body, kind)
        assert 400 <= answer.status_code < 500, kind
    assert Draft.objects.get().saves == before


@on_both
@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_is_no_number_of_a_version_is_none(number: str):
    filer = settle().client("filer")
    case = open_example(filer)
    before = Event.objects.count()
    answer = filer.post(f"{case}submission/", {"version": number})
    assert answer.status_code in {409, 422}
    assert Event.objects.count() == before


@on_both
def test_places_and_addresses_with_what_is_no_number_lead_nowhere():
    people, case = accepted()
    filer, examiner = people.client("filer"), people.client("examiner")
    for number in ("²", "٣", "9" * 30, "9" * 5000, "-1", "%00", "a%00b"):
        for path in (
            f"{case}filing/parties/{number}/",
            f"{case}replies/{number}/",
            f"/people/roles/{number}/end/",
            f"/background/{number}/retry/",
            f"/invitations/{number}/",
            f"/desk/{number}/",
        ):
            for answer in (filer.get(path), filer.post(path, {"version": "1", "text": "x"})):
                assert 300 <= answer.status_code < 500, path
        for query in ("state", "product", "supplier", "page", "sector", "gravest", "by"):
            for page in ("/cases/", "/groups/", "/must-i-file/"):
                assert examiner.get(f"{page}?{query}={number}").status_code < 500, page
    tricky = {"/parties/²/name": "x", "/parties/٣/name": "x", f"/parties/{'9' * 5000}/name": "x"}
    fresh = open_example(filer)
    assert act(filer, fresh, "filing/parties/0", **tricky).status_code < 500
    assert act(filer, fresh, "filing/filing", **tricky).status_code < 500
    assert filer.get(f"{fresh}filing/").status_code == 200


@on_both
def test_ids_of_another_case_are_no_ids_of_this_one():
    people, case = accepted()
    filer, examiner = people.client("filer"), people.client("examiner")
    other = open_example(filer)
    foreign = Document.objects.filter(case_id=id_of(other), kind="evidence").latest("made_at")
    assert filer.get(f"{case}documents/{foreign.id}/").status_code == 404
    assert examiner.get(f"{case}documents/{foreign.id}/").status_code == 404
    act(examiner, case, "questions", text="質問")
    question = Question.objects.get().id
    assert act(filer, other, f"replies/{question}", text="回答").status_code == 422
    assert Question.objects.get().reply == ""
    stranger = people.users["stranger"].id
    assert act(examiner, case, "assignment", examiner=str(stranger)).status_code == 422
    for nobody in ("0", "x", str(case), ""):
        assert act(examiner, case, "assignment", examiner=nobody).status_code == 422
    rival = people.client("rival")
    for page in ("", "draft/", "submission/", "evidence/", f"replies/{question}/"):
        for answer in (rival.get(f"{case}{page}"), act(rival, case, page.rstrip("/"), text="x")):
            assert answer.status_code in {404, 405}, page
    stolen = {"start": "1", "earlier": id_of(case)}
    assert rival.post("/cases/new/", stolen).status_code == 422


@on_both
def test_what_is_sent_twice_is_done_once():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    version = version_of(case)
    sent = {"version": version}
    answers = [filer.post(f"{case}submission/", sent).status_code for _ in range(2)]
    assert answers == [302, 409]
    assert Event.objects.filter(act="submit").count() == 1
    assert Document.objects.filter(kind="filing").count() == 1
    stale = filer.post(f"{case}filing/facility/", {**sent, "/facility/name": "x"})
    assert stale.status_code == 409


@on_both
def test_a_signature_is_for_the_text_that_was_read_and_no_other():
    people, case = accepted()
    examiner, decider = people.client("examiner"), people.client("decider")
    page = "decisions/end_screening"
    act(examiner, case, page, reasons="懸念なし")
    first = Document.objects.get(kind="decision").sha256
    assert act(examiner, case, f"{page}/signature", text_sha256=first).status_code == 302
    act(examiner, case, page, reasons="懸念なし。ただし条件を付す")
    assert act(decider, case, f"{page}/signature", text_sha256=first).status_code == 409
    for wrong in ("", "あ", "0" * 64, "x" * 100_000, first.upper(), f"{first}\n"):
        assert act(decider, case, f"{page}/signature", text_sha256=wrong).status_code == 409
    assert not Decision.objects.filter(taken__isnull=False).exists()
    second = Document.objects.filter(kind="decision").latest("made_at").sha256
    assert act(decider, case, f"{page}/signature", text_sha256=second).status_code == 302
    assert not Decision.objects.filter(taken__isnull=False).exists()
    assert act(examiner, case, f"{page}/signature", text_sha256=second).status_code in {302, 403}
    assert Signature.objects.filter(text_sha256=first, second__isnull=True).count() == 1


@pytest.mark.usefixtures("site", "letters")
def test_no_name_writes_a_header_of_a_mail():
    people = settle()
    user = people.users["filer"]
    place = people.places["kasumi"]
    for text in hostile.ALL.values():
        name = text.replace("\x00", "").encode("utf-8", "replace").decode()[:150]
        Organisation.objects.filter(id=place.id).update(name=f"{name}\r\nBcc: all@example.invalid")
        user.name = f"{name}\r\nBcc: all@example.invalid"
        mails.tell_change(user, "password.change")
        mails.send_reset(user, "a@example.invalid", "http://testserver/x")
    for sent in mail.outbox:
        parsed = sent.message()
        assert parsed["Bcc"] is None
        assert "\n" not in str(sent.subject)
        assert sent.recipients() == [sent.to[0]]
    assert len(mail.outbox) == 2 * len(hostile.ALL)


@pytest.mark.usefixtures("site")
def test_no_answer_carries_a_header_that_was_sent():
    filer = settle().client("filer")
    for path in ("/cases/?state=a%0d%0aSet-Cookie:%20x=1", "/language/?next=//evil%0d%0aX:%20y"):
        answer = filer.get(path)
        for name, value in answer.headers.items():
            assert not re.search(r"[\r\n]", name + value)
    for host in ("evil.invalid", "testserver:80@evil", "testserver\r\nX: y"):
        assert filer.get("/cases/", HTTP_HOST=host).status_code == 400
    sent = filer.post("/language/", {"language": "en", "next": "//evil.invalid/"})
    assert "evil" not in sent.headers.get("Location", "")


@pytest.mark.usefixtures("site")
def test_logs_hold_no_line_that_was_sent(caplog: pytest.LogCaptureFixture):
    filer = settle().client("filer")
    case = open_example(filer)
    forged = "x\n2026-01-01 00:00:00 ERROR forged: line"
    with caplog.at_level(logging.DEBUG):
        act(filer, case, "filing/facility", **{"/facility/name": forged})
        act(filer, case, "evidence", file=SimpleUploadedFile("a.pdf", b"%PDF"), kind=forged)
        filer.get(f"/cases/?state={forged}")
        filer.get("/no-such%0a2026-01-01 ERROR forged/")
        Client().post("/accounts/login/", {"login": forged, "password": "secret-of-mine"})
    ours = [r for r in caplog.records if r.name.startswith(("sekisho", "django.request", "axes"))]
    for record in ours:
        assert "\n2026-01-01" not in record.getMessage(), record.name
        assert "secret-of-mine" not in record.getMessage()
