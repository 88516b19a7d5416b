"""Puts the tables of the reference run into the page that tells of them, and draws its curves.

`python -m benchmarks.names.page` writes the pictures, and between `<!-- table: TITLE -->` and `<!-- end -->`; a test holds
that the page tells what the reference does.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from benchmarks.names import reference
from benchmarks.names.drawing import draw_curves

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "names-benchmark.md"
IMAGES = PAGE.parents[1] / "images"
_PLACE = re.compile(r"<!-- table: ([^>]+?) -->\n.*?<!-- end -->", re.DOTALL)
_NO_TABLE = "no such table in the reference"


def filled(text: str, run: dict[str, Any]) -> str:
    """Gives the page with the tables of a run in their places."""
    tables = {table["title"]: table for table in run["tables"]}

    def table(found: re.Match[str]) -> str:
        title = found.group(1)
        if title not in tables:
            raise KeyError(f"{title}: {_NO_TABLE}")
        return f"<!-- table: {title} -->\n{_written(tables[title])}<!-- end -->"

    return _PLACE.sub(table, text)


def drawn(run: dict[str, Any]) -> dict[str, str]:
    """Gives the pictures of the curves by the names of their files."""
    pictures = {}
    for table in run["tables"]:
        if found := re.fullmatch(
            "Open set, (company|person): misses along the curve", table["title"]
        ):
            rates = [float(rate) for rate in table["head"][1:]]
            curves = {
                row[0]: list(zip(rates, map(float, row[1:]), strict=True)) for row in table["rows"]
            }
            picture = draw_curves(table["title"], curves)
            pictures[f"names-{found.group(1)}.svg"] = f"{picture}\n"
    return pictures


def _written(table: dict[str, Any]) -> str:
    lines = [f"| {' | '.join(table['head'])} |", f"|{'---|' * len(table['head'])}"]
    lines += [f"| {' | '.join(row)} |" for row in table["rows"]]
    notes = [f"- {note}" for note in table["notes"]]
    return "\n".join(("", *lines, "", *notes, *([""] if notes else []))) + "\n"


def main() -> None:
    """Writes the page and its pictures."""
    run = reference.read()["run"]
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), run), encoding="utf-8")
    for name, picture in drawn(run).items():
        (IMAGES / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
