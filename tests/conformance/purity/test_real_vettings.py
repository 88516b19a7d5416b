"""Real SBOMs vetted with a real library: what the answer rests on, and what it does not."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import zstandard

from sekisho.library.build import build_library
from sekisho.report.catalogue import catalogue

ROOT = Path(__file__).parents[3]
ON = "2026-11-23"
LARGEST = 600_000
LISTED = 30
"""An SBOM with fewer package URLs says little; the next one of its archive is taken."""

ARCHIVES = (
    "bom-shelter-in-the-lab-120-images-3-tools",
    "cyclonedx-bom-examples",
    "dependency-track-unit-boms",
    "history-cve-bin-tool-py3.9-json",
    "protobom-conformance",
    "sbom-in-a-box-samples",
    "sbom-python-ecosystem-4-tools",
    "sbom-utility-test",
)
FROM_EACH = 12
WANTED = 20
STATUTORY = re.compile(
    r"特定重要|特定社会|構成設備|届出|届け出|導入等|主務|省令|政令|基幹インフラ|経済安全保障|第\d+条"
    r"|critical facilit|essential service|standstill|\bfiling|\bto file\b|notif|designat|minist"
    r"|\bArts?\. ?\d|statut",
    re.IGNORECASE,
)
RUN = (
    "import sys; from sekisho.cli.main import run;"
    "[run(['vet', '--sbom', sbom, '--library', sys.argv[1], '--on', sys.argv[2], '--json'])"
    " for sbom in sys.argv[3:]]"
)


@dataclass(frozen=True)
class Vetted:
    """The SBOMs chosen, and the assessments printed for them, one a line."""

    sboms: tuple[Path, ...]
    library: Path
    printed: bytes

    @property
    def assessments(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.printed.splitlines()]


@pytest.fixture(scope="module")
def vetted(test_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Vetted:
    folder = tmp_path_factory.mktemp("real")
    library = folder / "library"
    build_library(test_data, library, date.fromisoformat(ON))
    sboms = []
    for at, data in enumerate(chosen(test_data)):
        sboms.append(folder / f"{at}.json")
        sboms[-1].write_bytes(data)
    return Vetted(tuple(sboms), library, vet(library, sboms, "1"))


def chosen(test_data: Path) -> Iterator[bytes]:
    """Gives the first few SBOMs of each archive, by digest, that list enough packages."""
    for name in ARCHIVES:
        packed = (test_data / "sbom" / f"{name}.tar.zst").read_bytes()
        plain = zstandard.ZstdDecompressor().stream_reader(packed).read()
        with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
            files = [tar.extractfile(member) for member in tar if 0 < member.size <= LARGEST]
            documents = {file.read() for file in files if file is not None}
        good = [data for data in documents if is_sbom(data)]
        yield from sorted(good, key=lambda data: hashlib.sha256(data).digest())[:FROM_EACH]


def is_sbom(data: bytes) -> bool:
    if data.count(b'"pkg:') < LISTED:
        return False
    try:
        document = json.loads(data)
    except ValueError:
        return False
    cyclonedx = document.get("bomFormat") == "CycloneDX" and "components" in document
    return cyclonedx or document.get("spdxVersion") in {"SPDX-2.2", "SPDX-2.3"}


def vet(library: Path, sboms: list[Path] | tuple[Path, ...], seed: str) -> bytes:
    """Vets every SBOM in one process of its own, with a seed for its hashes."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, str(library), ON, *map(str, sboms)],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONHASHSEED": seed,
        },
        capture_output=True,
        check=True,
        timeout=300,
    )
    assert len(ended.stdout.splitlines()) == len(sboms), ended.stderr.decode()
    return ended.stdout


def test_twenty_real_sboms_give_the_ids_of_advisories_for_each_package_url(vetted: Vetted):
    with_ids = 0
    for assessment in vetted.assessments:
        flaws = [f for f in assessment["findings"] if f["rule"] == "known_flaws.published"]
        for flaw in flaws:
            told = {detail["id"]: detail.get("params", {}) for detail in flaw["details"]}
            assert flaw["subject"].startswith("package:")
            assert told["software.ids"]["ids"]
        with_ids += any(flaw["subject"].startswith("package:pkg:") for flaw in flaws)
    assert len(vetted.sboms) >= WANTED
    assert with_ids >= WANTED


def test_a_second_run_under_another_hash_seed_gives_the_same_bytes(vetted: Vetted):
    assert vet(vetted.library, vetted.sboms, "2") == vetted.printed


def test_another_order_of_the_components_gives_the_same_findings(vetted: Vetted, tmp_path: Path):
    moved = []
    for sbom in vetted.sboms:
        moved.append(tmp_path / sbom.name)
        moved[-1].write_text(json.dumps(shuffled(json.loads(sbom.read_bytes()))), encoding="utf-8")
    again = vet(vetted.library, moved, "1")
    other = [json.loads(line) for line in again.splitlines()]
    for one, two in zip(vetted.assessments, other, strict=True):
        assert answer(one) == answer(two)
    assert again != vetted.printed


def shuffled(document: dict[str, Any]) -> dict[str, Any]:
    """Puts the packages and their relations in another order."""
    order = random.Random(20261123)  # noqa: S311  # an order, not a secret
    for key in ("components", "dependencies", "packages", "relationships"):
        if key in document:
            order.shuffle(document[key])
    return document


def answer(assessment: dict[str, Any]) -> dict[str, Any]:
    """Gives an assessment without the places in the input and the digests of the input."""
    findings = [{k: v for k, v in f.items() if k != "place"} for f in assessment["findings"]]
    told = sorted(json.dumps(finding, sort_keys=True) for finding in findings)
    for _, digest in assessment["inputs"]["evidence_sha256"]:
        # A document without an author is called by the beginning of its digest.
        told = sorted(line.replace(digest, "").replace(digest[:12], "") for line in told)
    rest = {k: v for k, v in assessment.items() if k not in ("inputs", "findings")}
    return {**rest, "findings": told}


def test_no_word_of_any_statute_is_said(vetted: Vetted):
    said = {id for assessment in vetted.assessments for id in ids_in(assessment)}
    assert len(said) > 20
    worded = {f"{lang} {id}: {catalogue(lang)[id]}" for lang in ("en", "ja") for id in said}
    assert {text for text in worded if STATUTORY.search(text)} == set()


def ids_in(value: Any) -> Iterator[str]:
    """Finds the id of every message an assessment holds."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str) and value["id"] in catalogue("en"):
            yield value["id"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from ids_in(each)
