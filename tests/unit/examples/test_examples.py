"""The five examples, vetted with the fictional library as of its day."""

import hashlib
from functools import cache
from pathlib import Path

import pytest

from sekisho.library.build import build_library
from sekisho.library.snapshot import open_library
from sekisho.model.assessment import Assessment
from sekisho.read.case import open_filing
from sekisho.regime.loader import load_regime
from sekisho.vet import vet

EXAMPLES = Path(__file__).parents[3] / "examples"
FOLDERS = sorted(path.parent.name for path in EXAMPLES.glob("*/filing.yaml"))


@cache
def assessed(name: str) -> Assessment:
    library = open_library(EXAMPLES / "library")
    assert library.made_on is not None
    case = open_filing(EXAMPLES / name)
    return vet(case, load_regime("jp-espa", library.made_on), library, library.made_on)


def found(name: str):
    return {f.rule: f for f in assessed(name).findings if f.state == "found"}


def test_the_five_examples_are_there():
    assert FOLDERS == [
        "airport-drones",
        "bank-core-outsourcing",
        "grid-control-update",
        "quick-patch",
        "water-cameras",
    ]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_example_says_that_it_is_fictional(name: str):
    case = open_filing(EXAMPLES / name)
    assert case.filing is not None
    assert case.filing.fictional
    assert "架空" in (EXAMPLES / name / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FOLDERS)
def test_every_piece_of_evidence_is_there_and_is_what_it_says(name: str):
    for item in open_filing(EXAMPLES / name).evidence:
        assert item.evidence.sha256 == item.observed_sha256 != ""
        assert item.defects == ()


@pytest.mark.parametrize("name", FOLDERS)
def test_every_example_is_a_complete_filing(name: str):
    run = next(run for run in assessed(name).checks if run.check == "completeness")
    grave = [f for f in found(name).values() if f.rule.startswith("completeness")]
    assert run.unanswered == 0
    assert [f.rule for f in grave if f.severity != "info"] == []


def test_building_the_library_again_gives_equal_bytes(tmp_path: Path):
    made_on = open_library(EXAMPLES / "library").made_on
    assert made_on is not None
    build_library(EXAMPLES / "feeds", tmp_path / "library", made_on)
    assert digests(tmp_path / "library") == digests(EXAMPLES / "library")


def digests(folder: Path):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_library_is_fictional_and_complete():
    library = open_library(EXAMPLES / "library")
    assert library.fictional
    assert {feed.kind for feed in library.feeds} == {
        "advisories",
        "enrichment",
        "exploited",
        "likelihood",
        "parties",
        "equipment",
        "package_hashes",
    }


def test_the_grid_update_shows_what_changed_what_is_exploited_and_which_form():
    assessment = assessed("grid-control-update")
    (duty,) = [duty for duty in assessment.duties if duty.need == "needed"]
    assert (duty.filing, duty.form, duty.prior) == ("plan", "4(1)", True)
    dates = {each.id: each.on and each.on.isoformat() for each in assessment.clock}
    assert dates["standstill_last"] == "2026-12-30"
    assert dates["may_proceed_from"] == "2026-12-31"
    said = {(f.subject, f.severity) for f in assessment.findings if f.state == "found"}
    assert ("package:pkg:pypi/tanuki-mqtt@3.6.0", "critical") in said
    assert ("package:pkg:pypi/aoba-alarms@2.2.0", "critical") in said


def test_the_water_cameras_name_the_maker_behind_the_brand_with_entry_and_date():
    finding = found("water-cameras")["covered_equipment.rebadge"]
    assert finding.subject == "component:camera"
    assert finding.message.params["maker"] == "Virelume Optics Co., Ltd."
    assert finding.sources[0].record == "C-2025-04"
    assert finding.details[0].params["on"] == "2025-06-02"


def test_the_drones_fall_under_one_entry_by_name_and_one_by_place():
    rules = [(f.rule, f.subject) for f in assessed("airport-drones").findings]
    assert ("covered_equipment.maker", "component:drone") in rules
    assert ("covered_equipment.made_in", "component:survey-drone") in rules
    covered = [subject for rule, subject in rules if rule.startswith("covered_equipment.")]
    assert "component:controller" not in covered


def test_the_bank_meets_a_listed_name_three_deep():
    finding = found("bank-core-outsourcing")["screening.close_name"]
    assert finding.severity == "medium"
    assert "party:quillmere" in finding.subject
    (duty,) = [d for d in assessed("bank-core-outsourcing").duties if d.need == "needed"]
    assert duty.form == "4(2)"


def test_the_quick_patch_has_nothing_to_file_and_passes():
    assessment = assessed("quick-patch")
    assert assessment.route.id == "nothing_to_file"
    assert {duty.need for duty in assessment.duties} == {"not_needed"}
    assert assessment.outcome() == "pass"
