"""Measures Sekisho beside its peers in one run: `python -m benchmarks.run [--json FILE]`.

Ratios of one run hold on any machine; seconds hold on none but this one. Each figure is the
median of several rounds, the sides taking turns so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cyclonedx.model.bom import Bom
from packageurl import PackageURL
from univers.version_range import VersionRange
from univers.versions import SemverVersion

from benchmarks import samples
from sekisho.match.advisories.build import build_index
from sekisho.match.advisories.index import AdvisoryIndex
from sekisho.match.packages.purl import coordinates
from sekisho.read.sbom import read_sbom

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
CLI = "import sys; from sekisho.cli.main import main; sys.exit(main())"


def measure(sides: dict[str, Callable[[], Any]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each side, taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    gc.freeze()  # what was made before is not the sides' to walk over
    for _ in range(rounds):
        for name, side in sides.items():
            gc.collect()
            began = time.perf_counter()
            side()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def parsing(count: int, *, beside: bool) -> dict[str, Any]:
    """Reading an SBOM: all of ours (caps, keys written twice, defects), their loader alone."""
    data = samples.sbom(count)
    sides: dict[str, Callable[[], Any]] = {"sekisho": lambda: read_sbom(data, "bom.json")}
    if beside:

        def theirs() -> Any:
            return Bom.from_json(json.loads(data))  # type: ignore[attr-defined]

        sides["cyclonedx-python-lib"] = theirs
    seconds = measure(sides, 3 if beside else ROUNDS)
    return _rates("parse", count, seconds, megabytes=round(len(data) / 1e6, 1))


def matching(count: int, published: int) -> dict[str, Any]:
    """Package URLs against advisories, each package with one, so that versions are compared.

    `sekisho` opens the index and knows nothing yet; `warm` has seen the packages before, as a
    service or a second look at the same software has.
    """
    inventory, _ = read_sbom(samples.sbom(count), "bom.json")
    purls = [package.purl for package in inventory.packages]
    made = samples.advisories(published, reached=count // 2 + 1)
    parts = {name: memoryview(data) for name, data in build_index(made).items()}

    kept = AdvisoryIndex(parts)

    def look_up(index: AdvisoryIndex) -> int:
        spots = (coordinates(purl) for purl in purls)
        return sum(len(index.match(s.ecosystem, s.name, s.version)) for s in spots if s)

    def cold() -> int:
        coordinates.cache_clear()
        return look_up(AdvisoryIndex(parts))

    opened = measure({"open": lambda: AdvisoryIndex(parts).match("npm", "nobody", "1.0.0")})
    sides = {"univers": _univers(purls, made), "sekisho": cold, "warm": lambda: look_up(kept)}
    seconds = measure(sides)
    told = _rates("match", count, seconds, advisories=published, hits=cold())
    told["open_and_first_lookup_ms"] = round(opened["open"] * 1000, 2)
    return told


def _univers(purls: list[str], made: list[tuple[str, Any]]) -> Callable[[], int]:
    """The same ranges as `vers`, held in a dictionary and parsed once for each package."""
    fixed = {a.affected[0].name: a.affected[0].ranges[0].events[1][1] for _, a in made}

    def theirs() -> int:
        hits = 0
        for text in purls:
            purl = PackageURL.from_string(text)
            if bound := fixed.get(purl.name):
                span = VersionRange.from_string(f"vers:npm/<{bound}")
                hits += SemverVersion(purl.version) in span
        return hits

    return theirs


def whole_process(count: int) -> dict[str, Any]:
    """A cold `sekisho vet --sbom` with hits: start, imports, reading, matching, report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library, document = _library(folder, count), folder / "bom.json"
        document.write_bytes(samples.sbom(count))
        command = [sys.executable, "-c", CLI, "vet", "--sbom", str(document)]
        command += ["--library", str(library), "--on", "2026-11-23", "--json"]
        path = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
        environment = os.environ | {"PYTHONPATH": path}

        def vet() -> bytes:
            done = subprocess.run(command, env=environment, capture_output=True, check=False)
            assert done.returncode in {0, 1, 3}, done.stderr.decode()
            return done.stdout

        bare = [sys.executable, "-c", "pass"]
        sides = {"vet": vet, "python alone": lambda: subprocess.run(bare, check=True)}
        seconds = measure(sides, 7)
        found = sum(f["rule"].startswith("known_flaws.p") for f in json.loads(vet())["findings"])
        profile = [sys.executable, "-X", "importtime", *command[1:]]
        done = subprocess.run(profile, env=environment, capture_output=True, check=False)
    return {
        "what": "vet",
        "components": count,
        "flaws_found": found,
        "seconds": {side: round(value, 3) for side, value in seconds.items()},
        "slowest_imports_ms": _imports(done.stderr.decode()),
    }


def _library(folder: Path, count: int) -> Path:
    """A library on disk, built by the command anyone would use."""
    feeds = folder / "feeds"
    feeds.mkdir()
    records = [
        {
            "id": advisory.id,
            "modified": "2026-11-20T00:00:00Z",
            "affected": [
                {
                    "package": {"ecosystem": "npm", "name": entry.name},
                    "ranges": [
                        {"type": "SEMVER", "events": [{k: v} for k, v in entry.ranges[0].events]}
                    ],
                }
                for entry in advisory.affected
            ],
        }
        for _, advisory in samples.advisories(5000, reached=count // 16, every=8)
    ]
    described = {
        "schema": "sekisho/feed/1",
        "id": "made",
        "kind": "advisories",
        "title": "Made for measuring",
        "publisher": "Fictional",
        "published_on": "2026-11-20",
        "stale_after_days": "30",
        "covers": ["npm"],
        "records": records,
    }
    (feeds / "made.feed.yaml").write_text(json.dumps(described), encoding="utf-8")
    target = folder / "library"
    command = [sys.executable, "-c", CLI, "library", "build", "--from", str(feeds)]
    command += ["-o", str(target), "--on", "2026-11-23"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return target


def _imports(told: str) -> list[tuple[str, float]]:
    """The modules that take longest by themselves."""
    rows = []
    for line in told.splitlines():
        if line.startswith("import time:") and "self [us]" not in line:
            own, _, name = line.removeprefix("import time:").split("|")
            rows.append((name.strip(), round(int(own) / 1000, 1)))
    return sorted(rows, key=lambda row: -row[1])[:10]


def _rates(what: str, count: int, seconds: dict[str, float], **more: Any) -> dict[str, Any]:
    ours = seconds["sekisho"]
    return {
        "what": what,
        "components": count,
        **more,
        "seconds": {side: round(value, 4) for side, value in seconds.items()},
        "components_per_second": {side: round(count / value) for side, value in seconds.items()},
        "times_faster": {
            side: round(value / ours, 1) for side, value in seconds.items() if side != "sekisho"
        },
    }


def main() -> int:
    """Runs every measurement, tells each as it is done, and writes them all as JSON."""
    warnings.simplefilter("ignore")
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the figures here")
    arguments.add_argument("--quick", action="store_true", help="small sizes, to try the runner")
    chosen = arguments.parse_args()
    small, large = (100, 200) if chosen.quick else (1000, 10_000)
    whole = 100 if chosen.quick else 600
    jobs: list[Callable[[], dict[str, Any]]] = [
        lambda: parsing(small, beside=True),
        lambda: parsing(large, beside=True),
        lambda: parsing(large * 10, beside=False),
        lambda: matching(small, 20_000 if not chosen.quick else 500),
        lambda: matching(large, 300_000 if not chosen.quick else 500),
        lambda: whole_process(whole),
    ]
    figures: list[dict[str, Any]] = []
    for job in jobs:
        figures.append(job())
        print(json.dumps(figures[-1], indent=2), flush=True)
    if chosen.json:
        told = {"python": platform.python_version(), "cores": os.cpu_count(), "figures": figures}
        chosen.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
