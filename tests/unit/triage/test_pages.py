"""Memos and index as pages: both languages, nothing hostile, tables that are tables."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from sekisho.desk.triage.drafts import drafts_of
from sekisho.desk.triage.effort import Effort
from sekisho.desk.triage.pages.index import Sheaf, render_index
from sekisho.desk.triage.pages.memo import render_memo
from sekisho.desk.triage.questions import Question
from sekisho.desk.triage.run import Judged
from sekisho.model.errors import Defect, Place
from sekisho.model.operator.memo import Memo
from sekisho.model.values.message import message
from tests.unit.triage.builders import NO, NOTHING, ON, judge, month, questions, row

HOSTILE = "<script>alert(1)</script>&"
JAPANESE = re.compile(r"[ぁ-んァ-ン]")


class Outline(HTMLParser):
    """Counts elements, and checks that each ends where it began."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    found = Outline()
    found.feed(page)
    assert found.open == []
    return found


@cache
def judged() -> tuple[Judged, ...]:
    return judge(
        row("ems", vendor_note=HOSTILE, **NOTHING),
        row("hmi", **(NO | {"function_changed": "yes"})),
        row("alarm", **(NO | {"function_changed": "unclear"})),
        row("backup"),
        row("blank", **NOTHING),
    )


def memos() -> list[Memo]:
    return [each.memo for each in judged()]


def index(lang: str, *, open_: tuple[Question, ...] = ()) -> str:
    it = month()
    sheaf = Sheaf(
        on=ON,
        operator=it.desk.register.operator,
        fictional=True,
        memos=memos(),
        files={memo.update: f"memos/{memo.component}.html" for memo in memos()},
        counts={},
        open=open_,
        drafts=drafts_of(it, judged()),
        defects=(
            Defect(
                message=message("triage.unknown", name=HOSTILE),
                place=Place(sheet=HOSTILE, cell="B4"),
            ),
        ),
        effort=Effort(typed=1, prefilled=2, reused=3, carried=4, twice=0, questions=5, answers=6),
    )
    return render_index(sheaf, it.regime, lang)


@pytest.mark.parametrize("number", range(5))
def test_a_memo_says_everything_in_japanese_and_then_in_english(number: int):
    page = render_memo(memos()[number], month().regime)
    outline(page)
    assert page.index('<section class="tongue" lang="ja"') < page.index(
        '<section class="tongue" lang="en"'
    )
    assert "[triage." not in page
    english = page[page.index('lang="en" aria-labelledby') :]
    said = re.sub(r"<[^>]+>", " ", english.partition("<footer>")[0])
    for own in (
        "系統の監視",
        "アプリケーション",
        "株式会社青葉マイクロ",
        "株式会社ほしかわ保守",
        "白瀬 ひかり",
    ):
        said = said.replace(own, "")
    assert not JAPANESE.search(said)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_pages_hold_no_script_and_take_nothing_from_elsewhere(lang: str):
    pages = [index(lang), *(render_memo(memo, month().regime) for memo in memos())]
    for page in pages:
        tags = set(outline(page).tags)
        assert not tags & {"script", "img", "link", "iframe", "form", "object"}
        assert "default-src &#x27;none&#x27;" in page
        assert "<script" not in page
        assert "\u202e" not in page


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_tables_have_heads_and_captions(lang: str):
    for page in (index(lang), render_memo(memos()[0], month().regime)):
        assert page.count("<caption") == page.count("<table")
        assert page.count('scope="col"') >= 3 * page.count("<table")
        assert 'scope="row"' in page


def test_the_index_leads_to_every_memo_and_draft():
    page = index("ja")
    for memo in memos():
        assert f'href="memos/{memo.component}.html"' in page
    assert 'href="drafts/component-change-hmi-1.1/filing.yaml"' in page


def test_the_index_shows_open_questions_and_cells_that_were_not_read():
    open_ = questions(row("backup"))
    page = index("en", open_=open_)
    assert open_[0].id in page
    assert "B4" in page


def test_a_memo_shows_what_is_missing_by_its_heading():
    page = render_memo(memos()[4], month().regime)
    assert "Missing: That party's work is under a cleared plan" in page
    assert "change.entrustment_cleared" not in page


def test_a_form_is_shown_only_where_it_is_needed():
    asked = render_memo(memos()[2], month().regime)
    needed = render_memo(memos()[1], month().regime)
    assert '<td role="cell" data-head="Form"><div>10</div></td>' in needed
    assert '<td role="cell" data-head="Form"><div>10</div></td>' not in asked


def test_a_memo_that_is_no_example_says_so_nowhere():
    memo = replace(memos()[0], fictional=False)
    assert "fictional" not in render_memo(memo, month().regime)
