"""What makes a tired examiner err, in a real browser: the page says it before the act does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.browser.portal.conftest import FIRST, Make, Served
from tests.browser.portal.desk import Desk
from tests.browser.portal.test_whole_lives import accepts, files

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def begins(served: Served, filing: Make, lang: str, name: str) -> tuple[Desk, Desk, Desk, str]:
    """Files and accepts on the first day; gives filer, examiner, decider and the case."""
    filer, examiner, decider = (served.desk(who, lang) for who in ("filer", "examiner", "decider"))
    case = files(filer, filing(name))
    accepts(examiner, case)
    return filer, examiner, decider, case


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_signature_that_comes_after_midnight_is_not_offered(
    portal_now: Served, filing: Make, lang: str
):
    _, examiner, decider, case = begins(portal_now, filing, lang, f"MIDNIGHT-{lang}")
    portal_now.on(29)
    examiner.go("/cases/")
    examiner.go(f"{case}decisions/end_screening/")
    examiner.write("portal.decide.reasons", "懸念は認められない。")
    examiner.press("portal.decide.save")
    examiner.reads(f"MIDNIGHT-{lang}", "懸念は認められない。")
    with examiner.page.expect_navigation():  # the other one reads what this one has signed
        examiner.press("portal.decide.sign_first")
    decider.go(f"{case}decisions/end_screening/")
    decider.reads(decider.say("portal.decide.sign_second"))
    portal_now.on(30)
    with decider.page.expect_navigation():
        decider.press("portal.decide.sign_second")
    decider.reads(decider.say("portal.refused.nothing_changed"))
    decider.go(f"{case}decisions/end_screening/")
    decider.reads(decider.say("portal.decide.not_today"))
    assert not decider.page.locator("form[action$='signature/']").count()


@pytest.mark.parametrize("script", [True, False])
def test_who_comes_late_sends_the_same_text_once_more(
    portal_now: Served, filing: Make, *, script: bool
):
    name = f"LATE-{script}"
    _, examiner, decider, case = begins(portal_now, filing, "ja", name)
    late = portal_now.desk("examiner", "ja", script=script)
    late.go(f"{case}questions/")
    decider.go(f"{case}questions/")
    decider.write("portal.ask.text", "先に尋ねます。")
    decider.press("portal.ask.title")
    late.write("portal.ask.text", "長い質問を書きました。")
    late.press("portal.ask.title")
    late.reads(late.say("portal.late.title"), "竜田 さだめ")
    late.press("portal.ask.title")
    examiner.go(case)
    examiner.reads("先に尋ねます。", "長い質問を書きました。")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_last_day_beyond_the_limit_is_refused_and_the_limits_are_shown(
    portal_now: Served, filing: Make, lang: str
):
    _, examiner, _, case = begins(portal_now, filing, lang, f"LIMIT-{lang}")
    examiner.go(f"{case}decisions/extend/")
    examiner.write("portal.decide.until", (FIRST + timedelta(days=300)).isoformat())
    examiner.write("portal.decide.reasons", "確認に時間を要する。")
    examiner.press("portal.decide.save")
    examiner.reads(examiner.say("portal.decide.no_effect"))
    assert examiner.page.locator("#id_reasons").input_value() == "確認に時間を要する。"
    assert not examiner.page.locator("#text-title").count()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_from_the_finding_to_its_place_and_back_and_a_question_kept(
    portal_now: Served, filing: Make, lang: str
):
    _, examiner, _, case = begins(portal_now, filing, lang, f"PLACE-{lang}")
    for _ in range(40):
        examiner.go(case)
        if examiner.page.locator("a[href*='/place/']").count():
            break
        examiner.page.wait_for_timeout(250)
    examiner.page.locator("a[href*='/place/']").first.click()
    examiner.look()
    assert re.search(r'"(name|type)":', examiner.page.locator("pre").inner_text())
    examiner.press("portal.place.back")
    examiner.press("portal.casework.title")
    examiner.pick("portal.advice.no_concern")
    examiner.press("portal.advice.do")
    examiner.go("/cases/?questions=open")
    examiner.page.locator("summary").filter(has_text=examiner.say("portal.saved.keep")).click()
    examiner.write("portal.saved.name", f"名前-{lang}")
    examiner.press("portal.saved.do")
    examiner.go("/cases/")
    examiner.page.locator(".saved a").filter(has_text=f"名前-{lang}").click()
    assert examiner.page.url.endswith("?questions=open")
    examiner.go("/absences/")
    examiner.go("/groups/")
