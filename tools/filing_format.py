"""Writes the list of fields in `docs/reference/filing-format.md` from the model and the labels.

Run it after a field of a filing changed: `python tools/filing_format.py`; a test compares.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from sekisho.model.filing import Filing
from sekisho.read.filing.meaning import REFERENCES, meaning_of
from sekisho.read.shape import Field, fields_of
from sekisho.report.catalogue import say_id

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "filing-format.md"
MARK = "<!-- Written by tools/filing_format.py from here on. -->\n"


def field_tables() -> str:
    """Gives one table a record, the filing itself first, records in the order of first use."""
    return "\n".join(_table(record) for record in _records(Filing, []))


def page() -> str:
    """Gives the page with its list of fields renewed."""
    head, _, _ = PAGE.read_text(encoding="utf-8").partition(MARK)
    return head + MARK + "\n" + field_tables()


def _table(record: type[msgspec.Struct]) -> str:
    lines = [
        f"## {record.__name__}",
        "",
        "| field | 日本語 | English | what it holds |",
        "|---|---|---|---|",
    ]
    for name, field in fields_of(record).items():
        id = f"field.{record.__name__}.{name}"
        cells = (f"`{name}`", say_id(id, "ja"), say_id(id, "en"), _holds(record.__name__, field))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _holds(record: str, field: Field) -> str:
    shape = field.shape
    if target := REFERENCES.get((record, field.name)):
        held = f"id in `{target}`"
    elif words := shape.words or (shape.item.words if shape.item else ()):
        held = ", ".join(f"`{word}`" for word in words)
    elif inner := shape.record or (shape.item.record if shape.item else None):
        held = f"[{inner.__name__}](#{inner.__name__.lower()})"
    else:
        kind = shape.item.kind if shape.item else shape.kind
        meaning = meaning_of(record, field.name)
        held = meaning.replace("_", " ") if kind == "text" and meaning != "words" else kind
    if shape.kind == "list":
        held = f"list: {held}"
    return f"{held} (required)" if field.required else held


def _records(
    record: type[msgspec.Struct], found: list[type[msgspec.Struct]]
) -> list[type[msgspec.Struct]]:
    found.append(record)
    for field in fields_of(record).values():
        inner = field.shape.record or (field.shape.item.record if field.shape.item else None)
        if inner is not None and inner not in found:
            _records(inner, found)
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
