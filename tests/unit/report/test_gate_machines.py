"""What machines are told: SARIF 2.1.0 by the rules of its schema, JUnit as its readers share it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from sekisho.model.assessment import Assessment
from sekisho.model.operator.exceptions import Exception_
from sekisho.report.gate import sarif as sarif_module
from sekisho.report.gate.junit import junit
from sekisho.report.gate.places import Files
from sekisho.report.gate.policy import Gated, Line, judge_gate
from sekisho.report.gate.sarif import sarif
from tests.samples.assessments import GRID, HOSTILE, SOFTWARE, finding, said

BOM = b'{\n "bomFormat": "CycloneDX",\n "components": [\n  {"name": "a"},\n  {"name": "b"}\n ]\n}\n'
FILES = {"sbom": "build/my sbom.json"}
EXCEPTION = Exception_(
    id="relay",
    rule="known_flaws.advisory",
    subject="pkg:pypi/kasumi-relay@1.3",
    reason="not reachable",
    owner="Sato (fictional)",
    made_on=date(2026, 11, 1),
    expires_on=date(2026, 12, 31),
)


def gated(assessment: Assessment = GRID, **fields: Any) -> Gated:
    return judge_gate(assessment, Line(severity="medium"), **fields)


def run_of(found: Gated, lang: str = "en", data: bytes = BOM) -> dict[str, Any]:
    document = sarif(found, Files(FILES, {"sbom": data}), lang)
    assert json.loads(json.dumps(document)) == document
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def hold_to_schema(run: dict[str, Any]) -> None:
    """What the schema of SARIF 2.1.0 and the limits of a large code host ask of a run."""
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules) <= 25_000
    assert len(run["results"]) <= 25_000
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert len(rule["properties"]["tags"]) <= 10
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert 1 <= len(result["locations"]) <= 100
        assert result.get("baselineState", "new") in {"new", "unchanged"}
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert physical["region"]["startLine"] >= 1
            assert " " not in physical["artifactLocation"]["uri"]
        for suppression in result.get("suppressions", []):
            assert suppression["kind"] in {"inSource", "external"}
            assert suppression["status"] in {"accepted", "rejected", "underReview"}
    for notification in run["invocations"][0]["toolExecutionNotifications"]:
        assert notification["message"]["text"]
        assert notification["level"] in {"error", "warning", "note", "none"}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("assessment", [GRID, SOFTWARE])
def test_a_run_holds_to_the_schema(assessment: Assessment, lang: str):
    hold_to_schema(run_of(gated(assessment, before=SOFTWARE, exceptions=(EXCEPTION,)), lang))


def test_every_finding_is_a_result_and_what_was_not_checked_is_a_notification():
    run = run_of(gated())

    assert len(run["results"]) == sum(each.state == "found" for each in GRID.findings)
    told = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert any("no signature" in text for text in told)
    assert run["invocations"][0]["exitCode"] == 1


def test_a_place_has_its_pointer_and_the_line_in_the_file():
    (result,) = run_of(gated(replace(SOFTWARE, findings=(finding(1),))))["results"]

    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "build/my%20sbom.json"
    assert location["physicalLocation"]["region"] == {"startLine": 5}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/components/1"


@pytest.mark.parametrize("data", [b"", b"<bom/>", b"{", b"SPDXVersion: SPDX-2.3"])
def test_of_a_file_whose_lines_are_not_known_the_pointer_is_told(data: bytes):
    (result,) = run_of(gated(replace(SOFTWARE, findings=(finding(1),))), data=data)["results"]

    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert result["locations"][0]["logicalLocations"]


def test_the_line_of_an_xml_place_is_the_place_itself():
    fault = finding(place="sbom#17")

    (result,) = run_of(gated(replace(SOFTWARE, findings=(fault,))))["results"]

    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 17}


def test_a_finding_without_a_place_stands_at_the_file():
    (result,) = run_of(gated(replace(SOFTWARE, findings=(finding(place=""),))))["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_an_exception_is_a_suppression_and_the_others_say_that_they_have_none():
    results = run_of(gated(exceptions=(EXCEPTION,)))["results"]

    suppressed = [result for result in results if result["suppressions"]]
    assert len(suppressed) == 1
    assert suppressed[0]["suppressions"][0]["status"] == "accepted"
    assert "Sato" in suppressed[0]["suppressions"][0]["justification"]


def test_results_alike_have_fingerprints_that_differ():
    results = run_of(gated())["results"]

    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    assert len(set(prints)) == len(prints)


def test_what_is_beyond_the_limit_of_a_run_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sarif_module, "MOST_RESULTS", 10)

    run = run_of(gated())

    assert len(run["results"]) == 10
    last = run["invocations"][0]["toolExecutionNotifications"][-1]
    assert "22" in last["message"]["text"]


def suites(found: Gated, lang: str = "en") -> ET.Element:
    return ET.fromstring(junit(found, lang))  # noqa: S314  # our own


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_counts_of_suites_are_those_of_their_cases(lang: str):
    root = suites(gated(before=SOFTWARE, exceptions=(EXCEPTION,)), lang)

    for suite in (root, *root.iter("testsuite")):
        assert int(suite.get("tests", "")) == len(list(suite.iter("testcase"))) > 0
        for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(name, "")) == len(list(suite.iter(kind)))
    for case in root.iter("testcase"):
        assert case.get("name")
        assert case.get("classname")
        assert sum(child.tag in {"failure", "error", "skipped"} for child in case) <= 1


def test_what_decides_fails_and_what_does_not_is_still_there():
    root = suites(gated(exceptions=(EXCEPTION,)))

    assert len(list(root.iter("failure"))) == 31
    skipped = [each for each in root.iter("skipped") if "Excepted" in each.get("message", "")]
    assert len(skipped) == 1


def test_a_required_check_without_an_answer_is_an_error_and_never_a_pass():
    root = suites(gated())

    (suite,) = (each for each in root if "alicious" in each.get("name", ""))
    assert suite.get("errors") == "1"
    assert [child.tag for case in suite for child in case] == ["error"]


def test_hostile_words_are_written_so_that_xml_holds_them():
    bad = finding(message=said(HOSTILE + "\x00\ufffe"), place=HOSTILE)

    root = suites(gated(replace(SOFTWARE, findings=(bad,))))

    (failure,) = root.iter("failure")
    assert "<script>" in (failure.text or "")
