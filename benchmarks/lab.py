"""Measures the lab: one draft rule over many past cases, and the plain replay beside the quick one.

`python -m benchmarks.lab [--cases 1000000] [--sample 20000] [--rounds 3] [--workers 2] [--json FILE]`

Each draft changes one row. The quick replay runs over all the cases in worker processes; on the
sample both run in this process, taking turns, and their flips must be the same.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sekisho.lab.past.folder import read_cases
from sekisho.lab.past.sources import Source, open_sources
from sekisho.lab.population.make import make_year
from sekisho.lab.replay.fast import FastReplay
from sekisho.lab.replay.naive import replay
from sekisho.lab.replay.sides import Side, SideSpec
from sekisho.lab.run import Request, run_lab
from sekisho.regime.loader import find_pack

BASE = SideSpec(id="jp-espa")
DRAFTS = {
    "a threshold of designation": ("designation.port.enough_containers.at_least", "500000"),
    "the condition of a duty": (
        "duties.plan_work.when",
        "change.applied_by_others && change.function_changed",
    ),
    "the length of the standstill": ("clocks.standstill.length", "45"),
}


def made(folder: Path, *counts: int) -> list[Source]:
    """Makes a year of each size, by the middle assumptions."""
    sources: list[Source] = []
    for count in counts:
        began = time.perf_counter()
        target = folder / str(count)
        pack = find_pack(BASE.id)
        make_year(pack, target, year=2025, seed=1, cases=count, levels=("mid",))
        print(f"made {count:,} cases in {time.perf_counter() - began:.0f} s", flush=True)
        sources += open_sources(str(target))
    return sources


def processor() -> float:
    """Processor seconds this process and the workers that ended have taken."""
    both = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def whole(source: Source, draft: SideSpec, workers: int, rounds: int) -> dict[str, Any]:
    """Median seconds of the quick replay over every case of a source."""
    taken, worked = [], []
    flips = 0
    for _ in range(rounds):
        before, began = processor(), time.perf_counter()
        request = Request(base=BASE, drafts=(draft,), sources=(source,), workers=workers)
        result = run_lab(request)
        taken.append(time.perf_counter() - began)
        worked.append(processor() - before)
        flips = result.effects[0].flips_in_all
    seconds = statistics.median(taken)
    return {
        "cases": source.count,
        "flips": flips,
        "seconds": round(seconds, 1),
        "rounds": [round(each, 1) for each in taken],
        "processor_seconds": round(statistics.median(worked), 1),
    }


def sample(source: Source, draft: SideSpec, rounds: int) -> dict[str, Any]:
    """Processor seconds of both replays over the same cases in memory; their flips must agree."""
    assert source.chunked is not None
    assert source.folder is not None
    cases = [c for chunk in source.chunked.chunks for c in read_cases(source.folder, chunk)]
    base, other = Side(BASE), Side(draft)
    seconds: dict[str, list[float]] = {"plain": [], "quick": []}
    for _ in range(rounds):
        began = time.process_time()
        plain = list(replay(cases, source.operators, base, other))
        seconds["plain"].append(time.process_time() - began)
        began = time.process_time()
        quick = list(FastReplay(base, other, source.operators).replay(cases))
        seconds["quick"].append(time.process_time() - began)
        assert quick == plain
    medians = {side: statistics.median(taken) for side, taken in seconds.items()}
    return {
        "cases": len(cases),
        "flips": len(quick),
        "same": True,
        "processor_seconds": {side: round(value, 2) for side, value in medians.items()},
        "times_faster": round(medians["plain"] / medians["quick"], 1),
    }


def main() -> int:
    """Makes the cases, measures each draft, and tells every figure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=1_000_000)
    arguments.add_argument("--sample", type=int, default=20_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--only", choices=sorted(DRAFTS), help="one of the drafts")
    arguments.add_argument("--json", type=Path, help="write the figures here")
    chosen = arguments.parse_args()
    figures: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        everything, few = made(Path(name), chosen.cases, chosen.sample)
        for what, setting in DRAFTS.items():
            if chosen.only in {None, what}:
                draft = SideSpec(id=BASE.id, sets=(setting,))
                figure: dict[str, Any] = {"what": what, "set": "=".join(setting)}
                figure["all"] = whole(everything, draft, chosen.workers, chosen.rounds)
                figure["sample"] = sample(few, draft, chosen.rounds)
                figures.append(figure)
                print(json.dumps(figure, indent=2), flush=True)
    usage = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    told = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "peak_megabytes": {"caller": usage[0] // 1024, "largest worker": usage[1] // 1024},
        "figures": figures,
    }
    print(json.dumps(told["peak_megabytes"]))
    if chosen.json:
        chosen.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
