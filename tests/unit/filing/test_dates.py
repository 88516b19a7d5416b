"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.read.dates import NotADateError, read_date

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-27",
        "2026/11/27",
        "2026.11.27",
        "20261127",
        "2026年11月27日",
        "２０２６年１１月２７日",
        "2026年11月27日（金）",
        "令和8年11月27日",
        "令和８年１１月２７日",
        "㋿8年11月27日",
        "R8.11.27",
        "Ｒ８．１１．２７",
        "r8/11/27",
        " 2026-11-27 ",
        "2026-11-27T00:00:00",
    ],
)
def test_one_day_can_be_written_in_many_ways(text: str):
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S39.10.10", date(1964, 10, 10)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("明治45年7月29日", date(1912, 7, 29)),
    ],
)
def test_an_era_runs_from_its_first_day_to_its_last(text: str, day: date):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("令和元年4月30日", "era"),
        ("平成31年5月1日", "era"),
        ("昭和64年1月8日", "era"),
        ("令和0年5月1日", "era"),
        ("2026-02-30", "missing"),
        ("2027年2月29日", "missing"),
        ("R7.2.29", "missing"),
        ("2026-13-01", "missing"),
        ("0000-01-01", "missing"),
        ("03/04/2026", "ambiguous"),
        ("27.11.26", "ambiguous"),
        ("27 November 2026", "form"),
        ("2026-11", "form"),
        ("next week", "form"),
        ("2026-11-27 10:30", "form"),
        ("", "form"),
        ("X8.11.27", "form"),
    ],
)
def test_what_is_no_date_is_refused_with_its_reason(text: str, why: str):
    with pytest.raises(NotADateError) as caught:
        read_date(text)
    assert caught.value.why == why
