"""Columns: wide characters count two, and lines break where Japanese and English allow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.report.columns import pad, width_of, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [("Aoba", 4), ("青葉", 4), ("ｱｵﾊﾞ", 4), ("が", 2), ("か\u3099", 2), ("é", 1), ("", 0)],
)
def test_a_text_is_as_wide_as_a_terminal_shows_it(text: str, width: int):
    assert width_of(text) == width


def test_padding_counts_columns_and_not_characters():
    assert pad("青葉", 6) == "青葉  "


def test_no_line_begins_with_a_full_stop_or_ends_with_an_opening_bracket():
    text = "青葉マイクロ株式会社は（仮称）部品を供給する。" * 4
    lines = wrap(text, 22).split("\n")
    assert not any(line.startswith(("。", "）", "ー", "ッ")) for line in lines)
    assert not any(line.endswith("（") for line in lines)


def test_english_breaks_at_spaces_and_hangs_under_its_mark():
    assert wrap("one two three", 12, "  * ") == "  * one two\n    three"


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("x" * 25, 10).split("\n") == ["x" * 10, "x" * 10, "x" * 5]


def test_a_path_longer_than_the_line_is_cut_after_a_slash():
    assert wrap("/srv/filings/2026/plan.yaml", 16).split("\n") == [
        "/srv/filings/",
        "2026/plan.yaml",
    ]


@given(st.text(), st.integers(min_value=12, max_value=100))
def test_no_line_is_ever_wider_than_asked(text: str, width: int):
    assert all(width_of(line) <= width for line in wrap(text, width).split("\n"))


@given(st.text(alphabet="ab 青葉（）。ー", max_size=200))
def test_wrapping_loses_nothing_but_spaces(text: str):
    assert wrap(text, 20).replace("\n", "").replace(" ", "") == text.replace(" ", "")
