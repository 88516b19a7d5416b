"""Compares generated pairs: `python -m benchmarks.versions [--pairs N] [--only NAME] [--wrong N]`."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
from pathlib import Path

from benchmarks.versions.pairs import pairs
from benchmarks.versions.tools import TOOLS, UNVERIFIED, NotHere, Tool
from sekisho.match import versions


def ours(ecosystem: str, left: str, right: str) -> int | None:
    """What Sekisho answers; nothing where it refuses one of the two."""
    try:
        return versions.compare(ecosystem, left, right)
    except ValueError:
        return None


def compare(ecosystem: str, tool: Tool, count: int, data: Path | None) -> dict[str, object]:
    """One line of the table, with the pairs that were answered otherwise."""
    asked = pairs(ecosystem, count, data)
    theirs = tool.ask(asked)
    assert len(theirs) == len(asked), (tool.name, len(theirs), len(asked))
    mine = [ours(ecosystem, left, right) for left, right in asked]
    both = [(p, m, t) for p, m, t in zip(asked, mine, theirs, strict=True) if None not in (m, t)]
    wrong = [[*pair, m, t] for pair, m, t in both if m != t]
    told = json.dumps([asked, theirs], separators=(",", ":")).encode()
    return {
        "ecosystem": ecosystem,
        "tool": tool.name,
        "version": tool.version(),
        "pairs": len(asked),
        "both answered": len(both),
        "only the tool": sum(
            m is None and t is not None for m, t in zip(mine, theirs, strict=True)
        ),
        "only Sekisho": sum(t is None and m is not None for m, t in zip(mine, theirs, strict=True)),
        "wrong": len(wrong),
        "sha256": hashlib.sha256(told).hexdigest(),
        "examples": wrong,
    }


def main() -> None:
    """Prints a table; `--json FILE` keeps the figures, without a single version."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=20_000)
    options.add_argument("--only", action="append", default=[])
    options.add_argument("--wrong", type=int, default=5, help="how many wrong ones are shown")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    found = os.environ.get("SEKISHO_TEST_DATA")
    rows = []
    print(f"{'ecosystem':<11}{'tool':<26}{'both':>8}{'wrong':>7}{'only tool':>11}{'only we':>9}")
    for ecosystem, tool in TOOLS.items():
        if chosen.only and ecosystem not in chosen.only:
            continue
        try:
            row = compare(ecosystem, tool, chosen.pairs, Path(found) if found else None)
        except NotHere as missing:
            print(f"{ecosystem:<11}{tool.name:<26} not compared: {missing}")
            continue
        examples = row.pop("examples")
        assert isinstance(examples, list)
        rows.append(row)
        figures = f"{row['both answered']:>8}{row['wrong']:>7}"
        print(
            f"{ecosystem:<11}{tool.name:<26}{figures}{row['only the tool']:>11}{row['only Sekisho']:>9}"
        )
        for left, right, mine, theirs in examples[: chosen.wrong]:
            print(f"    {left}  {right}: {mine}, the tool {theirs}")
    print("without a tool of their own here, so unverified: " + ", ".join(UNVERIFIED))
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
