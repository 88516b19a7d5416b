"""What the desk writes, in a real browser: accessible, narrow and wide, marked on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from sekisho.check.look import Look
from sekisho.desk.annex.page import write_annex
from sekisho.desk.annex.rows import read_annex
from sekisho.desk.package.cover import make_cover
from sekisho.desk.package.form import make_form
from sekisho.desk.package.review import make_review
from sekisho.desk.package.view import Vetted, View
from sekisho.desk.paper.html import write_html
from sekisho.library.snapshot import open_library
from sekisho.model.case import Case
from sekisho.model.filing import Component, Facility, Filing, Introduction, Operator
from sekisho.model.party import Officer, Party
from sekisho.read.case import open_filing
from sekisho.regime.loader import find_pack, load_regime
from sekisho.vet import vet

Show = Callable[..., Any]

EXAMPLES = Path(__file__).parents[2] / "examples"
ON = date(2026, 12, 1)
LONG = "株式会社とても長い名称の供給者" * 12 + "X" * 300
POOR = Filing(
    kind="plan",
    act="introduction",
    sector="electricity",
    fictional=True,
    operator=Operator(party="a"),
    facility=Facility(name=LONG, supplier="b"),
    introduction=Introduction(),
    components=(Component(id="c", name=LONG, supplier="b"),),
    parties=(Party(id="a"), Party(id="b", name=LONG, officers=(Officer(name=LONG),))),
)


def vetted(case: Case) -> Vetted:
    assert case.filing is not None
    regime = load_regime("jp-espa", ON)
    library = open_library(EXAMPLES / "library")
    look = Look(case=case, regime=regime, library=library, on=ON)
    return Vetted(case, case.filing, look, vet(case, regime, library, ON))


RICH = vetted(open_filing(EXAMPLES / "bank-core-outsourcing"))
BARE = vetted(Case(filing=POOR))


def page_of(kind: str, lang: str) -> str:
    if kind == "annex":
        return write_annex(read_annex(find_pack("jp-espa"), ("introduction",)), lang, [LONG])
    made = BARE if kind.startswith("bare") else RICH
    view = View(made, "fsa", lang, "authority")
    if kind.endswith("form"):
        return write_html(make_form(view))
    return write_html(make_cover(view, "filing.pdf") if kind == "cover" else make_review(view))


KINDS = ["annex", "form", "bare form", "bare review", "cover"]


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(show: Show, kind: str, lang: str):
    found = Axe().run(show(page_of(kind, lang), 1000))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [360, 1000])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_never_scrolls_sideways(show: Show, kind: str, width: int):
    page = show(page_of(kind, "ja"), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_annex_repeats_its_notice_on_every_printed_page(show: Show):
    page = show(page_of("annex", "ja"), 1000)
    page.emulate_media(media="print")
    head = page.locator("thead")
    assert head.evaluate("one => getComputedStyle(one).display") == "table-header-group"
    assert "法的助言ではありません" in head.inner_text()
