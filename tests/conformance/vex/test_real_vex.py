"""Every VEX and advisory of the shared data is read, or refused with the right reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sekisho.model.errors import InputError
from sekisho.read.vex.reader import read_vex
from tests.samples.archives import members

SOURCES = (
    "csaf-vex/*.tar.zst",
    "sbom/trivy-sbom-vex-fixtures.tar.zst",
    "sbom/grype-fixtures.tar.zst",
    "sbom/guac-exampledata.tar.zst",
    "sbom/defectdojo-scans.tar.zst",
    "sbom/cyclonedx-bom-examples.tar.zst",
)
READ = {"OpenVEX", "CSAF 2.0", "CSAF 2.1", "CycloneDX VEX"}
REFUSED = {
    "no VEX": {"error.vex_unknown", "error.not_json_key", "error.not_json_end", "error.not_xml"},
    "CSAF of another version": {"error.vex_version"},
    "CycloneDX without statements": {"error.vex_none_stated", "error.vex_version"},
}


def documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for source in SOURCES:
        for archive in sorted(folder.glob(source)):
            for name, data in members(archive):
                if name.endswith(".json"):
                    yield f"{archive.name}/{name}", data


def kind(data: bytes) -> str:
    """What a document says it is, found without our reader."""
    try:
        plain: Any = json.loads(data)
    except ValueError:
        return "no VEX"
    if not isinstance(plain, dict):
        return "no VEX"
    if str(plain.get("@context", "")).startswith("https://openvex.dev/ns"):
        return "OpenVEX"
    about = plain.get("document")
    if isinstance(about, dict) and "csaf_version" in about:
        version = about["csaf_version"]
        return f"CSAF {version}" if version in {"2.0", "2.1"} else "CSAF of another version"
    if plain.get("bomFormat") == "CycloneDX":
        states = isinstance(plain.get("vulnerabilities"), list)
        return "CycloneDX VEX" if states else "CycloneDX without statements"
    return "no VEX"


def test_each_is_read_or_refused_with_the_right_reason(test_data: Path):
    count: Counter[str] = Counter()
    wrong = []
    for name, data in documents(test_data):
        claimed = kind(data)
        count[claimed] += 1
        try:
            document, _ = read_vex(data, name)
        except InputError as error:
            if error.message.id not in REFUSED.get(claimed, set()):
                wrong.append((name, claimed, error.message.id))
            continue
        if claimed not in READ or not claimed.startswith(document.format):
            wrong.append((name, claimed, document.format))

    assert not wrong
    assert count["OpenVEX"] >= 350
    assert count["CSAF 2.0"] + count["CSAF 2.1"] >= 600
    assert count["CycloneDX VEX"] >= 20


def test_every_advisory_of_a_national_office_is_read_and_fails_no_test(
    test_data: Path, zst_lines: Callable[[Path], Iterator[Any]]
):
    statuses: Counter[str] = Counter()
    read = 0
    for plain in zst_lines(test_data / "csaf-vex" / "csaf-cisa-ot-it.jsonl.zst"):
        document, _ = read_vex(json.dumps(plain).encode(), "advisory")
        read += 1
        assert not document.failures, (document.id, document.failures)
        assert document.author
        statuses.update(statement.status for statement in document.statements)

    assert read == 1646
    assert statuses["affected"] > 7000
