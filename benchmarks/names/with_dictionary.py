"""Ours once more, with the optional dictionary of readings, in a process of its own.

What a process has read it keeps, so that one process cannot compare names both ways.
`python -m benchmarks.names.with_dictionary` is that process: one line of JSON in, one out.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.names.openset import OpenSet, Query
from benchmarks.names.searching import Answered, ours_in
from benchmarks.names.sides import Held, NotMeasured, Ours
from sekisho.match.names.script import dictionary
from sekisho.model.errors import UsageError

SIDE = "sekisho + dictionary"
NOT_INSTALLED = 9


def with_dictionary(given: OpenSet, ours: Ours) -> Answered:
    """Searches with the readings of the dictionary; `NotMeasured` where none is installed."""
    asked = {
        "gallery": [[held.key, held.kind, held.names, held.weak] for held in given.gallery],
        "queries": [[query.text, query.kind] for query in given.queries],
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.names.with_dictionary"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {dictionary.VARIABLE: dictionary.ANY_EDITION},
    )
    if done.returncode == NOT_INSTALLED:
        raise NotMeasured("the extra `readings` is not installed")
    if done.returncode:
        raise NotMeasured(f"its process failed: {done.stderr.strip()[-200:]}")
    told = json.loads(done.stdout)
    return Answered(SIDE, told["answers"], ours.limit, told["cpu"])


def main() -> int:
    """Answers the parent; without the extra it ends with a code of its own."""
    try:
        dictionary.in_use()
    except UsageError:
        return NOT_INSTALLED
    asked = json.load(sys.stdin)
    gallery = tuple(
        Held(k, kind, tuple(names), tuple(weak)) for k, kind, names, weak in asked["gallery"]
    )
    queries = tuple(Query(text, kind, "", "", "") for text, kind in asked["queries"])
    answered, _ = ours_in(OpenSet(SIDE, gallery, queries, (), {}), Ours())
    json.dump({"answers": answered.answers, "cpu": answered.cpu}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
