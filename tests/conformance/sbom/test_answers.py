"""Every file of the shared SBOM suites is answered: read, or refused for the right reason.

`answers.csv` counts the answers by suite. Files of the suites that are no SBOMs (readmes, reports of
scanners, schemas) are refused as such; the others refused are broken on purpose, or of a version or
form that is not read.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from sekisho.model.errors import InputError
from sekisho.read.sbom import read_sbom
from tests.samples.archives import members

ANSWERS = Path(__file__).with_name("answers.csv")


def _expected() -> Counter[tuple[str, str]]:
    with ANSWERS.open(encoding="utf-8", newline="") as lines:
        return Counter(
            {(row["suite"], row["answer"]): int(row["count"]) for row in csv.DictReader(lines)}
        )


def _answer(data: bytes, name: str) -> str:
    try:
        read_sbom(data, name)
    except InputError as error:
        return error.message.id
    return "read"


def test_every_file_of_every_suite_is_read_or_refused_for_its_reason(test_data: Path):
    found: Counter[tuple[str, str]] = Counter()
    for archive in sorted(test_data.glob("sbom/*.tar.zst")):
        suite = archive.name.removesuffix(".tar.zst")
        for name, data in members(archive):
            found[suite, _answer(data, name)] += 1

    assert sum(found.values()) == sum(_expected().values())
    assert found == _expected()
