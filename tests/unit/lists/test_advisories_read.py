"""OSV, KEV and EPSS as they are published, and as they should not be."""

from __future__ import annotations

import gzip
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sekisho.model.errors import InputError
from sekisho.model.reference import Advisory, VersionRange
from sekisho.read.advisories.documents import open_documents
from sekisho.read.advisories.exploited import read_catalogue
from sekisho.read.advisories.likelihood import read_heading, read_scores
from sekisho.read.advisories.osv import is_record, read_records
from sekisho.read.defects import DefectLog


def read(path: Path) -> tuple[list[Advisory], DefectLog]:
    log = DefectLog()
    return list(read_records(open_documents(path, log), log)), log


def one(tmp_path: Path, **fields: Any) -> Advisory:
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"id": "X-1", **fields}))
    ((advisory,), log) = read(path)
    assert log.count == 0
    return advisory


def test_a_record_is_read_with_all_that_matters(tmp_path: Path) -> None:
    advisory = one(
        tmp_path,
        summary="Bad",
        aliases=["CVE-2026-1"],
        withdrawn="2026-01-01T00:00:00Z",
        severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
        database_specific={"severity": "MODERATE"},
        affected=[
            {
                "package": {"ecosystem": "AlmaLinux:9", "name": "kernel"},
                "versions": ["1.0"],
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}
                ],
            }
        ],
        references=[{"type": "WEB", "url": "https://a.example"}],
    )
    (affected,) = advisory.affected
    assert (affected.ecosystem, affected.versions) == ("AlmaLinux:9", ("1.0",))
    assert affected.ranges == (
        VersionRange(kind="ECOSYSTEM", events=(("introduced", "0"), ("fixed", "2.0"))),
    )
    assert advisory.severity_word == "moderate"
    assert advisory.severity == (("CVSS_V3", "CVSS:3.1/AV:N"),)
    assert (advisory.withdrawn[:4], advisory.malicious) == ("2026", False)


def test_an_affected_entry_without_a_package_leaves_the_record(tmp_path: Path) -> None:
    git = {"ranges": [{"type": "GIT", "repo": "https://a.example", "events": []}]}
    assert one(tmp_path, affected=[git]).affected == ()


def test_a_range_of_unknown_kind_is_kept_as_one_that_cannot_be_evaluated(tmp_path: Path) -> None:
    entry = {"package": {"ecosystem": "npm", "name": "x"}, "ranges": [{"events": []}]}
    assert one(tmp_path, affected=[entry]).affected[0].ranges == (VersionRange(kind="ECOSYSTEM"),)


def test_a_mal_record_is_malicious(tmp_path: Path) -> None:
    assert one(tmp_path, id="MAL-2026-1", affected=[]).malicious


def test_a_bad_record_is_a_defect_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    bad = ['{"id": 7}', "{", '{"summary": "no id"}', '{"id": ""}', '{"id":"X","affected":{}}']
    path.write_text("\n".join(['{"id": "A"}', *bad, '{"advisory": {"id": "B"}}']))
    found, log = read(path)
    assert [advisory.id for advisory in found] == ["A", "B"]
    assert [defect.place.line for defect in log.kept] == [2, 3, 4, 5, 6]


def test_deep_nesting_in_a_record_is_a_defect(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    deep = "[" * 10_000 + "]" * 10_000
    path.write_text('{"id": "A"}\n{"id": "B", "database_specific": ' + deep + "}\n")
    found, log = read(path)
    assert ([advisory.id for advisory in found], log.count) == (["A"], 1)


def test_records_come_from_folders_archives_and_lists_alike(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for id in "AB":
        (tmp_path / "folder" / f"{id}.json").write_text(json.dumps({"id": id}))
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as packed:
        packed.writestr("A.json", '{"id": "A"}')
        packed.writestr("B.json", '{"id": "B"}')
    (tmp_path / "x.json").write_text('[{"id": "A"}, {"id": "B"}]')
    for source in ("folder", "x.zip", "x.json"):
        assert [advisory.id for advisory in read(tmp_path / source)[0]] == ["A", "B"]


def test_only_an_object_with_affected_packages_counts_as_a_record() -> None:
    assert is_record(b'{"id": "A", "affected": []}')
    assert is_record(b'{"advisory": {"id": "A", "affected": []}}')
    assert not is_record(b'{"id": "A"}')
    assert not is_record(b"[]")


KEV = {"cveID": "CVE-2026-1", "dateAdded": "2026-01-02", "knownRansomwareCampaignUse": "Known"}


def test_the_catalogue_is_read_from_json_and_from_csv(tmp_path: Path) -> None:
    json_path, csv_path = tmp_path / "kev.json", tmp_path / "kev.csv.gz"
    document = {"catalogVersion": "2026.01.03", "count": 1, "vulnerabilities": [KEV]}
    json_path.write_text(json.dumps(document))
    csv_path.write_bytes(gzip.compress(f"{','.join(KEV)}\n{','.join(KEV.values())}\n".encode()))
    of_json = read_catalogue(json_path, "kev", DefectLog())
    of_csv = read_catalogue(csv_path, "kev", DefectLog())
    assert of_json.records == of_csv.records
    assert of_json.records[0].ransomware
    assert (of_json.published_on, of_csv.published_on) == (date(2026, 1, 3), date(2026, 1, 2))


def test_a_bad_entry_of_the_catalogue_is_a_defect(tmp_path: Path) -> None:
    path, log = tmp_path / "kev.json", DefectLog()
    path.write_text(json.dumps({"count": 9, "vulnerabilities": [KEV, {}, 7, {"cveID": "no"}]}))
    catalogue = read_catalogue(path, "kev", log)
    assert (len(catalogue.records), catalogue.complete) == (1, False)
    assert [defect.message.id for defect in log.kept] == ["exploited.no_cve"] * 3 + ["lists.count"]


@pytest.mark.parametrize("text", ["[]", "{}", '{"vulnerabilities": 7}', "", "null"])
def test_what_is_no_catalogue_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kev.json"
    path.write_text(text)
    with pytest.raises(InputError):
        read_catalogue(path, "kev", DefectLog())


def test_scores_keep_the_publishers_decimals(tmp_path: Path) -> None:
    path, log = tmp_path / "epss.csv", DefectLog()
    path.write_text(
        "#model_version:v2025.03.14,score_date:2026-01-30T12:55:00Z\ncve,epss,percentile\n"
        "CVE-2026-0001,0.00430,0.6\nCVE-2026-0002,9e-05,0.01\nCVE-2026-0003,12,x\nnonsense\n"
    )
    assert read_heading(path) == ("v2025.03.14", date(2026, 1, 30))
    scores = {row.cve: (row.score, row.percentile) for row in read_scores(path, "epss", log)}
    assert scores == {"CVE-2026-0001": ("0.00430", "0.6"), "CVE-2026-0002": ("0.00009", "0.01")}
    assert [defect.place.line for defect in log.kept] == [5, 6]


def test_a_csv_without_a_model_and_a_day_is_not_epss(tmp_path: Path) -> None:
    path = tmp_path / "epss.csv"
    path.write_text("cve,epss,percentile\nCVE-2026-0001,0.1,0.2\n")
    with pytest.raises(InputError):
        read_heading(path)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_summary_is_one_line_however_lines_end(tmp_path: Path, ends: str) -> None:
    assert one(tmp_path, details=f"First line.{ends}{ends}Second.").summary == "First line."


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":"\xff\xfe"}',
        json.dumps({"id": "X" * 5000}).encode(),
        json.dumps({"id": "X-1", "affected": [{"package": {"name": "n" * 70_000}}]}).encode(),
    ],
)
def test_a_record_no_index_could_hold_is_a_defect(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(line + b'\n{"id":"X-2"}\n')
    advisories, log = read(path)
    assert [advisory.id for advisory in advisories] == ["X-2"]
    assert log.count == 1


def test_a_row_too_long_for_a_table_is_no_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "known_exploited_vulnerabilities.csv"
    path.write_text('cveID,dateAdded\nCVE-2026-1,"' + "x" * 200_000)
    with pytest.raises(InputError):
        read_catalogue(path, "kev", DefectLog())


def test_scores_of_a_day_that_does_not_exist_are_not_epss(tmp_path: Path) -> None:
    path = tmp_path / "epss.csv"
    path.write_text("#model_version:v1,score_date:2026-13-45\ncve,epss,percentile\n")
    with pytest.raises(InputError):
        read_heading(path)


def test_what_an_update_is_about_is_kept_beside_its_own_names(tmp_path: Path):
    told = one(tmp_path, affected=[], upstream=["CVE-2026-1"], related=["CVE-2026-2"])
    beside = one(tmp_path, affected=[], related=["CVE-2026-2", "DSA-0"])

    assert (told.upstream, told.related) == (("CVE-2026-1",), ())
    assert (beside.upstream, beside.related) == ((), ("CVE-2026-2",))
