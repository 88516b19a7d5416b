"""A whole vetting of a large SBOM in a process of its own: `python -m benchmarks.software.whole`.

A CycloneDX document of 100,000 made-up components, of which 13 in 100 name real packages of the
advisories (SEKISHO_TEST_DATA), against a library of these. Told are processor seconds, with the
start of Python and every import, and the greatest memory of the command and of the confined child
that reads the document, in MiB. The child has ended before the vetting begins.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.software.advisories import FEEDS, components, records
from benchmarks.software.peers import DAY, ours_environment
from sekisho.library.build import build_library

_CHILD = """
import resource, sys
from sekisho.cli.main import run
code = run(sys.argv[1:])
peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(*peaks, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a vetting took, and of what."""

    components: int
    megabytes: float
    advisories: int
    findings: int
    seconds: float
    clock: float
    memory: float
    reader: float


def measure(data: Path, size: int, rounds: int) -> Whole:
    """Vets one made document in processes of their own; medians of some rounds."""
    with tempfile.TemporaryDirectory(prefix="sekisho-whole-") as name:
        folder = Path(name)
        (folder / "feeds").mkdir()
        for feed in FEEDS:
            shutil.copy(data / "advisories" / f"{feed}.jsonl.zst", folder / "feeds")
        made = list(records(data, 0))
        build_library(folder / "feeds", folder / "library", DAY)
        sbom = folder / "sbom.cdx.json"
        sbom.write_bytes(document(components(made, size)))
        runs = [_vet(folder, sbom) for _ in range(rounds + 1)][1:]
        return Whole(
            size,
            sbom.stat().st_size / 1e6,
            len(made),
            runs[0][0],
            median(run[1] for run in runs),
            median(run[2] for run in runs),
            max(run[3] for run in runs),
            max(run[4] for run in runs),
        )


def document(purls: list[str]) -> bytes:
    """An SBOM of these package URLs, each with a supplier, a licence, a hash and an edge."""
    parts = [
        {
            "type": "library",
            "bom-ref": purl,
            "name": purl.partition("@")[0].rpartition("/")[2],
            "version": purl.rpartition("@")[2],
            "purl": purl,
            "supplier": {"name": f"Supplier {at % 200} (fictional)"},
            "licenses": [{"license": {"id": ("MIT", "Apache-2.0", "BSD-3-Clause")[at % 3]}}],
            "hashes": [{"alg": "SHA-256", "content": f"{at:064x}"}],
        }
        for at, purl in enumerate(purls)
    ]
    edges = [
        {"ref": purl, "dependsOn": [purls[(at * 7 + 1) % len(purls)]]}
        for at, purl in enumerate(purls)
    ]
    main = {"type": "application", "name": "bench", "version": "1", "bom-ref": "bench"}
    told = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    told |= {"metadata": {"component": main, "timestamp": "2026-11-20T00:00:00Z"}}
    return json.dumps(told | {"components": parts, "dependencies": edges}).encode()


def _vet(folder: Path, sbom: Path) -> tuple[int, float, float, float, float]:
    command = [sys.executable, "-c", _CHILD, "vet", "--sbom", str(sbom), "--json"]
    command += ["--library", str(folder / "library"), "--on", DAY.isoformat()]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, env=os.environ | ours_environment(folder), capture_output=True, check=False
    )
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in {0, 1, 3}, done.stderr.decode()
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peak, reader = (float(word) / 1024 for word in done.stderr.split()[-2:])
    return len(json.loads(done.stdout)["findings"]), used, clock, peak, reader


def main() -> int:
    """Prints one line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    data = os.environ.get("SEKISHO_TEST_DATA")
    if not data:
        print("SEKISHO_TEST_DATA names no folder: there are no advisories to vet with")
        return 2
    print(measure(Path(data), chosen.size, chosen.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
