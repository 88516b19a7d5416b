"""The HTML report: one file, no script, everything escaped, the same facts as the terminal."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from sekisho.model.assessment import Assessment
from sekisho.model.finding import Source
from sekisho.report.html import render
from tests.samples.assessments import GRID, HOSTILE, SOFTWARE, finding, said

VOID = {"meta"}


class Outline(HTMLParser):
    """Collects elements and checks that every one is closed in order."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("assessment", [GRID, SOFTWARE], ids=["statutory", "software"])
def test_every_element_is_closed_and_every_id_stands_once(assessment: Assessment, lang: str):
    outline = Outline(render(assessment, lang))
    ids = [attrs["id"] for _, attrs in outline.elements if "id" in attrs]
    assert (outline.faults, outline.open) == ([], [])
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_document_says_its_language(lang: str):
    assert Outline(render(GRID, lang)).named("html") == [{"lang": lang}]


def test_nothing_is_fetched_from_anywhere():
    document = render(GRID, "en")
    outline = Outline(document)
    names = {tag for tag, _ in outline.elements}
    assert names.isdisjoint({"script", "link", "img", "iframe", "object", "font"})
    assert "url(" not in document
    assert "@import" not in document


def test_the_policy_lets_in_the_style_sheet_and_nothing_else():
    document = render(GRID, "en")
    style = re.search(r"<style>(.*?)</style>", document, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(
        attrs["content"] for attrs in Outline(document).named("meta") if "http-equiv" in attrs
    )
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
    assert not any("style" in attrs for _, attrs in Outline(document).elements)


def test_a_hostile_name_stays_text():
    hostile = finding(
        message=said(HOSTILE),
        details=(said(HOSTILE),),
        place=HOSTILE,
        subject=HOSTILE,
        evidence=(HOSTILE,),
        remedy=said(HOSTILE),
        sources=(Source(feed=HOSTILE, record=HOSTILE, url='javascript:alert("x")'),),
    )
    document = render(replace(GRID, findings=(hostile,)), "en")
    assert "<script" not in document
    assert "javascript:" not in document
    assert "\u202e" not in document


def test_a_link_goes_to_web_addresses_only():
    addresses = {attrs["href"] for attrs in Outline(render(GRID, "en")).named("a")}
    assert {url for url in addresses if url and not url.startswith("#")} == {
        "https://example.invalid/list"
    }


def test_every_finding_is_shown_none_folded_away():
    document = render(GRID, "en")
    assert len(Outline(document).named("details")) == 32


def test_only_the_gravest_findings_stand_open():
    opened = [attrs for attrs in Outline(render(GRID, "en")).named("details") if "open" in attrs]
    assert len(opened) == 2


def test_the_clock_is_drawn_and_said_in_a_table():
    document = render(GRID, "ja")
    assert len(Outline(document).named("circle")) == 3
    assert "4. 法令に日数の定めなし" in document
    assert "1. 2026年12月28日（月）" in document


def test_a_clock_with_one_day_is_not_drawn():
    alone = replace(GRID, clock=GRID.clock[:1])
    assert Outline(render(alone, "en")).named("svg") == []


def test_dates_that_fall_together_are_drawn_one_above_the_other():
    same = replace(GRID, clock=(GRID.clock[0], GRID.clock[0], GRID.clock[1]))
    centres = [(c["cx"], c["cy"]) for c in Outline(render(same, "en")).named("circle")]
    assert len(set(centres)) == 3


def test_software_alone_shows_no_section_of_a_statute():
    document = render(SOFTWARE, "en")
    ids = {attrs.get("id") for attrs in Outline(document).named("section")}
    assert ids == {"found", "gaps", "clear", "checks", "feeds"}
    assert "law" not in re.sub(r"<style>.*</style>", "", document, flags=re.DOTALL).replace(
        "flaw", ""
    )


def test_the_same_assessment_gives_the_same_bytes():
    assert render(GRID, "ja") == render(GRID, "ja")
