"""Two packs compared row by row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace
from msgspec.structs import replace as with_row

from sekisho.regime.authoring.compare import RowChange, compare
from sekisho.regime.loader import find_pack, load_regime
from tests.unit.regime.test_packs import spoil


def names(changes: tuple[RowChange, ...]) -> list[tuple[str, str, str]]:
    return [(row.table, row.id, row.kind) for row in changes]


def test_a_pack_is_the_same_as_itself():
    assert compare(find_pack("jp-espa"), find_pack("jp-espa")) == ()


def test_one_edited_number_is_one_change(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(packs, "jp-espa/designation.yaml", "at_least: 800000", "at_least: 500000")
    (change,) = compare(before, find_pack("jp-espa", packs))
    assert (change.table, change.id, change.kind) == (
        "designations.tests",
        "port.enough_containers",
        "changed",
    )
    (edit,) = change.edits
    assert (edit.field, edit.before, edit.after) == ("at_least", "800000", "500000")


def test_remarks_and_layout_are_no_change(packs: Path):
    before = find_pack("jp-espa", packs)
    path = packs / "jp-espa" / "clocks.yaml"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert compare(before, find_pack("jp-espa", packs)) == ()


def test_a_row_that_only_moved_is_told_since_the_first_that_holds_wins(packs: Path):
    before = find_pack("jp-espa", packs)
    path = packs / "jp-espa" / "routes.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "{id: file_plan" in line)
    lines.insert(at + 3, lines.pop(at))
    path.write_text("".join(lines), encoding="utf-8")
    changes = compare(before, find_pack("jp-espa", packs))
    assert names(changes) == [("routes.routes", "file_plan", "moved")]


def test_two_states_of_one_pack_tell_the_trucking_change():
    before, after = (load_regime("jp-espa", date(2025, *day)) for day in ((4, 1), (6, 13)))
    found = names(compare(before, after))
    assert ("facilities", "trucking.dispatch", "added") in found
    assert ("facilities", "trucking.cargo_status", "added") in found
    assert ("designations.criteria", "trucking") in {row[:2] for row in found}
    rows = [row for row in found if row != ("authorities", "mlit", "changed")]
    assert all(id.startswith("trucking") for _, id, _ in rows)


def test_a_kind_of_facility_that_was_covered_before_stays_a_valid_word():
    """The orders now name three kinds; a system that does all four tasks was one all along."""
    before, after = (load_regime("jp-espa", date(2025, *day)) for day in ((6, 12), (6, 13)))
    kinds = [{row.id for row in regime.facilities} for regime in (before, after)]
    assert all("trucking.integrated" in each for each in kinds)
    assert not [
        name
        for name in names(compare(before, after))
        if name[2] == "removed" and name[0] == "facilities"
    ]


def test_water_moves_between_ministries_as_one_changed_row():
    before, after = (load_regime("jp-espa", day) for day in (date(2024, 3, 31), date(2024, 4, 1)))
    (water,) = [row for row in compare(before, after) if row.table == "sectors"]
    assert (water.id, water.kind) == ("water", "changed")
    assert ("authority", "mhlw", "mlit") in [(e.field, e.before, e.after) for e in water.edits]


def test_what_stands_in_a_row_of_a_row_is_told_by_its_path(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(packs, "jp-espa/authorities.yaml", "verified_to: 2026-06-14", "verified_to: 2026-07-01")
    (change,) = compare(before, find_pack("jp-espa", packs))
    (edit,) = change.edits
    assert edit.field == "orders.meti-order@2023-11-01.verified_to"
    assert (edit.before, edit.after) == ("2026-06-14", "2026-07-01")


def test_a_state_of_an_order_that_is_added_is_one_value(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(
        packs,
        "jp-espa/authorities.yaml",
        "valid_from: 2025-04-01, verified_to: 2026-06-14}",
        "valid_from: 2025-04-01, valid_to: 2026-12-31, verified_to: 2026-06-14}\n"
        "      - {id: meti-order, title: {ja: 経済産業省令, en: METI order}, valid_from: 2027-01-01}",
    )
    (change,) = compare(before, find_pack("jp-espa", packs))
    fields = [edit.field for edit in change.edits]
    assert fields == ["orders.meti-order@2025-04-01.valid_to", "orders.meti-order@2027-01-01"]


def test_a_kind_of_component_is_told_by_the_facilities_of_its_list(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(packs, "jp-espa/components.yaml", 'en: "Server"', 'en: "Server machine"')
    (change,) = compare(before, find_pack("jp-espa", packs))
    assert (change.table, change.id) == ("components", "electricity.balancing")
    assert [edit.field for edit in change.edits] == ["kinds.server.title.en"]


def test_values_beside_the_rows_of_a_table_are_compared_too(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(packs, "jp-espa/changes.yaml", "ratio_bands: [5%,", "ratio_bands: [4%,")
    (change,) = compare(before, find_pack("jp-espa", packs))
    assert (change.table, change.id, change.edits[0].field) == ("changes", "", "ratio_bands")


def test_a_holiday_is_a_row(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(packs, "jp-espa/holidays.csv", "2026-05-06,", "2026-05-07,")
    assert names(compare(before, find_pack("jp-espa", packs))) == [
        ("calendar.holidays", "2026-05-06", "removed"),
        ("calendar.holidays", "2026-05-07", "added"),
    ]


def test_the_row_before_and_after_come_with_the_change():
    pack = find_pack("jp-espa")
    first, *rest = pack.sectors
    other = with_row(first, item=99)
    (change,) = compare(pack, replace(pack, sectors=(other, *rest)))
    assert (change.before, change.after) == (first, other)
