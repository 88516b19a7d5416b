"""Measures the difference of two inventories: `python -m benchmarks.software.difference [--rounds N]`.

10,000 against 9,800 components in which every change is planted (`tests/samples/planted.py`): each
must be found, and nothing else. Beside the time of `compare` stands that of the whole command, from
two files on disk. Processor seconds, the median of some rounds.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sekisho.match.packages.difference import compare
from sekisho.model.inventory import Inventory, Package
from sekisho.read.sbom import read_sbom
from sekisho.report.comparison.html import render as page
from sekisho.report.comparison.terminal import render as lines
from sekisho.report.comparison.told import Compared
from tests.samples.planted import Planted, planted

TARGET = 0.5


def median(rounds: int, work: Callable[[], object]) -> float:
    """Processor seconds of one run, the median of several."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def found(made: Planted) -> tuple[int, int, int]:
    """How many changes were planted, how many of them are found, and how many others are."""
    told = {
        (kind, (change.before or change.package).ref)
        for kind, changes in compare(made.before, made.after).by_kind().items()
        for change in changes
    }
    planned = {(kind, ref) for kind, refs in made.answers.items() for ref in refs}
    return len(planned), len(told & planned), len(told - planned)


def as_document(inventory: Inventory) -> bytes:
    """Writes an inventory as CycloneDX JSON."""
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "components": [component(package) for package in inventory.packages],
            "dependencies": [{"ref": ref, "dependsOn": list(on)} for ref, on in inventory.edges],
        }
    ).encode()


def component(package: Package) -> dict[str, object]:
    """Writes what a component of CycloneDX can hold of a package."""
    return {
        "type": "library",
        "bom-ref": package.ref,
        "name": package.name,
        "version": package.version,
        "group": package.group,
        "purl": package.purl,
        "supplier": {"name": package.supplier},
        "hashes": [{"alg": "SHA-256", "content": digest} for _, digest in package.hashes],
        "licenses": [{"license": {"id": licence}} for licence in package.licences],
    }


def read_and_compare(folder: Path) -> Compared:
    """Does what `sekisho diff` does before it prints."""
    old, new = (read_sbom((folder / f"{side}.json").read_bytes(), side)[0] for side in ("o", "n"))
    return Compared(compare(old, new), None, "old", "new")


def main() -> None:
    """Prints what was planted and found, then one line a bar."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    made = planted()
    planned, right, other = found(made)
    print(f"planted {planned:,}, found {right:,}, others {other:,}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side, inventory in (("o", made.before), ("n", made.after)):
            (folder / f"{side}.json").write_bytes(as_document(inventory))
        told = read_and_compare(folder)
        bars = {
            "compare": lambda: compare(made.before, made.after),
            "read both and compare": lambda: read_and_compare(folder),
            "print for a terminal": lambda: lines(told, "en"),
            "write as HTML": lambda: page(told, "en"),
        }
        for bar, work in bars.items():
            seconds = median(rounds, work)
            target = f"  (target {TARGET} s)" if bar == "compare" else ""
            print(f"{bar:<24}{seconds:>8.3f} s{target}")


if __name__ == "__main__":
    main()
