"""The mutation run: what it changes, and that a case that looks notices."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.model.errors import PackError
from sekisho.regime.authoring.mutations.points import Mutation, list_mutations
from sekisho.regime.authoring.mutations.run import run_mutations
from sekisho.regime.authoring.mutations.tokens import changed_conditions
from sekisho.regime.authoring.sources import file_kinds, read_source
from sekisho.regime.loader import PACKS
from tests.unit.regime.test_packs import spoil


def said(mutations: Iterable[Mutation]) -> set[tuple[str, str]]:
    return {(mutation.place, mutation.says) for mutation in mutations}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A pack of one clock, whose only case looks at its last day."""
    folder = tmp_path / "small"
    (folder / "cases").mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        "schema: sekisho/pack/1\nid: small\ntitle: {ja: 小, en: Small}\nstatutory: false\n"
        "versions:\n  - {id: first, valid_from: 2026-01-01, what: {ja: 初, en: First}}\n"
    )
    (folder / "routes.yaml").write_text("routes:\n  - {id: end, message: route.no_filing}\n")
    (folder / "clocks.yaml").write_text(
        "periods:\n  - {id: wait, start: accepted, unit: day, length: 30}\n"
        "dates:\n  - {id: last, of: wait, take: last, message: clock.standstill_last}\n"
    )
    (folder / "cases" / "a.yaml").write_text(
        "id: a\ntitle: {ja: 例, en: Case}\nscenarios:\n  - name: {ja: 例, en: Case}\n"
        "    on: 2026-03-01\n    events: [{kind: accepted, on: 2026-03-01}]\n"
        "    expect: {clock: {last: 2026-03-30}}\n"
    )
    return folder


def test_a_number_goes_one_up_and_one_down_a_comparison_changes_at_its_boundary_and_turns():
    changed = {text for _, _, text in changed_conditions("votes * 5 >= total")}
    assert changed == {
        "votes * 4 >= total",
        "votes * 6 >= total",
        "votes * 5 > total",
        "votes * 5 < total",
    }


def test_what_stands_in_quotes_is_left_alone_unless_it_is_a_date():
    assert list(changed_conditions("state in ['a > 1', 'b2']")) == []
    moved = {text for _, _, text in changed_conditions("today > timestamp('2026-03-01T00:00:00Z')")}
    assert "today > timestamp('2026-02-28T00:00:00Z')" in moved


def test_every_file_of_a_pack_has_its_kind_of_row():
    files = {path.stem for path in (PACKS / "jp-espa").glob("*.yaml")}
    assert files <= set(file_kinds())


def test_what_the_cases_look_at_is_noticed_when_it_changes(small: Path):
    found = run_mutations(small)
    noticed = {(m.place, m.says) for m, fate in found.fates if fate == "noticed"}
    assert ("clocks.yaml periods.wait.length", "30 -> 31") in noticed
    assert ("clocks.yaml periods.wait.unit", "day -> month") in noticed
    assert {place for place, _ in said(found.survivors)} == {"pack.yaml versions.first.valid_from"}


def test_a_mutation_nobody_looks_at_survives_and_says_where_it_is(small: Path):
    spoil(small, "cases/a.yaml", "clock: {last: 2026-03-30}", "clock: {}")
    survivors = run_mutations(small).survivors
    (longer,) = [m for m in survivors if m.says == "30 -> 31"]
    assert (longer.file, longer.line, longer.kind) == ("clocks.yaml", 2, "number")


def test_a_survivor_with_a_reason_is_explained_and_a_reason_without_survivor_is_stale(small: Path):
    (small / "cases" / "equivalent.csv").write_text(
        "place,mutation,reason\n"
        "pack.yaml versions.first.valid_from,2026-01-01 -> 2025-12-31,nothing was filed then\n"
        "clocks.yaml periods.wait.length,30 -> 31,not true\n"
    )
    found = run_mutations(small)
    assert [reason for _, reason in found.explained] == ["nothing was filed then"]
    assert [row.line for row in found.stale] == [3]
    assert ("pack.yaml versions.first.valid_from", "2026-01-01 -> 2025-12-31") not in said(
        found.survivors
    )


def test_a_line_of_reasons_that_is_wrong_is_refused_with_its_place(small: Path):
    (small / "cases" / "equivalent.csv").write_text("place,mutation,reason\nonly one cell\n")
    with pytest.raises(PackError) as raised:
        run_mutations(small)
    assert (raised.value.place.file, raised.value.place.line) == ("cases/equivalent.csv", 2)


def test_a_pack_whose_cases_differ_already_is_not_changed_at_all(small: Path):
    spoil(small, "clocks.yaml", "length: 30", "length: 29")
    with pytest.raises(PackError) as raised:
        run_mutations(small)
    assert raised.value.message.id == "mutation.cases_differ"


def test_the_end_of_a_version_moves_together_with_the_start_of_the_next():
    mutations = list_mutations(read_source(PACKS / "jp-espa"))
    moved = [m for m in mutations if m.place.startswith("pack.yaml versions.") and len(m.swaps) > 1]
    assert moved
    source = read_source(PACKS / "jp-espa")
    assert all(mutation.apply(source).pack() for mutation in moved)


def test_a_mutation_leaves_the_source_as_it_was(small: Path):
    source = read_source(small)
    before = source.pack().sha256
    for mutation in list_mutations(source):
        assert mutation.apply(source).pack().sha256 != before
    assert source.pack().sha256 == before


def test_a_holiday_is_moved_only_where_that_opens_or_closes_a_day():
    mutations = said(list_mutations(read_source(PACKS / "jp-espa")))
    # 11 February 2024 is a Sunday, closed anyhow, and so is the Saturday before it.
    assert ("holidays.csv 2024-02-11", "2024-02-11 -> 2024-02-10") not in mutations
    assert ("holidays.csv 2026-02-11", "2026-02-11 -> 2026-02-10") in mutations


def test_the_run_is_told_with_its_denominator_and_its_survivors(
    small: Path, capsys: pytest.CaptureFixture[str]
):
    spoil(small, "cases/a.yaml", "clock: {last: 2026-03-30}", "clock: {}")
    for lang, said in (("en", "clocks.yaml:2: periods.wait.length: 30 -> 31"), ("ja", "変異")):
        assert run(["regime", "check", str(small), "--mutations", "--lang", lang]) == 1
        printed = " ".join(capsys.readouterr().out.split())
        assert said in printed
        assert "0.0%" in printed
    assert run(["regime", "check", str(small), "--mutations", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["mutations"]["small"]
    assert found["noticed"] == 0
    assert found["total"] == len(found["survivors"])
