"""The HTML report in a real browser: accessible, narrow and wide, by keyboard, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace

from sekisho.model.assessment import Assessment
from sekisho.report.html import render
from tests.samples.assessments import GRID, HOSTILE, SOFTWARE, finding, said

Show = Callable[..., Any]

HOSTILE_PAGE = replace(
    GRID,
    findings=(finding(message=said(HOSTILE * 20), subject="package:" + "x" * 300, place=HOSTILE),),
)


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "assessment", [GRID, SOFTWARE, HOSTILE_PAGE], ids=["statutory", "software", "hostile"]
)
def test_axe_finds_nothing(show: Show, assessment: Assessment, lang: str, width: int):
    page = show(render(assessment, lang), width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 1000])
@pytest.mark.parametrize("assessment", [GRID, HOSTILE_PAGE], ids=["statutory", "hostile"])
def test_the_page_never_scrolls_sideways(show: Show, assessment: Assessment, width: int):
    page = show(render(assessment, "ja"), width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_narrow_window_shows_every_cell_of_every_table_beside_its_head(show: Show, lang: str):
    page = show(render(GRID, lang), 360)
    shown = page.evaluate(
        """[...document.querySelectorAll('td:not(:empty)')].map(cell => {
            const value = cell.firstChild.getBoundingClientRect();
            const head = getComputedStyle(cell, '::before').content;
            return [value.left >= 0 && value.right <= 360 && value.width > 100,
                    head.startsWith(JSON.stringify(cell.dataset.head))];
        })"""
    )
    assert len(shown) > 20
    assert set(map(tuple, shown)) == {(True, True)}


def test_a_wide_window_shows_tables_as_tables(show: Show):
    page = show(render(GRID, "en"), 1000)
    cell = page.locator("td").first
    assert cell.evaluate("one => getComputedStyle(one).display") == "table-cell"
    assert cell.evaluate("one => getComputedStyle(one, '::before').content") == "none"


@pytest.mark.parametrize("width", [360, 1000])
def test_a_table_stays_a_table_for_assistive_technology(show: Show, width: int):
    page = show(render(GRID, "en"), width)
    table = page.get_by_role("table").first
    heads = table.get_by_role("columnheader").count()
    rows = table.get_by_role("row").count()
    assert heads > 1
    assert table.get_by_role("rowheader").count() == rows - 1 > 0
    assert table.locator("td").count() == (rows - 1) * (heads - 1)


def test_the_keyboard_reaches_every_finding_and_opens_it(show: Show):
    page = show(render(GRID, "en"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        name, text = page.evaluate(
            "[document.activeElement.tagName, document.activeElement.textContent]"
        )
        if name == "BODY":
            break
        if name == "SUMMARY":
            reached.add(text)
            if page.evaluate("!document.activeElement.parentElement.open"):
                page.keyboard.press("Enter")
    assert len(reached) == 32
    assert page.locator("details:not([open])").count() == 0


def test_the_focus_can_be_seen(show: Show):
    page = show(render(GRID, "en"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "4px"


def test_no_script_runs_and_nothing_is_asked_for(show: Show):
    asked: list[str] = []
    said_by_page: list[str] = []
    page = show(render(SOFTWARE, "en"))
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda line: said_by_page.append(line.text))
    page.on("dialog", lambda dialog: said_by_page.append(dialog.message))
    page.set_content(render(HOSTILE_PAGE, "en"))
    assert [url for url in asked if not url.startswith("file:")] == []
    assert said_by_page == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_it_prints_on_paper_with_the_evidence_shown(show: Show, lang: str):
    page = show(render(replace(GRID, findings=(finding(),)), lang))
    page.emulate_media(media="print")
    assert page.locator("dl.facts").first.is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_a_japanese_line_never_begins_with_a_full_stop(show: Show):
    page = show(render(GRID, "ja"))
    assert page.evaluate("getComputedStyle(document.body).lineBreak") == "strict"
    assert page.evaluate("getComputedStyle(document.body).fontStyle") == "normal"
