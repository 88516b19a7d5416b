"""The table of targets: `python -m benchmarks.software [--full] [--only ROW] [--json FILE]`.

Every figure is measured in this run; a row whose piece or peer is missing says so. Seconds hold on
this machine alone, ratios of one run on any.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import textwrap
import warnings
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from benchmarks.software.targets import ROWS, Asked, Row

_WIDTHS = (22, 22, 28, 28, 7, 8)
_HEADS = ("bar", "target", "measured", "peer", "x ours", "")


def _print(row: Row) -> None:
    held = "" if row.held is None else "met" if row.held else "MISSED"
    cells = (row.bar, row.target, row.measured, row.peer, row.ratio, held)
    print("".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)))
    for line in textwrap.wrap(f"{row.about}; load {row.load}".removeprefix("; "), 108):
        print(f"    {line}")
    sys.stdout.flush()


def main() -> int:
    """Prints row by row; exit code 1 when a target that was measured is missed."""
    warnings.simplefilter("ignore")
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--full", action="store_true", help="the sizes the targets speak of")
    options.add_argument("--only", action="append", default=[], choices=ROWS)
    options.add_argument("--pairs", type=int, help="pairs of versions for each ecosystem")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--cache", type=Path, help="where peers are installed, and kept")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    found = os.environ.get("SEKISHO_TEST_DATA")
    if not found:
        print("SEKISHO_TEST_DATA names no folder: there is nothing real to measure with")
        return 2
    began = datetime.now(tz=UTC)
    print(f"{began:%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores")
    print("".join(f"{head:<{width}}" for head, width in zip(_HEADS, _WIDTHS, strict=True)))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="sekisho-peers-") as folder:
        cache = chosen.cache.resolve() if chosen.cache else Path(folder)
        pairs = chosen.pairs or (20_000 if chosen.full else 500)
        asked = Asked(Path(found), cache, chosen.full, pairs, chosen.rounds)
        for name, measure in ROWS.items():
            for row in measure(asked) if not chosen.only or name in chosen.only else ():
                row.load = f"{os.getloadavg()[0]:.1f}"
                rows.append(row)
                _print(row)
    for note in asked.notes:
        print(f"    {note}")
    if chosen.json:
        told = {"began_at": began.isoformat(), "python": platform.python_version()}
        told |= {"cores": str(os.cpu_count()), "sizes": "full" if chosen.full else "small"}
        about = {"rows": msgspec.to_builtins(rows), "causes": asked.notes}
        chosen.json.write_text(json.dumps(told | about, indent=1) + "\n", encoding="utf-8")
    return int(any(row.held is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
