"""Every SBOM of the shared data that claims to be CycloneDX JSON or SPDX 2 JSON."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from sekisho.model.errors import InputError
from sekisho.read.sbom import read_sbom

CYCLONEDX = {"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"}
SPDX = {"SPDX-2.2", "SPDX-2.3"}


def _documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for archive in sorted(folder.glob("sbom/*.tar.zst")):
        with archive.open("rb") as packed:
            plain = zstandard.ZstdDecompressor().stream_reader(packed).read()
        with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
            for member in tar:
                opened = tar.extractfile(member) if member.isfile() else None
                if opened is not None:
                    yield f"{archive.name}/{member.name}", opened.read()


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
