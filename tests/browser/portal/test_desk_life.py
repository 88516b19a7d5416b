"""The desk of an operator in a real browser: last year's plan and a sheet, to memos and a package."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.browser.portal.conftest import ROOT, Served
from tests.browser.portal.desk import Desk
from tests.browser.portal.test_pages import TOO_WIDE

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

MONTH = ROOT / "examples" / "monthly-updates"


def sheet_of(desk: Desk, rows: list[str], tmp_path: Path) -> Path:
    """A sheet of a few updates, as a person would type it."""
    file = tmp_path / f"updates-{desk.lang}.csv"
    file.write_text("component,version,nature,planned_on\n" + "\n".join(rows), encoding="utf-8")
    return file


def waits(desk: Desk, month: str) -> None:
    """Waits until the month is sorted; without script the page is loaded again."""
    if desk.axe:
        link = desk.page.locator("main a").filter(has_text=desk.say("portal.month.show"))
        link.or_(desk.page.locator("#files-title")).first.wait_for(timeout=60_000)
        desk.page.goto(month)
        desk.look()
        return
    desk.load_until_done(month)


def takes(desk: Desk, name: str, **params: Any) -> bytes:
    """Presses what gives a file, and gives its bytes."""
    with desk.page.expect_download() as given:
        words = re.compile(rf"^\s*{re.escape(desk.say(name, **params))}\s*$")
        desk.page.locator("main").locator("a, button").filter(has_text=words).first.click()
    return Path(given.value.path()).read_bytes()


@pytest.mark.parametrize(("lang", "script"), [("ja", True), ("en", True), ("ja", False)])
def test_from_last_years_plan_and_a_sheet_to_memos_and_a_package(
    portal_now: Served, tmp_path: Path, lang: str, *, script: bool
):
    desk = portal_now.desk("filer", lang, script=script)
    desk.go("/updates/")
    if not portal_now.kept.get("plan"):
        desk.press("portal.register.add_plan")
        desk.attach("portal.register.plan_file", MONTH / "plan" / "filing.yaml")
        desk.press("portal.register.plan.do")
        desk.reads("KG-2025-021")
        desk.attach("portal.register.plan_file", MONTH / "plan" / "filing.yaml")
        desk.attach("portal.register.events_file", MONTH / "plan" / "events.yaml")
        desk.press("portal.register.plan.do")
        desk.reads("ems-app", "KG-2025-021")
        portal_now.kept["plan"] = "there"
    desk.go("/register/")
    assert takes(desk, "portal.register.download").startswith(b"PK")

    desk.go("/updates/new/")
    desk.attach("portal.month.file", MONTH / "plan" / "filing.yaml")
    desk.press("portal.month.do")
    assert desk.page.locator(".summary").count() == 1
    rows = [
        "ems-app,5.0.0,feature,2026-12-10",
        "os-1,8.4.2,security_patch,2026-12-10",
        "nowhere,1,,",
    ]
    desk.attach("portal.month.file", sheet_of(desk, rows, tmp_path))
    desk.press("portal.month.do")
    month = str(desk.page.url)
    waits(desk, month)
    desk.reads("nowhere", desk.say("triage.class.not_checked"))
    _answer(desk)
    waits(desk, month)
    desk.reads(desk.say("triage.class.report"))

    memos = zipfile.ZipFile(io.BytesIO(takes(desk, "portal.month.file.memos"))).namelist()
    assert "index.html" in memos
    desk.page.locator("section:has(#all-title) tbody a").first.click()
    desk.look()
    desk.reads(desk.say("triage.memo.facts"))
    desk.go(month)
    desk.press("portal.month.make")
    case = str(desk.page.url).removesuffix("filing/")
    _pack(desk, case)
    desk.go(month)
    desk.reads(desk.say("portal.month.opened"))


def _pack(desk: Desk, case: str) -> None:
    """A package is made of a filing that was checked as it stands."""
    desk.press("portal.check.do")
    for _ in range(60):
        desk.page.goto(f"{case}package/")
        if desk.page.locator("main a").filter(has_text=desk.say("portal.package.do")).count():
            break
        desk.page.wait_for_timeout(500)
    desk.look()
    packed = zipfile.ZipFile(io.BytesIO(takes(desk, "portal.package.do"))).namelist()
    assert any(name.endswith("meti/authority/filing.ja.html") for name in packed)


def _answer(desk: Desk) -> None:
    """Says of each update that something changes, or that nothing does, under a name."""
    desk.press("portal.month.answer")
    for fieldset in desk.page.locator("fieldset.asked").all():
        changes = "ems" in fieldset.inner_text().lower()
        said = desk.say("portal.questions.some" if changes else "portal.questions.no")
        fieldset.get_by_label(said, exact=True).check()
        if not changes:
            continue
        fieldset.locator("summary").filter(has_text=desk.say("portal.questions.details")).click()
        for select in fieldset.locator("select").all():
            select.select_option("no")
        fieldset.locator("select[name$=function_changed]").select_option("yes")
    desk.press("portal.questions.do")


def test_backward_dates_need_no_case(portal_now: Served):
    desk = portal_now.desk("filer", "en")
    desk.go("/planning/")
    desk.write("portal.planning.go_live", "soon")
    desk.press("portal.planning.do")
    assert desk.page.locator(".summary").count() == 1
    desk.write("portal.planning.go_live", "2027-04-01")
    desk.write("portal.planning.allowance", "20")
    desk.press("portal.planning.do")
    assert desk.page.locator("svg").count() == 2
    desk.reads("Wed 10 Feb 2027")
    assert b"BEGIN:VCALENDAR" in takes(desk, "portal.planning.calendar")


def test_the_desk_fits_a_phone(portal_now: Served):
    desk = portal_now.desk("filer", "ja", width=320)
    desk.axe = False
    for page in (
        "/updates/",
        "/updates/new/",
        "/register/",
        "/register/plans/new/",
        "/planning/?go_live=2027-04-01",
    ):
        desk.go(page)
        assert desk.page.evaluate(TOO_WIDE, 320) == [], page
