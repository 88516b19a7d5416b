"""What a library answers, and how it stands by what it answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sekisho.library.build import build_library
from sekisho.library.snapshot import Library, open_library, starter_library

DAY = date(2026, 11, 23)


def test_every_kind_of_publication_can_be_looked_up(library: Library) -> None:
    (hit,) = library.advisories.match("PyPI", "kasumi-http", "1.4.0")
    assert hit.fixed_in == ("2.0.0",)
    (exploited,) = library.exploited("CVE-2026-10001")
    assert exploited.added_on == date(2026, 11, 19)
    likelihood = library.likelihood("CVE-2026-10002")
    assert likelihood is not None
    assert likelihood.score == "0.00009"
    assert [hit.party.country for hit in library.parties.search("Virelume Optics")][:1] == ["NO"]
    assert "Virelume Optics" in [entry.maker for entry in library.equipment()]


def test_what_is_not_in_the_library_is_answered_with_nothing(library: Library) -> None:
    assert library.advisories.match("PyPI", "kasumi-http", "2.0.0") == ()
    assert library.exploited("CVE-2026-99999") == ()
    assert library.likelihood("CVE-2026-99999") is None
    assert library.likelihood("no CVE at all") is None
    assert library.feed("nobody") is None


def test_a_source_names_the_publication_its_day_and_its_bytes(library: Library) -> None:
    feed = library.feed("cisa-kev")
    assert feed is not None
    source = library.source("cisa-kev", "CVE-2026-10001")
    assert (source.published_on, source.snapshot) == (date(2026, 11, 20), feed.sha256)
    assert source.url == feed.url


def test_a_complete_fresh_feed_makes_a_miss_count(library: Library) -> None:
    assert library.covers("advisories", "PyPI", DAY)
    assert library.covers("exploited", "*", DAY)
    assert library.covers("parties", "*", DAY)


def test_an_old_feed_makes_no_miss_count(library: Library) -> None:
    assert not library.covers("advisories", "PyPI", date(2027, 3, 1))


def test_an_ecosystem_nobody_publishes_is_not_covered(library: Library) -> None:
    assert not library.covers("advisories", "npm", DAY)


def test_a_feed_of_malicious_packages_says_nothing_of_flaws(
    own_feed: Callable[[str, str], Path], tmp_path: Path
) -> None:
    path = own_feed(
        "bad",
        "id: bad\nkind: advisories\ntitle: Bad\npublisher: Us\nmalicious: yes\n"
        "published_on: 2026-11-20\nstale_after_days: 30\ncovers: [npm]\n"
        "records: [{id: B-1, affected: [{package: {ecosystem: npm, name: mal}, versions: [1.0.0]}]}]\n",
    )
    build_library(path.parent, tmp_path / "out", DAY)
    library = open_library(tmp_path / "out")
    assert library.covers_malicious("npm", DAY)
    assert not library.covers("advisories", "npm", DAY)
    assert library.advisories.match("npm", "mal", "1.0.0")[0].malicious


def test_the_starter_library_finds_famous_cases() -> None:
    library = starter_library()
    assert library.advisories.match("npm", "event-stream", "3.3.6")[0].malicious
    assert library.advisories.match("npm", "event-stream", "3.3.5") == ()
    (log4shell,) = library.advisories.match(
        "Maven", "org.apache.logging.log4j:log4j-core", "2.14.1"
    )
    assert "CVE-2021-44228" in log4shell.ids


def test_the_starter_library_covers_nothing() -> None:
    library = starter_library()
    assert [feed.id for feed in library.feeds if feed.covers] == []
    assert not library.covers("advisories", "npm", DAY)
    assert not library.covers("equipment", "*", DAY)


def test_the_starter_library_states_a_source_for_every_entry() -> None:
    library = starter_library()
    assert [entry.id for entry in library.equipment() if not (entry.basis and entry.url)] == []
    assert [feed.id for feed in library.feeds if feed.defects] == []
    assert len(library.equipment()) >= 40


def test_the_starter_library_is_always_the_same() -> None:
    first = starter_library().sha256
    starter_library.cache_clear()
    assert starter_library().sha256 == first
