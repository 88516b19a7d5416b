"""Whole lives of a filing in a real browser: in both languages, by keyboard, and without script."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sekisho.model.filing import Change, Emergency
from sekisho.report.catalogue import say_term
from tests.browser.portal.conftest import EXAMPLE, FIRST, PAPERS, Make, Served
from tests.browser.portal.desk import Desk, Keys

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def opens(filer: Desk, file: Path) -> str:
    """The operator opens a case from a file, and attaches the evidence; gives its address."""
    filer.go("/cases/")
    filer.press("portal.new.title")
    filer.attach("portal.new.file", file)
    filer.press("portal.new.do")
    case = str(filer.page.url)
    filer.press("portal.evidence.title")
    for name in PAPERS:
        filer.attach("portal.evidence.file", EXAMPLE / name)
        filer.press("portal.evidence.do")
    filer.go(case)
    return case


def files(filer: Desk, file: Path) -> str:
    """The operator files; gives the address of the case."""
    case = opens(filer, file)
    filer.press("portal.check.do")
    submits(filer)
    return case


def submits(filer: Desk) -> None:
    filer.press("report.act.submit")
    filer.press("portal.submit.do")
    assert filer.state() == say_term("submitted", filer.lang)


def accepts(examiner: Desk, case: str) -> None:
    examiner.go(case)
    examiner.press("report.act.accept")
    examiner.press("portal.accept.title")
    # A decision rests on the vetting; one that ends later asks for the text to be read again.
    examiner.load_until_done(case)


def consults(examiner: Desk, case: str) -> None:
    examiner.go(case)
    examiner.press("report.act.consult")
    examiner.write("portal.consult.whom", "内閣総理大臣（架空）")
    examiner.press("portal.consult.title")


def decides(examiner: Desk, decider: Desk, case: str, act: str, **given: str) -> None:
    """One drafts and signs; the other, and nobody else, signs second: then it is done."""
    examiner.go(case)
    examiner.press(f"report.act.{act}")
    if measures := given.get("measures"):
        examiner.pick(f"portal.decide.measure.{'stop' if '中止' in measures else 'change'}")
    for field, text in given.items():
        examiner.write(f"portal.decide.{field}", text)
    examiner.press("portal.decide.save")
    examiner.press("portal.decide.sign_first")
    examiner.go(f"{case}decisions/{act}/")
    examiner.reads(examiner.say("portal.decide.wait_second"))
    decider.go(case)
    decider.reads(decider.say("portal.case.pending"))
    decider.press(f"report.act.{act}")
    decider.press("portal.decide.sign_second")


def finds_unjust(examiner: Desk, case: str) -> None:
    """Finds that the refusal has no just cause: without that nothing can be ordered."""
    examiner.go(case)
    examiner.press("report.act.find_unjust")
    examiner.write("portal.find_unjust.reason", "代わりの製品がある。")
    examiner.press("portal.find_unjust.title")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_to_an_order(portal_now: Served, filing: Make, lang: str):
    filer, examiner, decider = (
        portal_now.desk(who, lang) for who in ("filer", "examiner", "decider")
    )
    case = files(filer, filing(f"ORDER-{lang}"))
    portal_now.on(1)
    examiner.go("/cases/")
    accepts(examiner, case)
    assert examiner.state() == say_term("accepted", lang)

    examiner.press("report.act.ask")
    examiner.press("portal.ask.title")
    examiner.reads(examiner.say("portal.text.required"))
    examiner.write("portal.ask.text", "いつ導入しますか。")
    examiner.press("portal.ask.title")
    portal_now.on(3)
    filer.go(case)
    filer.reads("いつ導入しますか。", filer.say("portal.next.reply", n=1))
    filer.write("portal.reply.text", "来月です。")
    filer.press("portal.reply.do")

    until = FIRST + timedelta(days=80)
    decides(
        examiner, decider, case, "extend", until=until.isoformat(), reasons="確認に時間を要する。"
    )
    portal_now.on(10)
    consults(examiner, case)
    decides(
        examiner, decider, case, "recommend", measures="中止すること。", reasons="おそれが大きい。"
    )
    filer.go(case)
    assert filer.state() == say_term("recommended", lang)
    filer.press("report.act.answer")
    filer.reads("中止すること。")
    filer.press("portal.answer.title")
    filer.reads(filer.say("portal.wrong", n=1))
    filer.pick("portal.answer.no")
    filer.write("portal.answer.reasons", "代わりがありません。")
    filer.press("portal.answer.title")
    assert filer.state() == say_term("refused", lang)

    portal_now.on(14)
    finds_unjust(examiner, case)
    consults(examiner, case)
    decides(
        examiner, decider, case, "order", measures="中止すること。", reasons="正当な理由がない。"
    )
    assert decider.state() == say_term("ordered_to_stop", lang)
    examiner.go(f"{case}differences/")
    examiner.go(f"{case}casework/")


def test_cleared_on_the_first_day_with_the_keyboard_alone(portal_now: Served, filing: Make):
    filer, examiner, decider = (
        portal_now.desk(who, "ja", Keys) for who in ("filer", "examiner", "decider")
    )
    case = files(filer, filing("KEYS"))
    portal_now.on(1)
    accepts(examiner, case)
    until = portal_now.today + timedelta(days=1)
    decides(examiner, decider, case, "shorten", until=until.isoformat(), reasons="同じ構成である。")
    decides(examiner, decider, case, "end_screening", reasons="おそれは認められない。")
    portal_now.on(3)
    filer.go(case)
    assert filer.state() == say_term("cleared", "ja")
    filer.press("report.act.proceed")
    filer.press("portal.proceed.title")
    assert filer.state() == say_term("introduced", "ja")


def test_an_emergency_without_script(portal_now: Served, filing: Make):
    filer = portal_now.desk("filer", "en", script=False)
    done = Emergency(
        occurred_on=FIRST,
        done_on=FIRST,
        cause="落雷",
        service_hindered=True,
        no_other_means=True,
        caused_to_escape_duty=False,
    )
    case = opens(filer, filing("URGENT", kind="emergency", emergency=done))
    filer.press("portal.urgent.title")
    filer.press("portal.urgent.title")
    portal_now.on(1)
    filer.go(case)
    filer.press("report.act.submit")
    filer.press("portal.submit.do")
    assert filer.state() == say_term("notified", "en")

    examiner, decider = (
        portal_now.desk(who, "en", script=False) for who in ("examiner", "decider")
    )
    portal_now.on(5)
    consults(examiner, case)
    decides(examiner, decider, case, "recommend", measures="改めること。", reasons="おそれがある。")
    filer.go(case)
    filer.press("report.act.answer")
    filer.pick("portal.answer.yes")
    filer.press("portal.answer.title")
    assert filer.state() == say_term("agreed_later", "en")
    filer.press("report.act.file_changed_plan")
    filer.attach("portal.new.file", filing("URGENT", kind="plan"))
    filer.press("portal.changed_plan.do")
    filer.reads(filer.say("report.act.file_changed_plan"))


def test_a_change_of_a_cleared_plan(portal_now: Served, filing: Make):
    filer, examiner = (portal_now.desk(who, "ja") for who in ("filer", "examiner"))
    change = Change(
        of="KG-2025-001",
        phase="before_introduction",
        component="server",
        planned_on=FIRST + timedelta(days=60),
        facility_replaced=False,
        type_changed=False,
        name_changed=True,
        function_changed=False,
        confirmed_by="白瀬 ひかり",
        confirmed_on=FIRST,
        reason="供給の都合による。",
    )
    case = files(filer, filing("CHANGE", kind="change", change=change))
    portal_now.on(2)
    examiner.go(case)
    examiner.press("report.act.return")
    examiner.write("portal.return.reason", "変更前の計画の写しがない。")
    examiner.press("portal.return.title")
    filer.go(case)
    filer.reads("変更前の計画の写しがない。")
    submits(filer)
    accepts(examiner, case)
    assert examiner.state() == say_term("accepted", "ja")


def test_a_period_that_lapses(portal_now: Served, filing: Make):
    filer, examiner = (portal_now.desk(who, "en") for who in ("filer", "examiner"))
    case = files(filer, filing("LAPSE"))
    portal_now.on(1)
    accepts(examiner, case)
    portal_now.on(27)
    examiner.go("/cases/")
    soon = examiner.page.locator(".soon").inner_text()
    assert "LAPSE" in soon
    assert say_term("lapsed", "en") in soon
    portal_now.on(40)
    examiner.go(case)
    assert examiner.state() == say_term("lapsed", "en")
    filer.go(case)
    filer.reads(filer.say("procedure.proceed.lapsed"))
    filer.press("report.act.proceed")
    filer.press("portal.proceed.title")
    assert filer.state() == say_term("introduced", "en")
