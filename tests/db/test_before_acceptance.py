"""Prior consultation, formal defects and handing in again: dated, on both sides, no clock started."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import SHOWN, CaseFile, Document, Event
from sekisho.portal.filing.models import Draft
from sekisho.portal.work import worker
from sekisho.report.catalogue import say_id
from tests.samples.people import EXAMPLE, People, act, id_of, open_example, settle
from tests.samples.sites import on_both

ASKED = "この構成で届出が必要でしょうか。"
SAID = "構成図を添付してください。"


def row_of(case: str) -> CaseFile:
    return CaseFile.objects.get(id=id_of(case))


def shown_case() -> tuple[People, str]:
    people = settle()
    case = open_example(people.client("filer"))
    done = act(people.client("filer"), case, "prior-consultation", question=ASKED)
    assert done.status_code == 302, done.content.decode()
    return people, case


def text(client: Any, path: str) -> str:
    return str(client.get(path).content.decode())


@on_both
def test_a_draft_is_shown_read_only_and_the_authority_answers_on_a_day():
    people, case = shown_case()
    row = row_of(case)
    assert (row.state, row.submitted_on, row.lapses_on) == ("draft_shown", None, None)
    examiner = people.client("examiner")
    assert "KG-2026-014" in text(examiner, "/cases/")
    page = text(examiner, case)
    assert ASKED in page
    assert "受理前：期間は進行していません。" in page
    assert examiner.get(f"{case}filing/").status_code == 403
    assert act(examiner, case, "filing/filing", **{"/reference": "X"}).status_code == 403
    assert act(examiner, case, "acceptance", on="2026-11-26").status_code == 422
    assert act(examiner, case, "prior-answer", answer=" ").status_code == 422
    assert act(examiner, case, "prior-answer", answer=SAID).status_code == 302
    assert act(examiner, case, "prior-answer", answer=SAID).status_code == 422
    filer = people.client("filer")
    for lang, words in (
        ("ja", ("事前相談に回答済み", SAID, ASKED, "受理までの経過")),
        ("en", ("prior consultation answered", SAID, ASKED, "before acceptance")),
    ):
        filer.cookies["django_language"] = lang
        page = text(filer, case).lower()
        assert [word for word in words if word.lower() not in page] == []
    assert row_of(case).lapses_on is None
    assert [event.kind for event in engine.events_of(row)] == ["draft_shown", "draft_answered"]


@on_both
def test_who_was_not_shown_the_draft_knows_nothing_of_it():
    people, case = shown_case()
    for stranger in ("rival", "stranger", "nobody"):
        assert people.client(stranger).get(case).status_code == 404
    other = open_example(people.client("rival"))
    assert people.client("examiner").get(other).status_code == 404


@on_both
def test_what_is_written_and_attached_later_stays_the_operators_alone():
    people, case = shown_case()
    filer, examiner = people.client("filer"), people.client("examiner")
    act(filer, case, "filing/facility", **{"/facility/name": "まだ見せない設備"})
    row = row_of(case)
    with (EXAMPLE / "README.md").open("rb") as file:
        act(filer, case, "evidence", file=file)
    later = Document.objects.get(case=row, name="README.md")
    page = text(examiner, case)
    assert "README.md" not in page
    assert "まだ見せない設備" not in page
    assert examiner.get(f"{case}documents/{later.id}/").status_code == 404
    assert filer.get(f"{case}documents/{later.id}/").status_code == 200
    shown = Document.objects.get(case=row, kind=SHOWN)
    kept = b"".join(examiner.get(f"{case}documents/{shown.id}/").streaming_content)
    assert "まだ見せない設備" not in kept.decode()
    assert act(filer, case, "submission").status_code == 302
    assert examiner.get(f"{case}documents/{later.id}/").status_code == 200


@on_both
def test_filing_need_not_wait_and_the_clock_starts_at_acceptance_alone():
    people, case = shown_case()
    assert act(people.client("filer"), case, "submission").status_code == 302
    assert row_of(case).state == "submitted"
    examiner = people.client("examiner")
    assert act(examiner, case, "prior-answer", answer=SAID).status_code == 422
    assert "受理前：期間は進行していません。" in text(examiner, case)
    today = Event.objects.filter(case=row_of(case)).latest("seq").on
    assert act(examiner, case, "acceptance", on=today.isoformat()).status_code == 302
    row = row_of(case)
    assert row.lapses_on is not None
    assert "受理前" not in text(examiner, case)


@on_both
def test_a_formal_defect_goes_back_and_the_filing_comes_again_as_a_new_document():
    people = settle()
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer)
    act(filer, case, "submission")
    assert act(examiner, case, "return", reason="様式第四の記名がない").status_code == 302
    assert row_of(case).state == "returned"
    act(filer, case, "filing/facility", **{"/facility/name": "名前を直した設備"})
    assert "名前を直した設備" not in text(examiner, case)
    assert act(filer, case, "submission").status_code == 302
    received = Document.objects.filter(case=row_of(case), kind=Document.Kind.FILING)
    assert len({row.sha256 for row in received}) == 2
    for client in (filer, examiner):
        page = text(client, case)
        assert "再提出（2回目）" in page
        assert "様式第四の記名がない" in page
        assert page.count("提出されたもの") == 2
    assert row_of(case).lapses_on is None


@on_both
def test_the_shown_draft_is_vetted_for_the_authority_and_for_nobody_else():
    people, case = shown_case()
    while worker.run_one():
        pass
    made = Document.objects.filter(case=row_of(case), kind=Document.Kind.ASSESSMENT)
    assert [row.purpose for row in made] == ["authority"]
    assert say_id("portal.case.not_vetted", "ja") not in text(people.client("examiner"), case)
    assert say_id("portal.case.not_vetted", "ja") in text(people.client("filer"), case)
    page = text(people.client("examiner"), f"{case}casework/")
    assert "KG-2026-014" in page


@on_both
def test_an_authority_that_is_not_here_is_shown_nothing():
    people = settle()
    case = open_example(people.client("filer"))
    Organisation.objects.filter(authority="meti").update(authority="elsewhere")
    done = act(people.client("filer"), case, "prior-consultation", question="")
    assert done.status_code == 422
    assert not Event.objects.filter(case_id=UUID(id_of(case)), kind="draft_shown").exists()
    assert Draft.objects.filter(case_id=id_of(case)).exists()
