"""When a miss in the library must not count, although a feed claims to be complete."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

from sekisho.library.build import build_library
from sekisho.library.snapshot import Library, open_library

DAY = date(2026, 11, 23)


def built(sources: Path, out: Path) -> Library:
    build_library(sources, out, DAY)
    return open_library(out)


def write_list(sources: Path, list_id: str, **head: object) -> None:
    entities = [{"name": f"Orsino Vantreck {list_id}", "country": "Norway"}]
    listed = {"list_id": list_id, "extracted": "2026-11-10", "count": 1, "entities": entities}
    (sources / f"{list_id}.json").write_text(json.dumps({**listed, **head}))


def test_one_fresh_list_does_not_answer_for_an_old_one(sources: Path, tmp_path: Path) -> None:
    write_list(sources, "bis-dpl", extracted="2020-01-01")
    held = built(sources, tmp_path / "out")
    assert [feed.id for feed in held.feeds if feed.kind == "parties" and feed.is_stale(DAY)]
    assert not held.covers("parties", "*", DAY)


def test_one_whole_list_does_not_answer_for_a_cut_one(sources: Path, tmp_path: Path) -> None:
    write_list(sources, "bis-dpl", count=900)
    assert not built(sources, tmp_path / "out").covers("parties", "*", DAY)


def test_an_archive_of_a_distribution_answers_release_by_release(
    sources: Path, tmp_path: Path
) -> None:
    package = {"ecosystem": "Debian:12", "name": "aoba"}
    spans = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2"}]}]
    record = {"id": "X-1", "modified": "2026-11-22T00:00:00Z"}
    record |= {"affected": [{"package": package, "ranges": spans}]}
    with zipfile.ZipFile(sources / "osv-all-Debian.zip", "w") as archive:
        archive.writestr("X-1.json", json.dumps(record))
    held = built(sources, tmp_path / "out")
    assert held.covers("advisories", "Debian:12", DAY)
    assert not held.covers("advisories", "Debian:11", DAY)
    assert not held.covers("advisories", "Debian", DAY)


def test_a_feed_dated_after_its_intake_is_not_fresh_for_ever(sources: Path, tmp_path: Path) -> None:
    write_list(sources, "bis-entity-list", extracted="2099-01-01")
    (sources / "entities.json").unlink()
    held = built(sources, tmp_path / "out")
    feed = held.feed("us-bis-entity-list")
    assert feed is not None
    assert feed.published_on is None
    assert not held.covers("parties", "*", DAY)


def test_an_archive_answers_only_for_what_it_was_seen_to_hold(
    sources: Path, tmp_path: Path
) -> None:
    package = {"ecosystem": "npm", "name": "aoba"}
    spans = [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]
    record = {"id": "X-1", "modified": "2026-11-22T00:00:00Z"}
    record |= {"affected": [{"package": package, "ranges": spans}]}
    with zipfile.ZipFile(sources / "osv-all-NuGet.zip", "w") as archive:
        archive.writestr("X-1.json", json.dumps(record))
    held = built(sources, tmp_path / "out")
    assert not held.covers("advisories", "NuGet", DAY)
    assert not held.covers("advisories", "npm", DAY)


def test_a_list_without_the_file_of_its_other_names_is_a_selection(
    sources: Path, tmp_path: Path
) -> None:
    folder = sources / "ofac-2026-11-20"
    folder.mkdir()
    entry = '1,"ORSINO VANTRECK",-0- ,"TEST",' + ",".join(["-0- "] * 8)
    (folder / "sdn.csv").write_text(entry + "\n")
    without = built(sources, tmp_path / "without").feed("us-ofac-sdn")
    (folder / "alt.csv").write_text('1,1,"aka","VANTRECK CO",-0- \n')
    beside = built(sources, tmp_path / "beside").feed("us-ofac-sdn")
    assert without is not None
    assert beside is not None
    assert (without.covers, beside.covers) == ((), ("*",))
