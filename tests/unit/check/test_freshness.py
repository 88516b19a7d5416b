"""Old feeds and feeds with records lost are told, in one finding each."""

from collections.abc import Callable
from datetime import date

from sekisho.check.freshness import CHECK
from sekisho.check.look import Look
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.library.snapshot import Library, library_in_memory
from sekisho.model.case import Case
from sekisho.model.errors import Defect
from sekisho.model.reference import Advisory, FeedKind, ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog


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


def feed_read(kind: FeedKind, kept: int, refused: int) -> Reading:
    log = DefectLog()
    for _ in range(refused):
        log.add(Defect(message=message("osv.bad_record", reason="fictional")))
    described = Feed(
        id=kind,
        kind=kind,
        title=f"Fictional {kind}",
        publisher="P",
        covers=("npm",) if kind == "advisories" else ("*",),
        published_on=date(2026, 11, 20),
        stale_after_days=30,
    )
    records = [
        Advisory(f"A-{at}")
        if kind == "advisories"
        else ListedParty(feed=kind, id=f"W-{at}", name=f"Orsino {at}", kind="person")
        for at in range(kept)
    ]
    return Reading(described, records, log)


def held(*readings: Reading) -> Library:
    return library_in_memory(Contents(readings=list(readings), made_on=date(2026, 11, 20)))


def test_advisories_that_lost_a_few_records_still_count_and_are_told(
    look_at: Callable[..., Look],
):
    shelf = held(feed_read("advisories", kept=100, refused=1))
    look = look_at(Case(), shelf)

    (finding,) = CHECK.run(look).findings

    assert shelf.covers("advisories", "npm", look.on)
    assert (finding.rule, finding.state, finding.severity) == ("freshness.refused", "found", "low")
    assert finding.message.params == {"n": 1, "sources": 1}
    assert finding.details == (
        message("freshness.lost_few", feed="Fictional advisories", n=1, kept=100),
    )


def test_advisories_that_lost_more_than_one_in_a_hundred_count_for_nothing(
    look_at: Callable[..., Look],
):
    shelf = held(feed_read("advisories", kept=99, refused=1))
    look = look_at(Case(), shelf)

    (finding,) = CHECK.run(look).findings

    assert not shelf.covers("advisories", "npm", look.on)
    assert [detail.id for detail in finding.details] == ["freshness.lost"]


def test_a_list_that_lost_a_single_entry_counts_for_nothing(look_at: Callable[..., Look]):
    shelf = held(
        feed_read("parties", kept=1000, refused=1), feed_read("advisories", kept=500, refused=2)
    )
    look = look_at(Case(), shelf)

    (finding,) = CHECK.run(look).findings

    assert not shelf.covers("parties", "*", look.on)
    assert finding.message.params == {"n": 3, "sources": 2}
    assert [detail.id for detail in finding.details] == ["freshness.lost_few", "freshness.lost"]
