from __future__ import annotations

from hashlib import blake2b
from typing import Any

import pytest

from sekisho.match import versions
from sekisho.match.advisories.build import FORMAT, OTHER, build_shards, shard_of
from sekisho.match.advisories.groups import LIMIT
from sekisho.match.advisories.index import AdvisoryIndex
from sekisho.model.reference import Advisory, Affected, EventName, VersionRange

Events = tuple[tuple[EventName, str], ...]


def about(id: str, ecosystem: str, *events: tuple[EventName, str], **fields: Any) -> Advisory:
    spans = (VersionRange("ECOSYSTEM", events or (("introduced", "0"),)),)
    return Advisory(id, affected=(Affected(ecosystem, "aoba", (), spans),), **fields)


FEED = [
    ("one", about("A-1", "PyPI")),
    ("one", about("A-2", "npm", ("introduced", "0"), ("fixed", "2.0.0"))),
    ("two", about("B-1", "Debian:12")),
]


def test_only_the_shards_that_hold_a_changed_advisory_are_made_anew():
    before = build_shards(FEED)
    changed = [*FEED[:1], ("one", about("A-2", "npm", ("introduced", "0"))), *FEED[2:]]

    after = build_shards(changed, before.parts)

    assert before.rebuilt == ["debian", "npm", "pypi", "by-feed/one", "by-feed/two"]
    assert (after.rebuilt, after.kept) == (
        ["npm", "by-feed/one"],
        ["debian", "pypi", "by-feed/two"],
    )
    assert after.parts == build_shards(changed).parts


def test_a_new_alias_of_a_record_changes_the_shards_of_its_whole_group():
    first = [("one", about("A-1", "PyPI", aliases=("CVE-2026-1",))), FEED[1]]
    joined = [*first, ("two", about("B-9", "Go", aliases=("CVE-2026-1",)))]

    after = build_shards(joined, build_shards(first).parts)

    assert after.rebuilt == ["go", "pypi", "by-feed/two"]
    assert after.parts == build_shards(joined).parts


def test_a_record_told_in_other_words_leaves_the_shard_of_its_packages_as_it_is():
    before = build_shards(FEED)
    reworded = ("one", about("A-1", "PyPI", summary="In other words", modified="2026-11-26"))

    after = build_shards([reworded, *FEED[1:]], before.parts)

    assert after.rebuilt == ["by-feed/one"]


def test_a_shard_without_its_files_is_made_anew():
    before = dict(build_shards(FEED).parts)
    del before["npm/packages.recs"]

    after = build_shards(FEED, before)

    assert after.rebuilt == ["npm"]
    assert after.parts == build_shards(FEED).parts


def test_ecosystems_nobody_knows_the_order_of_share_one_shard():
    many = [("one", about(f"A-{n}", f"../Kasumi {n}", ("introduced", "1"))) for n in range(50)]

    built = build_shards(many)
    index = AdvisoryIndex({name: memoryview(data) for name, data in built.parts.items()})

    assert built.rebuilt == [OTHER, "by-feed/one"]
    assert index.match("../Kasumi 7", "aoba", "1.0")[0].why == "ecosystem"


@pytest.mark.parametrize(
    "bad",
    [
        about("X-1", "PyPI", ("introduced", "9" * 100_000)),
        about("X-1", "PyPI", ("introduced", "\x00\u202e")),
        about("X-1", "PyPI", ("fixed", "1.0")),
        about("X-1", "PyPI", modified="9999-99-99T99:99:99Z", published="never"),
        about("X-1", "PyPI", aliases=tuple(f"Y-{n}" for n in range(100_000))),
        Advisory("X-1", affected=(Affected("PyPI", "aoba", ("x" * 100_000,)),)),
    ],
    ids=["version", "letters", "no beginning", "dates", "aliases", "listed"],
)
def test_one_bad_advisory_stops_no_other(bad: Advisory):
    built = build_shards([*FEED, ("bad", bad)])
    index = AdvisoryIndex({name: memoryview(data) for name, data in built.parts.items()})

    assert "A-1" in {record for hit in index.match("PyPI", "aoba", "1.0") for record in hit.records}
    assert index.match("npm", "aoba", "1.0.0")[0].records == ("A-2",)


def test_what_cannot_be_applied_is_noted_once_a_record():
    many = tuple(f"Y-{n}" for n in range(LIMIT))
    built = build_shards(
        [
            *FEED,
            ("bad", about("X-1", "PyPI", ("introduced", "none of these"))),
            ("bad", about("X-2", "PyPI", aliases=many)),
        ]
    )

    assert [(n.feed, n.record, n.why) for n in built.notes] == [
        ("bad", "X-1", "event"),
        ("bad", "X-2", "group"),
    ]


def test_versions_listed_beside_commits_leave_every_other_version_open():
    commits = VersionRange("GIT", (("introduced", "0" * 40),))
    record = Advisory("A-1", affected=(Affected("PyPI", "aoba", ("1.0",), (commits,)),))
    built = build_shards([("one", record)])
    index = AdvisoryIndex({name: memoryview(data) for name, data in built.parts.items()})

    assert index.match("PyPI", "aoba", "1.0")[0].how == "listed_version"
    assert index.match("PyPI", "aoba", "2.0")[0].why == "git"


def test_an_ecosystem_in_another_case_stands_in_the_same_shard():
    assert shard_of("pypi") == shard_of("PyPI") == "pypi"
    assert shard_of("Packagist:https://packages.drupal.org/8") == "packagist"


def test_the_keys_are_those_the_format_of_the_shards_was_made_for():
    """Keys stand in shards that are taken over: when this fails, `FORMAT` must change with it."""
    asked = ("0", "1", "1.0", "1.0.0", "1.2.3-rc.1", "2:1.0-3~x", "v4.5.6", "1.0a1", "1.0.post1")
    keys = blake2b(FORMAT, digest_size=16)
    for ecosystem in sorted(versions.ORDERS):
        for version in asked:
            try:
                keys.update(versions.key(ecosystem, version))
            except ValueError:
                keys.update(b"none")

    assert keys.hexdigest() == "bd4c5987da54b8ba94c0ac610f948a7a"
