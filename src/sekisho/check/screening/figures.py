"""The figures that screening judges by: our own, and no law's."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def figures() -> dict[str, int]:
    """Gives each figure by its name; `version` is that of the table."""
    text = resources.files("sekisho.check.screening").joinpath("figures.csv").read_text("utf-8")
    return {row["name"]: int(row["value"]) for row in csv.DictReader(text.splitlines())}
