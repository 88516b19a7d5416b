from __future__ import annotations

import random

import pytest

from sekisho.match.advisories.build import build_index
from sekisho.match.advisories.groups import LARGEST, LIMIT
from sekisho.match.advisories.index import AdvisoryHit, AdvisoryIndex
from sekisho.model.errors import LibraryError
from sekisho.model.reference import Advisory, Affected, EventName, VersionRange

Events = tuple[tuple[EventName, str], ...]


def advisory(
    id: str, *events: tuple[EventName, str], versions: tuple[str, ...] = (), **fields: object
) -> Advisory:
    ranges = (VersionRange("ECOSYSTEM", events),) if events else ()
    affected = (Affected("PyPI", "aoba", versions, ranges),)
    return Advisory(id, **{"affected": affected, **fields})  # type: ignore[arg-type]


def index_of(*advisories: Advisory, feed: str = "fictional") -> AdvisoryIndex:
    return opened(build_index((feed, item) for item in advisories))


def opened(parts: dict[str, bytes]) -> AdvisoryIndex:
    return AdvisoryIndex({name: memoryview(data) for name, data in parts.items()})


def hits(index: AdvisoryIndex, version: str) -> tuple[AdvisoryHit, ...]:
    return index.match("PyPI", "Aoba", version)


@pytest.mark.parametrize(
    ("events", "inside", "outside"),
    [
        ((("introduced", "0"), ("fixed", "1.5")), ["0.0.1", "1.5rc1"], ["1.5", "2.0"]),
        ((("introduced", "1.0"), ("last_affected", "2.0")), ["1.0", "2.0"], ["0.9", "2.0.1"]),
        ((("introduced", "1.0"), ("limit", "3.0")), ["1.0", "2.9"], ["0.9", "3.0"]),
        ((("introduced", "1.0"), ("limit", "*")), ["1.0", "99"], ["0.9"]),
        (
            (("fixed", "3.1"), ("introduced", "3.0"), ("fixed", "1.5"), ("introduced", "0")),
            ["1.0", "3.0.9"],
            ["1.5", "2.9", "3.1"],
        ),
        (
            (("introduced", "0"), ("fixed", "1.0"), ("introduced", "1.0"), ("fixed", "2.0")),
            ["0.5", "1.0", "1.9"],
            ["2.0"],
        ),
        ((("introduced", "1.0"), ("fixed", "1.0")), [], ["0.9", "1.0", "1.1"]),
        ((("introduced", "1.0"), ("last_affected", "1.0")), ["1.0", "1.0.0"], ["1.0.post1"]),
    ],
)
def test_ranges_are_evaluated_as_the_osv_schema_says(
    events: Events, inside: list[str], outside: list[str]
):
    index = index_of(advisory("A-1", *events))

    assert [version for version in (*inside, *outside) if hits(index, version)] == inside


def test_a_hit_tells_how_it_matched_and_what_mends_it():
    index = index_of(
        advisory("A-1", ("introduced", "0"), ("fixed", "1.5")),
        advisory("A-2", versions=("1.0",)),
        advisory("A-3", ("introduced", "0")),
    )

    found = {hit.records[0]: hit for hit in hits(index, "1.0")}

    assert (found["A-1"].how, found["A-1"].fixed_in) == ("range", ("1.5",))
    assert found["A-2"].how == "listed_version"
    assert (found["A-3"].how, found["A-3"].fixed_in) == ("every_version", ())


def test_a_withdrawn_advisory_never_matches():
    assert hits(index_of(advisory("A-1", ("introduced", "0"), withdrawn="2026-01-01")), "1.0") == ()


def test_the_suffix_of_an_ecosystem_is_part_of_where_to_look():
    about = Affected("Debian:12", "aoba", (), (VersionRange("ECOSYSTEM", (("introduced", "0"),)),))
    index = index_of(Advisory("A-1", affected=(about,)))

    assert index.match("Debian:12", "aoba", "1-1")
    assert not index.match("Debian:11", "aoba", "1-1")
    assert not index.match("Debian", "aoba", "1-1")


def test_a_range_over_commits_is_left_open_not_missed():
    about = Affected("PyPI", "aoba", (), (VersionRange("GIT", (("introduced", "0"),)),))

    (hit,) = hits(index_of(Advisory("A-1", affected=(about,))), "1.0")

    assert hit.not_evaluated
    assert hit.why == "git"


def test_without_a_version_only_what_covers_every_version_is_certain():
    index = index_of(
        advisory("A-1", ("introduced", "0")), advisory("A-2", ("introduced", "0"), ("fixed", "1"))
    )

    certain, open_ = hits(index, "")

    assert certain.how == "every_version"
    assert (open_.how, open_.why) == ("not_evaluated", "version_missing")


def test_a_version_that_cannot_be_placed_is_left_open():
    (hit,) = hits(index_of(advisory("A-1", ("introduced", "0"), ("fixed", "1"))), "latest")

    assert hit.why == "version_unorderable"


def test_one_flaw_under_three_ids_is_one_hit():
    index = index_of(
        advisory("GHSA-1", ("introduced", "0"), ("fixed", "2"), aliases=("CVE-2026-1",)),
        advisory("PYSEC-1", ("introduced", "0"), ("fixed", "2.0"), aliases=("CVE-2026-1",)),
    )

    (hit,) = hits(index, "1.0")

    assert hit.ids == ("CVE-2026-1", "GHSA-1", "PYSEC-1")
    assert hit.records == ("GHSA-1", "PYSEC-1")
    assert index.group("CVE-2026-1").ids == hit.ids


def test_an_alias_claimed_by_one_side_alone_joins_nothing():
    index = index_of(
        advisory("A-1", ("introduced", "0"), aliases=("A-2",)), advisory("A-2", ("introduced", "0"))
    )

    assert len(hits(index, "1.0")) == 2


def test_aliases_named_by_both_sides_join():
    index = index_of(
        advisory("A-1", ("introduced", "0"), aliases=("A-2",)),
        advisory("A-2", ("introduced", "0"), aliases=("A-1",)),
    )

    assert len(hits(index, "1.0")) == 1


def test_a_group_of_too_many_ids_is_noted():
    many = tuple(f"X-{n}" for n in range(LIMIT))

    assert index_of(advisory("A-1", ("introduced", "0"), aliases=many)).group("A-1").too_large


def test_a_record_published_by_two_feeds_keeps_both():
    mended = advisory("A-1", ("introduced", "0"), ("fixed", "2"), modified="2026-02-01")
    first = advisory("A-1", ("introduced", "0"), modified="2026-01-01")
    index = opened(build_index([("one", first), ("two", mended)]))

    (hit,) = hits(index, "1.0")

    assert hit.feeds == ("one", "two")
    assert index.advisory("A-1") == mended
    assert index.feeds_of("A-1") == ("one", "two")
    assert [feed for feed, _ in index.published("A-1")] == ["one", "two"]
    assert index.feeds_of("A-1") == ("one", "two")
    assert index.feeds_of("A-9") == ()
    assert hits(index, "3.0")[0].feeds == ("one",)


def test_a_malicious_package_is_told_as_such():
    index = index_of(advisory("MAL-1", ("introduced", "0"), malicious=True))

    assert hits(index, "")[0].malicious


def test_equal_advisories_in_any_order_give_equal_bytes():
    published = [
        ("feed", advisory(f"A-{n}", ("introduced", "0"), versions=("2", "1", f"{n}")))
        for n in range(50)
    ]
    shuffled = random.Random(1).sample(published, len(published))  # noqa: S311  # no secret

    assert build_index(published) == build_index(shuffled)


def test_an_index_changed_after_it_was_built_is_noticed():
    parts = build_index([("feed", advisory("A-1", ("introduced", "0")))])
    parts["pypi/packages.recs"] = parts["pypi/packages.recs"].replace(b"A-1", b"A-2")

    with pytest.raises(LibraryError):
        hits(opened(parts), "1.0")


def test_a_group_far_too_large_is_taken_apart():
    chain = (
        advisory(f"A-{n}", ("introduced", "0"), aliases=(f"CVE-2026-{n}", f"CVE-2026-{n + 1}"))
        for n in range(LARGEST)
    )

    found = hits(index_of(*chain), "1.0")

    assert len(found) == LARGEST
    assert max(len(hit.ids) for hit in found) == 3
