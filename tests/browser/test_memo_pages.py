"""The pages of a month in a real browser: accessible, narrow and wide, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from sekisho.desk.triage.pages.memo import render_memo
from tests.unit.triage.builders import month
from tests.unit.triage.test_pages import index, memos

Show = Callable[..., Any]


def page_of(name: str) -> str:
    return render_memo(memos()[0], month().regime) if name == "memo" else index(name)


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("name", ["ja", "en", "memo"])
def test_axe_finds_nothing(show: Show, name: str, width: int):
    found = Axe().run(show(page_of(name), width))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 1000])
@pytest.mark.parametrize("name", ["ja", "en", "memo"])
def test_the_page_never_scrolls_sideways(show: Show, name: str, width: int):
    page = show(page_of(name), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_style_is_let_in_by_its_own_policy(show: Show):
    page = show(page_of("memo"), 1000)
    assert page.evaluate("getComputedStyle(document.querySelector('thead th')).fontWeight") == "700"


def test_on_paper_english_begins_on_a_page_of_its_own(show: Show):
    page = show(page_of("memo"), 1000)
    page.emulate_media(media="print")
    breaks = "getComputedStyle(document.querySelectorAll('section.tongue')[1]).breakBefore"
    assert page.evaluate(breaks) == "page"
