"""The frozen reference: figures of a quick subset as whole numbers, and digests of the data.

It holds no record of anyone. A test measures the same subset and fails when a figure is worse; a
change of the data changes a digest, and then nothing may be compared. `python -m benchmarks.names
--renew` writes it anew, which belongs into the commit that changes the figures, with the reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.names import japanese as firms
from benchmarks.names import labelled
from benchmarks.names.openset import Sizes, open_set
from benchmarks.names.records import Kind
from benchmarks.names.results import outcome_of
from benchmarks.names.searching import ours_in
from benchmarks.names.sides import Ours
from benchmarks.names.splits import World, names_of, record_of

REFERENCE = Path(__file__).with_name("reference.json")
FIRMS = 400
SIZES = Sizes(mated=400, unmated=1_000, gallery=2_500)
_KINDS: tuple[Kind, ...] = ("company", "person")

Figures = dict[str, int]
"""What is counted: names that end in `.more` are better when larger, in `.less` when smaller."""


_READ = (
    "lists/**/*",
    "names/*",
    "exploitation/known_exploited_vulnerabilities-*.json.gz",
    "csaf-vex/csaf-cisa-ot-it.jsonl.zst",
    "advisories/cve5-vulnrichment.jsonl.zst",
)


def files(data: Path) -> str:
    """Gives one digest of the files the benchmark reads: with others there is nothing to compare."""
    digest = sha256()
    for pattern in _READ:
        for path in sorted(data.glob(pattern)):
            if path.is_file():
                digest.update(path.relative_to(data).as_posix().encode())
                digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def digests(world: World) -> dict[str, str]:
    """Gives a digest of each data set with its division."""
    sets: Mapping[str, Iterable[Any]] = {
        "lists": world.entities,
        "name_bench": world.pairs,
        "edinet": world.firms,
        "unlisted": world.unlisted,
    }
    return {name: _digest(world, records) for name, records in sets.items()}


def _digest(world: World, records: Iterable[Any]) -> str:
    digest = sha256()
    for record in records:
        key = record_of(record)
        part = world.part(world.component(key))
        digest.update(json.dumps([key, part, *names_of(record)], ensure_ascii=False).encode())
    return digest.hexdigest()


def quick(world: World) -> Figures:
    """Measures the quick subset of the part to report, ours alone."""
    ours = Ours()
    return _pairs(world, ours) | _firms(world, ours) | _open(world, ours)


def _pairs(world: World, ours: Ours) -> Figures:
    scored = labelled.measure(world, ours)
    told: Figures = {}
    for kind in _KINDS:
        at = scored.at_limit(kind)
        told[f"pairs.{kind}.hits.more"] = at.hits
        told[f"pairs.{kind}.false_hits.less"] = at.false_hits
    told["pairs.area_per_10000.more"] = int(scored.area() * 10_000)
    return told


def _firms(world: World, ours: Ours) -> Figures:
    given = firms.firms_set(world, "report", FIRMS)
    told = firms.japanese(given, ours_in(given, ours)[0])
    counts = {f"japanese.{core}.first.more": rate.count for core, rate in told.first.items()}
    return counts | {"japanese.found_at_10.more": told.looser.count}


def _open(world: World, ours: Ours) -> Figures:
    given = open_set(world, "report", "to Latin", SIZES)
    answered, _ = ours_in(given, ours)
    told: Figures = {}
    for kind in _KINDS:
        outcome = outcome_of(given, answered, kind)
        # At 1 in 1,000 a single name among these few would decide.
        told[f"open.{kind}.missed_at_10.less"] = outcome.at(10).missed.count
        if shipped := outcome.shipped():
            told[f"open.{kind}.alerts.less"] = shipped[0].count
            told[f"open.{kind}.missed.less"] = shipped[1].count
    return told


def worse(now: Figures, before: Figures) -> list[str]:
    """Names every figure that is worse than the reference, or gone."""
    said = []
    for name, was in sorted(before.items()):
        value = now.get(name)
        if value is None:
            said.append(f"{name}: {was}, not measured any more")
        elif value < was if name.endswith(".more") else value > was:
            said.append(f"{name}: {was} in the reference, {value} now")
    return said


def read() -> dict[str, Any]:
    """Reads the reference."""
    told: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return told


def renew(world: World, data: Path) -> None:
    """Writes the quick subset and the digests anew; the last full run is kept beside them."""
    before = read() if REFERENCE.exists() else {}
    told = {"files": files(data), "digests": digests(world), "quick": quick(world)}
    _write(before | told)


def keep_run(told: Mapping[str, Any]) -> None:
    """Keeps the tables of a full run, as `--json` writes them."""
    _write(read() | {"run": dict(told)})


def _write(told: Mapping[str, Any]) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    REFERENCE.write_text(text + "\n", encoding="utf-8")
