"""The checks in the order in which they look; the one place that lists them."""

from __future__ import annotations

from sekisho.check import covered_equipment, provenance, screening
from sekisho.check.look import Check

CHECKS: tuple[Check, ...] = (
    provenance.CHECK,
    screening.CHECK,
    covered_equipment.CHECK,
)
