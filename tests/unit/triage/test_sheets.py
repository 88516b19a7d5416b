"""Sheets as people have them: any headings, any order, CSV or Excel, hostile or just wrong."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from sekisho.desk.register import import_register
from sekisho.desk.register_sheet import register_sheet
from sekisho.desk.triage.month.sheets import updates_sheet
from sekisho.desk.triage.updates import UPDATES, read_updates
from sekisho.model.errors import InputError, TooLargeError
from sekisho.model.operator.register import Register
from sekisho.read.limits import Limits
from sekisho.read.sheets.csv_text import read_csv_cells
from sekisho.read.sheets.listing import MOST_ROWS, read_listing
from sekisho.read.sheets.listing_write import write_csv, write_table
from sekisho.report.catalogue import both
from tests.unit.triage.builders import NO, NOTHING, ON, REGISTER, judge, read, row, sheet


def book(*rows: tuple[Any, ...]) -> bytes:
    made = Workbook()
    for cells in rows:
        made.active.append(cells)  # type: ignore[union-attr]
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def updates_in(data: bytes, name: str) -> list[tuple[str, str]]:
    found = read_updates(data, name, REGISTER, ON, both)
    assert not found.defects
    return [(each.entry.component, each.update.version) for each in found.planned]


@pytest.mark.parametrize(
    "head",
    [
        "component,version",
        "構成設備,新しいバージョン",
        "Component,New version",
        "構成設備（必須）,新しい バージョン",
        "ＣＯＭＰＯＮＥＮＴ,VERSION",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_headings_may_be_keys_or_labels_of_either_language(head: str, encoding: str):
    assert updates_in(f"{head}\nems,1.1\n".encode(encoding), "u.csv") == [("ems", "1.1")]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_may_be_separated_as_excel_does_it_anywhere(separator: str):
    text = separator.join(("version", "component")) + "\n" + separator.join(("1.1", "ems"))
    assert updates_in(text.encode(), "u.csv") == [("ems", "1.1")]


def test_a_heading_in_the_other_language_below_is_no_update():
    text = "構成設備,新しいバージョン\nComponent,New version\nems,1.1\n"
    assert updates_in(text.encode(), "u.csv") == [("ems", "1.1")]


def test_what_marks_a_row_of_ours_is_a_value_elsewhere():
    text = "component,version,vendor_note\n#,1.1,note\nems,1.1,version\n"
    found = read_updates(text.encode(), "u.csv", REGISTER, ON, both)
    assert [each.message.params["name"] for each in found.defects] == ["#"]
    assert [each.update.vendor_note for each in found.planned] == ["version"]


def test_a_sheet_of_ones_own_may_have_a_title_and_columns_we_do_not_know():
    data = book(
        ("12月の更新",), (), ("担当", "構成設備", "新しいバージョン"), ("白瀬", "ems", "1.1")
    )
    found = read_updates(data, "u.xlsx", REGISTER, ON, both)
    assert [each.entry.component for each in found.planned] == ["ems"]
    assert found.unread == ("担当",)


def test_words_may_be_written_in_either_language():
    rows = [
        row("ems", nature="セキュリティ修正", function_changed="いいえ"),
        row("hmi", nature="security patch", function_changed="no | いいえ / no"),
        row("alarm", nature="security_patch", function_changed="分からない"),
    ]
    said = [each.update for each in read(*rows).planned]
    assert {update.nature for update in said} == {"security_patch"}
    assert [update.function_changed for update in said] == ["no", "no", "unclear"]


@pytest.mark.parametrize(
    ("wrong", "id", "cell"),
    [
        ({"planned_on": "2026-02-30"}, "filing.date_missing", "C3"),
        ({"planned_on": "2/3/2026"}, "filing.date_ambiguous", "C3"),
        ({"component": "emms"}, "triage.unknown", "A3"),
        ({"version": ""}, "filing.missing", "A3"),
        ({"nature": "patch"}, "filing.not_a_word", "D3"),
        (
            {"nature": "other", "nothing_changed": "yes", "function_changed": "yes"},
            "triage.contradiction",
            "F3",
        ),
        ({"nature": "other", "confirmed_by": "白瀬"}, "triage.undated", "G3"),
        (
            {"nature": "other", "confirmed_by": "白瀬", "confirmed_on": "2026-12-02"},
            "triage.later",
            "H3",
        ),
        ({"nature": "other", "name_changed": "no", "new_name": "B"}, "triage.contradiction", "I3"),
        ({"version": "1.1\u0007"}, "filing.control_character", "B3"),
    ],
)
def test_a_wrong_cell_is_told_and_stops_no_other_row(wrong: dict[str, str], id: str, cell: str):
    keys = (
        "nature",
        "nothing_changed",
        "function_changed",
        "confirmed_by",
        "confirmed_on",
        "name_changed",
        "new_name",
    )
    good = row("hmi") | dict.fromkeys(keys, "")
    found = read(good, row("ems") | dict.fromkeys(keys, "") | wrong, good | {"version": "1.2"})
    assert [each.update.version for each in found.planned] == ["1.1", "1.2"]
    assert found.wrong_rows == 1
    told = [(each.message.id, each.place.cell) for each in found.defects]
    assert (
        told[0] == (id, cell) if id != "filing.missing" else told[0][0] in (id, "triage.no_version")
    )


def test_what_excel_made_of_a_version_is_not_taken_for_it():
    data = book(("component", "version"), ("ems", 1.10), ("hmi", "1.10"), ("alarm", "=1+1"))
    found = read_updates(data, "u.xlsx", REGISTER, ON, both)
    assert [(each.entry.component, each.update.version) for each in found.planned] == [
        ("hmi", "1.10")
    ]
    assert [(each.message.id, each.place.cell) for each in found.defects] == [
        ("sheet.number_as_text", "B2"),
        ("sheet.formula", "B4"),
    ]


def test_a_component_of_two_facilities_must_say_which():
    twice = Register(
        entries=(
            REGISTER.entries[0],
            *(each for each in REGISTER.entries[1:]),
            type(REGISTER.entries[0])(facility="予備所", component="ems", name="Aoba ems"),
        )
    )
    found = read(row("ems"), row("hmi"), register=twice)
    assert [each.message.id for each in found.defects] == ["triage.ambiguous"]
    found = read(row("ems", facility="予備所"), register=twice)
    assert [each.entry.facility for each in found.planned] == ["予備所"]


def test_two_rows_of_the_same_number_are_told():
    found = read(row("ems", id="1"), row("hmi", id="1"))
    assert [each.message.id for each in found.defects] == ["triage.id_twice"]
    assert len(found.planned) == 1


def test_the_sheet_made_from_the_register_is_no_update_until_a_version_is_filled_in():
    data = updates_sheet(REGISTER)
    assert updates_in(data, "u.xlsx") == []
    workbook = load_workbook(io.BytesIO(data))
    page = workbook.worksheets[1]
    keys = {cell.value: cell.column for cell in page[1]}
    page.cell(5, keys["version"]).value = "1.1"
    page.cell(5, keys["planned_on"]).value = "令和8年12月8日"
    stream = io.BytesIO()
    workbook.save(stream)
    assert updates_in(stream.getvalue(), "u.xlsx") == [("ems", "1.1")]


def test_the_sheet_offers_the_components_and_the_words():
    page = load_workbook(io.BytesIO(updates_sheet(REGISTER)))
    words = [cell.value for row in page.worksheets[2].iter_rows() for cell in row if cell.value]
    assert "ems | Aoba ems" in words
    assert any(str(word).startswith("security_patch | ") for word in words)
    assert len(page.worksheets[1].data_validations.dataValidation) >= 10


def test_rows_that_are_added_take_versions_as_text():
    page = load_workbook(io.BytesIO(updates_sheet(REGISTER))).worksheets[1]
    letters = {cell.value: cell.column_letter for cell in page[1]}
    assert page.column_dimensions[letters["version"]].number_format == "@"
    assert page.column_dimensions[letters["planned_on"]].number_format == "yyyy-mm-dd"


def test_a_register_handed_in_for_updates_is_told_and_not_read_row_by_row():
    with pytest.raises(InputError) as raised:
        read_updates(register_sheet(REGISTER), "u.xlsx", REGISTER, ON, both)
    assert raised.value.message.id == "sheet.other_list"
    with pytest.raises(InputError) as raised:
        import_register(updates_sheet(REGISTER), "r.xlsx", both)
    assert raised.value.message.id == "sheet.other_list"


def test_equal_sheets_are_equal_bytes():
    assert updates_sheet(REGISTER) == updates_sheet(REGISTER)


def test_a_register_sheet_is_read_back_the_same():
    found = import_register(register_sheet(REGISTER), "register.xlsx", both)
    assert found.defects == ()
    assert found.register == REGISTER


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"a,b\n1,2\n",
        b'"open,\n',
        "構成設備\n".encode(),
        b"PK\x03\x04broken",
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_such_list_is_refused_whole(data: bytes):
    with pytest.raises(InputError):
        read_listing(data, "u.csv", UPDATES, both)


def test_more_cells_than_a_workbook_may_hold_are_refused_in_csv_too():
    with pytest.raises(TooLargeError):
        read_csv_cells(b"a,b\n1,2\n", "u.csv", Limits(nodes=3))
    with pytest.raises(TooLargeError):
        read_csv_cells(b"a," + b"x" * 40_000, "u.csv")


def test_a_list_of_too_many_rows_is_refused():
    rows = "".join(f"ems,{number}\n" for number in range(MOST_ROWS + 1))
    with pytest.raises(TooLargeError):
        read_listing(f"component,version\n{rows}".encode(), "u.csv", UPDATES, both)


def test_text_that_looks_like_a_formula_is_written_as_text():
    head, rows = ("no", "name"), [("1", '=HYPERLINK("x")'), ("2", "@sum"), ("3", "-1"), ("4", "+1")]
    for line in write_csv(head, rows).decode("utf-8-sig").splitlines()[1:]:
        assert line.partition(",")[2].lstrip('"').startswith("'")
    page = load_workbook(io.BytesIO(write_table("t", head, rows))).active
    assert page is not None
    assert {cell.data_type for cells in page.iter_rows() for cell in cells} == {"s"}  # type: ignore[attr-defined]


def test_a_hostile_name_is_read_as_text():
    found = read(row("ems", id="<script>", vendor_note="=cmd|' /C calc'!A0", **NOTHING))
    assert found.planned[0].update.id == "<script>"
    assert found.planned[0].update.vendor_note.startswith("=cmd")


def test_a_sheet_with_another_first_sheet_is_found_all_the_same():
    made = Workbook()
    made.active.append(("nothing here",))  # type: ignore[union-attr]
    page = made.create_sheet("更新")
    page.append(("component", "version"))
    page.append(("ems", "1.1"))
    stream = io.BytesIO()
    made.save(stream)
    assert updates_in(stream.getvalue(), "u.xlsx") == [("ems", "1.1")]


def test_sheets_of_this_test_are_read_as_written():
    assert sheet({"component": "ems", "version": "1"}) == b"component,version\r\nems,1\r\n"


@pytest.mark.parametrize("name", ["?", "-", "未定", "n/a", "N/A", "不明", "…", "１"])
def test_a_cell_that_names_nobody_confirms_nothing(name: str):
    found = read(row("ems", **(NOTHING | {"confirmed_by": name})))
    assert found.planned == []
    assert [each.message.id for each in found.defects] == ["triage.nobody"]


@pytest.mark.parametrize("name", ["白瀬 ひかり", "N. Shirase", "無量小路", "na田"])
def test_a_name_is_a_name(name: str):
    assert read(row("ems", **(NOTHING | {"confirmed_by": name}))).defects == []


def test_rows_without_an_update_are_counted():
    rows = (row("ems"), row("hmi", version="", planned_on=""), row("alarm", version=""))
    found = read(*rows)
    assert (len(found.planned), found.idle_rows, found.wrong_rows) == (1, 1, 1)


def test_a_component_of_another_facility_says_whose_it_is():
    found = read(row("ems", facility="中央給電指令システム"))
    (wrong,) = found.defects
    assert wrong.message.id == "triage.other_facility"
    assert wrong.message.params["facilities"] == ("系統監視制御システム",)
    assert wrong.place.cell == "D2"


@pytest.mark.parametrize(
    ("nature", "said", "remark"),
    [
        ("replacement", NOTHING, "triage.hint.nature.replacement"),
        ("feature", NOTHING, "triage.hint.nature.feature"),
        ("feature", NO | {"function_changed": "yes"}, ""),
        ("replacement", NO | {"facility_replaced": "yes"}, ""),
        ("replacement", {}, ""),
        ("security_patch", NOTHING, ""),
    ],
)
def test_a_kind_that_speaks_of_a_change_is_held_against_the_answers(
    nature: str, said: dict[str, str], remark: str
):
    (judged,) = judge(row("ems", nature=nature, **said))
    assert [hint.id for hint in judged.memo.hints] == ([remark] if remark else [])


@pytest.mark.parametrize("planned", ["2026-11-30", "2025-01-01"])
def test_a_planned_day_that_is_over_is_told(planned: str):
    (judged,) = judge(row("ems", planned_on=planned, **NOTHING))
    assert [hint.id for hint in judged.memo.hints] == ["triage.hint.past"]


@pytest.mark.parametrize("planned", ["2026-12-01", "2026-12-02", ""])
def test_a_planned_day_that_is_not_over_is_not_told(planned: str):
    (judged,) = judge(row("ems", planned_on=planned, **NOTHING))
    assert judged.memo.hints == ()
