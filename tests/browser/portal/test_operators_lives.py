"""The operator's lives in a real browser: before acceptance, a change of a plan, filing elsewhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from sekisho.report.catalogue import say_term
from tests.browser.portal.conftest import EXAMPLE, FIRST, Make, Served
from tests.browser.portal.desk import Desk
from tests.browser.portal.test_whole_lives import accepts, opens, submits

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def chooses(desk: Desk, **answers: str) -> None:
    """Chooses and types in the fields of that name."""
    for name, answer in answers.items():
        field = desk.page.locator(f"main [name='{name}']").first
        if field.get_attribute("type") == "radio":
            desk.page.locator(f"main [name='{name}'][value='{answer}']").check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(answer)
        else:
            field.fill(answer)


def changes(filer: Desk, examiner: Desk, case: str, reference: str) -> None:
    """The operator changes the plan that went through; both see what differs, and how it is classed."""
    filer.go(case)
    filer.press("report.act.change_plan")
    filer.press("portal.changing.open")
    change = filer.page.url.replace("plan-changes/", "")
    filer.go(f"{change}filing/change/")
    chooses(
        filer,
        **{
            "/change/phase": "before_introduction",
            "/change/facility_replaced": "false",
            "/change/type_changed": "false",
            "/change/name_changed": "true",
            "/change/function_changed": "false",
        },
    )
    filer.press("portal.workbench.save")
    filer.go(f"{change}filing/components/0/")
    chooses(filer, **{"/components/0/name": "Aoba EMS 9"})
    filer.press("portal.workbench.save")
    filer.press("portal.changing.title")
    filer.reads("Aoba EMS 9", filer.say("portal.changing.unlisted"))
    filer.reads(filer.say("explain.answer.class.important"))
    filer.press("portal.changing.list")
    filer.press("portal.changing.become", kind=say_term("change", filer.lang))
    filer.go(f"{change}filing/filing/")
    chooses(filer, **{"/reference": reference})
    filer.press("portal.workbench.save")
    filer.go(change)
    filer.press("report.act.submit")
    filer.reads("Aoba EMS 9")
    filer.press("portal.submit.do")
    examiner.go(case)
    examiner.reads(reference)
    examiner.go(f"{change}plan-changes/")
    examiner.reads("Aoba EMS 9", examiner.say("explain.answer.class.important"))


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_consulted_returned_filed_again_and_changed(portal_now: Served, filing: Make, lang: str):
    filer, examiner = (portal_now.desk(who, lang) for who in ("filer", "examiner"))
    case = opens(filer, filing(f"BEFORE-{lang}"))
    filer.press("report.act.show_draft")
    filer.write("portal.show_draft.question", "端末も構成設備ですか。")
    filer.press("portal.show_draft.title")
    assert filer.state() == say_term("draft_shown", lang)
    filer.reads(filer.say("portal.before.bar"))

    portal_now.on(2)
    examiner.go("/cases/")
    examiner.reads(f"BEFORE-{lang}", examiner.say("portal.before.waiting"))
    examiner.go(case)
    examiner.reads("端末も構成設備ですか。")
    examiner.press("report.act.answer_draft")
    examiner.press("portal.answer_draft.title")
    examiner.reads(examiner.say("portal.text.required"))
    examiner.write("portal.answer_draft.answer", "はい。")
    examiner.press("portal.answer_draft.title")

    filer.go(case)
    submits(filer)
    examiner.go(case)
    examiner.press("report.act.return")
    examiner.write("portal.return.reason", "記名がない。")
    examiner.press("portal.return.title")
    filer.go(case)
    filer.reads("記名がない。", filer.say("portal.before.bar"))
    submits(filer)
    filer.reads(filer.say("portal.before.again", n=2))
    accepts(examiner, case)
    portal_now.on(40)
    changes(filer, examiner, case, f"BEFORE-{lang}-1")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_filed_elsewhere_with_dates_by_hand(portal_now: Served, filing: Make, lang: str):
    filer = portal_now.desk("filer", lang, script=lang == "ja")
    case = opens(filer, filing(f"AWAY-{lang}", authority="mlit", sector=""))
    filer.press("portal.elsewhere.title")
    filer.press("portal.elsewhere.do")
    filer.go(case)
    filer.press("portal.package.title")
    filer.press("portal.check.do")
    filer.go(f"{case}package/")
    with filer.page.expect_download() as coming:
        filer.page.get_by_text(filer.say("portal.package.do")).click()
    with ZipFile(Path(coming.value.path())) as archive:
        assert archive.testzip() is None
        assert "mlit/authority/filing.ja.html" in archive.namelist()

    filer.go(case)
    filer.press("report.act.submit")
    filer.press("portal.dates.do")
    filer.reads(filer.say("portal.choice.required"))
    later = (FIRST + timedelta(days=5)).isoformat()
    chooses(filer, on=later, source="mail")
    filer.press("portal.dates.do")
    filer.reads(filer.say("portal.refused.ahead", on=later))
    chooses(filer, on=FIRST.isoformat())
    filer.page.locator("[name=paper]").set_input_files(EXAMPLE / "evidence" / "measures.txt")
    filer.press("portal.dates.do")
    assert filer.state() == say_term("submitted", lang)

    portal_now.on(10)
    filer.go(f"{case}dates/")
    chooses(filer, kind="accepted", on=(FIRST + timedelta(days=3)).isoformat(), source="letter")
    filer.press("portal.dates.do")
    filer.reads(filer.say("portal.dates.entered", source=filer.say("portal.dates.source.letter")))
    filer.go(f"{case}dates/")
    chooses(filer, kind="returned", on=(FIRST + timedelta(days=4)).isoformat(), source="letter")
    filer.press("portal.dates.do")
    filer.reads(filer.say("portal.wrong", n=1))
    filer.page.locator("main tbody a").last.click()
    filer.look()
    chooses(filer, on=(FIRST + timedelta(days=2)).isoformat(), reason="読み違えた。")
    filer.press("portal.dates.correct.do")
    filer.go(case)
    filer.reads("読み違えた。", filer.say("portal.dates.struck"))
    assert filer.state() == say_term("accepted", lang)
