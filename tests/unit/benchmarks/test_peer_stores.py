"""What is put into the stores of peers, and what their differences are put down to."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.software.peers import Differences, Pair, World, differences
from benchmarks.software.stores import bounds, dated
from benchmarks.software.targets import Asked, difference


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([{"introduced": "0"}, {"fixed": "2"}], [("0", "2", "")]),
        ([{"introduced": "0"}], [("0", "", "")]),
        ([{"introduced": "1"}, {"last_affected": "3"}], [("1", "", "3")]),
        (
            [{"introduced": "0"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "4"}],
            [("0", "2", ""), ("3", "4", "")],
        ),
        ([{"introduced": "1"}, {"introduced": "2"}], [("1", "", ""), ("2", "", "")]),
    ],
)
def test_the_ranges_of_a_record_are_rows_of_bounds(events: list[dict[str, str]], expected: Any):
    entry = {"ranges": [{"type": "ECOSYSTEM", "events": events}, {"type": "GIT", "events": events}]}

    assert list(bounds(entry)) == expected


def test_days_are_written_as_every_peer_reads_them():
    told = dated({"id": "A-1", "modified": "2024-01-22 07:20:28.3+00:00"})

    assert told["modified"] == told["published"] == "2024-01-22T07:20:28.3Z"


def _world() -> World:
    world = World.__new__(World)
    span = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}
    commits = {"type": "GIT", "events": [{"introduced": "0"}]}
    world.entries = {
        ("PyPI", "kasumi"): [("A-1", {"ranges": [span], "versions": ["1.0"]})],
        ("PyPI", "hibiki"): [("A-2", {"ranges": [commits, span], "versions": ["1.0"]})],
        ("PyPI", "aoba"): [("A-3", {"ranges": [span]})],
    }
    world.group = {"A-1": "CVE-2026-1", "CVE-2026-1": "CVE-2026-1"}
    world.details = {"A-1": "", "A-2": "", "A-3": "** DISPUTED ** says the maker."}
    return world


@pytest.mark.parametrize(
    ("ours", "theirs", "cause"),
    [
        ({("kasumi@1.0", "A-1")}, set(), "a listed version; ours is as the schema says"),
        (set(), {("kasumi@1.0", "A-1")}, "a listed version; theirs is as the schema says"),
        (
            {("kasumi@2.0rc1", "A-1")},
            set(),
            "a pre-release; ours is as the schema says",
        ),
        (
            {("hibiki@0.5", "A-2")},
            set(),
            "no listed version, a range, commits beside it; ours is as the schema says",
        ),
        (
            {("aoba@1.0", "A-3")},
            set(),
            "its text says that it is disputed; ours is as the schema says",
        ),
    ],
)
def test_a_difference_is_put_down_to_what_is_special_about_it(
    ours: set[Pair], theirs: set[Pair], cause: str
):
    told: Differences = differences(_world(), ours, theirs)

    assert [*told.ours, *told.theirs] == [cause]


def test_two_ids_of_one_flaw_are_no_difference():
    told = differences(_world(), {("kasumi@1.0", "A-1")}, {("kasumi@1.0", "CVE-2026-1")})

    assert not told.ours
    assert not told.theirs


def test_a_row_whose_piece_is_missing_holds_no_figure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
):
    monkeypatch.setattr("benchmarks.software.targets._piece", lambda _: None)

    (row,) = difference(Asked(tmp_path, tmp_path, full=False, pairs=1, rounds=1))

    assert (row.measured, row.ratio, row.held) == ("not here", "-", None)
