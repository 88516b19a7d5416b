"""The checks in the order in which they look; the one place that lists them."""

from __future__ import annotations

from sekisho.check import (
    completeness,
    covered_equipment,
    difference,
    freshness,
    known_flaws,
    lifecycle,
    malicious,
    provenance,
    quality,
    reconcile,
    screening,
)
from sekisho.check.look import Check
from sekisho.match.names.words import figures

CHECKS: tuple[Check, ...] = (
    completeness.CHECK,
    provenance.CHECK,
    screening.CHECK,
    covered_equipment.CHECK,
    known_flaws.CHECK,
    malicious.CHECK,
    lifecycle.CHECK,
    difference.CHECK,
    reconcile.CHECK,
    quality.CHECK,
    freshness.CHECK,
)

TABLES: tuple[tuple[str, str], ...] = (("names.scoring", str(figures()["version"])),)
"""The tables of figures the checks judge by, with their versions."""
