"""Casework: reasons for what was not checked, advice, consultation, deputies, notes for many."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from sekisho.portal.cases import engine
from sekisho.portal.cases.door import TOKYO, Doing, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.examine import casework, queries
from sekisho.portal.examine.precedents import precedents
from sekisho.portal.refusals import UnknownError
from sekisho.portal.work import worker
from tests.samples.people import People, act, id_of, open_example, settle
from tests.samples.sites import on_both

TODAY = now().astimezone(TOKYO).date()


def accepted_case(but: tuple[str, ...] = ()) -> tuple[People, str]:
    people = settle()
    filer = people.client("filer")
    case = open_example(filer, but=but)
    act(filer, case, "submission")
    act(people.client("examiner"), case, "acceptance", on=TODAY.isoformat())
    while worker.run_one():
        pass
    return people, case


@on_both
def test_one_reason_resolves_a_cause_and_the_finding_stays():
    people, case = accepted_case(but=("sbom", "sbom_in_service"))
    examiner = people.client("examiner")
    row = CaseFile.objects.get(id=id_of(case))
    before = row.unanswered
    newest = engine.latest(row, "assessment")
    assert newest is not None
    causes = queries.open_causes(engine.assessment_of(newest))
    assert before > 0
    assert causes
    for cause in causes:
        done = act(examiner, case, "resolutions", cause=cause.cause, reason="現地で確認した")
        assert done.status_code == 302
    while worker.run_one():
        pass
    row.refresh_from_db()
    assert row.unanswered == 0
    again = engine.latest(row, "assessment")
    assert again is not None
    findings = engine.assessment_of(again).findings
    told = [f for f in findings if any(d.id == "check.resolved" for d in f.details)]
    assert {f.state for f in told} == {"not_checked"}
    assert queries.open_causes(engine.assessment_of(again)) == ()


@on_both
def test_a_cause_that_nothing_waits_on_cannot_be_resolved():
    people, case = accepted_case()
    done = act(people.client("examiner"), case, "resolutions", cause="check:none", reason="x")
    assert done.status_code == 422
    assert not Event.objects.filter(act="resolve").exists()


@on_both
def test_a_consulted_authority_sees_the_case_and_advises_but_decides_nothing():
    people, case = accepted_case()
    stranger = people.client("stranger")
    assert stranger.get(case).status_code == 404
    place = people.places["mlit"].id
    assert act(people.client("examiner"), case, "consulted", authority=place).status_code == 302
    assert stranger.get(case).status_code == 200
    assert "KG-2026-014" in stranger.get("/cases/").content.decode()
    given = {"subject": "filing", "view": "concern", "text": "港湾にも同じ製品"}
    assert act(stranger, case, "advice", **given).status_code == 302
    assert act(stranger, case, "questions", text="?").status_code == 403
    assert act(stranger, case, "decisions/end_screening", reasons="x").status_code == 403
    page = people.client("examiner").get(f"{case}casework/").content.decode()
    assert "港湾にも同じ製品" in page


@on_both
def test_a_deputy_has_the_cases_of_who_is_away():
    people, case = accepted_case()
    examiner = people.sitting("examiner")
    doing = Doing(examiner, datetime.now(UTC), None)
    row = CaseFile.objects.get(id=id_of(case))
    casework.assign(row.id, doing, examiner.user_id)
    casework.be_absent(doing, TODAY, TODAY + timedelta(days=2), people.users["decider"].id)
    mine = queries.own_cases(people.users["decider"], TODAY + timedelta(days=2))
    assert list(CaseFile.objects.filter(mine)) == [row]
    later = queries.own_cases(people.users["decider"], TODAY + timedelta(days=3))
    assert not CaseFile.objects.filter(later).exists()
    assert queries.examiner_of(row, TODAY) == (people.users["examiner"], people.users["decider"])


@on_both
def test_cases_with_the_same_product_are_grouped_and_one_note_is_signed_in_each():
    people, first = accepted_case()
    filer, examiner, decider = map(people.client, ("filer", "examiner", "decider"))
    second = open_example(filer)
    act(filer, second, "submission")
    act(examiner, second, "acceptance", on=TODAY.isoformat())
    while worker.run_one():
        pass
    page = examiner.get("/groups/?by=product").content.decode()
    link = re.search(r'href="(/groups/cases/[^"]+)"', page)
    assert link is not None
    address = link.group(1).replace("&amp;", "&")
    shown = examiner.get(address).content.decode()
    fields = dict(re.findall(r'name="(by|key|version-[0-9a-f-]+)" value="([^"]*)"', shown))
    chosen = [id_of(first), id_of(second)]
    answer = examiner.post(
        address, {**fields, "case": chosen, "act": "end_screening", "reasons": "同じ製品"}
    )
    assert answer.content.decode().count("起案しました") == 2
    texts = Document.objects.filter(kind="decision")
    assert {str(row.case_id) for row in texts} == set(chosen)
    digest = Document.objects.get(kind="decision", case_id=id_of(first)).sha256
    sign = "decisions/end_screening/signature"
    assert act(examiner, first, sign, text_sha256=digest).status_code == 302
    assert act(decider, first, sign, text_sha256=digest).status_code == 302
    assert Event.objects.filter(act="end_screening").count() == 1


@on_both
def test_a_precedent_of_another_operator_shows_the_product_and_the_outcome_alone():
    people, first = accepted_case()
    rival = people.client("rival")
    second = open_example(rival)
    act(rival, second, "submission")
    worker.run_one()
    here = CaseFile.objects.get(id=id_of(second))
    assert precedents(here, TODAY) == (), "what is still open is nobody's precedent"
    over = TODAY + timedelta(days=40)
    found = precedents(here, over)
    assert {row.state for row in found} == {"lapsed"}
    assert {one.kind for row in found for one in row.shared} == {"product"}
    assert {(row.case, row.reference, row.accepted_on) for row in found} == {(None, "", None)}
    assert all(one.same_version for row in found for one in row.shared)
    CaseFile.objects.filter(id=id_of(first)).update(
        lapses_on=TODAY - timedelta(days=1), title="霞の秘密の件名"
    )
    examiner = people.client("examiner")
    page = examiner.get(f"{second}casework/").content.decode()
    table = page[page.index('id="precedents-title"') :]
    assert "Aoba EMS" in table
    for told in (id_of(first), "霞送配電", "霞の秘密の件名", "KG-2026-014", TODAY.isoformat()):
        assert told not in table


@on_both
def test_an_acceptance_fixes_the_library_and_no_other_is_used():
    people, case = accepted_case()
    row = CaseFile.objects.get(id=id_of(case))
    accepted = Event.objects.get(case=row, kind="accepted")
    assert accepted.payload["library_sha256"] == engine.library_of(row).sha256
    assert accepted.payload["regime"].startswith("jp-espa@")
    with pytest.raises(UnknownError):
        casework.assign(row.id, Doing(people.sitting("rival"), datetime.now(UTC)), row.id)
    assert row.lapses_on == TODAY + timedelta(days=29)
    assert row.accepted_on == date.fromisoformat(TODAY.isoformat())
