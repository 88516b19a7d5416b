"""VEX at the command line: shown, vetted with, listed in a filing, refused with a reason."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.report.columns import width_of

EXAMPLES = Path(__file__).parents[3] / "examples"
FLAWS = EXAMPLES / "statements-on-flaws"
OPENVEX, CSAF = FLAWS / "aoba-micro.openvex.json", FLAWS / "minato-office.csaf.json"
VET = ["vet", "--sbom", str(FLAWS / "gateway.cdx.json"), "--library", str(EXAMPLES / "library")]
Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("file", [OPENVEX, CSAF])
def test_a_document_is_shown_within_the_width_of_a_terminal(
    file: Path, lang: str, capsys: Captured
):
    assert run(["--lang", lang, "vex", "check", str(file)]) == 0
    said = capsys.readouterr().out

    assert "CVE-2099-10001" in said
    assert max(width_of(line) for line in said.splitlines()) <= 80
    assert "[cli." not in said


def test_data_has_every_statement_failure_and_open_test(tmp_path: Path, capsys: Captured):
    broken = json.loads(CSAF.read_text(encoding="utf-8"))
    broken["vulnerabilities"][0]["product_status"]["fixed"] = ["P-1", "P-9"]
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(broken), encoding="utf-8")

    assert run(["vex", "check", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)

    assert told["schema"] == "sekisho/vex-check/1"
    assert {each["test"] for each in told["document"]["failures"]} == {"6.1.1", "6.1.6"}
    assert [each["status"] for each in told["document"]["statements"]] == ["affected", "fixed"]
    assert told["defects"][0]["message"]["id"] == "vex.undefined_product"
    assert "6.1.8" in told["not_evaluated"]
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_failure_is_said_in_words(lang: str, tmp_path: Path, capsys: Captured):
    broken = CSAF.read_text(encoding="utf-8").replace('"number": "1"', '"number": "3"')
    file = tmp_path / "broken.json"
    file.write_text(broken, encoding="utf-8")

    assert run(["--lang", lang, "vex", "check", str(file)]) == 1
    said = capsys.readouterr().out
    assert "! 6.1.16" in said
    assert "! 6.1.21" in said
    assert "[csaf." not in said


def test_what_is_no_vex_is_unreadable_and_says_why(tmp_path: Path, capsys: Captured):
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")

    assert run(["vex", "check", str(other)]) == 2
    assert "This is no VEX" in capsys.readouterr().err
    assert run([*VET, "--vex", str(other), "--on", "2026-12-01"]) == 2
    assert "This is no VEX" in capsys.readouterr().err


def test_an_update_is_vetted_with_several_documents(capsys: Captured):
    words = [*VET, "--vex", str(OPENVEX), "--vex", str(CSAF), "--on", "2026-12-01", "--json"]
    assert run(words) == 1
    told = json.loads(capsys.readouterr().out)

    flaw = next(
        found
        for found in told["findings"]
        if found["rule"] == "known_flaws.published" and "10001" in json.dumps(found["message"])
    )
    assert flaw["severity"] == "high"
    assert [claim["author"] for claim in flaw["claims"]] == [
        "Aoba Micro",
        "Minato Coordination Office (fictional)",
    ]
    assert "vex" in [check["check"] for check in told["checks"]]


def test_without_a_vex_the_assessment_has_no_check_of_any(capsys: Captured):
    run([*VET, "--on", "2026-12-01", "--json"])

    assert "vex" not in [each["check"] for each in json.loads(capsys.readouterr().out)["checks"]]


def test_a_filing_lists_its_documents_as_evidence(tmp_path: Path, capsys: Captured):
    folder = tmp_path / "filing"
    shutil.copytree(EXAMPLES / "quick-patch", folder)
    shutil.copytree(EXAMPLES / "library", tmp_path / "library")
    flaw = json.loads(OPENVEX.read_text(encoding="utf-8"))
    flaw["statements"] = [
        {
            "vulnerability": {"name": "CVE-2099-10999"},
            "products": [{"@id": "pkg:pypi/tanuki-http@4.4.1"}],
            "status": "affected",
            "action_statement": "Update.",
        }
    ]
    (folder / "vex.json").write_text(json.dumps(flaw), encoding="utf-8")
    with (folder / "filing.yaml").open("a", encoding="utf-8") as filing:
        filing.write("  - {id: vex-aoba, kind: vex, path: vex.json, component: gateway}\n")

    assert run(["vet", str(folder), "--on", "2026-12-01", "--json"]) == 1
    found = {each["rule"]: each for each in json.loads(capsys.readouterr().out)["findings"]}
    assert found["vex.affected"]["place"] == "vex-aoba#/statements/0"

    (folder / "vex.json").write_text("{}", encoding="utf-8")
    run(["vet", str(folder), "--on", "2026-12-01", "--json"])
    found = {each["rule"]: each for each in json.loads(capsys.readouterr().out)["findings"]}
    assert found["provenance.unreadable"]["remedy"]["id"] == "provenance.unreadable_vex.remedy"
    assert found["vex.not_checked"]["cause"] == "vex:unread"


def test_a_document_beside_a_filing_is_named_in_the_filing(capsys: Captured):
    assert run(["vet", str(EXAMPLES / "quick-patch"), "--vex", str(OPENVEX)]) == 2
    assert "kind vex" in capsys.readouterr().err
