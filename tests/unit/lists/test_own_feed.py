"""Our own feed format, `*.feed.yaml`."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.model.errors import InputError
from sekisho.read.lists.own import FeedDocument, read_feed

HEAD = "schema: sekisho/feed/1\nid: ours\ntitle: Ours\npublisher: Us\n"


def feed(text: str) -> FeedDocument:
    return read_feed((HEAD + text).encode(), "ours.feed.yaml")


def test_parties_are_read_with_the_feed_they_stand_in() -> None:
    read = feed(
        "kind: parties\npublished_on: 2026-11-20\nstale_after_days: 30\ncovers: ['*']\nrecords:\n"
        "  - {id: W-1, name: NO, country: NO, listed_on: 2026-01-02, identifiers: [[lei, X1]]}\n"
    )
    (party,) = read.records
    assert (party.feed, party.name, party.country) == ("ours", "NO", "NO")
    assert party.identifiers == (("lei", "X1"),)
    assert (read.head.published_on, read.head.stale_after_days) == (date(2026, 11, 20), 30)


def test_yes_and_no_are_read_where_truth_is_meant() -> None:
    read = feed("kind: exploited\nrecords: [{cve: CVE-2026-1, ransomware: yes}]\n")
    assert read.records[0].ransomware


def test_equipment_with_rebadged_brands_is_read() -> None:
    read = feed(
        "kind: equipment\nrecords:\n  - id: C-1\n    maker: Virelume\n"
        "    rebadges: [{brand: MINAMO, models: ['ME-4*']}]\n"
    )
    assert read.records[0].rebadges[0].models == ("ME-4*",)


@pytest.mark.parametrize(
    "record",
    [
        "{name: no id}",
        "{id: W-1, name: X, listed_on: 2026-02-30}",
        "{id: W-1, name: X, colour: red}",
        "just text",
        "[a, list]",
    ],
)
def test_a_bad_record_is_a_defect_with_its_line_and_the_rest_is_read(record: str) -> None:
    read = feed(f"kind: parties\nrecords:\n  - {record}\n  - {{id: W-2, name: Galdrex}}\n")
    assert [party.name for party in read.records] == ["Galdrex"]
    assert [defect.place.line for defect in read.defects] == [7]


def test_a_score_that_is_no_decimal_is_a_defect() -> None:
    read = feed("kind: likelihood\nrecords: [{cve: CVE-2026-0001, score: high}]\n")
    assert (read.records, len(read.defects)) == ((), 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "schema: sekisho/feed/9\nid: x\n",
        "id: x\nkind: parties\n",
        HEAD.replace("ours", "../up") + "kind: parties\n",
        HEAD + "kind: recipes\n",
        HEAD + "kind: parties\nstale_after_days: soon\n",
        HEAD + "kind: parties\nid: again\n",
        "- a list",
    ],
)
def test_a_feed_whose_head_is_wrong_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_feed(text.encode(), "x.feed.yaml")
