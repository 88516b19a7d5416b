"""Cold processes beside peers: `python -m benchmarks.software.peers [--cache FOLDER] [--examples N]`.

The advisories of PyPI (SEKISHO_TEST_DATA) are put into our library and into the store of each peer;
then whole processes run on an SBOM of 1 and of 600 components, taking turns. Told are processor
seconds (of the process and its children) and seconds on the clock, medians, and the sets of
(component, alias group) each side finds, every difference with its cause.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from packaging.version import InvalidVersion, Version

from benchmarks.software.evaluation import by_package, by_packaging, versions_of
from benchmarks.software.stores import PEERS, NotMeasured, Pair, Peer, Record, Run, bounds
from sekisho.library.build import build_library
from sekisho.match.advisories.groups import make_groups
from sekisho.read.advisories.documents import open_documents
from sekisho.read.advisories.osv import read_records
from sekisho.read.defects import DefectLog
from sekisho.read.packed import read_lines
from tests.samples import osv_slowly as slow

ROOT = Path(__file__).resolve().parents[2]
FEED = "osv-pypa"
SIZES = (1, 600)
SEED = 20261126
DAY = date(2026, 11, 23)
_CLI = "import sys; from sekisho.cli.main import main; sys.exit(main())"


@dataclass(slots=True)
class Side:
    """One side: what its processes took for each SBOM, and what it found in the largest."""

    name: str
    processor: dict[int, float] = field(default_factory=dict)
    clock: dict[int, float] = field(default_factory=dict)
    found: set[Pair] = field(default_factory=set)
    missing: str = ""


@dataclass(slots=True)
class Differences:
    """What one side alone found, by cause, with examples."""

    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[Pair]] = field(default_factory=lambda: defaultdict(list))


class World:
    """The advisories, the SBOMs and our library of one run, in a folder of its own."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.folder = folder
        path = data / "advisories" / f"{FEED}.jsonl.zst"
        plain = [json.loads(line) for _, line in read_lines(path, DefectLog())]
        self.records: list[Record] = [each for each in plain if not each.get("withdrawn")]
        self.entries = by_package(self.records)
        self.details: dict[str, str] = {r["id"]: r.get("details", "") for r in self.records}
        self.sboms = {size: self._sbom(size) for size in SIZES}
        feeds = folder / "feeds"
        feeds.mkdir()
        shutil.copy(path, feeds)
        build_library(feeds, folder / "library", DAY)
        log = DefectLog()
        groups = make_groups(record for record in read_records(open_documents(path, log), log))
        self.group = {id: group.ids[0] for group in groups.values() for id in group.ids}

    def _sbom(self, size: int) -> Path:
        """Half real names of the advisories, at versions these name, and half nobody wrote about."""
        draw = random.Random(SEED)  # noqa: S311  # the same SBOM in every run, no secret
        places = sorted(self.entries)
        parts = []
        for place in draw.sample(places, min(len(places), max(1, size // 2))):
            entries = self.entries[place]
            named = [v for v in versions_of(entries, draw) if self._affects(v, entries) or size > 1]
            parts.append((place[1], draw.choice(named or ["0.0.1"])))
        parts += [(f"kasumi-{at}", f"1.{at % 7}.0") for at in range(size - len(parts))]
        path = self.folder / f"sbom-{size}.cdx.json"
        path.write_text(json.dumps(_cyclonedx(parts)))
        return path

    @staticmethod
    def _affects(version: str, entries: list[tuple[str, Any]]) -> bool:
        return any(_says(version, entry) for _, entry in entries)

    def pairs(self, found: set[Pair]) -> set[Pair]:
        """What was found, each flaw by the first id of its group."""
        return {(component, self.group.get(id, id)) for component, id in found}

    def cause(self, pair: Pair) -> tuple[bool, str]:
        """Whether the OSV schema calls a component affected, and what is special about it."""
        name, _, version = pair[0].partition("@")
        entries = [
            entry
            for id, entry in self.entries.get(("PyPI", name), ())
            if self.group.get(id, id) == pair[1]
        ]
        affecting = [entry for entry in entries if _says(version, entry)]
        disputed = any("** DISPUTED **" in self.details.get(id, "") for id in self.of(pair[1]))
        special = "its text says that it is disputed" if disputed else ""
        return bool(affecting), special or _special(version, affecting or entries)

    def of(self, group: str) -> list[str]:
        """The records of a group."""
        return [id for id in self.details if self.group.get(id, id) == group]


def _special(version: str, entries: list[Record]) -> str:
    try:
        if Version(version).is_prerelease:
            return "a pre-release"
    except InvalidVersion:
        return "a version that is none by PEP 440"
    spans = [span for entry in entries for span in bounds(entry)]
    commits = any(s["type"] == "GIT" for entry in entries for s in entry.get("ranges") or ())
    beside = ", commits beside it" if commits else ""
    if any(not high and not last for _, high, last in spans):
        return f"a range without end{beside}"
    if any(version in (entry.get("versions") or ()) for entry in entries):
        return "a listed version"
    return f"no listed version, {'a range' if len(spans) == 1 else 'several ranges'}{beside}"


def _says(version: str, entry: Record) -> bool:
    try:
        return slow.is_vulnerable(version, entry, by_packaging)
    except slow.NotComparableError:
        return version in (entry.get("versions") or ())


def _cyclonedx(parts: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "bench", "version": "1", "bom-ref": "b"}
        },
        "components": [
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "bom-ref": f"pkg:pypi/{name}@{version}",
            }
            for name, version in parts
        ],
    }


def _ours(world: World, size: int) -> Run:
    out = world.folder / "ours.json"
    vet = ["vet", "--sbom", str(world.sboms[size]), "--library", str(world.folder / "library")]
    command = [sys.executable, "-c", _CLI, *vet, "--on", DAY.isoformat(), "--json"]

    def found() -> set[Pair]:
        told = json.loads(out.read_text())
        rows = (f for f in told["findings"] if f["rule"].startswith("known_flaws.p"))
        return {
            (row["subject"].rpartition("/")[2], source["record"])
            for row in rows
            for source in row["sources"]
        }

    return Run(command, ours_environment(world.folder), found, lambda: out.unlink(missing_ok=True))


def ours_environment(folder: Path) -> dict[str, str]:
    """Ours as it is when installed: its bytecode is kept, as that of the peers is."""
    kept = {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    return kept | {"PYTHONDONTWRITEBYTECODE": ""}


def _timed(run: Run, folder: Path) -> tuple[float, float]:
    """Processor seconds and seconds on the clock of one whole process."""
    run.clear()
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with (folder / "ours.json").open("wb") as out:
        done = subprocess.run(
            run.command,
            stdout=out,
            stderr=subprocess.PIPE,
            env=os.environ | run.environment,
            cwd=folder,
            timeout=600,
            check=False,
        )
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        raise NotMeasured(f"exit code {done.returncode}: {done.stderr.decode()[-200:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, clock


def measure(data: Path, cache: Path, rounds: int, peers: tuple[Peer, ...] = PEERS) -> Measured:
    """Installs and feeds the peers, runs all sides in turn, and compares what they found."""
    with tempfile.TemporaryDirectory(prefix="sekisho-peers-") as name:
        world = World(data, Path(name))
        cache.mkdir(parents=True, exist_ok=True)
        asks, sides = _ready(world, cache, peers)
        for size in SIZES:
            _take_turns(asks, sides, size, rounds, world.folder)
        ours = sides[0]
        told = {
            side.name: differences(world, ours.found, side.found)
            for side in sides[2:]
            if not side.missing
        }
        for side in sides:
            side.found = world.pairs(side.found)
        return Measured(sides, told, len(world.records))


@dataclass(frozen=True, slots=True)
class Measured:
    """The sides (ours first, then Python alone), the differences, and how many advisories."""

    sides: list[Side]
    differences: dict[str, Differences]
    advisories: int


def _ready(
    world: World, cache: Path, peers: tuple[Peer, ...]
) -> tuple[dict[str, Callable[[int], Run]], list[Side]]:
    bare = Run([sys.executable, "-c", "pass"], {}, set, lambda: None)
    asks: dict[str, Callable[[int], Run]] = {
        "sekisho": lambda size: _ours(world, size),
        "python alone": lambda _: bare,
    }
    sides = [Side(name) for name in asks]
    for peer in peers:
        side = Side(peer.name)
        sides.append(side)
        store = world.folder / f"store-{peer.name.split()[0]}"
        try:
            installed = peer.install(cache)
            peer.feed(installed, store, world.records)
        except NotMeasured as error:
            side.missing = str(error)
            continue
        asks[peer.name] = lambda size, peer=peer, at=installed, store=store: peer.ask(  # type: ignore[misc]
            at, store, world.sboms[size]
        )
    return asks, sides


def _take_turns(
    asks: dict[str, Callable[[int], Run]], sides: list[Side], size: int, rounds: int, folder: Path
) -> None:
    taken: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(rounds + 1):
        for side in sides:
            if side.missing:
                continue
            run = asks[side.name](size)
            try:
                spent = _timed(run, folder)
            except (NotMeasured, subprocess.TimeoutExpired) as error:
                side.missing = str(error)
                continue
            if turn:  # the first turn of each writes its bytecode
                taken[side.name].append(spent)
            if turn == rounds:
                side.found = run.found()
    for side in sides:
        if not side.missing:
            side.processor[size] = median(used for used, _ in taken[side.name])
            side.clock[size] = median(clock for _, clock in taken[side.name])


def differences(world: World, ours: set[Pair], theirs: set[Pair]) -> Differences:
    """Every pair one side alone has, by the cause that the OSV schema and the store tell."""
    told = Differences()
    mine, other = world.pairs(ours), world.pairs(theirs)
    sides = (("only ours", told.ours, mine - other), ("only theirs", told.theirs, other - mine))
    for whose, tally, pairs in sides:
        for pair in sorted(pairs):
            affected, how = world.cause(pair)
            right = affected == (tally is told.ours)
            cause = f"{how}; {'ours' if right else 'theirs'} is as the schema says"
            tally[cause] += 1
            told.examples[f"{whose}: {cause}"].append(pair)
    return told


def print_measured(measured: Measured, examples: int) -> None:
    """Prints the times and the differences."""
    ours = measured.sides[0]
    heads = "".join(f"{f'{size} comp., CPU s':>20}{'clock s':>9}{'x ours':>8}" for size in SIZES)
    print(f"{'cold process':<20}{heads}{'found':>8}   ({measured.advisories:,} advisories)")
    for side in measured.sides:
        if side.missing:
            print(f"{side.name:<20} not measured: {side.missing}")
            continue
        figures = "".join(
            f"{side.processor[n]:>20.2f}{side.clock[n]:>9.2f}{side.processor[n] / ours.processor[n]:>8.1f}"
            for n in SIZES
        )
        print(f"{side.name:<20}{figures}{len(side.found):>8,}")
    for name, told in measured.differences.items():
        print(
            f"beside {name}: {sum(told.ours.values())} only ours, {sum(told.theirs.values())} only theirs"
        )
        for whose, tally in (("only ours", told.ours), ("only theirs", told.theirs)):
            for cause, count in tally.most_common():
                shown = ", ".join(
                    " ".join(pair) for pair in told.examples[f"{whose}: {cause}"][:examples]
                )
                print(f"    {count:>5} {whose}: {cause}  ({shown})")


def main() -> int:
    """Prints the table; exit code 2 without advisories."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cache", type=Path, help="where the peers are installed, and kept")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--examples", type=int, default=3)
    chosen = options.parse_args()
    data = os.environ.get("SEKISHO_TEST_DATA")
    if not data:
        print("SEKISHO_TEST_DATA names no folder: there are no advisories to compare")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        cache = chosen.cache.resolve() if chosen.cache else Path(folder)
        print_measured(measure(Path(data), cache, chosen.rounds), chosen.examples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
