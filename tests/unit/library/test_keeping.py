"""A list that cannot be read, or has shrunk, keeps its earlier version; the others are built."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.library.build import Built, build_library
from sekisho.library.feeds import Feed
from sekisho.library.snapshot import open_library
from sekisho.model.errors import LibraryError
from tools.fuzz_lists import OFAC_XML, UN, mof_workbook

DAY = date(2026, 11, 23)
NEXT = date(2026, 11, 24)


def feed_of(built: Built, id: str) -> Feed:
    return next(feed for feed in built.manifest.feeds if feed.id == id)


def entities(count: int) -> str:
    rows = [{"name": f"Virelume {number}"} for number in range(count)]
    return json.dumps(
        {"list_id": "bis-entity-list", "extracted": "2026-11-20", "count": count, "entities": rows}
    )


@pytest.fixture
def with_un(sources: Path) -> Path:
    (sources / "un.xml").write_bytes(UN)
    (sources / "entities.json").write_text(entities(10))
    return sources


def test_a_list_cut_off_in_the_middle_keeps_the_version_of_the_library(
    with_un: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = build_library(with_un, out, DAY)
    (with_un / "un.xml").write_bytes(UN[:-400])
    (with_un / "osv-go.jsonl").write_text(json.dumps({"id": "GO-1", "affected": []}))
    built = build_library(with_un, out, NEXT)
    before, kept = feed_of(first, "un-security-council"), feed_of(built, "un-security-council")
    assert (kept.count, kept.sha256, kept.published_on) == (2, before.sha256, before.published_on)
    assert kept.kept_on == NEXT
    assert feed_of(built, "osv-go").count == 1, "other feeds are built"
    (hit, *_) = open_library(out).parties.search("Ada Quilmere")
    assert hit.party.id == "KTi.001"
    (refusal,) = built.refused
    assert refusal.defects[0].place.file == "un.xml"
    assert refusal.defects[0].place.line > 0


def test_a_kept_list_is_kept_again_and_remembers_since_when(with_un: Path, tmp_path: Path) -> None:
    build_library(with_un, tmp_path / "out", DAY)
    (with_un / "un.xml").write_bytes(UN[:-400])
    build_library(with_un, tmp_path / "out", NEXT)
    built = build_library(with_un, tmp_path / "out", date(2026, 11, 25))
    assert feed_of(built, "un-security-council").kept_on == NEXT
    assert open_library(tmp_path / "out").parties.search("Ada Quilmere")


def test_a_mended_file_takes_its_place_again(with_un: Path, tmp_path: Path) -> None:
    build_library(with_un, tmp_path / "out", DAY)
    (with_un / "un.xml").write_bytes(UN[:-400])
    build_library(with_un, tmp_path / "out", NEXT)
    (with_un / "un.xml").write_bytes(UN)
    built = build_library(with_un, tmp_path / "out", NEXT)
    assert (feed_of(built, "un-security-council").kept_on, built.refused) == (None, ())


def test_a_broken_list_without_an_earlier_version_is_left_out_and_told(
    with_un: Path, tmp_path: Path
) -> None:
    (with_un / "un.xml").write_bytes(UN[:-400])
    built = build_library(with_un, tmp_path / "out", DAY)
    assert "un-security-council" not in {feed.id for feed in built.manifest.feeds}
    assert [defect.message.id for defect in built.refused[0].told] == [
        "error.not_xml",
        "library.list_missing",
    ]


def test_a_broken_file_that_bears_the_name_of_a_list_is_told(with_un: Path, tmp_path: Path) -> None:
    (with_un / "sdn.csv.gz").write_bytes(b"no archive")
    built = build_library(with_un, tmp_path / "out", DAY)
    assert [refusal.feed for refusal in built.refused] == ["us-ofac-sdn"]


@pytest.mark.parametrize(("count", "taken"), [(6, True), (5, False), (0, False)])
def test_a_list_that_lost_half_of_its_entries_is_not_taken(
    with_un: Path, tmp_path: Path, count: int, *, taken: bool
) -> None:
    build_library(with_un, tmp_path / "out", DAY)
    (with_un / "entities.json").write_text(entities(count))
    built = build_library(with_un, tmp_path / "out", NEXT)
    assert feed_of(built, "us-bis-entity-list").count == (count if taken else 10)
    if not taken:
        (refusal,) = built.refused
        params = refusal.defects[0].message.params
        assert (params["found"], params["kept"]) == (count, 10)


def test_a_shrunk_list_is_taken_when_it_is_confirmed(with_un: Path, tmp_path: Path) -> None:
    build_library(with_un, tmp_path / "out", DAY)
    (with_un / "entities.json").write_text(entities(2))
    built = build_library(with_un, tmp_path / "out", NEXT, confirmed=("us-bis-entity-list",))
    assert (feed_of(built, "us-bis-entity-list").count, built.refused) == (2, ())


def test_covered_equipment_is_kept_as_well(with_un: Path, tmp_path: Path) -> None:
    build_library(with_un, tmp_path / "out", DAY)
    text = (with_un / "covered.json").read_text()
    emptied = {**json.loads(text), "count": 0, "entities": []}
    (with_un / "covered.json").write_text(json.dumps(emptied))
    built = build_library(with_un, tmp_path / "out", NEXT)
    assert feed_of(built, "us-fcc-covered").count == 1
    assert "Virelume Optics" in {each.maker for each in open_library(tmp_path / "out").equipment()}


def test_a_workbook_that_breaks_off_keeps_the_list_it_was(with_un: Path, tmp_path: Path) -> None:
    (with_un / "list.xlsx").write_bytes(mof_workbook())
    build_library(with_un, tmp_path / "out", DAY)
    (with_un / "list.xlsx").write_bytes(mof_workbook()[:-300])
    built = build_library(with_un, tmp_path / "out", NEXT)
    kept = feed_of(built, "jp-mof-asset-freezes")
    assert (kept.count, kept.kept_on) == (1, NEXT)
    assert [refusal.feed for refusal in built.refused] == ["jp-mof-asset-freezes"]


def test_a_broken_workbook_that_never_was_a_list_is_only_left_out(
    with_un: Path, tmp_path: Path
) -> None:
    (with_un / "list.xlsx").write_bytes(mof_workbook()[:-300])
    built = build_library(with_un, tmp_path / "out", DAY)
    assert built.refused == ()
    assert [left.reason.id for left in built.left] == ["lists.no_workbook"]


def test_an_older_file_takes_the_place_of_a_broken_one_that_no_library_holds(
    with_un: Path, tmp_path: Path
) -> None:
    newer = UN.replace(b"2026-11-01T", b"2026-11-09T")
    (with_un / "newer.xml").write_bytes(newer[:-400])
    built = build_library(with_un, tmp_path / "out", DAY)
    feed = feed_of(built, "un-security-council")
    assert (feed.file, feed.count, feed.published_on) == ("un.xml", 2, date(2026, 11, 1))
    (refusal,) = built.refused
    assert refusal.told[-1].message.params["day"] == "2026-11-01"


def test_a_list_whose_file_is_gone_is_told(
    with_un: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    build_library(with_un, out, DAY)
    (with_un / "un.xml").unlink()
    line = ["library", "build", "--from", str(with_un), "-o", str(out), "--on", "2026-11-24"]
    assert run([*line, "--lang", "en"]) == 0
    assert "un-security-council" in capsys.readouterr().err


def test_without_a_copy_to_keep_nothing_is_replaced(with_un: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_library(with_un, out, DAY)
    (out / "lists" / "un-security-council.msgpack.zst").write_bytes(b"changed")
    before = (out / "manifest.json").read_bytes()
    (with_un / "un.xml").write_bytes(UN[:-400])
    with pytest.raises(LibraryError):
        build_library(with_un, out, NEXT)
    assert (out / "manifest.json").read_bytes() == before


def test_two_forms_of_one_list_are_two_versions_of_one_feed(with_un: Path, tmp_path: Path) -> None:
    (with_un / "SDN.XML").write_bytes(OFAC_XML)
    (with_un / "other.xml").write_bytes(OFAC_XML.replace(b"11/04/2026", b"11/05/2026"))
    built = build_library(with_un, tmp_path / "out", DAY)
    feed = feed_of(built, "us-ofac-sdn")
    assert (feed.file, feed.published_on) == ("other.xml", date(2026, 11, 5))
    assert [left.file for left in built.left] == ["SDN.XML"]


def test_the_consolidated_list_of_one_form_is_told_by_its_name(
    with_un: Path, tmp_path: Path
) -> None:
    (with_un / "CONSOLIDATED.XML").write_bytes(OFAC_XML)
    built = build_library(with_un, tmp_path / "out", DAY)
    assert feed_of(built, "us-ofac-consolidated").count == 2


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "at most half"), ("ja", "半分以下に減っています")]
)
def test_the_command_tells_both_counts_and_ends_with_one(
    with_un: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    out = tmp_path / "out"
    build_library(with_un, out, DAY)
    (with_un / "entities.json").write_text(entities(3))
    line = ["library", "build", "--from", str(with_un), "-o", str(out), "--on", "2026-11-24"]
    assert run([*line, "--lang", lang]) == 1
    told = " ".join(capsys.readouterr().err.split())
    assert said in told.replace(" ", "") or said in told
    assert "--accept-shrunk" in told
    assert run([*line, "--accept-shrunk", "us-bis-entity-list", "--lang", lang]) == 0
