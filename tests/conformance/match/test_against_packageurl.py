"""Every package URL of the shared SBOMs and advisories, beside the reference implementation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard
from packageurl import PackageURL

from sekisho.match.packages.purl import parse

_QUOTED = re.compile(rb'"(pkg:[^"\\]{1,500})"')


@pytest.fixture(scope="module")
def published(test_data: Path) -> frozenset[str]:
    return frozenset(_all(test_data))


def _all(folder: Path) -> Iterator[str]:
    for path in sorted([*folder.glob("sbom/*.zst"), *folder.glob("advisories/osv-*.zst")]):
        with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as plain:
            for found in _QUOTED.findall(plain.read()):
                if b"&amp;" not in found:  # escaped for XML, and so no package URL as it stands
                    yield found.decode("utf-8", "replace")


def _oracle(purl: str) -> tuple[str, str, str, str] | None:
    try:
        found = PackageURL.from_string(purl)
    except ValueError:
        return None
    # npm still serves names with capitals (JSONStream is not jsonstream): theirs are folded.
    name = found.name if found.type != "npm" else purl.rpartition("@")[0].rpartition("/")[2]
    folded = found.type == "npm" and name.lower() == found.name
    shown = name if folded else found.name
    return (found.type, found.namespace or "", shown, found.version or "")


def _ours(purl: str) -> tuple[str, str, str, str] | None:
    found = parse(purl)
    return (found.type, found.namespace, found.name, found.version) if found else None


def test_every_published_package_url_is_read_as_the_reference_reads_it(published: frozenset[str]):
    different = [
        (purl, _oracle(purl), _ours(purl))
        for purl in sorted(published)
        if _oracle(purl) is not None and _oracle(purl) != _ours(purl)
    ]

    assert len(published) > 10_000
    assert different == []


def test_what_the_reference_refuses_is_seldom_read(published: frozenset[str]):
    lenient = [purl for purl in published if _oracle(purl) is None and _ours(purl) is not None]

    assert len(lenient) * 1000 < len(published)
