"""`sekisho vet`, `diff` and `demo` on the fictional examples, and with bad input."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sekisho.cli.demo import EXAMPLES
from sekisho.cli.main import run
from sekisho.report.columns import width_of

EXAMPLE_FOLDER = Path(__file__).parents[3] / "examples"
LIBRARY = EXAMPLE_FOLDER / "library"
GRID = EXAMPLE_FOLDER / "grid-control-update"
NEW_SBOM = GRID / "sbom-proposed.cdx.json"
OLD_SBOM = GRID / "sbom-in-service.cdx.json"
COMMAND = re.compile(r" +sekisho \S+ \S+")
"""A command to be copied stays in one line."""
UNWORDED = re.compile(r"\[[a-z_]+(\.[\w-]+)+[\]:]")
UNFILLED = re.compile(r"\{\w+(:\w+(\(.*?\))?)?\}")

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speaks English and knows no library but the one a test names."""
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.delenv("SEKISHO_LIBRARY", raising=False)


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_worded_in_full_within_80_columns(name: str, lang: str, capsys: Captured):
    assert run(["--lang", lang, "vet", str(EXAMPLE_FOLDER / name)]) in {0, 1, 3}
    said = capsys.readouterr()
    assert UNWORDED.findall(said.out) == []
    assert UNFILLED.findall(said.out) == []
    lines = (line for line in said.out.splitlines() if not COMMAND.match(line))
    assert max(width_of(line) for line in lines) <= 80


def test_a_patch_that_changes_nothing_ends_with_nothing_to_file_and_exit_0(capsys: Captured):
    assert run(["vet", str(EXAMPLE_FOLDER / "quick-patch")]) == 0
    assert "nothing to file" in capsys.readouterr().out.lower()


def test_a_house_brand_names_its_covered_maker(capsys: Captured):
    assert run(["vet", str(EXAMPLE_FOLDER / "water-cameras" / "filing.yaml")]) == 1
    said = capsys.readouterr().out
    assert "[critical] Covered equipment" in said
    assert "Virelume Optics" in said


def test_an_example_is_vetted_as_of_the_day_of_its_library(capsys: Captured):
    run(["vet", str(GRID)])
    assert "as of Tue 1 Dec 2026" in capsys.readouterr().out


def test_the_day_can_be_chosen(capsys: Captured):
    run(["vet", str(GRID), "--on", "2026-12-02"])
    assert "as of Wed 2 Dec 2026" in capsys.readouterr().out


def test_json_is_the_canonical_assessment_and_nothing_else(
    capsysbinary: pytest.CaptureFixture[bytes],
):
    run(["vet", str(GRID), "--json"])
    printed = capsysbinary.readouterr().out
    run(["vet", str(GRID)])
    report = capsysbinary.readouterr().out.decode()
    assert printed.endswith(b"}\n")
    assert json.loads(printed)["schema"] == "sekisho/assessment/1"
    assert hashlib.sha256(printed[:-1]).hexdigest() in report


def test_the_html_report_is_written_beside_the_text(tmp_path: Path, capsys: Captured):
    page = tmp_path / "report.html"
    run(["vet", str(GRID), "--html", str(page)])
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    said = "".join(capsys.readouterr().err.split())  # a long path goes on in the next line
    assert f"Reportwritten:{page}" in said


def test_a_page_that_cannot_be_written_is_said_with_its_place(tmp_path: Path, capsys: Captured):
    assert run(["vet", str(GRID), "--html", str(tmp_path / "none" / "x.html")]) == 2
    assert "It cannot be written: the folder is not there" in " ".join(
        capsys.readouterr().err.split()
    )


def test_the_line_of_failure_can_be_moved():
    arguments = ["vet", "--sbom", str(OLD_SBOM), "--in-service", str(OLD_SBOM)]
    arguments += ["--library", str(LIBRARY), "--on", "2026-12-01"]
    assert run([*arguments, "--fail-on", "info"]) == 1
    assert run([*arguments, "--fail-on", "medium"]) in {0, 1, 3}


def test_software_alone_is_vetted_without_a_word_of_any_statute(capsys: Captured):
    run(["vet", "--sbom", str(NEW_SBOM), "--in-service", str(OLD_SBOM), "--library", str(LIBRARY)])
    said = capsys.readouterr().out
    assert "rules baseline" in said
    assert re.findall(r"\b(filing|law|statute|Act|ministry|plan|authority|Art)\b", said) == []


def test_without_a_library_the_small_one_is_used_and_said_to_be_small(capsys: Captured):
    assert run(["vet", "--sbom", str(NEW_SBOM)]) in {1, 3}
    said = capsys.readouterr()
    assert "no reference library was given" in said.err.replace("\n", " ")
    assert "nothing is clear by it" in said.err.replace("\n", " ")


def test_the_environment_names_the_library(monkeypatch: pytest.MonkeyPatch, capsys: Captured):
    monkeypatch.setenv("SEKISHO_LIBRARY", str(LIBRARY))
    run(["vet", "--sbom", str(NEW_SBOM)])
    assert "this library is fictional" in capsys.readouterr().err


def test_a_real_filing_is_never_vetted_with_a_fictional_library(tmp_path: Path, capsys: Captured):
    folder = tmp_path / "case"
    shutil.copytree(GRID, folder)
    filing = folder / "filing.yaml"
    text = filing.read_text(encoding="utf-8")
    filing.write_text(text.replace("fictional: true", "fictional: false"), encoding="utf-8")
    assert run(["vet", str(folder), "--library", str(LIBRARY)]) == 2
    assert "is a fictional library" in capsys.readouterr().err.replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["vet"], "There is nothing to vet"),
        (["vet", "x", "--sbom", "y"], "cannot be vetted in one call"),
        (["vet", "x", "--in-service", "y"], "cannot be vetted in one call"),
        (["vet", str(GRID), "--on", "2026-02-30"], "2026-02-30 is no date"),
        (["vet", str(GRID), "--on", "tomorrow"], "tomorrow is no date"),
        (["vet", "no-such-file.yaml"], "no-such-file.yaml"),
        (["vet", "--sbom", "no-such-file.json"], "no-such-file.json"),
        (["vet", str(GRID), "--library", "no-such-folder"], "no-such-folder"),
        (["vet", str(GRID), "--regime", "no-such-rules"], "no-such-rules"),
        (["vet", str(GRID), "--regime", "jp-espa@1900"], "1900"),
        (["diff", "no-such-file.json", str(NEW_SBOM)], "no-such-file.json"),
        (["demo", "--examples", "no-such-folder"], "examples are not here"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_bad_input_ends_with_2_and_one_clear_message(
    arguments: list[str], expected: str, lang: str, capsys: Captured
):
    assert run(["--lang", lang, *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert UNWORDED.findall(said.err) == []
    assert "Traceback" not in said.err
    assert "fault of Sekisho" not in said.err
    if lang == "en":
        assert expected in " ".join(said.err.split())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.json", b""),
        ("text.json", b"hello"),
        ("shift-jis.json", '{"name": "霞"}'.encode("shift_jis")),
        ("deep.json", b"[" * 10_000),
        ("array.json", b"[]"),
        ("no-sbom.json", b'{"hello": 1}'),
        ("nul.json", b"\0" * 100),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_sbom_that_is_none_ends_with_2_and_one_clear_message(
    name: str, data: bytes, lang: str, tmp_path: Path, capsys: Captured
):
    path = tmp_path / name
    path.write_bytes(data)
    assert run(["--lang", lang, "diff", str(path), str(path)]) == 2
    said = capsys.readouterr().err
    assert name in said
    assert UNWORDED.findall(said) == []
    assert "Sekisho" not in said
    assert "filing new" not in said


@pytest.mark.parametrize(
    "data", [None, b"", b"{}", b'{"bomFormat": "CycloneDX", "specVersion": 1}']
)
@pytest.mark.parametrize("call", ["diff", "vet"])
def test_of_two_files_of_one_name_an_error_shows_the_one_that_is_bad(
    data: bytes | None, call: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
):
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sbom.json").write_bytes(NEW_SBOM.read_bytes())
    bad = tmp_path / "new" / "sbom.json"
    bad.unlink() if data is None else bad.write_bytes(data)
    monkeypatch.chdir(tmp_path)
    calls = {"diff": ["diff"], "vet": ["vet", "--in-service", "old/sbom.json", "--sbom"]}
    pair = ["old/sbom.json", "new/sbom.json"] if call == "diff" else ["new/sbom.json"]
    assert run(["--lang", "en", *calls[call], *pair]) == 2
    said = capsys.readouterr().err
    assert said.startswith("new/sbom.json")
    assert "old/sbom.json" not in said


@pytest.mark.parametrize(
    "call",
    [
        ["regime", "show", "jp-espa@1900"],
        ["library", "build", "--from", "no-such-folder", "-o", "made"],
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_what_is_not_there_is_answered_with_what_to_do(
    call: list[str], lang: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", lang, *call]) == 2
    said = capsys.readouterr().err
    assert said.count("  → ") == 1
    assert UNWORDED.findall(said) == []


def test_a_filing_that_cannot_be_read_is_told_by_its_path(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "filing.yaml").write_text("schema: sekisho/filing/1\nkind: dreamt\n")
    monkeypatch.chdir(tmp_path)
    assert run(["--lang", "en", "vet", "plans"]) == 2
    assert capsys.readouterr().err.startswith("plans/filing.yaml:2")


def test_a_difference_shows_what_needs_a_look_first_and_ends_with_1(capsys: Captured):
    assert run(["diff", str(OLD_SBOM), str(NEW_SBOM)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Same version, other bytes (1)\n")
    assert said.splitlines()[2] == "  ! aoba-alarms 2.2.0"
    assert "sazanami-geo 4.1.0: Sazanami Libraries → Yamabiko Maps" in said


def test_a_difference_of_a_file_with_itself_is_none_and_ends_with_0(capsys: Captured):
    assert run(["diff", str(OLD_SBOM), str(OLD_SBOM)]) == 0
    assert capsys.readouterr().out.startswith("Nothing changed.")


def test_a_difference_as_json_holds_every_change(capsysbinary: pytest.CaptureFixture[bytes]):
    run(["diff", str(OLD_SBOM), str(NEW_SBOM), "--json"])
    kinds = {change["kind"] for change in json.loads(capsysbinary.readouterr().out)["changes"]}
    assert {"repackaged", "upgraded", "new", "gone", "supplier_changed"} <= kinds


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_demo_vets_five_examples(lang: str, capsys: Captured):
    assert run(["--lang", lang, "demo", "--once", "--examples", str(EXAMPLE_FOLDER)]) == 0
    said = capsys.readouterr().out
    assert all(f"\n{name}\n" in said for name in EXAMPLES)
    assert UNWORDED.findall(said) == []


def test_the_demo_can_stop_after_the_reports(capsys: Captured):
    assert run(["demo", "--once", "--examples", str(EXAMPLE_FOLDER)]) == 0
    assert "How to go on" not in capsys.readouterr().out


def on_a_terminal(**environment: str) -> str:
    """Runs a vetting whose output is a terminal, and gives what the terminal was sent."""
    here, there = pty.openpty()
    code = f"from sekisho.cli.main import run; run(['vet', {str(GRID)!r}])"
    settings = {**os.environ, "TERM": "xterm", **environment}
    with subprocess.Popen([sys.executable, "-c", code], stdout=there, env=settings) as child:
        os.close(there)
        sent = b""
        while chunk := read_terminal(here):
            sent += chunk
        child.wait()
    os.close(here)
    return sent.decode()


def read_terminal(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # Linux ends a terminal whose other side is closed this way
        return b""


def test_a_terminal_is_shown_colour_unless_it_asks_for_none():
    assert "\x1b[1;31m" in on_a_terminal(NO_COLOR="")
    assert "\x1b" not in on_a_terminal(NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(NO_COLOR="", TERM="dumb")
