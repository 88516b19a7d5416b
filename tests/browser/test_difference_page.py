"""The page of a difference in a real browser: thousands of rows, narrow, wide, on paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec.structs import replace

from sekisho.match.packages.difference import compare
from sekisho.model.inventory import Inventory, Package
from sekisho.model.values.message import message
from sekisho.report.comparison.html import render
from sekisho.report.comparison.told import Compared, Flaws
from tests.samples.assessments import HOSTILE, finding, said
from tests.samples.planted import planted

Show = Callable[..., Any]


@cache
def large() -> Compared:
    """Ten thousand packages of which each kind of change befell some."""
    made = planted()
    flaws = Flaws(
        new=(finding(),),
        kept=(finding(severity="low"),),
        fixed=(finding(severity="info", message=message("known_flaws.fixed", n=2)),),
        planted=(finding(severity="critical"),),
        not_checked=(message("known_flaws.not_covered", of="npm", n=3),),
        sources="Library",
    )
    return Compared(compare(made.before, made.after), flaws, "old.json", "new.json")


@cache
def hostile() -> Compared:
    """Two SBOMs whose every text is meant to break a page."""
    bad = Package(name=HOSTILE * 9, version="x" * 300, supplier=HOSTILE, ref="r", kind="firmware")
    one = Inventory(format="SPDX", spec_version=HOSTILE, tools=(HOSTILE,), primary=bad)
    old = replace(one, packages=(bad, replace(bad, name="b", hashes=(("sha256", "a" * 64),))))
    new = Inventory(
        format="CycloneDX",
        spec_version="1",
        tools=("y" * 300,),
        primary=replace(bad, name="z" * 300),
        packages=(
            replace(bad, supplier="z" * 300),
            replace(bad, name="b", hashes=(("sha256", "b" * 64),)),
            replace(bad, name=HOSTILE, distribution="https://" + "h" * 200),
        ),
    )
    flaw = finding(message=said(HOSTILE * 20))
    return Compared(compare(old, new), Flaws(new=(flaw,)), HOSTILE, "x" * 300)


CASES = {"large": large, "hostile": hostile}
CLOSED = "document.querySelectorAll('details').forEach(one => one.open = one.id != 'kind-upgraded')"


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize(("case", "lang"), [("large", "ja"), ("hostile", "ja"), ("hostile", "en")])
def test_axe_finds_nothing(show: Show, case: str, lang: str, width: int):
    page = show(render(CASES[case](), lang), width)
    page.evaluate(CLOSED)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 1000])
@pytest.mark.parametrize("case", ["large", "hostile"])
def test_the_page_never_scrolls_sideways(show: Show, case: str, width: int):
    page = show(render(CASES[case](), "en"), width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_narrow_window_shows_both_sides_of_a_row_below_its_name(show: Show):
    page = show(render(hostile(), "ja"), 360)
    shown = page.evaluate(
        """[...document.querySelectorAll('#kind-repackaged td:not(:empty)')].map(cell => {
            const value = cell.firstChild.getBoundingClientRect();
            return [value.left >= 0 && value.right <= 360 && value.width > 100,
                    getComputedStyle(cell, '::before').content.includes(cell.dataset.head)];
        })"""
    )
    assert shown == [[True, True], [True, True]]


def test_the_repackaged_stand_first_and_every_change_has_its_row(show: Show):
    page = show(render(large(), "en"))
    assert page.locator("main h2").first.inner_text().startswith("Same version, other bytes (113)")
    assert page.locator("header p.headline").first.is_visible()
    assert page.locator("#kind-repackaged tbody tr").count() == 113
    assert page.locator("#kind-upgraded tbody tr").count() == 1500


def test_a_long_table_is_closed_until_asked_for_and_keeps_its_head_in_sight(show: Show):
    page = show(render(large(), "en"))
    upgraded = page.locator("#kind-upgraded")
    assert upgraded.get_attribute("open") is None
    upgraded.locator("summary").click()
    box = upgraded.locator(".long")
    box.evaluate("one => one.scrollTop = 20000")
    top = box.evaluate(
        "one => one.querySelector('thead th').getBoundingClientRect().top"
        " - one.getBoundingClientRect().top"
    )
    assert abs(top) < 2


def test_an_anchor_shows_one_group_alone_and_another_all_again(show: Show):
    page = show(render(large(), "en"))

    def shown() -> list[str]:
        found = page.locator("main > section")
        return [one.get_attribute("id") for one in found.all() if one.is_visible()]

    everything = shown()
    assert {"bytes", "flaws", "who", "whence", "runs", "set", "versions"} <= set(everything)
    for group in everything:
        page.locator(f"nav a[href='#only-{group}']").click()
        assert shown() == [group]
    page.locator("nav a[href='#main']").click()
    assert shown() == everything


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_it_prints_with_every_row(show: Show, lang: str):
    page = show(render(hostile(), lang))
    page.emulate_media(media="print")
    assert page.locator("#kind-repackaged tbody tr").first.is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_no_script_runs_and_nothing_is_asked_for(show: Show):
    asked: list[str] = []
    page = show(render(hostile(), "en"))
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.set_content(render(hostile(), "en"))
    assert [url for url in asked if not url.startswith("file:")] == []
