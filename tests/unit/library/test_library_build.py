"""From a folder of publications to a snapshot."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sekisho.library.build import build_library
from sekisho.library.snapshot import open_library
from sekisho.model.errors import InputError, LibraryError, UsageError

DAY = date(2026, 11, 23)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_sources_give_the_same_bytes(sources: Path, tmp_path: Path) -> None:
    shutil.copytree(sources, tmp_path / "again")
    build_library(sources, tmp_path / "one", DAY)
    build_library(tmp_path / "again", tmp_path / "two", DAY)
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")


def test_the_starter_feeds_are_always_in_it(snapshot: Path) -> None:
    ids = {feed.id for feed in open_library(snapshot).feeds}
    assert {"sekisho-starter-advisories", "sekisho-starter-equipment", "cisa-kev"} <= ids


def test_of_two_versions_of_a_feed_the_newest_is_taken(sources: Path, tmp_path: Path) -> None:
    name = "known_exploited_vulnerabilities"
    old = {"catalogVersion": "2024.01.02", "count": 0, "vulnerabilities": []}
    (sources / f"{name}-2024-01-02.json").write_text(json.dumps(old))
    built = build_library(sources, tmp_path / "out", DAY)
    (feed,) = [feed for feed in built.manifest.feeds if feed.id == "cisa-kev"]
    assert feed.published_on == date(2026, 11, 20)
    (left,) = [left for left in built.left if left.file == f"{name}-2024-01-02.json"]
    assert left.reason.params["kept"] == f"{name}.json"


def test_a_file_of_no_publication_is_left_and_told(sources: Path, tmp_path: Path) -> None:
    (sources / "notes.txt").write_text("call the vendor")
    built = build_library(sources, tmp_path / "out", DAY)
    assert [left.file for left in built.left] == ["notes.txt"]


def test_a_list_that_holds_less_than_it_states_covers_nothing(
    sources: Path, tmp_path: Path
) -> None:
    listed = json.loads((sources / "entities.json").read_text())
    (sources / "entities.json").write_text(json.dumps({**listed, "count": 3409}))
    built = build_library(sources, tmp_path / "out", DAY)
    (feed,) = [feed for feed in built.manifest.feeds if feed.id == "us-bis-entity-list"]
    assert (feed.count, feed.defects, feed.covers) == (1, 1, ())


def test_a_feed_without_a_single_record_covers_nothing(sources: Path, tmp_path: Path) -> None:
    (sources / "osv-go.jsonl").write_text(json.dumps({"id": "GO-1", "affected": []}) + "\nbroken\n")
    built = build_library(sources, tmp_path / "out", DAY)
    (feed,) = [feed for feed in built.manifest.feeds if feed.id == "osv-go"]
    assert (feed.count, feed.defects, feed.covers) == (1, 1, ())


def test_a_record_dated_in_the_future_does_not_make_a_feed_fresh(
    sources: Path, tmp_path: Path
) -> None:
    with (sources / "osv-pypa.jsonl").open("a") as stream:
        stream.write('\n{"id": "PYSEC-2026-3", "modified": "2099-01-01T00:00:00Z", "affected": []}')
    built = build_library(sources, tmp_path / "out", DAY)
    (feed,) = [feed for feed in built.manifest.feeds if feed.id == "osv-pypa"]
    assert (feed.count, feed.published_on) == (3, date(2026, 11, 20))


def test_loose_advisories_of_one_folder_are_one_feed_that_covers_nothing(
    sources: Path, tmp_path: Path
) -> None:
    folder = sources / "ours"
    folder.mkdir()
    for number in (1, 2):
        record = {"id": f"OURS-{number}", "affected": []}
        (folder / f"{number}.json").write_text(json.dumps(record))
    built = build_library(sources, tmp_path / "out", DAY)
    (feed,) = [feed for feed in built.manifest.feeds if feed.id == "osv-ours"]
    assert (feed.count, feed.covers) == (2, ())


def test_a_fictional_library_holds_invented_content_only(sources: Path, tmp_path: Path) -> None:
    (sources / "library.yaml").write_text("fictional: yes\nmade_on: 2026-12-01\n")
    build_library(sources, tmp_path / "out", DAY)
    library = open_library(tmp_path / "out")
    assert (library.fictional, library.made_on) == (True, date(2026, 12, 1))
    assert [feed.id for feed in library.feeds if feed.id.startswith("sekisho-starter")] == []


def test_our_own_feed_may_name_files_as_its_records(
    sources: Path, own_feed: Callable[[str, str], Path], tmp_path: Path
) -> None:
    (sources / "one.json").write_text(json.dumps({"id": "OURS-1", "affected": []}))
    own_feed("ours", "id: ours\nkind: advisories\ntitle: O\npublisher: Us\nfiles: [one.json]\n")
    built = build_library(sources, tmp_path / "out", DAY)
    (feed,) = [feed for feed in built.manifest.feeds if feed.id == "ours"]
    assert feed.count == 1


def test_our_own_feed_cannot_reach_out_of_its_folder(
    own_feed: Callable[[str, str], Path], sources: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.json").write_text("{}")
    own_feed("x", "id: x\nkind: advisories\ntitle: X\npublisher: X\nfiles: [../secret.json]\n")
    with pytest.raises(InputError) as caught:
        build_library(sources, tmp_path / "out", DAY)
    assert caught.value.message.id == "library.named_file"


def test_a_folder_with_nothing_in_it_makes_no_library(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(LibraryError) as caught:
        build_library(tmp_path / "empty", tmp_path / "out", DAY)
    assert caught.value.message.id == "library.nothing_found"
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        build_library(tmp_path / "nowhere", tmp_path / "out", DAY)


def test_a_folder_of_other_things_is_never_replaced(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "will.txt").write_text("mine")
    with pytest.raises(LibraryError) as caught:
        build_library(sources, tmp_path / "papers", DAY)
    assert caught.value.message.id == "library.target_taken"
    assert (tmp_path / "papers" / "will.txt").read_text() == "mine"


def test_a_failed_build_leaves_the_old_library(sources: Path, snapshot: Path) -> None:
    before = files_of(snapshot)
    (sources / "epss_scores-current.csv.gz").write_bytes(
        (sources / "epss_scores-current.csv.gz").read_bytes()[:-12]
    )
    with pytest.raises(InputError):
        build_library(sources, snapshot, DAY)
    assert files_of(snapshot) == before
    assert [path.name for path in snapshot.parent.iterdir() if path.name.startswith(".")] == []


def test_a_newer_build_takes_the_place_of_the_old_library(sources: Path, snapshot: Path) -> None:
    old = open_library(snapshot).sha256
    build_library(sources, snapshot, date(2026, 11, 24))
    assert open_library(snapshot).sha256 != old


def test_two_snapshots_can_be_compared_record_by_record(sources: Path, tmp_path: Path) -> None:
    build_library(sources, tmp_path / "one", DAY)
    text = (sources / "osv-pypa.jsonl").read_text(encoding="utf-8")
    (sources / "osv-pypa.jsonl").write_text(text.replace('"2.0.0"', '"2.0.1"', 1))
    build_library(sources, tmp_path / "two", DAY)
    rows = []
    for name in ("one", "two"):
        data = (tmp_path / name / "records" / "osv-pypa").read_bytes()
        rows.append({data[at : at + 8]: data[at + 8 : at + 24] for at in range(0, len(data), 24)})
    before, after = rows
    assert before.keys() == after.keys()
    assert len([id for id in before if before[id] != after[id]]) == 1
