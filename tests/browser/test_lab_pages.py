"""What the lab writes, in a real browser: accessible, narrow and wide, in its language, on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from sekisho.cli.main import run

Show = Callable[..., Any]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Replays the trucking change, with a sweep, over a small synthetic year and the pack's cases."""
    folder = tmp_path_factory.mktemp("lab")
    year, out = folder / "year", folder / "out"
    assert run(["lab", "population", "--cases", "200", "--assume", "mid", "-o", str(year)]) == 0
    laws = ["--draft", "jp-espa@2025-06-13", "--base", "jp-espa@2025-04-01"]
    over = ["--over", str(year), "--over", "cases:jp-espa"]
    sweep = ["--sweep", "trucking.enough_trucks=4000..6000:1000"]
    assert run(["lab", "run", *laws, *over, *sweep, "-o", str(out)]) == 0
    return {
        lang: (out / f"report.{lang}.html").read_text(encoding="utf-8") for lang in ("ja", "en")
    }


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_axe_finds_nothing(show: Show, pages: dict[str, str], lang: str, width: int):
    page = show(pages[lang], width)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 1000])
def test_the_page_never_scrolls_sideways(show: Show, pages: dict[str, str], width: int):
    page = show(pages["ja"], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_names_its_language_and_every_column_its_head(
    show: Show, pages: dict[str, str], lang: str
):
    page = show(pages[lang], 1000)
    assert page.evaluate("document.documentElement.lang") == lang
    tables = page.evaluate(
        """[...document.querySelectorAll('table')].map(table => [
            table.querySelectorAll('thead th[scope=col]').length,
            Math.max(...[...table.rows].map(row => row.cells.length)),
            Boolean(table.caption || table.ariaLabel || table.getAttribute('aria-labelledby'))])"""
    )
    assert tables
    assert all(heads == cells and named for heads, cells, named in tables)


def test_on_paper_every_page_says_that_it_is_a_scenario(show: Show, pages: dict[str, str]):
    page = show(pages["en"], 1000)
    page.emulate_media(media="print")
    hidden = (
        "[...document.querySelectorAll('table, svg')].filter(one => !one.getClientRects().length)"
    )
    assert page.evaluate(f"{hidden}.length") == 0
    assert "SCENARIO" in page.locator("body").inner_text()


def test_a_japanese_page_says_its_assumptions_in_japanese(show: Show, pages: dict[str, str]):
    page = show(pages["ja"], 1000)
    told = page.locator("body").inner_text()
    assert "一事業者一月当たりの更新" in told
    assert "updates.a_month" not in told
    assert "public figure" not in told
