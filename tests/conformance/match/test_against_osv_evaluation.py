"""Findings of the index beside a slow evaluation of the OSV schema, over real advisories.

A drawn share of the large ecosystems; `python -m benchmarks.software.evaluation` asks all of them,
of other comparators too.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sekisho.match.advisories.build import build_index
from sekisho.match.advisories.index import AdvisoryIndex
from sekisho.model.reference import Advisory, Affected, VersionRange
from tests.samples import osv_slowly as slow

FEEDS: dict[str, tuple[str, slow.Compare]] = {
    "PyPI": ("osv-pypa", slow.pep440),
    "Go": ("osv-go", slow.semver),
    "crates.io": ("osv-rustsec", slow.semver),
    "AlmaLinux": ("osv-almalinux", slow.rpm),
    "npm": ("osv-malicious-packages", slow.semver),
}
POOLED = 12
SHARE = {"AlmaLinux": 0.15, "npm": 0.3}
SEED = 20261126
Lines = Callable[[Path], Iterator[Any]]


def _advisory(plain: dict[str, Any]) -> Advisory:
    return Advisory(
        plain["id"],
        withdrawn=plain.get("withdrawn") or "",
        affected=tuple(
            Affected(
                entry["package"]["ecosystem"],
                entry["package"]["name"],
                tuple(entry.get("versions") or ()),
                tuple(
                    VersionRange(
                        span["type"],
                        tuple(pair for event in span["events"] for pair in event.items()),
                    )
                    for span in entry.get("ranges") or ()
                ),
            )
            for entry in plain.get("affected") or ()
            if entry.get("package")
        ),
    )


@pytest.mark.parametrize("ecosystem", sorted(FEEDS))
def test_every_answer_is_that_of_the_schema(ecosystem: str, test_data: Path, zst_lines: Lines):
    feed, compare = FEEDS[ecosystem]
    plain = list(zst_lines(test_data / "advisories" / f"{feed}.jsonl.zst"))
    parts = build_index((feed, _advisory(record)) for record in plain)
    index = AdvisoryIndex({name: memoryview(data) for name, data in parts.items()})

    asked, different = 0, []
    draw = random.Random(SEED)  # noqa: S311  # the same sample in every run, no secret
    for (place, name), entries in _by_package(plain, ecosystem).items():
        if draw.random() >= SHARE.get(ecosystem, 1.0):
            continue
        for version in _versions(entries):
            try:
                expected = {
                    id for id, entry in entries if slow.is_vulnerable(version, entry, compare)
                }
            except slow.NotComparableError:
                continue
            hits = index.match(place, name, version)
            found = {id for hit in hits if not hit.not_evaluated for id in hit.records}
            asked += 1
            if found != expected:
                different.append((name, version, sorted(found ^ expected)))

    assert asked > 500
    assert different == []


def _by_package(
    plain: list[dict[str, Any]], ecosystem: str
) -> dict[tuple[str, str], list[tuple[str, Any]]]:
    found: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for record in plain:
        for entry in record.get("affected") or ():
            package = entry.get("package") or {}
            place = package.get("ecosystem", "")
            if place.partition(":")[0] == ecosystem and not record.get("withdrawn"):
                # Module paths of Go are published in more than one case for one module.
                name = package["name"].lower() if ecosystem == "Go" else package["name"]
                found[place, name].append((record["id"], entry))
    return found


def _versions(entries: list[tuple[str, Any]]) -> list[str]:
    """Versions the publishers name, and neighbours of them, spread over the whole."""
    pool: set[str] = set()
    for _, entry in entries:
        pool.update(entry.get("versions") or ())
        for span in entry.get("ranges") or ():
            if span["type"] != "GIT":
                pool.update(version for event in span["events"] for version in event.values())
    pool -= {"0", "*"}
    every = sorted(pool)
    step = max(1, len(every) // POOLED)
    return [*every[::step], "0.0.1", "99.0.0"]
