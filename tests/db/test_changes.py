"""A change of a plan: opened from it, compared with it, classed as the engine does, tied to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sekisho.portal.cases import engine
from sekisho.portal.cases.door import TOKYO, Doing, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.examine import acts as examine
from sekisho.portal.filing import acts
from sekisho.portal.filing.changing import acts as changing
from sekisho.portal.filing.changing import queries
from sekisho.portal.filing.models import ChangeOf, Draft
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.personal import filings
from sekisho.portal.refusals import StaleError, UnlawfulError
from sekisho.portal.work import worker
from sekisho.read.filing import read_filing
from tests.samples.people import EXAMPLE, People, act, id_of, open_example, settle
from tests.samples.sites import on_both

TODAY = now().astimezone(TOKYO).date()
LONG_AGO = 60


def old_draft() -> tuple[People, str, Doing]:
    """A draft that was opened long ago; gives who, the address, and who does what on that day."""
    people = settle()
    doing = Doing(people.sitting("filer"), datetime.now(UTC) - timedelta(days=LONG_AGO))
    path = EXAMPLE / "filing.yaml"
    id = acts.open_case(doing, read_filing(path.read_bytes(), path.name))
    return people, f"/cases/{id}/", doing


def run_out(people: People, case: str, doing: Doing) -> None:
    """Hands it in and accepts it on that day, so that its period has run out."""
    id = UUID(id_of(case))
    acts.submit(id, doing)
    examine.accept(id, Doing(people.sitting("examiner"), doing.at), doing.today)
    while worker.run_one():
        pass


def lapsed_case() -> tuple[People, str]:
    """A case that was accepted so long ago that its period has run out."""
    people, case, doing = old_draft()
    run_out(people, case, doing)
    return people, case


def begun(people: People, case: str) -> str:
    done = act(people.client("filer"), case, "change")
    assert done.status_code == 302, done.content.decode()
    return str(done.headers["Location"]).replace("plan-changes/", "")


def filing_at(change: str) -> Any:
    return read_draft(Draft.objects.get(case_id=id_of(change)).filing)[0]


@on_both
def test_a_change_is_opened_from_its_plan_with_that_plan_beside_it():
    people, case = lapsed_case()
    filer = people.client("filer")
    assert "この計画の変更" in filer.get(case).content.decode()
    change = begun(people, case)
    row = CaseFile.objects.get(id=id_of(change))
    plan = engine.latest(CaseFile.objects.get(id=id_of(case)), Document.Kind.FILING)
    beside = engine.latest(row, Document.Kind.CLEARED)
    assert plan is not None
    assert beside is not None
    assert filings.whole(beside).filing == filings.whole(plan).filing
    draft = filing_at(change)
    assert draft.change.of == "KG-2026-014"
    assert draft.evidence == ()
    assert draft.reference == ""
    assert "/parties" in draft.prefilled
    assert ChangeOf.objects.get(case=row).of_id == UUID(id_of(case))
    assert Event.objects.filter(case_id=id_of(case), act="change_opened").exists()


@on_both
def test_what_is_still_screened_cannot_be_changed_and_a_page_twice_sent_opens_one():
    people, case, doing = old_draft()
    id, sitting = UUID(id_of(case)), people.sitting("filer")
    with pytest.raises(UnlawfulError):
        changing.open_change(id, Doing(sitting, now()))
    run_out(people, case, doing)
    version = CaseFile.objects.get(id=id).version
    changing.open_change(id, Doing(sitting, now(), version))
    with pytest.raises(StaleError):
        changing.open_change(id, Doing(sitting, now(), version))
    assert ChangeOf.objects.count() == 1


@on_both
def test_each_field_is_shown_with_the_class_and_article_of_the_engine_before_it_is_filed():
    people, case = lapsed_case()
    filer = people.client("filer")
    change = begun(people, case)
    typed = {"/change/phase": "before_introduction", "/components/0/name": "Aoba EMS 9"}
    at = next(n for n, one in enumerate(filing_at(change).parties) if one.id == "aoba-micro")
    typed |= {f"/parties/{at}/representative": "架空 次郎"}
    typed |= {f"/parties/{at}/address/address": "宮城県架空市青葉9-9"}
    for page, names in (("filing/change", "/change"), ("filing/components/0", "/components/0")):
        sent = {key: text for key, text in typed.items() if key.startswith(f"{names}/")}
        assert act(filer, change, page, **sent).status_code == 302
    sent = {key: text for key, text in typed.items() if key.startswith("/parties/")}
    assert act(filer, change, f"filing/parties/{at}", **sent).status_code == 302
    for lang, words in (
        ("ja", ("重要な変更", "軽微な変更", "届出に未記載", "Aoba EMS 9")),
        ("en", ("important change", "minor change", "not listed in the filing", "Aoba EMS 9")),
    ):
        filer.cookies["django_language"] = lang
        page = filer.get(f"{change}plan-changes/").content.decode()
        assert [word for word in words if word not in page] == []
        assert "portal.changing" not in page
    row = CaseFile.objects.get(id=id_of(change))
    view = queries.view_of(row, filing_at(change), TODAY)
    assert view is not None
    classes = {row.change.path: row.classified.becomes for row in view.rows}
    assert classes["component.name"] == "important"
    assert classes["supplier.representative"] == "report"
    assert classes["supplier.address"] == "minor"


@on_both
def test_what_differs_is_listed_by_one_press_and_the_filing_becomes_the_kind_it_is():
    people, case = lapsed_case()
    filer = people.client("filer")
    change = begun(people, case)
    answers = {f"/change/{name}": "false" for name in ("facility_replaced", "type_changed")}
    answers |= {"/change/name_changed": "true", "/change/function_changed": "false"}
    answers |= {"/change/phase": "before_introduction"}
    act(filer, change, "filing/change", **answers)
    act(filer, change, "filing/components/0", **{"/components/0/name": "Aoba EMS 9"})
    assert act(filer, change, "plan-changes/list").status_code == 302
    draft = filing_at(change)
    listed = [(one.path, one.before, one.after) for one in draft.change.fields]
    assert listed == [("component.name", "Aoba EMS", "Aoba EMS 9")]
    assert "/change/fields/0" in draft.prefilled
    page = filer.get(f"{change}plan-changes/").content.decode()
    assert "届出に未記載" not in page
    assert act(filer, change, "plan-changes/kind", kind="change").status_code == 302
    assert act(filer, change, "plan-changes/kind", kind="<b>").status_code == 422
    assert CaseFile.objects.get(id=id_of(change)).kind == "change"
    act(filer, change, "filing/filing", **{"/reference": "KG-2026-014-1"})
    assert "Aoba EMS 9" in filer.get(f"{change}submission/").content.decode()
    assert act(filer, change, "submission").status_code == 302


@on_both
def test_both_sides_are_led_from_one_to_the_other_and_the_examiner_sees_what_differs():
    people, case = lapsed_case()
    change = begun(people, case)
    filer = people.client("filer")
    act(filer, change, "filing/components/0", **{"/components/0/name": "Aoba EMS 9"})
    act(filer, change, "filing/filing", **{"/reference": "KG-2026-014-1"})
    examiner = people.client("examiner")
    assert examiner.get(f"{change}plan-changes/").status_code == 404
    assert "KG-2026-014-1" not in examiner.get(case).content.decode()
    assert act(filer, change, "submission").status_code == 302
    while worker.run_one():
        pass
    for client in (filer, examiner):
        assert change in client.get(case).content.decode()
        assert case in client.get(change).content.decode()
    page = examiner.get(f"{change}plan-changes/").content.decode()
    assert "Aoba EMS 9" in page
    assert "<form" not in page.split("<main")[1]
    assessed = engine.latest(
        CaseFile.objects.get(id=id_of(change)), Document.Kind.ASSESSMENT, "authority"
    )
    assert assessed is not None
    assert engine.assessment_of(assessed).inputs.cleared_sha256
    for stranger in ("rival", "stranger"):
        assert people.client(stranger).get(f"{change}plan-changes/").status_code == 404


@on_both
def test_what_falls_away_is_told_and_the_plan_can_be_brought_from_a_file():
    people, case = lapsed_case()
    change = begun(people, case)
    filer = people.client("filer")
    act(filer, change, "filing/components/1/removal")
    page = filer.get(f"{change}plan-changes/").content.decode()
    assert "元の計画のままとなるもの" in page
    alone = open_example(filer)
    act(filer, alone, "filing/change", **{"/change/of": "KG-2025-001"})
    page = filer.get(f"{alone}plan-changes/").content.decode()
    assert "比べる元の計画はありません" in page
    with (EXAMPLE / "filing.yaml").open("rb") as file:
        done = act(filer, alone, "plan-changes/plan", filing=file)
    assert done.status_code == 302
    assert "異なる項目はまだありません" in filer.get(f"{alone}plan-changes/").content.decode()
