"""Two packs compared row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

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
    assert ("facilities", "trucking.integrated", "removed") in found
    assert ("facilities", "trucking.dispatch", "added") in found
    assert ("designations.criteria", "trucking") in {row[:2] for row in found}
    assert all(id.startswith("trucking") for _, id, _ in found)


def test_water_moves_between_ministries_as_one_changed_row():
    before, after = (load_regime("jp-espa", day) for day in (date(2024, 3, 31), date(2024, 4, 1)))
    (water,) = [row for row in compare(before, after) if row.table == "sectors"]
    assert (water.id, water.kind) == ("water", "changed")
    assert ("authority", "mhlw", "mlit") in [(e.field, e.before, e.after) for e in water.edits]


def test_what_stands_in_a_row_of_a_row_is_told_by_its_path(packs: Path):
    before = find_pack("jp-espa", packs)
    spoil(packs, "jp-espa/authorities.yaml", "verified_to: 2026-06-14", "verified_to: 2026-07-01")
    (change,) = compare(before, find_pack("jp-espa", packs))
    assert change.edits[0].field.startswith("orders.meti-order")
    assert change.edits[0].field.endswith("verified_to")


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
