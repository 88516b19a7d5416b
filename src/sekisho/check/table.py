"""The checks in the order in which they look; the one place that lists them."""

from __future__ import annotations

from sekisho.check import (
    completeness,
    covered_equipment,
    delivery,
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
from sekisho.check.screening.figures import figures as screening_figures
from sekisho.check.vex import answer as vex
from sekisho.match.names.words import figures
from sekisho.model.case import Case
from sekisho.regime.pack import Regime
from sekisho.regime.profiles import DEFAULT, find_profile

CHECKS: tuple[Check, ...] = (
    completeness.CHECK,
    provenance.CHECK,
    screening.CHECK,
    covered_equipment.CHECK,
    known_flaws.CHECK,
    malicious.CHECK,
    lifecycle.CHECK,
    vex.CHECK,
    difference.CHECK,
    reconcile.CHECK,
    quality.CHECK,
    freshness.CHECK,
    delivery.CHECK,
)

TABLES: tuple[tuple[str, str], ...] = (
    ("names.scoring", str(figures()["version"])),
    ("screening.figures", str(screening_figures()["version"])),
)
"""The tables of figures the checks judge by, with their versions."""


def tables_of(case: Case, regime: Regime) -> tuple[tuple[str, str], ...]:
    """Gives the tables a case was judged by, and the profile its SBOMs were held against."""
    if not any(item.inventory for item in case.evidence):
        return (*TABLES, *regime.software.named)
    profile = find_profile(regime.routes.sbom_profile or DEFAULT)
    return (*TABLES, *regime.software.named, (f"sbom.profile.{profile.id}", profile.sha256))
