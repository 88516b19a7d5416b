"""Every SBOM of the shared data that claims to be CycloneDX or SPDX, in whatever form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from sekisho.model.errors import InputError
from sekisho.read.sbom import read_sbom
from tests.samples.archives import members

CYCLONEDX = {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"}
SPDX = {"SPDX-2.2", "SPDX-2.3"}


def _documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for archive in sorted(folder.glob("sbom/*.tar.zst")):
        for name, data in members(archive):
            yield f"{archive.name}/{name}", data


def _claims(data: bytes) -> bool:
    """Whether a document says it is of a version that must be read."""
    try:
        plain = json.loads(data.decode("utf-8-sig"))
    except ValueError:
        return False
    if isinstance(plain, dict) and set(plain) == {"sbom"}:
        plain = plain["sbom"]
    if not isinstance(plain, dict):
        return False
    if plain.get("bomFormat") == "CycloneDX":
        return plain.get("specVersion") in CYCLONEDX
    return plain.get("spdxVersion") in SPDX


@pytest.fixture(scope="module")
def claimed(test_data: Path) -> list[tuple[str, bytes]]:
    return [(name, data) for name, data in _documents(test_data) if _claims(data)]


def test_every_real_sbom_of_a_version_read_is_read(claimed: list[tuple[str, bytes]]):
    refused = []
    for name, data in claimed:
        try:
            read_sbom(data, name)
        except InputError as error:
            refused.append((name, error.message.id))

    assert len(claimed) > 900
    assert refused == []


def test_no_package_of_a_real_sbom_is_lost(claimed: list[tuple[str, bytes]]):
    different = []
    for name, data in claimed:
        plain = json.loads(data.decode("utf-8-sig"))
        listed = [item for item in plain.get("packages") or () if isinstance(item, dict)]
        if "spdxVersion" not in plain or not listed:
            continue
        inventory, defects = read_sbom(data, name)
        held = len(inventory.packages) + (inventory.primary is not None)
        lost = sum(defect.message.id == "sbom.unreadable_item" for defect in defects)
        if held + lost < len(listed):
            different.append((name, held, len(listed)))

    assert different == []


MARKS = (
    b"cyclonedx.org/schema/bom/",
    b"SPDXVersion:",
    b'"spdxVersion"',
    b"\nspdxVersion:",
    b"spdx.org/rdf/3.0",
    b'"bomFormat"',
)
RIGHTLY_REFUSED = {
    "error.empty",
    "error.not_json_colon",
    "error.not_json_key",
    "error.not_json_value",
    "error.not_xml",
    "error.sbom_unknown",
    "error.sbom_version",
    "error.tag_value_line",
    "error.tag_value_text",
    "error.utf16",
    "error.xml_unknown",
}


def test_every_real_document_in_any_form_is_read_or_refused_for_what_it_is(test_data: Path):
    read: Counter[str] = Counter()
    refused: dict[str, list[str]] = {}
    for name, data in _documents(test_data):
        if not any(mark in data[:100_000] for mark in MARKS):
            continue
        try:
            inventory, _ = read_sbom(data, name)
        except InputError as error:
            refused.setdefault(error.message.id, []).append(name)
        else:
            read[f"{inventory.format} {inventory.spec_version[:3]}"] += 1

    assert set(refused) <= RIGHTLY_REFUSED
    # Broken on purpose, of another version, or a document about SBOMs.
    assert sum(map(len, refused.values())) < 120
    assert sum(read.values()) > 1300
    assert {"CycloneDX 1.0", "CycloneDX 1.1", "SPDX 3.0"} <= set(read)


def test_xml_and_json_of_one_example_give_the_same_inventory(test_data: Path):
    """The specification's own examples; some of the pairs hold different examples by mistake.

    One of them differs in a composition alone: its XML takes a flaw for an assembly.
    """
    found = {
        name: data
        for name, data in _documents(test_data)
        if "specification-testsuite" in name and "/valid-" in name
    }
    same = different = 0
    for name, data in found.items():
        twin = found.get(name.removesuffix(".xml") + ".json")
        if not name.endswith(".xml") or twin is None:
            continue
        if read_sbom(data, "bom")[0] == read_sbom(twin, "bom")[0]:
            same += 1
        else:
            different += 1

    assert same >= 70
    assert different <= 28


def test_the_suite_of_cyclonedx_is_judged_as_it_says_of_itself(test_data: Path):
    """Every valid file of versions 1.0 to 1.7, JSON and XML, is accepted; every other is flagged."""
    wrong = []
    seen: Counter[str] = Counter()
    for name, data in _documents(test_data):
        verdict, _, _ = name.rpartition("/")[2].partition("-")
        if "specification-testsuite" not in name or verdict not in {"valid", "invalid"}:
            continue
        if not name.endswith((".json", ".xml")):
            continue
        seen[verdict] += 1
        if _is_flagged(data, name) != (verdict == "invalid"):
            wrong.append(name)

    assert seen["valid"] > 200
    assert seen["invalid"] > 100
    assert wrong == []


def _is_flagged(data: bytes, name: str) -> bool:
    """By the schema; the dependency graph of version 1.0 has a vocabulary of its own, without one."""
    try:
        inventory, defects = read_sbom(data, name)
    except InputError:
        return True
    if "/ext/" in name:
        return any(
            defect.message.id in {"sbom.missing_ref", "sbom.bad_field"} for defect in defects
        )
    return bool(inventory.schema_faults)
