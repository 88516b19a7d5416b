"""Packs: what they carry is true, and a wrong one says where it is wrong."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import holidays
import pytest

import sekisho
from sekisho.model.errors import PackError, UsageError
from sekisho.regime.authoring.cases import run_cases
from sekisho.regime.loader import PACKS, list_packs, load_regime
from sekisho.regime.pack import Regime
from sekisho.report.catalogue import LANGUAGES, catalogue

STATUTORY_WORDS = re.compile(
    r"statut|\blaw|\bact\b|art\.|minist|filing|\bfiled?\b|standstill|届出|法令|法律|主務|導入等|勧告|特定",
    re.IGNORECASE,
)


def spoil(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("id", list_packs())
def test_every_case_a_pack_carries_comes_out_as_expected(id: str):
    wrong = [result for result in run_cases(id) if result.differences]
    assert wrong == []


def test_the_cases_cover_the_scenarios_the_law_was_read_for():
    numbers = {result.case.partition("-")[0] for result in run_cases("jp-espa")}
    assert numbers >= {f"{number:02}" for number in range(1, 14)}


def test_a_case_that_expects_another_date_differs(packs: Path):
    spoil(
        packs,
        "jp-espa/cases/01-new-year.yaml",
        "standstill_last: 2026-12-30",
        "standstill_last: 2026-12-31",
    )
    (wrong,) = [result for result in run_cases("jp-espa", packs) if result.differences]
    (found,) = wrong.differences
    assert (found.what, found.expected, found.found) == (
        "clock.standstill_last",
        "2026-12-31",
        "2026-12-30",
    )


def test_a_case_notices_a_duty_it_does_not_expect(packs: Path):
    spoil(
        packs,
        "jp-espa/cases/09-group.yaml",
        "duties: {plan_introduction: not_needed}",
        "duties: {}",
    )
    wrong = [result for result in run_cases("jp-espa", packs) if result.differences]
    assert [row.what for result in wrong for row in result.differences] == [
        "duties.plan_introduction"
    ]


def test_a_case_notices_a_changed_number_of_the_law(packs: Path):
    spoil(packs, "jp-espa/clocks.yaml", "length: 30", "length: 31")
    assert any(result.differences for result in run_cases("jp-espa", packs))


@pytest.mark.parametrize(
    ("day", "version", "authority"),
    [
        ("2024-03-31", "2023-11-17", "mhlw"),
        ("2024-04-01", "2024-04-01", "mlit"),
        ("2026-12-01", "2026-09-18", "mlit"),
    ],
)
def test_water_moved_between_ministries(day: str, version: str, authority: str):
    regime = load_regime("jp-espa", date.fromisoformat(day))
    assert (regime.version, regime.authority_of("water")) == (version, authority)


def test_a_dispatch_system_is_a_critical_facility_only_since_the_rewriting():
    def kinds(day: date) -> set[str]:
        return {
            row.id for row in load_regime("jp-espa", day).facilities if row.sector == "trucking"
        }

    assert kinds(date(2025, 6, 12)) == {"trucking.integrated"}
    assert kinds(date(2025, 6, 13)) == {
        "trucking.integrated",
        "trucking.dispatch",
        "trucking.cargo_status",
    }


def test_a_version_can_be_chosen_whatever_the_day():
    regime = load_regime("jp-espa", date(2026, 12, 1), version="2024-04-01")
    assert regime.version == "2024-04-01"
    assert regime.authority_of("port_transport") == ""


def test_a_form_number_is_data_of_the_authority(espa: Regime):
    assert espa.form("meti", "plan", "introduction") == "4(1)"
    assert espa.form("mic", "plan", "introduction") == "6"
    assert espa.form("mic", "change_report", "introduction") == ""


def test_the_holidays_are_those_an_independent_calendar_gives(espa: Regime):
    oracle = holidays.country_holidays("JP", years=range(2023, 2029))
    assert set(espa.calendar.holidays) == set(oracle)


def test_the_holidays_are_those_the_cabinet_office_published(espa: Regime, test_data: Path):
    text = (test_data / "jp" / "syukujitsu.csv").read_bytes().decode("cp932")
    published = {
        date(*map(int, row[0].split("/"))) for row in list(csv.reader(text.splitlines()))[1:]
    }
    years = {day.year for day in published} & set(range(2023, 2029))
    mine = {day for day in espa.calendar.holidays if day.year in years}
    assert mine == {day for day in published if day.year in years}


def test_the_baseline_uses_no_word_of_any_statute():
    said = [
        text
        for lang in LANGUAGES
        for id, text in catalogue(lang).items()
        if id.startswith("baseline.")
    ]
    assert len(said) >= 8
    assert [line for line in said if STATUTORY_WORDS.search(line)] == []


def test_the_baseline_decides_no_duty(baseline: Regime):
    assert not baseline.statutory
    assert baseline.duties.duties == ()
    assert baseline.clocks.periods == ()


def test_code_knows_no_number_of_the_law():
    code = Path(sekisho.__file__).parent / "regime"
    number = re.compile(r"(?<![\w.])(?:30|10|4|25|50|5)(?![\w.])")
    text = re.compile(r'"""(?:.|\n)*?"""|#.*')
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted([*code.glob("*.py"), *code.glob("days/*.py")])
        for line in text.sub("", path.read_text(encoding="utf-8")).splitlines()
        if number.search(line)
    ]
    assert found == []


def test_the_digest_names_the_meaning_not_the_layout(packs: Path):
    before = load_regime("jp-espa", date(2026, 12, 1), folder=packs).sha256
    clocks = packs / "jp-espa" / "clocks.yaml"
    clocks.write_text("# a remark\n" + clocks.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_regime("jp-espa", date(2026, 12, 1), folder=packs).sha256 == before
    spoil(packs, "jp-espa/clocks.yaml", "length: 30", "length: 29")
    assert load_regime("jp-espa", date(2026, 12, 1), folder=packs).sha256 != before


@pytest.mark.parametrize(
    ("file", "old", "new", "id"),
    [
        ("clocks.yaml", "unit: day", "unit: fortnight", "pack.bad_row"),
        ("clocks.yaml", "length: 30", "length: thirty", "pack.bad_row"),
        ("clocks.yaml", "start: accepted", "start: acepted", "pack.undefined"),
        ("clocks.yaml", "roll: none", "rol: none", "pack.bad_row"),
        ("duties.yaml", "when: act.introduction", "when: act.introduced", "pack.unknown_fact"),
        ("duties.yaml", "when: act.introduction", "when: act.introduction &&", "pack.condition_ends"),
        ("duties.yaml", "when: act.introduction", "when: 1 + 1", "pack.condition_not_bool"),
        ("duties.yaml", "of: &introductions [plan_introduction,", "of: &introductions [plan,", "pack.undefined"),
        ("forms.yaml", "[meti, mic, mlit,", "[meti, moj, mlit,", "pack.undefined"),
        ("pack.yaml", "valid_to: 2024-03-31", "valid_to: 2024-03-30", "pack.versions_do_not_join"),
        ("pack.yaml", "valid_from: 2023-11-17", "valid_from: 2023-02-30", "pack.bad_row"),
        ("routes.yaml", "- {id: nothing_to_file, ", "- {id: nothing_to_file, when: 'true', ", "pack.no_last_route"),
        ("procedure.yaml", "after: [submitted], to: returned", "after: [sent], to: returned", "pack.undefined"),
        ("holidays.csv", "2023-01-09", "2023-01-39", "pack.bad_date"),
        ("clocks.yaml", "periods:", "periods: [", "error.not_yaml"),
    ],
)  # fmt: skip
def test_a_wrong_pack_says_what_is_wrong_and_where(
    packs: Path, file: str, old: str, new: str, id: str
):
    spoil(packs, f"jp-espa/{file}", old, new)
    with pytest.raises(PackError) as raised:
        load_regime("jp-espa", date(2026, 12, 1), folder=packs)
    assert raised.value.message.id == id
    assert raised.value.place.file == file


def test_a_mistake_in_a_row_names_its_line(packs: Path):
    spoil(packs, "jp-espa/clocks.yaml", "length: 30", "length: thirty")
    line = 1 + (packs / "jp-espa/clocks.yaml").read_text().splitlines().index("    length: thirty")
    with pytest.raises(PackError) as raised:
        load_regime("jp-espa", date(2026, 12, 1), folder=packs)
    assert raised.value.place.line == line


def test_a_misspelt_file_leaves_no_topic_of_the_law_out(packs: Path):
    (packs / "jp-espa" / "duties.yaml").rename(packs / "jp-espa" / "dutys.yaml")
    with pytest.raises(PackError) as raised:
        load_regime("jp-espa", date(2026, 12, 1), folder=packs)
    assert raised.value.message.id == "pack.unknown_file"


@pytest.mark.parametrize(
    ("id", "day", "version", "said"),
    [
        ("jp-espb", "2026-12-01", None, "pack.unknown"),
        ("../jp-espa", "2026-12-01", None, "pack.unknown"),
        ("jp-espa", "2026-12-01", "1999", "pack.unknown_version"),
        ("jp-espa", "2020-01-01", None, "pack.no_version_then"),
    ],
)
def test_what_there_is_not_is_said_to_be_unknown(id: str, day: str, version: str | None, said: str):
    with pytest.raises(UsageError) as raised:
        load_regime(id, date.fromisoformat(day), version)
    assert raised.value.message.id == said


def test_the_packs_hold_the_ones_sekisho_promises():
    assert set(list_packs()) >= {"baseline", "jp-espa"}
    assert PACKS.is_dir()


def test_an_amendment_in_force_whose_text_was_not_compared_is_told_from_its_day_on():
    before = load_regime("jp-espa", date(2026, 7, 16)).caveats(date(2026, 7, 16))
    (told,) = load_regime("jp-espa", date(2026, 12, 1)).caveats(date(2026, 12, 1))
    assert before == ()
    assert told.params["n"] == len(told.params["amendments"])  # type: ignore[arg-type]  # a list
    assert "act-38-2026-art-53" in told.params["amendments"]  # type: ignore[operator]  # a list
    assert load_regime("baseline", date(2026, 12, 1)).caveats(date(2026, 12, 1)) == ()
