"""Work in the background, as people see it: how far it is, what it gave, and what went wrong."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

import pytest

from tests.browser.portal.conftest import Make, Served
from tests.browser.portal.desk import Desk
from tests.browser.portal.test_whole_lives import accepts, files

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WORDS = "An answer that is still being written."


@pytest.fixture
def case(portal_now: Served, filing: Make) -> Iterator[str]:
    """Gives a case with an official vetting of which half is done, and that no worker takes up."""
    if not (known := portal_now.kept.get("vetted")):
        filer, examiner = (portal_now.desk(who, "ja") for who in ("filer", "examiner"))
        filer.axe = examiner.axe = False
        known = portal_now.kept["vetted"] = files(filer, filing("VETTED"))
        accepts(examiner, known)
        _vetted(portal_now, UUID(known.rstrip("/").rpartition("/")[2]))
    key = f"{UUID(known.rstrip('/').rpartition('/')[2])} authority"
    with closing(sqlite3.connect(portal_now.tables, timeout=30)) as tables, tables:
        tables.execute("DELETE FROM work_work WHERE key = ? AND done_at IS NULL", [key])
        tables.execute(
            "INSERT INTO work_work (kind, key, args, due_at, token, tries, again, error, progress)"
            " VALUES ('vet', ?, '{}', '2999-01-01', '', 0, 0, '', 40)",
            [key],
        )
    yield known
    end(portal_now, key)


def _vetted(portal: Served, id: UUID) -> None:
    """Waits for the vetting that the acceptance asked for: its work is taken away afterwards."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with closing(sqlite3.connect(portal.tables, timeout=30)) as tables:
            row = tables.execute(
                "SELECT count(*) FROM work_work WHERE key LIKE ? AND done_at IS NULL", [f"{id} %"]
            ).fetchone()
        if row == (0,):
            return
        time.sleep(0.2)
    raise AssertionError("the vetting did not come to its end")


def end(portal: Served, key: str = "%") -> None:
    """Says that the vettings are done."""
    with closing(sqlite3.connect(portal.tables, timeout=30)) as tables, tables:
        tables.execute(
            "UPDATE work_work SET done_at = '2026-12-01', progress = 100"
            " WHERE kind = 'vet' AND key LIKE ? AND done_at IS NULL",
            [key],
        )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_vetting_that_ends_leaves_the_page_and_the_keyboard_alone(
    portal_now: Served, case: str, lang: str
):
    desk = portal_now.desk("examiner", lang)
    desk.go(case)
    assert desk.page.locator("progress").get_attribute("value") == "40"
    desk.page.evaluate("window.stays = true")
    link = desk.page.locator("#acts").get_by_role("link").first
    link.focus()
    name = link.inner_text()
    end(portal_now)
    desk.page.locator("progress").wait_for(state="detached")
    desk.page.locator("#vetted").filter(has_text=desk.say("portal.progress.done")).wait_for()
    assert desk.page.locator("#found .findings").count()
    assert desk.page.evaluate("window.stays"), "the page was loaded anew"
    assert desk.page.locator(":focus").inner_text() == name
    assert desk.page.locator("#found").count() == 1
    desk.look()


def test_what_is_being_typed_outlasts_a_vetting(portal_now: Served, case: str):
    examiner, filer = (portal_now.desk(who, "en") for who in ("examiner", "filer"))
    examiner.go(case)
    examiner.press("report.act.ask")
    examiner.write("portal.ask.text", "When?")
    examiner.press("portal.ask.title")
    with closing(sqlite3.connect(portal_now.tables, timeout=30)) as tables, tables:
        tables.execute(
            "UPDATE work_work SET key = replace(key, 'authority', 'operator')"
            " WHERE done_at IS NULL AND kind = 'vet'"
        )
    filer.go(case)
    filer.write("portal.reply.text", WORDS)
    end(portal_now)
    filer.page.locator("progress").wait_for(state="detached")
    assert filer.page.locator("textarea").input_value() == WORDS
    filer.press("portal.reply.do")
    filer.reads(WORDS)


def test_without_script_a_link_loads_the_page_anew(portal_now: Served, case: str):
    desk = portal_now.desk("examiner", "en", script=False)
    desk.go(case)
    desk.reads(desk.say("portal.progress", percent=40))
    end(portal_now)
    desk.press("portal.progress.do")
    assert not desk.page.locator("progress").count()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_work_that_failed_is_shown_and_tried_again(portal_now: Served, case: str, lang: str):
    key = f"{UUID(case.rstrip('/').rpartition('/')[2])} operator"
    with closing(sqlite3.connect(portal_now.tables, timeout=30)) as tables, tables:
        tables.execute(
            "INSERT INTO work_work"
            " (kind, key, args, due_at, failed_at, token, tries, again, error, progress)"
            " VALUES ('vet', ?, '{}', '2026-11-30', '2026-12-01', '', 5, 0, 'died', 0)",
            [key],
        )
    desk: Desk = portal_now.desk("steward", lang)
    desk.go("/background/")
    desk.reads(desk.say("portal.work.kind.vet"), desk.say("portal.work.died", n=5))
    desk.press("portal.work.again")
    assert desk.page.url.endswith("/background/")
    assert desk.say("portal.work.died", n=5) not in desk.page.locator("main").inner_text()
