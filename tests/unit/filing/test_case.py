"""A case from disk: what lies beside the filing is read, and nothing from anywhere else."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from sekisho.model.errors import InputError
from sekisho.read import case as case_module
from sekisho.read.case import open_filing, open_sbom_case

SBOM = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "library", "name": "a"}]}'
FILING = """schema: sekisho/filing/1
fictional: true
evidence:
  - {id: e1, kind: %s, path: "%s"}
"""


def case_with(folder: Path, path: str, kind: str = "document") -> Path:
    (folder / "filing.yaml").write_text(FILING % (kind, path), encoding="utf-8")
    return folder


def test_evidence_is_hashed_and_an_sbom_is_read(tmp_path: Path):
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "new.cdx.json").write_bytes(SBOM)
    (item,) = open_filing(case_with(tmp_path, "evidence/new.cdx.json", "sbom")).evidence
    assert item.observed_sha256 == hashlib.sha256(SBOM).hexdigest()
    assert item.size == len(SBOM)
    assert item.inventory is not None
    assert [package.name for package in item.inventory.packages] == ["a"]
    assert not item.defects


def test_what_lies_beside_a_filing_belongs_to_its_case(tmp_path: Path):
    (tmp_path / "filing.yaml").write_text(
        "schema: sekisho/filing/1\nchange: {of: K-1}\n", encoding="utf-8"
    )
    (tmp_path / "cleared.yaml").write_text(
        "schema: sekisho/filing/1\nreference: K-1\n", encoding="utf-8"
    )
    (tmp_path / "events.yaml").write_text(
        "- {kind: submitted, on: 令和8年11月27日}\n- {kind: accepted, on: 2026-12-01}\n",
        encoding="utf-8",
    )
    signed = {
        "statement": {
            "schema": "sekisho/statement/1",
            "kind": "resolution",
            "about": "cause:x",
            "on": "2026-12-02",
            "reason": "見た ",
        },
        "key": "k",
        "signature": "s",
    }
    (tmp_path / "statements.json").write_bytes(msgspec.json.encode([signed]))
    case = open_filing(tmp_path)
    assert case.cleared is not None
    assert case.cleared.reference == "K-1"
    assert [event.on for event in case.events] == [date(2026, 11, 27), date(2026, 12, 1)]
    assert case.statements[0].statement.reason == "見た "


def outside(folder: Path) -> None:
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "case" / "link.txt").symlink_to(folder / "secret.txt")
    (folder / "case" / "loop").symlink_to(folder / "case" / "loop")
    os.mkfifo(folder / "case" / "pipe")


ESCAPES = {
    "a step upwards": ("../secret.txt", "error.path_outside"),
    "a step upwards inside": ("evidence/../../secret.txt", "error.path_outside"),
    "an absolute path": ("/etc/hostname", "error.path_outside"),
    "a drive": ("C:/secret.txt", "error.path_outside"),
    "a backslash": ("..\\\\secret.txt", "error.path_outside"),
    "a link that leads out": ("link.txt", "error.path_outside"),
    "a link to itself": ("loop", "error.no_file"),
    "a pipe": ("pipe", "error.no_file"),
    "a folder": (".", "error.is_folder"),
    "nothing": ("missing.txt", "error.no_file"),
}


@pytest.mark.parametrize("name", ESCAPES)
def test_evidence_comes_from_the_folder_of_the_filing_alone(name: str, tmp_path: Path):
    path, id = ESCAPES[name]
    (tmp_path / "case").mkdir()
    outside(tmp_path)
    (item,) = open_filing(case_with(tmp_path / "case", path)).evidence
    (defect,) = item.defects
    assert defect.message.id in (id, "error.unreadable" if name == "a link to itself" else id)
    assert item.observed_sha256 == ""


def test_an_sbom_that_is_none_is_a_defect_of_that_evidence(tmp_path: Path):
    (tmp_path / "bad.json").write_bytes(b"{}")
    (item,) = open_filing(case_with(tmp_path, "bad.json", "sbom")).evidence
    assert item.inventory is None
    assert item.observed_sha256 == hashlib.sha256(b"{}").hexdigest()
    assert item.defects


def test_a_large_sbom_is_read_in_a_child_process_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "a.json").write_bytes(SBOM)
    here = open_sbom_case(tmp_path / "a.json", None)
    monkeypatch.setattr(case_module, "_IN_PROCESS", 0)
    assert open_sbom_case(tmp_path / "a.json", None) == here
    (tmp_path / "bad.json").write_bytes(b"{}")
    with pytest.raises(InputError) as caught:
        open_sbom_case(tmp_path / "bad.json", None)
    assert caught.value.message.id == "error.sbom_unknown"


def test_software_alone_is_a_case_without_a_filing(tmp_path: Path):
    (tmp_path / "new.json").write_bytes(SBOM)
    (tmp_path / "old.json").write_bytes(SBOM)
    case = open_sbom_case(tmp_path / "new.json", tmp_path / "old.json")
    assert case.filing is None
    assert [item.evidence.kind for item in case.evidence] == ["sbom", "sbom_in_service"]


def test_the_folder_of_a_case_is_no_part_of_it(tmp_path: Path):
    bad_record = b'{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"type": "x"}]}'
    cases = []
    for name in ("here", "there"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "sbom.json").write_bytes(bad_record)
        alone = open_sbom_case(folder / "sbom.json", None)
        cases.append((alone, open_filing(case_with(folder, "gone.json", "sbom"))))
    assert cases[0] == cases[1]
    assert [item.defects[0].place.file for case in cases[0] for item in case.evidence] == [
        "sbom.json",
        "gone.json",
    ]


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty folder": (lambda _: None, "error.no_filing"),
    "two filings": (
        lambda folder: [(folder / f"filing.{end}").write_text("x") for end in ("json", "yaml")],
        "error.several_filings",
    ),
    "a wrong event": (
        lambda folder: (
            (folder / "filing.yaml").write_text("schema: sekisho/filing/1"),
            (folder / "events.yaml").write_text("- {kind: dreamt, on: 2026-12-01}"),
        ),
        "filing.not_a_word",
    ),
    "an event without a day": (
        lambda folder: (
            (folder / "filing.yaml").write_text("schema: sekisho/filing/1"),
            (folder / "events.yaml").write_text("- {kind: accepted}"),
        ),
        "filing.missing",
    ),
    "a statement that is none": (
        lambda folder: (
            (folder / "filing.yaml").write_text("schema: sekisho/filing/1"),
            (folder / "statements.json").write_text("[1]"),
        ),
        "error.not_valid",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_case_that_cannot_be_read_says_why(name: str, tmp_path: Path):
    make, id = REFUSED[name]
    make(tmp_path)
    with pytest.raises(InputError) as caught:
        open_filing(tmp_path)
    assert caught.value.message.id == id


def test_a_path_that_leads_nowhere_is_no_case(tmp_path: Path):
    with pytest.raises(InputError) as caught:
        open_filing(tmp_path / "filing.yaml")
    assert caught.value.message.id == "error.no_file"
