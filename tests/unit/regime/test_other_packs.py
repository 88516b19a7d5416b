"""The British and the American pack: their dated days, their numbers, and what a wrong row says."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import holidays
import pytest

from sekisho.library.snapshot import starter_library
from sekisho.model.errors import PackError, UsageError
from sekisho.regime.authoring.cases import run_cases
from sekisho.regime.entries import is_current
from sekisho.regime.loader import PACKS, load_regime
from sekisho.regime.tables.reading import read_holidays

ON = date(2026, 11, 26)
PARTS = {"england-wales": ("ENG", "WLS"), "scotland": ("SCT",), "northern-ireland": ("NIR",)}


def spoil(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("part", PARTS)
def test_the_bank_holidays_of_each_part_are_those_an_independent_calendar_gives(part: str):
    folder = PACKS / "uk-nsi"
    mine = set(read_holidays(folder / f"holidays-{part}.csv", folder))
    head = load_regime("uk-nsi", ON).calendar.head
    years = range(head.covers_from.year, head.covers_to.year + 1)
    for subdivision in PARTS[part]:
        oracle = holidays.country_holidays("GB", subdiv=subdivision, years=years)
        assert mine == {day for day in oracle if day.year in years}


def test_a_bank_holiday_of_one_part_closes_the_day_for_all():
    calendar = load_regime("uk-nsi", ON).calendar
    scotland, northern_ireland = date(2026, 11, 30), date(2027, 3, 17)
    assert calendar.is_closed(scotland)
    assert calendar.is_closed(northern_ireland)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("uk-nsi/clocks.yaml", "id: review, start: accepted, unit: working_day, length: 30", "id: review, start: accepted, unit: working_day, length: 31"),
        ("uk-nsi/clocks.yaml", "length: 45", "length: 44"),
        ("uk-nsi/clocks.yaml", "stopped_by: &stops [stopped]", "stopped_by: &stops [asked]"),
        ("uk-nsi/clocks.yaml", "unit: month, length: 6", "unit: month, length: 5"),
        ("uk-nsi/clocks.yaml", "unit: year, length: 5", "unit: year, length: 6"),
        ("uk-nsi/duties.yaml", "acquisition.shares.after.num * 4 >", "acquisition.shares.after.num * 4 >="),
        ("uk-nsi/duties.yaml", "acquisition.votes.after.num * 4 >= acquisition.votes.after.den * 3", "acquisition.votes.after.num * 4 > acquisition.votes.after.den * 3"),
        ("uk-nsi/holidays-scotland.csv", "2026-11-30", "2026-11-28"),
        ("us-fcc-covered/entries.yaml", "valid_from: 2025-12-22", "valid_from: 2025-12-23"),
        ("us-fcc-covered/entries.yaml", "valid_to: 2027-12-31", "valid_to: 2028-01-01"),
        ("us-fcc-covered/entries.yaml", "product.made_in != 'US'", "product.made_in == 'US'"),
    ],
)  # fmt: skip
def test_a_case_notices_a_changed_number_of_either_pack(packs: Path, file: str, old: str, new: str):
    spoil(packs, file, old, new)
    assert any(result.differences for result in run_cases(file.partition("/")[0], packs))


@pytest.mark.parametrize(
    ("file", "old", "new", "id"),
    [
        ("uk-nsi/clocks.yaml", "unit: month, length: 6", "unit: month, stopped_by: [stopped], length: 6", "pack.stop_needs_days"),
        ("uk-nsi/clocks.yaml", "after: initial", "after: voluntary", "pack.period_after_itself"),
        ("uk-nsi/clocks.yaml", "after: initial", "after: first", "pack.undefined"),
        ("uk-nsi/procedure.yaml", "voluntary, since_known]", "voluntary, since_known, other]", "pack.undefined"),
        ("uk-nsi/procedure.yaml", "when: period.review.over, to: review_overdue", "when: period.review.passed, to: review_overdue", "pack.unknown_fact"),
        ("us-fcc-covered/entries.yaml", "affiliate_over: 10%", "affiliate_over: 0.1", "pack.bad_row"),
        ("us-fcc-covered/entries.yaml", "product.made_in != 'US'", "product.country != 'US'", "pack.unknown_fact"),
        ("jp-espa/fast_lane.yaml", "act: shorten", "act: hurry", "pack.undefined"),
    ],
)  # fmt: skip
def test_a_wrong_row_says_what_is_wrong_and_where(
    packs: Path, file: str, old: str, new: str, id: str
):
    spoil(packs, file, old, new)
    with pytest.raises(PackError) as raised:
        load_regime(file.partition("/")[0], ON, folder=packs)
    assert raised.value.message.id == id
    assert raised.value.place.file == file.partition("/")[2]


def test_before_the_prohibition_there_is_no_rule_to_ask():
    with pytest.raises(UsageError):
        load_regime("us-fcc-covered", date(2023, 2, 5))
    assert load_regime("us-fcc-covered", date(2023, 2, 6)).version == "2023-02-06"


def test_the_entries_are_current_for_as_long_as_the_pack_says():
    regime = load_regime("us-fcc-covered", ON)
    assert is_current(regime, date(2026, 12, 20))
    assert not is_current(regime, date(2026, 12, 21))
    assert not is_current(load_regime("baseline", ON), ON)


def test_the_entries_are_as_many_as_the_published_list_has(test_data: Path):
    """One published row names two firms of one service; one row holds two entries."""
    path = test_data / "lists" / "us-restricted-2026-07" / "fcc_covered.json"
    published = json.loads(path.read_text(encoding="utf-8"))["entities"]
    days = sorted(date.fromisoformat(row["effective_date"]) for row in published)
    mine = load_regime("us-fcc-covered", ON).entries.entries
    by_july = [row for row in mine if row.valid_from <= date(2026, 7, 9)]
    assert {row.valid_from for row in by_july} == set(days)
    assert len(by_july) == len(published)


def test_every_record_an_entry_names_is_in_the_starter_library():
    known = {record.id for record in starter_library().equipment()}
    entries = load_regime("us-fcc-covered", ON).entries.entries
    assert {id for row in entries for id in row.records} <= known


def test_neither_pack_uses_a_term_of_the_japanese_act():
    terms = re.compile(r"standstill|recommend|introduc|entrust|特定社会基盤|勧告|応諾|導入等")
    for topic in ("nsi", "entries"):
        for lang in ("en", "ja"):
            page = PACKS.parents[1] / "report" / "messages" / lang / f"{topic}.json"
            assert not terms.search(page.read_text(encoding="utf-8"))
