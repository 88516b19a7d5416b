"""The checks in the order in which they look; the one place that lists them."""

from __future__ import annotations

from collections.abc import Iterator

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
from sekisho.match.names.script import dictionary
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


def _tables() -> Iterator[tuple[str, str]]:
    """Gives what the checks judge by: tables of figures, and a dictionary that takes part."""
    yield "names.scoring", str(figures()["version"])
    yield "screening.figures", str(screening_figures()["version"])
    if beside := dictionary.in_use():
        yield "names.readings", beside


def tables_of(case: Case, regime: Regime) -> tuple[tuple[str, str], ...]:
    """Gives the tables a case was judged by, and the profile its SBOMs were held against."""
    if not any(item.inventory for item in case.evidence):
        return (*_tables(), *regime.software.named)
    profile = find_profile(regime.routes.sbom_profile or DEFAULT)
    named = (f"sbom.profile.{profile.id}", profile.sha256)
    return (*_tables(), *regime.software.named, named)
