"""The loop itself: what an official vetting is held to, and what an assessment is named by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from sekisho.library.snapshot import open_library
from sekisho.model.case import Case, Event
from sekisho.model.errors import UsageError
from sekisho.model.finding import SEVERITIES
from sekisho.read.case import open_filing
from sekisho.regime.loader import load_regime
from sekisho.vet import vet

EXAMPLES = Path(__file__).parents[2] / "examples"
ACCEPTED = date(2026, 12, 1)


@pytest.fixture(name="grid")
def read_grid() -> Case:
    return open_filing(EXAMPLES / "grid-control-update")


def look(case: Case, on: date, **purpose: str):  # the assessment
    library = open_library(EXAMPLES / "library")
    return vet(case, load_regime("jp-espa", on), library, on, **purpose)  # type: ignore[arg-type]  # a purpose


def test_an_official_vetting_is_made_as_of_the_day_of_acceptance(grid: Case):
    official = look(grid, ACCEPTED, purpose="official")
    assert (official.purpose, official.on) == ("official", ACCEPTED)
    assert official.findings == look(grid, ACCEPTED).findings


def test_an_official_vetting_on_another_day_is_refused(grid: Case):
    with pytest.raises(UsageError) as refused:
        look(grid, date(2026, 12, 2), purpose="official")
    assert refused.value.message.id == "vet.other_day"


def test_an_official_vetting_without_an_acceptance_is_refused(grid: Case):
    only_submitted = replace(grid, events=(Event(kind="submitted", on=date(2026, 11, 27)),))
    with pytest.raises(UsageError) as refused:
        look(only_submitted, ACCEPTED, purpose="official")
    assert refused.value.message.id == "vet.not_accepted"


def test_findings_come_gravest_first_and_what_was_not_checked_after_them(grid: Case):
    findings = look(grid, ACCEPTED).findings
    order = [(f.state == "not_checked", SEVERITIES.index(f.severity)) for f in findings]
    assert order == sorted(order)
    assert len(set(order)) > 3


def test_an_assessment_names_every_input_by_its_digest(grid: Case):
    before = look(grid, ACCEPTED)
    assert grid.filing is not None
    after = look(replace(grid, filing=replace(grid.filing, notes="another word")), ACCEPTED)
    assert before.inputs.filing_sha256 != after.inputs.filing_sha256
    assert before.inputs.evidence_sha256 == after.inputs.evidence_sha256
    assert before.sha256 != after.sha256
