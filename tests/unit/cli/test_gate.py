"""`sekisho vet` in a build and `sekisho gate check`, on the fictional update and with bad input."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.main import run
from sekisho.report.columns import width_of

EXAMPLES = Path(__file__).parents[3] / "examples"
GRID = EXAMPLES / "grid-control-update"
NEW, OLD = str(GRID / "sbom-proposed.cdx.json"), str(GRID / "sbom-in-service.cdx.json")
VET = ["vet", "--sbom", NEW, "--library", str(EXAMPLES / "library"), "--on", "2026-12-01"]
EXCEPTIONS = """schema: sekisho/exceptions/1
fictional: true
exceptions:
  - id: broker
    rule: known_flaws
    ids: [CVE-2099-10002]
    reason: the proxy is off
    owner: Sato (fictional)
    made_on: 2026-11-01
    expires_on: 2026-12-31
  - id: alarms
    rule: reconcile.registry
    subject: pkg:pypi/aoba-alarms
    reason: built by the supplier itself
    owner: Sato (fictional)
    made_on: 2026-11-01
    expires_on: 2026-12-30
"""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.delenv("SEKISHO_LIBRARY", raising=False)


@pytest.fixture
def exceptions(tmp_path: Path) -> str:
    path = tmp_path / "exceptions.yaml"
    path.write_text(EXCEPTIONS)
    return str(path)


@pytest.fixture
def saved(tmp_path: Path, capsys: Captured) -> str:
    run([*VET, "--in-service", OLD, "--json"])
    path = tmp_path / "assessment.json"
    path.write_text(capsys.readouterr().out)
    return str(path)


def changed(tmp_path: Path, change: Any) -> str:
    plain = json.loads(Path(NEW).read_text())
    change(plain)
    path = tmp_path / "delivered.json"
    path.write_text(json.dumps(plain))
    return str(path)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 1),
        (["--since", OLD], 1),
        (["--fail-on", "known_flaws", "--since", OLD], 0),
        (["--fail-on", "malicious"], 0),
        (["--fail-on", "known_flaws"], 1),
        (["--fail-on", "known_flaws.exploited", "--since", OLD], 0),
        (["--fail-on", "quality.no_version", "--fail-on", "critical"], 1),
    ],
)
def test_what_decides_gives_the_exit_code(words: list[str], code: int, capsys: Captured):
    assert run([*VET, *words]) == code
    assert "CVE-2099-10002" in capsys.readouterr().out


def test_an_exception_lets_pass_and_everything_stays(exceptions: str, capsys: Captured):
    assert run([*VET, "--exceptions", exceptions]) == 0
    said = capsys.readouterr().out
    assert "Excepted (broker)" in said
    assert "CVE-2099-10002" in said


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_gate_is_worded_in_full_within_80_columns(lang: str, exceptions: str, capsys: Captured):
    run(["--lang", lang, *VET, "--since", OLD, "--exceptions", exceptions, "--fail-on", "low"])
    said = capsys.readouterr().out
    assert "[gate." not in said
    assert max(width_of(line) for line in said.splitlines()) <= 80


def test_the_name_of_the_assessment_does_not_change_with_marks(exceptions: str, capsys: Captured):
    run([*VET])
    plain = capsys.readouterr().out
    run([*VET, "--exceptions", exceptions])
    marked = capsys.readouterr().out

    name = [line for line in plain.splitlines() if len(line.strip()) == 64][-1]
    assert name in marked


def test_json_holds_the_assessment_and_the_marks(exceptions: str, capsys: Captured):
    run([*VET, "--json"])
    plain = json.loads(capsys.readouterr().out)
    run([*VET, "--json", "--exceptions", exceptions])
    gated = json.loads(capsys.readouterr().out)

    assert gated["schema"] == "sekisho/gated/1"
    assert gated["assessment"] == plain
    assert gated["exceptions"][0]["standing"] == "used"


def test_the_files_for_machines_are_written(tmp_path: Path):
    sarif, junit = tmp_path / "o.sarif", tmp_path / "o.xml"

    run([*VET, "--sarif", str(sarif), "--junit", str(junit)])

    assert json.loads(sarif.read_text())["version"] == "2.1.0"
    assert junit.read_text().startswith("<?xml")


@pytest.mark.parametrize(
    ("find", "put", "said"),
    [
        ("sekisho/exceptions/1", "sekisho/notes/1", "no file of exceptions"),
        ("    reason: the proxy is off\n", "", "reason"),
        ("owner: Sato (fictional)", 'owner: " "', "owner"),
        ("2026-12-31", "2026-02-31", "expires_on"),
        ("2026-12-31", "2026-10-31", "ends before"),
        ("    ids: [CVE-2099-10002]\n", "", "whole check"),
        ("rule:", "rules:", "rules"),
        ("exceptions:\n", "exceptions: 5\nother:\n", "exceptions"),
    ],
)
def test_a_wrong_file_of_exceptions_is_refused_with_its_place(
    find: str, put: str, said: str, exceptions: str, capsys: Captured
):
    Path(exceptions).write_text(EXCEPTIONS.replace(find, put))

    assert run([*VET, "--exceptions", exceptions]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "exceptions.yaml:" in err.replace("\n", "")


@pytest.mark.parametrize("option", ["--since", "--exceptions"])
def test_a_filing_has_neither_exceptions_nor_an_earlier_sbom(
    option: str, exceptions: str, capsys: Captured
):
    assert run(["vet", str(EXAMPLES / "quick-patch"), option, exceptions]) == 2
    assert "no exceptions" in capsys.readouterr().err.replace("\n    ", " ")


def test_a_file_that_cannot_be_written_ends_with_2(tmp_path: Path):
    assert run([*VET, "--sarif", str(tmp_path / "nowhere" / "o.sarif")]) == 2


def test_the_same_bytes_pass_the_gate(saved: str, capsys: Captured):
    assert run(["gate", "check", NEW, "--assessment", saved]) == 0
    assert "is what was vetted" in capsys.readouterr().out


def test_what_was_in_service_is_not_what_was_vetted(saved: str):
    assert run(["gate", "check", OLD, "--assessment", saved]) == 1


def test_another_hash_of_one_package_is_a_change(saved: str, tmp_path: Path, capsys: Captured):
    def change(plain: Any) -> None:
        plain["components"][3]["hashes"][0]["content"] = "0" * 64

    assert run(["gate", "check", changed(tmp_path, change), "--assessment", saved]) == 1
    assert "with other hashes" in capsys.readouterr().out


def test_a_package_less_is_a_change_with_both_counts(saved: str, tmp_path: Path, capsys: Captured):
    delivered = changed(tmp_path, lambda plain: plain["components"].pop())

    assert run(["gate", "check", delivered, "--assessment", saved]) == 1
    assert "45 before, 44 now" in capsys.readouterr().out


def test_names_without_every_hash_cannot_tell(saved: str, tmp_path: Path):
    delivered = changed(tmp_path, lambda plain: plain["components"].reverse())

    assert run(["gate", "check", delivered, "--assessment", saved]) == 3


def test_a_file_that_its_vetted_sbom_names_is_the_same(tmp_path: Path, capsys: Captured):
    firmware = tmp_path / "ems.bin"
    firmware.write_bytes(b"fictional firmware")
    digest = hashlib.sha256(b"fictional firmware").hexdigest()

    def change(plain: Any) -> None:
        plain["metadata"]["component"]["hashes"] = [{"alg": "SHA-256", "content": digest}]

    sbom = changed(tmp_path, change)
    run(["vet", "--sbom", sbom, "--library", str(EXAMPLES / "library"), "--json"])
    saved = tmp_path / "assessment.json"
    saved.write_text(capsys.readouterr().out)

    gate = ["gate", "check", str(firmware), "--assessment", str(saved)]
    assert run(gate) == 3
    assert run([*gate, "--sbom", sbom]) == 0
    firmware.write_bytes(b"other firmware")
    assert run([*gate, "--sbom", sbom]) == 1
    assert run([*gate, "--sbom", NEW]) == 1


def test_an_assessment_at_the_gate_can_be_held_against_too(
    exceptions: str, tmp_path: Path, capsys: Captured
):
    run([*VET, "--json", "--exceptions", exceptions])
    saved = tmp_path / "gated.json"
    saved.write_text(capsys.readouterr().out)

    assert run(["gate", "check", NEW, "--assessment", str(saved)]) == 0


@pytest.mark.parametrize("text", ["", "no JSON", "{}", "[]", '{"schema": "sekisho/assessment/9"}'])
def test_what_is_no_assessment_is_refused(text: str, tmp_path: Path):
    path = tmp_path / "bad.json"
    path.write_text(text)

    assert run(["gate", "check", NEW, "--assessment", str(path)]) == 2
