"""Authorities that do not run this portal: the package, dates by hand, corrections by appending."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.cases import engine, lapse
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import RECEIVED, CaseFile, Document, Event
from sekisho.report.catalogue import say_id
from tests.samples.people import EXAMPLE, People, act, id_of, open_example, settle
from tests.samples.sites import on_both

TODAY = now().astimezone(TOKYO).date()


def day(ago: int) -> str:
    return (TODAY - timedelta(days=ago)).isoformat()


def row_of(case: str) -> CaseFile:
    return CaseFile.objects.get(id=id_of(case))


def away_case() -> tuple[People, str]:
    """A case of which the authority is not here, and that says so."""
    people = settle()
    case = open_example(people.client("filer"))
    Organisation.objects.filter(authority="meti").update(authority="")
    done = act(people.client("filer"), case, "elsewhere")
    assert done.status_code == 302, done.content.decode()
    return people, case


def enters(client: Any, case: str, kind: str, on: str, **given: Any) -> Any:
    return act(client, case, "dates", kind=kind, on=on, **{"source": "letter", **given})


def text(client: Any, path: str, lang: str = "ja") -> str:
    client.cookies["django_language"] = lang
    return str(client.get(path).content.decode())


@on_both
def test_a_filing_to_an_authority_that_is_not_here_is_not_lost_but_goes_elsewhere():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    assert act(filer, case, "elsewhere").status_code == 422
    assert act(filer, case, "dates", kind="submitted", on=day(0)).status_code == 422
    Organisation.objects.filter(authority="meti").update(authority="")
    assert say_id("portal.elsewhere.title", "ja") in text(filer, case)
    refused = act(filer, case, "submission")
    assert refused.status_code == 422
    assert say_id("portal.submit.not_here.remedy", "ja") in refused.content.decode()
    assert row_of(case).state == "draft"
    assert act(filer, case, "elsewhere").status_code == 302
    assert act(filer, case, "elsewhere").status_code == 422
    led = act(filer, case, "submission")
    assert led.headers["Location"].endswith("/dates/?event=submitted")


@on_both
def test_a_whole_life_is_entered_by_hand_and_the_clock_follows():
    people, case = away_case()
    filer = people.client("filer")
    assert enters(filer, case, "submitted", day(50)).status_code == 302
    row = row_of(case)
    received = Document.objects.get(case=row, kind=Document.Kind.FILING)
    assert Event.objects.get(case=row, kind="submitted").decided_sha256 == received.sha256
    assert act(filer, case, "filing/filing", **{"/reference": "X"}).status_code == 422
    assert enters(filer, case, "accepted", day(45), reference="架第12号").status_code == 302
    assert enters(filer, case, "asked", day(40), note="いつ導入しますか。").status_code == 302
    assert enters(filer, case, "replied", day(39), source="mail").status_code == 302
    until = (TODAY + timedelta(days=20)).isoformat()
    assert enters(filer, case, "extended", day(30), until=until).status_code == 302
    row = row_of(case)
    assert (row.state, row.accepted_on) == ("accepted", TODAY - timedelta(days=45))
    assert row.lapses_on == date.fromisoformat(until)
    assert enters(filer, case, "consulted", day(20)).status_code == 302
    given = {"measure": "change"}
    assert enters(filer, case, "recommended", day(9), **given).status_code == 302
    assert enters(filer, case, "answered", day(5), accepts="yes").status_code == 302
    with (EXAMPLE / "filing.yaml").open("rb") as plan:
        assert enters(filer, case, "changed_plan_filed", day(4), paper=plan).status_code == 302
    assert enters(filer, case, "introduced", day(1)).status_code == 302
    assert row_of(case).state == "introduced"
    assert Document.objects.filter(case=row, kind=Document.Kind.FILING).count() == 2
    for lang, source in (("ja", "書面"), ("en", "letter")):
        page = text(filer, case, lang)
        assert say_id("portal.dates.entered", lang, source=source) in page
        assert "架第12号" in page
    assert all(one.organisation == people.places["kasumi"] for one in Event.objects.all())


@on_both
def test_what_does_not_fit_is_refused_with_the_reason_and_what_was_typed_stays():
    people, case = away_case()
    filer = people.client("filer")
    wrong = enters(filer, case, "accepted", (TODAY + timedelta(days=1)).isoformat())
    assert wrong.status_code == 422
    assert say_id("portal.refused.ahead", "ja", on=day(-1)) in wrong.content.decode()
    enters(filer, case, "submitted", day(10))
    enters(filer, case, "accepted", day(8))
    for kind, on, given, said in (
        ("returned", day(7), {}, "あり得ません"),
        ("submitted", day(5), {}, "あり得ません"),
        ("accepted", day(8), {}, "あり得ません"),
        ("extended", day(5), {}, say_id("portal.dates.needs.until", "ja")),
        ("extended", day(5), {"until": "きのう"}, say_id("portal.day.invalid", "ja")),
        ("recommended", day(5), {}, say_id("portal.dates.needs.measure", "ja")),
        ("asked", day(5), {"until": day(0)}, say_id("portal.dates.not_for", "ja")),
        ("lapsed", day(5), {}, "lapsed"),
        ("asked", day(5), {"source": "rumour"}, "rumour"),
        ("", day(5), {}, say_id("portal.choice.required", "ja")),
    ):
        answer = enters(filer, case, kind, on, note="打ち込んだ文", **given)
        assert answer.status_code == 422, kind
        page = answer.content.decode()
        assert said in page, (kind, page)
        assert "打ち込んだ文" in page
    assert [event.kind for event in engine.events_of(row_of(case))] == ["submitted", "accepted"]


@on_both
def test_an_entry_is_corrected_by_appending_and_both_stay_on_record():
    people, case = away_case()
    filer = people.client("filer")
    enters(filer, case, "submitted", day(10))
    enters(filer, case, "accepted", day(8))
    until = (TODAY + timedelta(days=20)).isoformat()
    enters(filer, case, "extended", day(5), until=until)
    row = row_of(case)
    second = Event.objects.get(case=row, kind="accepted")
    given = {"kind": "accepted", "on": day(6), "source": "letter"}
    assert act(filer, case, f"dates/{second.seq}", **given, reason="").status_code == 422
    done = act(filer, case, f"dates/{second.seq}", **given, reason="通知の日付を読み違えた")
    assert done.status_code == 302, done.content.decode()
    assert row_of(case).accepted_on == TODAY - timedelta(days=6)
    assert act(filer, case, f"dates/{second.seq}", **given, reason="x").status_code == 422
    first = Event.objects.get(case=row, kind="submitted")
    given = {"kind": "submitted", "on": day(6), "source": "mail"}
    done = act(filer, case, f"dates/{first.seq}", **given, reason="同じ日に受理された")
    assert done.status_code == 302, done.content.decode()
    assert (
        Event.objects.filter(case=row, kind="submitted").values("decided_sha256").distinct().count()
        == 1
    )
    page = text(filer, case)
    assert "通知の日付を読み違えた" in page
    assert say_id("portal.dates.struck", "ja") in page
    assert Event.objects.filter(case=row, kind="accepted").count() == 2


@on_both
def test_what_later_entries_rest_on_is_not_taken_out_before_them():
    people, case = away_case()
    filer = people.client("filer")
    enters(filer, case, "submitted", day(10))
    enters(filer, case, "returned", day(8))
    first, second = Event.objects.filter(payload__entered=True).order_by("seq")
    refused = act(filer, case, f"dates/{first.seq}", strike=1, reason="誤り")
    assert refused.status_code == 422
    assert say_id("portal.dates.rests_on", "ja") in refused.content.decode()
    assert act(filer, case, f"dates/{second.seq}", strike=1, reason="誤り").status_code == 302
    assert act(filer, case, f"dates/{first.seq}", strike=1, reason="誤り").status_code == 302
    assert row_of(case).state == "draft"
    assert act(filer, case, "filing/filing", **{"/reference": "KG-1"}).status_code == 302


@on_both
def test_a_notice_that_comes_late_still_moves_the_period_it_moved():
    people, case = away_case()
    filer = people.client("filer")
    enters(filer, case, "submitted", day(40))
    enters(filer, case, "accepted", day(35))
    row = row_of(case)
    assert row.state == "lapsed"
    lapse.record(row.id, datetime.now(UTC))
    assert not Event.objects.filter(case=row, kind="lapsed").exists()
    until = (TODAY + timedelta(days=30)).isoformat()
    assert enters(filer, case, "extended", day(10), until=until).status_code == 302
    assert row_of(case).state == "accepted"


@on_both
def test_a_page_sent_twice_enters_once_and_the_paper_stays_with_its_entry():
    people, case = away_case()
    filer = people.client("filer")
    version = row_of(case).version
    paper = io.BytesIO(b"notice")
    paper.name = "<b>通知</b>.txt"
    sent = {"kind": "submitted", "on": day(3), "source": "mail", "version": version}
    first = filer.post(f"{case}dates/", {**sent, "paper": paper})
    again = filer.post(f"{case}dates/", sent)
    assert (first.status_code, again.status_code) == (302, 409)
    kept = Document.objects.get(case=row_of(case), kind=RECEIVED)
    page = text(filer, f"{case}dates/")
    assert f"/documents/{kept.id}/" in page
    assert "<b>通知</b>" not in page
    assert b"".join(filer.get(f"{case}documents/{kept.id}/").streaming_content) == b"notice"


@on_both
def test_the_package_is_of_the_filing_as_checked_and_every_file_is_as_the_manifest_names_it():
    people, case = away_case()
    filer = people.client("filer")
    assert filer.get(f"{case}package/file/").status_code == 422
    assert say_id("portal.package.unchecked", "ja") in text(filer, f"{case}package/")
    act(filer, case, "check")
    assert say_id("portal.package.do", "en") in text(filer, f"{case}package/", "en")
    answer = filer.get(f"{case}package/file/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="package-KG-2026-014.zip"'
    data = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert names[-1] == "manifest.json"
        manifest = json.loads(archive.read("manifest.json"))
        for packed in manifest["files"]:
            found = hashlib.sha256(archive.read(packed["path"])).hexdigest()
            assert found == packed["sha256"], packed["path"]
    assert "meti/authority/filing.ja.html" in names
    assert any(name.startswith("evidence/") for name in names)
    enters(filer, case, "submitted", day(0))
    assert filer.get(f"{case}package/file/").status_code == 422
    act(filer, case, "check")
    assert filer.get(f"{case}package/file/").status_code == 200
    for other, status in (("rival", 404), ("examiner", 404)):
        assert people.client(other).get(f"{case}package/file/").status_code == status


@on_both
def test_a_day_on_which_there_was_no_such_law_is_refused_and_breaks_nothing():
    people, case = away_case()
    filer = people.client("filer")
    for on in ("1900-01-01", "0001-01-01", "2023-01-05"):
        for kind in ("submitted", "accepted"):
            assert enters(filer, case, kind, on).status_code == 422, (on, kind)
            assert filer.get(case).status_code == 200
            assert filer.get("/cases/").status_code == 200
    until = {"until": "9999-12-31"}
    enters(filer, case, "submitted", day(9))
    enters(filer, case, "accepted", day(8))
    enters(filer, case, "extended", day(7), **until)
    assert filer.get(case).status_code == 200
