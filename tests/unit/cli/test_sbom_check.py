"""`sekisho sbom check` on a fictional SBOM, in both languages, and with bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.main import run
from sekisho.report.columns import width_of

SBOM = Path(__file__).parents[3] / "examples" / "grid-control-update" / "sbom-proposed.cdx.json"

Captured = pytest.CaptureFixture[str]


def write(folder: Path, **fields: Any) -> str:
    path = folder / "bom.json"
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.4"} | fields))
    return str(path)


def answer(capsys: Captured, *words: str) -> Any:
    run(["sbom", "check", *words, "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_table_is_worded_in_full_within_80_columns(lang: str, capsys: Captured):
    assert run(["--lang", lang, "sbom", "check", str(SBOM)]) == 1
    said = capsys.readouterr().out
    assert "[sbom_check" not in said
    assert max(width_of(line) for line in said.splitlines()) <= 80


def test_a_document_with_every_element_of_a_profile_ends_with_0(capsys: Captured):
    assert run(["sbom", "check", str(SBOM), "--profile", "ntia-2021"]) == 0
    assert "7 of 7" in capsys.readouterr().out


def test_each_profile_is_answered_once_however_often_it_is_named(capsys: Captured):
    found = answer(capsys, str(SBOM), "--profile", "ntia-2021", "--profile", "ntia-2021")

    assert [judged["profile"] for judged in found["profiles"]] == ["ntia-2021"]


def test_a_format_without_a_place_for_an_element_ends_with_3(tmp_path: Path):
    component = {
        "bom-ref": "a", "type": "library", "name": "a", "version": "1", "purl": "pkg:npm/a@1",
        "supplier": {"name": "Aoba (fictional)"}, "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [{"alg": "SHA-256", "content": "a" * 64}],
    }  # fmt: skip
    about = {
        "timestamp": "2026-11-01T09:00:00Z",
        "authors": [{"name": "Sato (fictional)"}],
        "tools": [{"name": "maker"}],
    }
    other = component | {"bom-ref": "b", "name": "b", "purl": "pkg:npm/b@1"}
    file = write(
        tmp_path,
        metadata=about,
        components=[component, other],
        dependencies=[{"ref": "a", "dependsOn": ["b"]}],
    )

    assert run(["sbom", "check", file, "--profile", "cisa-2025-draft"]) == 3
    assert run(["sbom", "check", file, "--profile", "ntia-2021"]) == 0


def test_an_sbom_without_packages_is_found_wanting(tmp_path: Path, capsys: Captured):
    found = answer(capsys, write(tmp_path, components=[]), "--profile", "ntia-2021")

    assert [remark["id"] for remark in found["remarks"]] == ["empty"]


@pytest.mark.parametrize("text", ["", "not an SBOM", "{}", '{"bomFormat": "CycloneDX"'])
def test_what_is_no_sbom_is_refused_with_2_and_a_place(text: str, tmp_path: Path, capsys: Captured):
    path = tmp_path / "bad.json"
    path.write_text(text)

    assert run(["sbom", "check", str(path)]) == 2
    assert str(path) in capsys.readouterr().err.replace("\n", "")


def test_an_unknown_profile_is_told_with_the_known_ones(capsys: Captured):
    assert run(["--lang", "en", "sbom", "check", str(SBOM), "--profile", "meti"]) == 2
    assert "ntia-2021" in capsys.readouterr().err
