"""A synthetic year: the same seed gives the same bytes, and says that it never happened."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sekisho.lab.past.folder import MANIFEST, read_cases, read_manifest, read_operators
from sekisho.lab.past.record import Manifest
from sekisho.lab.past.sources import open_sources
from sekisho.lab.population.assumed import LEVELS, assumptions
from sekisho.lab.population.make import make_year
from sekisho.lab.replay.outcome import designated
from sekisho.model.canonical import canonical_bytes
from sekisho.model.errors import InputError, UsageError
from sekisho.regime.loader import find_pack, load_regime

PACK = find_pack("jp-espa")


def make(folder: Path, seed: int = 1, operators: int = 20, cases: int = 60) -> Manifest:
    made = make_year(
        PACK, folder, year=2025, seed=seed, operators=operators, cases=cases, levels=("mid",)
    )
    return made[0]


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path):
    make(tmp_path / "a")
    make(tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")


def test_another_seed_gives_other_cases(tmp_path: Path):
    first, second = make(tmp_path / "a"), make(tmp_path / "b", seed=2)
    assert first.chunks[0].sha256 != second.chunks[0].sha256


def test_the_manifest_says_what_the_year_was_made_by(tmp_path: Path):
    manifest = make(tmp_path / "year")
    assert manifest.synthetic
    assert (manifest.seed, manifest.year, manifest.scenario) == (1, 2025, "mid")
    assert manifest.regime_sha256 == PACK.sha256
    assert {row.id for row in manifest.assumptions} >= {row.id for row in assumptions().numbers}
    assert all(row.source for row in manifest.assumptions)


def test_every_case_is_marked_fictional_and_names_an_operator_of_the_table(tmp_path: Path):
    manifest = make(tmp_path / "year")
    operators = read_operators(tmp_path / "year", manifest)
    cases = [case for chunk in manifest.chunks for case in read_cases(tmp_path / "year", chunk)]
    assert len(cases) == manifest.count == 60
    assert all(case.filing and case.filing.fictional for case in cases)
    assert {case.operator for case in cases} <= set(operators)
    assert all(row.profile.fictional for row in operators.values())
    assert [case.on for case in cases] == sorted(case.on for case in cases)


def test_no_document_holds_a_floating_point_number(tmp_path: Path):
    manifest = make(tmp_path / "year")
    for case in read_cases(tmp_path / "year", manifest.chunks[0]):
        canonical_bytes(case)


def test_those_counted_as_designated_meet_the_criteria_where_the_pack_holds_them(tmp_path: Path):
    manifest = make(tmp_path / "year", operators=60)
    law = load_regime("jp-espa", manifest.as_of.replace(month=7))
    kinds = {row.business: row.sector for row in law.designations.criteria}
    answers = {
        row.id: designated(law, row.profile, kinds[business.kind], manifest.as_of.replace(month=7))
        for row in read_operators(tmp_path / "year", manifest).values()
        for business in row.profile.businesses
        if business.kind in kinds
    }
    meant = [answer for id, answer in answers.items() if int(id[3:]) <= 60]
    near = [answer for id, answer in answers.items() if int(id[3:]) > 60]
    assert meant.count("yes") > len(meant) * 9 // 10
    assert near.count("no") > len(near) * 9 // 10


def test_a_file_that_was_changed_is_refused(tmp_path: Path):
    manifest = make(tmp_path / "year")
    path = tmp_path / "year" / manifest.chunks[0].file
    path.write_bytes(path.read_bytes() + b"\x00")
    with pytest.raises(InputError) as caught:
        list(read_cases(tmp_path / "year", manifest.chunks[0]))
    assert caught.value.message.id == "lab.other_digest"


def test_a_manifest_that_is_none_is_told_by_its_place(tmp_path: Path):
    (tmp_path / MANIFEST).write_text("{}")
    with pytest.raises(InputError) as caught:
        read_manifest(tmp_path)
    assert caught.value.place.file.endswith(MANIFEST)


def test_a_manifest_cannot_name_a_file_outside_its_folder(tmp_path: Path):
    manifest = make(tmp_path / "year")
    text = (tmp_path / "year" / MANIFEST).read_text()
    name = manifest.chunks[0].file
    (tmp_path / "year" / MANIFEST).write_text(text.replace(name, f"../{name}"))
    again = read_manifest(tmp_path / "year")
    with pytest.raises(InputError) as caught:
        list(read_cases(tmp_path / "year", again.chunks[0]))
    assert caught.value.message.id == "error.path_outside"


def test_a_folder_that_holds_something_is_not_written_over(tmp_path: Path):
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(UsageError) as caught:
        make(tmp_path)
    assert caught.value.message.id == "lab.folder_not_empty"


def test_a_pack_that_says_nothing_of_designation_makes_no_year(tmp_path: Path):
    with pytest.raises(UsageError) as caught:
        make_year(find_pack("baseline"), tmp_path / "year", year=2025, seed=1)
    assert caught.value.message.id == "lab.no_criteria"


def test_a_population_opens_as_one_source_for_each_set_of_assumptions(tmp_path: Path):
    make_year(PACK, tmp_path / "year", year=2025, seed=1, operators=5, cases=10)
    sources = open_sources(str(tmp_path / "year"))
    assert [source.name for source in sources] == list(LEVELS)
    assert {source.nature for source in sources} == {"scenario"}


def test_the_middle_of_every_assumption_lies_between_its_ends():
    for row in assumptions().numbers:
        assert row.low <= row.mid <= row.high, row.id
        assert "assumption" in row.source.en or "public" in row.source.en
