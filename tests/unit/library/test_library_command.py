"""`sekisho library` as its user meets it, in both languages."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.report.columns import width_of

Output = pytest.CaptureFixture[str]


def call(*arguments: str | Path) -> int:
    return run(["library", *map(str, arguments)])


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_build_shows_each_feed_in_eighty_columns(
    sources: Path, tmp_path: Path, capsys: Output, lang: str
) -> None:
    out = tmp_path / "out"
    code = call("build", "--from", sources, "-o", out, "--on", "2026-11-23", "--lang", lang)
    said = capsys.readouterr()
    assert code == 0
    assert "[cisa-kev]" in said.out
    assert "2026-11-20" in said.out
    assert max(width_of(line) for line in said.out.splitlines() if str(tmp_path) not in line) <= 80
    assert "[library." not in said.out + said.err
    assert "[cli." not in said.out + said.err


def test_build_tells_what_it_left_out(sources: Path, tmp_path: Path, capsys: Output) -> None:
    (sources / "notes.txt").write_text("call the vendor")
    call("build", "--from", sources, "-o", tmp_path / "out", "--lang", "en")
    assert "notes.txt" in capsys.readouterr().err


def test_status_of_a_fresh_library_passes(snapshot: Path, capsys: Output) -> None:
    assert call("status", snapshot, "--on", "2026-11-23", "--lang", "en") == 0
    assert "STALE" not in capsys.readouterr().out


def test_status_of_a_stale_library_says_so_with_its_exit_code(
    snapshot: Path, capsys: Output
) -> None:
    assert call("status", snapshot, "--on", "2027-06-01", "--lang", "en") == 1
    assert "STALE" in capsys.readouterr().out


def test_status_as_json_gives_every_feed_with_its_age(snapshot: Path, capsys: Output) -> None:
    assert call("status", snapshot, "--on", "2026-11-23", "--json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "sekisho/library-status/1"
    ages = {each["feed"]["id"]: each["age_days"] for each in document["feeds"]}
    assert ages["cisa-kev"] == 3


def test_status_without_a_folder_shows_the_starter_library(
    capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEKISHO_LIBRARY", raising=False)
    assert call("status", "--on", "2026-11-23") == 0
    assert "sekisho-starter-equipment" in capsys.readouterr().out


def test_verify_passes_on_what_was_built_and_fails_on_what_was_changed(
    snapshot: Path, capsys: Output
) -> None:
    assert call("verify", snapshot) == 0
    path = snapshot / "advisories" / "pypi" / "packages.recs"
    path.write_bytes(path.read_bytes()[:-1] + b"\x00")
    assert call("verify", snapshot, "--lang", "en") == 1
    assert "advisories/pypi/packages.recs" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("what", ["status", "verify"])
def test_a_folder_that_is_no_library_is_one_message(
    tmp_path: Path, capsys: Output, what: str, lang: str
) -> None:
    assert call(what, tmp_path, "--lang", lang) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "→" in said.err
    assert "Traceback" not in said.err


def test_an_empty_folder_makes_no_library(tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "empty").mkdir()
    assert call("build", "--from", tmp_path / "empty", "-o", tmp_path / "o", "--lang", "en") == 2
    assert "0 files looked at" in capsys.readouterr().err


def test_an_archive_that_cannot_be_read_stops_the_build(
    sources: Path, tmp_path: Path, capsys: Output
) -> None:
    (sources / "osv-all-PyPI.zip").write_bytes(b"PK, and then nothing")
    assert call("build", "--from", sources, "-o", tmp_path / "o", "--lang", "en") == 2
    said = capsys.readouterr().err
    assert "osv-all-PyPI.zip" in said
    assert "Traceback" not in said


def test_an_archive_with_no_record_covers_nothing(
    sources: Path, tmp_path: Path, capsys: Output
) -> None:
    with zipfile.ZipFile(sources / "osv-all-npm.zip", "w"):
        pass
    assert call("build", "--from", sources, "-o", tmp_path / "o", "--json") == 0
    feeds = json.loads(capsys.readouterr().out)["feeds"]
    (npm,) = [each["feed"] for each in feeds if each["feed"]["id"] == "osv-all-npm"]
    assert "covers" not in npm


def test_pull_from_a_mirror_that_is_not_there_says_why(tmp_path: Path, capsys: Output) -> None:
    code = call("pull", "--mirror", tmp_path / "none.yaml", "-o", tmp_path / "o", "--lang", "en")
    assert code == 2
    assert "none.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("what", ["build", "pull"])
def test_help_is_in_both_languages(what: str, lang: str) -> None:
    program = "from sekisho.cli.main import main; main()"
    call = [sys.executable, "-c", program, "library", what, "--lang", lang, "--help"]
    said = subprocess.run(call, capture_output=True, text=True, check=True).stdout
    assert "cli." not in said
    assert ("ライブラリ" in said) == (lang == "ja")
