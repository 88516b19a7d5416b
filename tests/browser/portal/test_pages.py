"""How the pages of the portal behave in a real browser: narrow, dark, on paper, out of date."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.portal.conftest import EXAMPLE, PAPERS, Make, Served
from tests.browser.portal.desk import RULES, Desk
from tests.browser.portal.test_whole_lives import accepts, files, opens

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ASKING = "/must-i-file/?designated=yes&facility.critical=yes"
PAGES = ("", "differences/", "questions/", "decisions/extend/", "casework/")

TOO_WIDE = """width => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > width && !one.closest(".wide"))
    .map(one => `${one.tagName}.${one.className} ${one.textContent.slice(0, 40)}`)"""
SCROLLS = """() => [...document.querySelectorAll("table")]
  .filter(one => one.scrollWidth > document.documentElement.clientWidth)
  .map(one => one.caption.textContent)"""


@pytest.fixture
def case(portal_now: Served, filing: Make) -> str:
    """Gives a case that was accepted, the same one for all of these tests."""
    if known := portal_now.kept.get("case"):
        return known
    filer, examiner = (portal_now.desk(who, "ja") for who in ("filer", "examiner"))
    filer.axe = examiner.axe = False
    made = files(filer, filing("PAGES"))
    accepts(examiner, made)
    portal_now.kept["case"] = made
    return made


def test_nothing_scrolls_sideways_on_a_phone_or_at_twice_the_size(portal_now: Served, case: str):
    for width in (320, 640):
        desk = portal_now.desk("examiner", "ja", width=width)
        desk.axe = False
        own = (f"{case}{page}" for page in (*PAGES, "personal/"))
        for page in ("/cases/", *own, "/groups/", "/absences/", "/permissions/", ASKING):
            desk.go(page)
            assert desk.page.evaluate(TOO_WIDE, width) == [], page
            assert desk.page.evaluate(SCROLLS) == [], page
        steward = portal_now.desk("steward", "ja", width=width)
        steward.axe = False
        for page in ("/people/", "/background/", "/account/", "/accounts/2fa/"):
            steward.go(page)
            assert steward.page.evaluate(TOO_WIDE, width) == [], page
            assert steward.page.evaluate(SCROLLS) == [], page


def test_a_filing_is_written_on_a_phone_without_scrolling_sideways(
    portal_now: Served, filing: Make
):
    desk = portal_now.desk("filer", "ja", width=390)
    desk.axe = False
    draft = opens(desk, filing("PHONE"))
    for page in ("", "filing/", "filing/parties/1/", "filing/components/0/", "evidence/"):
        desk.go(f"{draft}{page}")
        assert desk.page.evaluate(TOO_WIDE, 390) == [], page
        assert desk.page.evaluate(SCROLLS) == [], page


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_several_files_are_attached_at_once_and_the_steps_count_them(
    portal_now: Served, filing: Make, lang: str
):
    desk = portal_now.desk("filer", lang)
    desk.go("/cases/new/")
    desk.attach("portal.new.file", filing(f"FILES-{lang}"))
    desk.press("portal.new.do")
    draft = desk.page.url
    desk.reads(desk.say("portal.evidence.counted", n=0, of=len(PAPERS)))
    desk.press("portal.evidence.title")
    desk.page.locator("main input[type=file]").set_input_files([EXAMPLE / name for name in PAPERS])
    desk.press("portal.evidence.do")
    desk.go(draft)
    desk.reads(desk.say("portal.evidence.counted", n=len(PAPERS), of=len(PAPERS)))
    desk.press("report.act.submit")
    desk.reads(desk.say("portal.submit.unchecked"))


@pytest.mark.parametrize("scheme", ["dark", "forced"])
def test_every_colour_can_be_told_from_what_it_lies_on(portal_now: Served, case: str, scheme: str):
    desk = portal_now.desk("examiner", "en")
    if scheme == "dark":
        desk.page.emulate_media(color_scheme="dark")
    else:
        desk.page.emulate_media(forced_colors="active")
    for page in ("/cases/", *(f"{case}{page}" for page in PAGES)):
        desk.page.goto(page if page.startswith("http") else f"{desk.url}{page}")
        found = Axe().run(desk.page, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def test_on_paper_the_dates_stand_as_a_table_and_no_button_is_left(portal_now: Served, case: str):
    desk = portal_now.desk("examiner", "ja")
    desk.go(case)
    desk.page.emulate_media(media="print")
    assert desk.page.locator(".clock-line table").is_visible()
    assert not desk.page.locator("main form, main .button").filter(visible=True).count()
    assert desk.page.locator(".site-note").is_visible()


def test_the_first_tab_leads_past_the_head_of_the_page(portal_now: Served):
    desk = portal_now.desk("examiner", "en")
    desk.go("/cases/")
    desk.page.keyboard.press("Tab")
    focus = desk.page.locator(":focus")
    assert focus.inner_text() == desk.say("portal.skip")
    assert focus.bounding_box()["x"] >= 0
    desk.page.keyboard.press("Enter")
    assert desk.page.evaluate("document.activeElement.id") == "main"


def test_what_is_wrong_is_listed_and_leads_to_its_field(portal_now: Served, case: str):
    desk = portal_now.desk("examiner", "en")
    desk.go(f"{case}questions/")
    desk.press("portal.ask.title")
    assert desk.page.title().startswith(desk.say("portal.error"))
    assert desk.page.evaluate("document.activeElement.className") == "summary"
    desk.page.locator(".summary a").click()
    assert desk.page.evaluate("document.activeElement.name") == "text"


def test_who_comes_late_is_told_and_loses_nothing(portal_now: Served, case: str):
    late, early = (portal_now.desk(who, "en") for who in ("examiner", "decider"))
    late.go(f"{case}questions/")
    late.write("portal.ask.text", "Too late?")
    early.go(f"{case}questions/")
    early.write("portal.ask.text", "In time.")
    early.press("portal.ask.title")
    late.press("portal.ask.title")
    late.reads(late.say("error.StaleError"), late.say("portal.refused.stale.remedy"))
    late.page.go_back()
    assert late.page.locator("textarea").input_value() == "Too late?"


def test_the_other_language_is_the_same_page(portal_now: Served, case: str):
    desk = portal_now.desk("examiner", "ja")
    desk.go(f"{case}differences/")
    desk.page.get_by_role("button", name="English").click()
    assert desk.page.url == f"{case}differences/"
    assert desk.page.locator("html").get_attribute("lang") == "en"


def test_a_question_to_the_list_can_be_kept(portal_now: Served, case: str):
    desk: Desk = portal_now.desk("examiner", "en")
    desk.go("/cases/")
    desk.page.locator(".ask summary").click()
    desk.write("portal.ask_list.supplier", "青葉")
    desk.press("portal.ask_list.do")
    kept: Any = desk.page.url
    desk.go(f"{desk.url}/permissions/")
    desk.go(kept)
    assert desk.page.locator(f'a[href="{case.removeprefix(desk.url)}"]').count() == 1
    desk.page.locator("#ask-supplier").fill("nobody of this name")
    desk.press("portal.ask_list.do")
    desk.reads(desk.say("portal.list.none_asked"))
