"""Pages of an examiner: nothing typed is lost, the evidence is at its place, questions have names."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sekisho.portal.accounts.models import Membership, User
from sekisho.portal.cases import engine
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.clock import now, today
from sekisho.portal.examine import queries
from sekisho.portal.examine.models import Consultation
from sekisho.portal.filing import acts as filing
from sekisho.portal.queue.models import SavedQuestion
from sekisho.portal.work import worker
from sekisho.report.catalogue import say_date
from tests.samples.people import People, act, id_of, open_example, settle, version_of

pytestmark = pytest.mark.usefixtures("site")
TYPED = "長い時間をかけて書いた理由 <script>alert(1)</script>"


def received() -> tuple[People, str]:
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    act(filer, case, "submission")
    return people, case


def accepted() -> tuple[People, str]:
    people, case = received()
    act(people.client("examiner"), case, "acceptance", on=today().isoformat())
    while worker.run_one():
        pass
    return people, case


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("page", "field"), [("questions", "text"), ("decisions/end_screening", "reasons")]
)
def test_who_comes_late_finds_the_text_in_the_form_and_sends_it_again(page: str, field: str):
    people, case = accepted()
    examiner, decider = people.client("examiner"), people.client("decider")
    old = version_of(case)
    act(decider, case, "questions", text="先に尋ねた")
    answer = examiner.post(f"{case}{page}/", {"version": old, field: TYPED})
    assert answer.status_code == 409
    shown = text_of(answer)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in shown
    assert "<script>alert" not in shown
    assert "decider" in shown, "who acted meanwhile is told"
    version = re.search(r'name="version" value="(\d+)"', shown)
    assert version is not None
    again = examiner.post(f"{case}{page}/", {"version": version.group(1), field: TYPED})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("advice", {"subject": "filing", "view": "concern", "text": TYPED}),
        ("resolutions", {"cause": "x", "reason": TYPED}),
        ("consulted", {"authority": "", "request": TYPED}),
    ],
)
def test_what_was_typed_elsewhere_is_shown_to_be_copied(page: str, fields: dict[str, str]):
    people, case = accepted()
    if "authority" in fields:
        fields = {**fields, "authority": str(people.places["mlit"].id)}
    answer = people.client("examiner").post(f"{case}{page}/", {**fields, "version": "999999"})
    assert answer.status_code == 409
    assert "長い時間をかけて書いた理由 &lt;script&gt;" in text_of(answer)
    assert f'href="{case}"' in text_of(answer)


def test_an_act_that_is_not_lawful_any_more_says_why_and_keeps_the_text():
    people, case = received()
    examiner = people.client("examiner")
    answer = act(examiner, case, "decisions/end_screening", reasons=TYPED)
    assert answer.status_code == 422
    assert "長い時間をかけて書いた理由" in text_of(answer)


def test_a_case_that_is_not_ones_own_echoes_nothing():
    people, case = received()
    answer = people.client("stranger").post(f"{case}advice/", {"version": 0, "text": TYPED})
    assert answer.status_code == 404
    assert "長い時間" not in text_of(answer)


def test_a_filing_is_accepted_as_of_a_day_gone_by_with_a_reason_alone():
    people = settle()
    case = open_example(people.client("filer"))
    three_days_ago = now() - timedelta(days=3)
    filing.submit(UUID(id_of(case)), Doing(people.sitting("filer"), three_days_ago))
    examiner = people.client("examiner")
    page = text_of(examiner.get(f"{case}acceptance/"))
    ends = page[page.index('class="ends"') : page.index("</table>")]
    assert ends.count("<tr") == 1 + 4, "one row for each day since the submission"
    assert say_date(today() + timedelta(days=29), "ja") in ends
    assert say_date(today() + timedelta(days=26), "ja") in ends
    for days in (-9, -1, 1):
        on = (today() + timedelta(days=days)).isoformat()
        answer = act(examiner, case, "acceptance", on=on)
        assert answer.status_code == 422, days
        assert f'value="{on}"' in text_of(answer)
    assert not Event.objects.filter(kind="accepted").exists()
    yesterday = (today() - timedelta(days=1)).isoformat()
    given = {"on": yesterday, "reason": "昨日の夕方に窓口で受け付けた"}
    assert act(examiner, case, "acceptance", **given).status_code == 302
    assert Event.objects.get(kind="accepted").payload["reason"] == given["reason"]


def test_a_question_says_whether_the_period_stands_still():
    people, case = accepted()
    page = text_of(people.client("examiner").get(f"{case}questions/"))
    assert "質問をしても期間は進行します" in page


def test_a_finding_leads_to_its_place_in_the_evidence():
    people, case = accepted()
    examiner = people.client("examiner")
    page = text_of(examiner.get(case))
    places = re.findall(rf'href="({re.escape(case)}documents/[^"]+/place/\?at=[^"]+)"', page)
    assert len(set(places)) > 1
    for address in set(places):
        answer = examiner.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200, address
        assert "件中" in text_of(answer)
    sbom = Document.objects.get(case_id=id_of(case), name__contains="proposed")
    shown = text_of(examiner.get(f"{case}documents/{sbom.id}/place/?at=/components/0"))
    assert "&quot;name&quot;" in shown
    assert "件中1件目" in shown
    for wrong in ("", "/nowhere", "/components/99999999", "components", "/components/-1", "//"):
        answer = examiner.get(f"{case}documents/{sbom.id}/place/", {"at": wrong})
        assert answer.status_code == 422, wrong


def test_a_place_in_the_filing_shows_no_birth_date():
    people, case = accepted()
    examiner = people.client("examiner")
    received_as = Document.objects.get(case_id=id_of(case), kind="filing")
    shown = text_of(examiner.get(f"{case}documents/{received_as.id}/place/?at=/parties"))
    assert "officers" in shown
    assert not re.search(r"19\d\d-\d\d-\d\d", shown)


def test_a_question_to_the_list_is_kept_under_a_name_and_shared_in_the_organisation():
    people, _ = accepted()
    examiner, decider = people.client("examiner"), people.client("decider")
    given = {"question": "state=accepted&gravest=high&evil=1", "name": " 重い  案件 "}
    answer = examiner.post("/cases/questions/", given)
    assert answer.headers["Location"] == "/cases/?state=accepted&gravest=high"
    assert "重い 案件" in text_of(examiner.get("/cases/"))
    assert "重い 案件" not in text_of(decider.get("/cases/"))
    examiner.post("/cases/questions/", {**given, "shared": "yes"})
    assert SavedQuestion.objects.count() == 1
    page = text_of(decider.get("/cases/"))
    assert 'href="/cases/?state=accepted&amp;gravest=high"' in page
    assert "重い 案件" not in text_of(people.client("stranger").get("/cases/"))
    assert "重い 案件" not in text_of(people.client("filer").get("/cases/"))
    kept = SavedQuestion.objects.get()
    assert decider.post(f"/cases/questions/{kept.pk}/end/").status_code == 404
    taken = decider.post("/cases/questions/", {**given, "shared": "yes"})
    assert taken.status_code == 422
    assert examiner.post(f"/cases/questions/{kept.pk}/end/").status_code == 302


@pytest.mark.parametrize("given", [{"question": "", "name": "x"}, {"question": "mine=yes"}])
def test_a_question_without_a_name_or_that_asks_nothing_is_not_kept(given: dict[str, str]):
    answer = settle().client("examiner").post("/cases/questions/", given)
    assert answer.status_code == 422
    assert not SavedQuestion.objects.exists()


def test_a_consulted_authority_reads_the_evidence_answers_once_and_then_sees_no_more():
    people, case = accepted()
    examiner, stranger = people.client("examiner"), people.client("stranger")
    act(examiner, case, "advice", subject="filing", view="concern", text="内部の意見")
    asked = {"authority": people.places["mlit"].id, "request": "港湾での利用を教えてください"}
    assert act(examiner, case, "consulted", **asked).status_code == 302
    desk = text_of(stranger.get(f"{case}casework/"))
    assert "港湾での利用を教えてください" in desk
    assert "内部の意見" not in desk
    assert "先例" not in desk
    sbom = Document.objects.get(case_id=id_of(case), name__contains="proposed")
    assert stranger.get(f"{case}documents/{sbom.id}/").status_code == 200
    assert stranger.get(f"{case}personal/").status_code == 403
    received_as = Document.objects.get(case_id=id_of(case), kind="filing")
    got = b"".join(stranger.get(f"{case}documents/{received_as.id}/").streaming_content).decode()
    assert not re.search(r'"(birth_date|born_on)":"19', got)
    refused = act(stranger, case, "consulted/answer", answer="長" * 20_001)
    assert refused.status_code == 422
    assert "20001字" in text_of(refused).replace(",", "")
    assert act(stranger, case, "consulted/answer", answer="利用はない").status_code == 302
    assert act(stranger, case, "consulted/answer", answer="やはりある").status_code == 422
    row = Consultation.objects.get()
    assert row.answered is not None
    assert (row.answered.on, row.answer) == (today(), "利用はない")
    assert "利用はない" in text_of(examiner.get(f"{case}casework/"))
    assert act(stranger, case, f"consulted/{row.pk}/end").status_code == 403
    assert act(examiner, case, f"consulted/{row.pk}/end").status_code == 302
    assert stranger.get(case).status_code == 404
    assert "利用はない" in text_of(examiner.get(f"{case}casework/"))


def test_advice_is_on_a_subject_of_the_case_and_earlier_versions_stay_in_sight():
    people, case = accepted()
    examiner = people.client("examiner")
    assert act(examiner, case, "advice", subject="天気", view="no_concern").status_code == 422
    for view, text in (("concern", "最初の見立て"), ("no_concern", "確認して撤回")):
        given = {"subject": "filing", "view": view, "text": text}
        assert act(examiner, case, "advice", **given).status_code == 302
    page = text_of(examiner.get(f"{case}casework/"))
    assert "以前の意見：1件" in page
    assert page.index("確認して撤回") < page.index("最初の見立て")


def test_a_note_for_no_case_is_refused_and_keeps_its_text():
    people, case = accepted()
    filer, examiner = people.client("filer"), people.client("examiner")
    second = open_example(filer)
    act(filer, second, "submission")
    act(examiner, second, "acceptance", on=today().isoformat())
    while worker.run_one():
        pass
    link = re.search(r'href="(/groups/cases/[^"]+)"', text_of(examiner.get("/groups/?by=product")))
    assert link is not None
    address = link.group(1).replace("&amp;", "&")
    shown = text_of(examiner.get(address))
    fields = dict(re.findall(r'name="(by|key|version-[0-9a-f-]+)" value="([^"]*)"', shown))
    given = {**fields, "act": "end_screening", "reasons": "まとめた理由"}
    answer = examiner.post(address, given)
    assert answer.status_code == 422
    assert "まとめた理由</textarea>" in text_of(answer)
    late = {**given, "act": "shorten", "case": [id_of(case)]}
    assert examiner.post(address, late).status_code == 422, "a shortening needs its last day"
    until = (today() + timedelta(days=2)).isoformat()
    done = text_of(examiner.post(address, {**late, "until": until}))
    assert done.count("起案しました") == 1


def test_a_reader_is_told_what_the_law_allows_and_may_do_none_of_it():
    people, case = accepted()
    reader = User.objects.create_user("reader@example.invalid", name="reader")
    people.users["reader"] = reader
    Membership.objects.create(user=reader, organisation=people.places["meti"], role="reader")
    page = text_of(people.client("reader").get(case))
    assert "本日、他の者が行うことができること" in page
    assert f'href="{case}decisions/' not in page


def test_a_resolution_is_of_the_filing_it_was_given_for():
    people = settle()
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer, but=("sbom", "sbom_in_service"))
    act(filer, case, "submission")
    act(examiner, case, "acceptance", on=today().isoformat())
    while worker.run_one():
        pass
    row = CaseFile.objects.get(id=id_of(case))
    newest = engine.latest(row, "assessment", "authority")
    assert newest is not None
    cause = queries.open_causes(engine.assessment_of(newest))[0].cause
    assert act(examiner, case, "resolutions", cause=cause, reason="確認した").status_code == 302
    received_as = engine.latest(row, "filing")
    assert received_as is not None
    assert len(engine.statements_of(row, received_as.sha256)) == 1
    assert engine.statements_of(row, "0" * 64) == ()
