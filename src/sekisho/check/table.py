"""The checks in the order in which they look; the one place that lists them."""

from __future__ import annotations

from sekisho.check import (
    completeness,
    covered_equipment,
    delivery,
    difference,
    freshness,
    known_flaws,
    malicious,
    provenance,
    quality,
    screening,
)
from sekisho.check.look import Check
from sekisho.match.names.words import figures
from sekisho.model.case import Case

CHECKS: tuple[Check, ...] = (
    completeness.CHECK,
    provenance.CHECK,
    screening.CHECK,
    covered_equipment.CHECK,
    known_flaws.CHECK,
    malicious.CHECK,
    difference.CHECK,
    quality.CHECK,
    freshness.CHECK,
)

TABLES: tuple[tuple[str, str], ...] = (("names.scoring", str(figures()["version"])),)
"""The tables of figures the checks judge by, with their versions."""


def checks_of(case: Case) -> tuple[Check, ...]:
    """Gives the checks that look at a case: of a vendor's delivery one more tells what it held."""
    return (*CHECKS, delivery.CHECK) if case.delivery else CHECKS
