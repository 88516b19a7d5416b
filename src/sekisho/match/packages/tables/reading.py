"""The rows of the tables beside this module."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources


def rows(table: str) -> Iterator[dict[str, str]]:
    """Gives the rows of a table by the names of their columns."""
    text = resources.files(__package__).joinpath(table).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
