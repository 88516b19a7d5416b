"""What is observed of vulnerabilities and how long products are looked after, from file to answer."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

from sekisho.library.build import build_library
from sekisho.library.snapshot import open_library
from tests.unit.library.conftest import DAY, osv, write_sources


def write_observations(folder: Path) -> Path:
    write_sources(folder)
    options = [{"Exploitation": "Active"}, {"Automatable": "no"}, {"Technical Impact": "Total"}]
    ssvc = {"type": "ssvc", "content": {"options": options, "timestamp": "2026-11-02T00:00:00Z"}}
    record = {
        "cveMetadata": {"cveId": "CVE-2026-10001"},
        "containers": {"adp": [{"metrics": [{"other": ssvc}]}]},
    }
    with zipfile.ZipFile(folder / "vulnrichment-develop.zip", "w") as archive:
        archive.writestr("vulnrichment-develop/package.json", json.dumps({"name": "tools"}))
        archive.writestr("vulnrichment-develop/2026/CVE-2026-10001.json", json.dumps(record))
        archive.writestr("vulnrichment-develop/2026/CVE-2026-9.json", '{"cveMetadata": 7}')
    line = {"releaseCycle": "1", "releaseDate": "2026-10-30", "eol": "2027-10-30"}
    product = {"title": "Kasumi", "permalink": "/kasumi", "releases": [line]}
    (folder / "endoflife-date-products.jsonl").write_text(json.dumps(product), encoding="utf-8")
    return folder


def test_observations_and_lifecycles_are_recognised_dated_and_looked_up(tmp_path: Path):
    source, out = write_observations(tmp_path / "sources"), tmp_path / "library"

    build_library(source, out, DAY)
    library = open_library(out)

    (seen,) = library.enrichment("CVE-2026-10001")
    assert (seen.exploitation, seen.automatable, seen.technical_impact) == (
        "active",
        False,
        "total",
    )
    (product,) = library.lifecycle("kasumi")
    assert product.cycles[0].life == date(2027, 10, 30)
    told = {feed.id: feed for feed in library.feeds}
    assert told["cisa-vulnrichment"].published_on == date(2026, 11, 2)
    assert (told["cisa-vulnrichment"].count, told["cisa-vulnrichment"].defects) == (1, 1)
    assert told["endoflife-date"].published_on == date(2026, 10, 30)
    assert (told["cisa-kev"].edition, told["epss"].edition) == ("2026.11.20", "v1")


def test_a_build_over_a_library_keeps_what_did_not_change(tmp_path: Path):
    source, out = write_sources(tmp_path / "sources"), tmp_path / "library"
    first = build_library(source, out, DAY)
    whole = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    again = build_library(source, out, DAY)
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    (source / "osv-go.jsonl").write_text(
        json.dumps({**osv("GO-1"), "affected": [{"package": {"ecosystem": "Go", "name": "x"}}]})
    )
    more = build_library(source, out, DAY)

    assert first.kept == ()
    assert again.rebuilt == ()
    assert kept == whole
    assert more.rebuilt == ("go", "by-feed/osv-go")


def test_a_shard_that_was_changed_on_disk_is_made_anew(tmp_path: Path):
    source, out = write_sources(tmp_path / "sources"), tmp_path / "library"
    build_library(source, out, DAY)
    path = out / "advisories" / "pypi" / "packages.recs"
    sound = path.read_bytes()
    path.write_bytes(sound[:-1] + b"\x00")

    again = build_library(source, out, DAY)

    assert again.rebuilt == ("pypi",)
    assert path.read_bytes() == sound


def test_what_cannot_be_applied_is_counted_with_its_feed_and_named(tmp_path: Path):
    source, out = write_sources(tmp_path / "sources"), tmp_path / "library"
    bad = osv("PYSEC-2026-9", fixed="no version at all", modified="9999-99-99T00:00:00Z")
    with (source / "osv-pypa.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\n" + json.dumps(bad))

    build_library(source, out, DAY)

    feed = open_library(out).feed("osv-pypa")
    assert feed is not None
    assert (feed.count, feed.noted, feed.covers) == (3, 1, ("PyPI",))
    assert json.loads((out / "notes.json").read_bytes()) == {
        "osv-pypa": [["PYSEC-2026-9", "event"]]
    }
