"""Puts the tables of the reference run into the page that tells of them.

`python -m benchmarks.names.page` writes between `<!-- table: TITLE -->` and `<!-- end -->`; a test holds
that the page tells what the reference does.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from benchmarks.names import reference

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "names-benchmark.md"
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


def _written(table: dict[str, Any]) -> str:
    lines = [f"| {' | '.join(table['head'])} |", f"|{'---|' * len(table['head'])}"]
    lines += [f"| {' | '.join(row)} |" for row in table["rows"]]
    notes = [f"- {note}" for note in table["notes"]]
    return "\n".join(("", *lines, "", *notes, *([""] if notes else []))) + "\n"


def main() -> None:
    """Writes the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(filled(text, reference.read()["run"]), encoding="utf-8")


if __name__ == "__main__":
    main()
