"""Old feeds are told, in one finding, with the age of each."""

from collections.abc import Callable
from datetime import date

from sekisho.check.freshness import CHECK
from sekisho.check.look import Look
from sekisho.library.snapshot import Library
from sekisho.model.case import Case


def test_feeds_within_their_age_are_clear(
    look_at: Callable[..., Look], library: Callable[..., Library]
):
    answer = CHECK.run(look_at(Case(), library(published_on=date(2026, 11, 1))))
    assert (answer.findings, answer.looked_at) == ((), 2)


def test_all_feeds_past_their_age_are_one_finding(
    look_at: Callable[..., Look], library: Callable[..., Library]
):
    answer = CHECK.run(look_at(Case(), library(published_on=date(2026, 10, 31))))
    (finding,) = answer.findings
    assert finding.message.params == {"n": 2}
    assert [detail.params["days"] for detail in finding.details] == [31, 31]
    assert [source.feed for source in finding.sources] == ["covered", "watch"]


def test_a_selection_grows_no_older_than_it_ever_was_good_for(
    look_at: Callable[..., Look], library: Callable[..., Library]
):
    selection = library(complete=False, published_on=date(2020, 1, 1))
    assert CHECK.run(look_at(Case(), selection)).findings == ()
