"""The official test files of CSAF: each test that is evaluated passes the valid and fails the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.read.vex.conformance.table import NOT_EVALUATED, TESTS
from sekisho.read.vex.reader import read_vex
from tests.samples.archives import members

Suite = dict[str, bytes]


def suite(folder: Path, version: str) -> Suite:
    archive = folder / "csaf-vex" / f"oasis-csaf_{version}-validator-suite.tar.zst"
    return {name.rpartition("/data/")[2] or name: data for name, data in members(archive)}


def cases(files: Suite) -> list[tuple[str, str, bool]]:
    """Gives (number of the test, name of the file, whether it passes) for every file there is."""
    listed = json.loads(files["testcases.json"])["tests"]
    return [
        (test["id"], found["name"], key == "valid")
        for test in listed
        if test["group"] == "mandatory"
        for key in ("failures", "valid")
        for found in test.get(key, ())
        if found["name"] in files
    ]


@pytest.mark.parametrize(("version", "least"), [("2.0", 67), ("2.1", 166)])
def test_each_evaluated_test_answers_every_official_file_rightly(
    test_data: Path, version: str, least: int
):
    files = suite(test_data, version)
    wrong, evaluated = [], 0
    for number, name, passes in cases(files):
        document, _ = read_vex(files[name], name)
        failed = {failure.test for failure in document.failures}
        if number in TESTS[version]:
            evaluated += 1
            if (number not in failed) != passes:
                wrong.append((number, name, passes))

    assert not wrong
    assert evaluated >= least


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_every_mandatory_test_is_evaluated_or_named_as_open(test_data: Path, version: str):
    listed = {
        test["id"]
        for test in json.loads(suite(test_data, version)["testcases.json"])["tests"]
        if test["group"] == "mandatory"
    }
    evaluated, open_ = set(TESTS[version]), set(NOT_EVALUATED[version])

    assert listed == evaluated | open_
    assert not evaluated & open_


# Three examples of 2.1 came over from 2.0 as they were: a vendor's fix for products that are fixed.
@pytest.mark.parametrize(("version", "left"), [("2.0", set()), ("2.1", {"6.1.36"})])
def test_the_examples_of_the_standard_fail_nothing_else(
    test_data: Path, version: str, left: set[str]
):
    wrong, read = {}, 0
    for name, data in suite(test_data, version).items():
        if "/examples/csaf/" in name and name.endswith(".json"):
            read += 1
            document, _ = read_vex(data, name)
            if others := {failure.test for failure in document.failures} - left:
                wrong[name] = others

    assert not wrong
    assert read > 10
