"""How well names are told and found: `python -m benchmarks.names [--full] [--cache DIR] [PART...]`.

Every figure is measured in this run on the part of the data that nobody tunes on, with its
denominator and its bounds at 95 %. Peers are installed under the cache folder; without one, ours is
measured alone.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import textwrap
import time
import warnings
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.names.parts import PARTS, Run, Table
from benchmarks.names.peers import peers
from benchmarks.names.reference import keep_run, renew
from benchmarks.names.splits import world
from sekisho.match.names.script import dictionary


def shown(table: Table) -> str:
    """Writes a table as it stands in the documentation."""
    lines = [f"### {table.title}", "", f"| {' | '.join(table.head)} |"]
    lines.append(f"|{'---|' * len(table.head)}")
    lines += [f"| {' | '.join(row)} |" for row in table.rows]
    for note in table.notes:
        lines += ["", *textwrap.wrap(note, 120)]
    return "\n".join((*lines, ""))


def main() -> int:
    """Prints table by table."""
    warnings.simplefilter("ignore")
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    options.add_argument("--full", action="store_true", help="all queries and the whole gallery")
    options.add_argument("--cache", type=Path, help="where peers are installed, and kept")
    options.add_argument("--entities", type=int, default=0, help="synthetic ones, with --full")
    options.add_argument("--json", type=Path)
    options.add_argument(
        "--renew", action="store_true", help="write the reference anew, with --full its run too"
    )
    chosen = options.parse_args()
    unknown = set(chosen.parts) - set(PARTS)
    if unknown:
        options.error(f"no such part: {', '.join(sorted(unknown))}")
    found = os.environ.get("SEKISHO_TEST_DATA")
    if not found:
        print("SEKISHO_TEST_DATA names no folder: there is nothing real to measure with")
        return 2
    began = datetime.now(tz=UTC)
    print(
        f"{began:%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores\n"
    )
    told: list[Table] = []
    data = world(Path(found))
    if chosen.renew:
        renew(data, Path(found))
    with peers(chosen.cache.resolve() if chosen.cache else None) as beside:
        run = Run(data, chosen.full, beside, chosen.entities)
        # Renewing alone measures the quick subset; with --full the whole run is kept beside it.
        only = () if chosen.renew and not chosen.full else PARTS
        for name in chosen.parts or only:
            since = time.perf_counter()
            for table in PARTS[name](run):
                told.append(table)
                print(shown(table), flush=True)
            taken = time.perf_counter() - since
            print(
                f"({name}: {taken:.0f} s on the clock, load {os.getloadavg()[0]:.1f})\n", flush=True
            )
    about = {"began_at": began.isoformat(), "sizes": "full" if chosen.full else "small"}
    told_json = {**about, "tables": [asdict(table) for table in told]}
    if chosen.json:
        text = json.dumps(told_json, ensure_ascii=False, indent=1)
        chosen.json.write_text(text + "\n", encoding="utf-8")
    if chosen.renew and chosen.full and told:
        keep_run(told_json)
    return 0


if __name__ == "__main__":
    # The side with a dictionary has a process of its own; every other figure is without.
    os.environ.pop(dictionary.VARIABLE, None)
    sys.exit(main())
