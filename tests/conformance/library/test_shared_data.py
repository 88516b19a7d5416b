"""The real publications: every feed is read, and its count is the one its README states."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sekisho.library.build import Built, build_library
from sekisho.library.snapshot import Library, open_library
from sekisho.model.reference import Advisory
from sekisho.read.advisories.documents import open_documents
from sekisho.read.advisories.osv import read_records
from sekisho.read.defects import DefectLog

DAY = date(2026, 11, 23)
_ROW = re.compile(r"^\| `([^`]+)` \| (\d+) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def stated(test_data: Path) -> dict[str, int]:
    """Gives the count the README states for each file name."""
    text = (test_data / "README.md").read_text(encoding="utf-8")
    return {Path(name).as_posix(): int(count) for name, count in _ROW.findall(text)}


@pytest.fixture(scope="module")
def built(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Library]:
    out = tmp_path_factory.mktemp("shared") / "library"
    return build_library(test_data, out, DAY), open_library(out)


def test_every_feed_of_the_folder_is_read(built: tuple[Built, Library]) -> None:
    ids = {feed.id for feed in built[0].manifest.feeds}
    sources = (
        "almalinux bitnami drupal fixtures-mixed go malicious-packages oss-fuzz psf pypa rustsec"
    )
    assert {f"osv-{name}" for name in sources.split()} <= ids
    assert {"cisa-kev", "epss", "us-bis-entity-list", "us-fcc-covered", "us-ofac-sdn"} <= ids
    assert "jp-meti-foreign-end-users" in ids


def test_the_counts_agree_with_the_readme(
    built: tuple[Built, Library], stated: dict[str, int]
) -> None:
    compared = 0
    for feed in built[0].manifest.feeds:
        wanted = stated.get(Path(feed.file).name) or stated.get("/".join(feed.file.split("/")[-2:]))
        if wanted is None or wanted == 1:
            continue  # our own feeds, and workbooks of which the README counts the document
        if feed.id == "un-security-council":
            continue  # the README counts its lines; tests/conformance/lists counts its entries
        if feed.id == "us-csl":
            assert feed.count == wanted - 1, "the README counts the headings too"
        elif feed.id == "us-fcc-covered-parties":
            assert feed.count == wanted - 2, "two entries name a category, not a firm"
        elif feed.id == "cisa-vulnrichment":
            assert feed.count == wanted - 3, "three records were assessed by nobody"
        else:
            assert (feed.id, feed.count) == (feed.id, wanted)
        compared += 1
    assert compared == 27


def test_only_the_cut_list_and_a_row_without_a_name_are_defects(
    built: tuple[Built, Library],
) -> None:
    with_defects = {feed.id: feed.defects for feed in built[0].manifest.feeds if feed.defects}
    assert with_defects == {"us-bis-entity-list": 1, "jp-mof-asset-freezes": 1}


def test_the_newest_of_the_versions_are_taken(built: tuple[Built, Library]) -> None:
    day = {feed.id: feed.published_on for feed in built[0].manifest.feeds}
    assert day["cisa-kev"] == date(2026, 1, 29)
    assert day["us-ofac-sdn"] == date(2021, 1, 1)
    assert day["jp-meti-foreign-end-users"] == date(2025, 9, 29)
    older = [left.file for left in built[0].left if left.reason.id == "library.left_older"]
    assert len(older) == 7


def test_nothing_old_is_held_to_be_fresh(built: tuple[Built, Library]) -> None:
    library = built[1]
    assert not library.covers("advisories", "PyPI", DAY)
    assert not library.covers("advisories", "Go", DAY)
    assert library.covers("advisories", "PyPI", date(2024, 10, 20))
    assert library.covers("advisories", "AlmaLinux:9", date(2026, 8, 25))
    assert not library.covers("parties", "*", date(2030, 1, 1))


@pytest.mark.parametrize("name", ["osv-pypa", "osv-go", "osv-rustsec", "osv-almalinux"])
def test_every_advisory_is_found_again_as_it_was_read(
    built: tuple[Built, Library], test_data: Path, name: str
) -> None:
    log = DefectLog()
    path = test_data / "advisories" / f"{name}.jsonl.zst"
    found: dict[str, Advisory] = {}
    for advisory in read_records(open_documents(path, log), log):
        found.setdefault(advisory.id, advisory)
    missing = [
        id for id in found if not any(feed == name for feed, _ in built[1].advisories.published(id))
    ]
    assert (missing, log.count) == ([], 0)


def test_scores_and_exploitation_are_found(built: tuple[Built, Library]) -> None:
    library = built[1]
    likelihood = library.likelihood("CVE-2021-44228")
    assert likelihood is not None
    assert likelihood.score.startswith("0.9")
    assert [entry.added_on for entry in library.exploited("CVE-2021-44228")] == [date(2021, 12, 10)]
