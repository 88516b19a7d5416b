"""The register: from one sheet, from earlier plans, and never typed twice."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from sekisho.desk.plans import HandedIn
from sekisho.desk.register import import_register, read_register, register_from
from sekisho.model.errors import DefectsError, InputError
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register
from sekisho.read.case import open_filing
from sekisho.read.filing import read_filing
from sekisho.read.filing.write import write_json, write_yaml
from sekisho.regime.loader import load_regime
from sekisho.report.catalogue import both
from sekisho.vet import vet
from tests.unit.triage.builders import MONTH, REGISTER, library

PLAN = read_filing((MONTH / "plan" / "filing.yaml").read_bytes(), "filing.yaml")
CARE = read_filing((MONTH / "care" / "filing.yaml").read_bytes(), "filing.yaml")


def handed(*plans: Filing) -> list[HandedIn]:
    return [HandedIn(plan, f"{plan.reference}.yaml") for plan in plans]


def imported(text: str) -> tuple[Register, list[tuple[str, str]]]:
    found = import_register(text.encode(), "register.csv", both)
    return found.register, [(each.message.id, each.place.cell) for each in found.defects]


def test_last_years_plans_give_the_register_and_nothing_is_typed():
    register = register_from(handed(CARE, PLAN))
    assert (register.operator, register.authority, register.fictional) == (
        "霞送配電株式会社",
        "meti",
        True,
    )
    assert len(register.entries) == len(PLAN.components)
    ems = register.entries[0]
    assert (ems.component, ems.supplier, ems.cleared_plan) == (
        "ems-app",
        "株式会社青葉マイクロ",
        "KG-2025-021",
    )
    assert (ems.updates_by, ems.entrustment) == ("株式会社ほしかわ保守", "KG-2025-022")
    assert ems.entrustment_ends_on == date(2027, 3, 31)
    assert ems.introduced_on == date(2025, 11, 15)


def test_last_years_plan_was_complete_on_the_day_it_was_filed():
    on = date(2025, 9, 25)
    assessment = vet(open_filing(MONTH / "plan"), load_regime("jp-espa", on), library(), on)
    run = next(run for run in assessment.checks if run.check == "completeness")
    assert (run.found, run.unanswered) == (0, 0)


def test_the_order_of_the_plans_does_not_matter():
    assert register_from(handed(CARE, PLAN)) == register_from(handed(PLAN, CARE))


def test_a_plan_of_mere_operation_makes_nobody_apply_updates():
    assert CARE.entrustment is not None
    care = replace(CARE, entrustment=replace(CARE.entrustment, works=("operation",)))
    assert {entry.updates_by for entry in register_from(handed(PLAN, care)).entries} == {""}


def test_a_csv_register_with_japanese_headings_is_read():
    register, defects = imported(
        "特定重要設備,構成設備のID,名称,供給者,事業者,指定日,委託の終了日\n"
        "設備A,ems,EMS,青葉,霞送配電,2023-11-16,令和9年3月31日\n設備A,hmi,HMI,青葉,,,\n"
    )
    assert defects == []
    assert (register.operator, register.designated_on) == ("霞送配電", date(2023, 11, 16))
    assert [entry.component for entry in register.entries] == ["ems", "hmi"]
    assert register.entries[0].entrustment_ends_on == date(2027, 3, 31)


def test_what_holds_for_all_may_not_contradict_itself():
    register, defects = imported("facility,component,operator\nA,ems,霞\nA,hmi,霧\nA,db,霞\n")
    assert defects == [("register.contradiction", "C3")]
    assert register.operator == "霞"
    assert [entry.component for entry in register.entries] == ["ems", "db"]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("A,ems,,,\n", ("register.twice", "B3")),
        ("A,hmi,2027-01-01,2026-01-01,\n", ("register.period", "D3")),
        ("A,hmi,,soon,\n", ("filing.date_form", "D3")),
        ("A,,,,x\n", ("sheet.missing", "A3")),
        ("A,hmi,,,maybe\n", ("filing.not_a_word", "E3")),
    ],
)
def test_a_wrong_row_is_told_with_its_cell_and_left_out(line: str, wrong: tuple[str, str]):
    head = "facility,component,entrustment_starts_on,entrustment_ends_on,phase\nA,ems,,,\n"
    register, defects = imported(head + line)
    assert defects[0] == wrong
    assert [entry.component for entry in register.entries] == ["ems"]


def test_the_phase_may_be_chosen_in_either_language():
    register, defects = imported(
        "facility,component,phase\nA,ems,導入後\nA,hmi,before introduction\n"
    )
    assert defects == []
    assert [entry.phase for entry in register.entries] == ["in_service", "before_introduction"]


@pytest.mark.parametrize(("write", "name"), [(write_yaml, "r.yaml"), (write_json, "r.json")])
def test_a_register_is_read_back_the_same(write: object, name: str):
    data = write(REGISTER).encode()  # type: ignore[operator]
    assert read_register(data, name, both).register == REGISTER


@pytest.mark.parametrize("data", [b"schema: sekisho/filing/1\n", b"[]\n", b"entries: []\n"])
def test_another_document_is_no_register(data: bytes):
    with pytest.raises(DefectsError) as raised:
        read_register(data, "r.yaml", both)
    assert raised.value.defects[0].message.id == "register.no_schema"


def test_a_sheet_without_its_headings_says_which_it_needs():
    with pytest.raises(InputError) as raised:
        import_register("名前,値\na,b\n".encode(), "r.csv", both)
    assert raised.value.message.params["columns"] == (
        "特定重要設備 / Facility",
        "構成設備のID / Component id",
    )
