import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sekisho.desk.planning import Goal, Plan, PlannedCase, make_plan
from sekisho.desk.planning.calendar_file import write_calendar
from sekisho.desk.planning.goal import Chain, last_year_ends, latest_acceptance
from sekisho.model.errors import PackError, UsageError
from sekisho.regime.loader import PACKS, load_regime
from sekisho.report.catalogue import say

ON = date(2026, 11, 26)
REGIME = load_regime("jp-espa", ON)


def plan(go_live: date, on: date = ON, **goal: Any) -> Plan:
    return make_plan(REGIME, Goal(go_live=go_live, **goal), on)


def case(made: Plan, id: str) -> PlannedCase:
    return next(each for each in made.cases if each.id == id)


def test_the_case_of_new_year_read_backwards():
    # Accepted on 1 December 2026, Kasumi Grid is free from 31 December: so the other way round.
    plain = case(plan(date(2026, 12, 31)), "plain")
    assert plain.date_of("acceptance") == date(2026, 12, 1)
    assert plain.date_of("period_last") == date(2026, 12, 30)


def test_the_longest_extension_read_backwards_over_a_short_february():
    longest = case(plan(date(2027, 3, 1)), "longest")
    # 30 and 31 October end on 28 February for want of a corresponding day; so does 1 November.
    assert longest.date_of("acceptance") == date(2026, 11, 1)
    assert longest.date_of("period_last") == date(2027, 2, 28)


def test_lengths_come_from_the_pack_and_not_from_the_code():
    lengths = [made.lengths[0].params["n"] for made in plan(date(2027, 6, 1)).cases]
    assert lengths == [REGIME.period("standstill").length, REGIME.period("extension").length]


def test_without_an_allowance_the_submission_is_a_bound_and_says_so():
    row = next(row for row in case(plan(date(2027, 6, 1)), "plain").dates if row.id == "submission")
    assert row.warning
    assert "--allowance" in say(row.message, "en")


def test_an_allowance_counts_back_from_the_working_day_before_a_closed_acceptance():
    made = plan(date(2027, 3, 1), allowance=10, vendor=5)
    plain = case(made, "plain")
    assert plain.date_of("acceptance") == date(2027, 1, 30)  # a Saturday
    assert plain.date_of("submission") == date(2027, 1, 19)  # ten days before Friday the 29th
    assert plain.date_of("vendor") == date(2027, 1, 14)
    assert any(warning.id == "closed" and warning.hint for warning in made.warnings)


def test_a_working_day_allowance_leaps_over_golden_week():
    plain = case(plan(date(2027, 6, 6), allowance=3, in_working_days=True), "plain")
    assert plain.date_of("acceptance") == date(2027, 5, 7)
    # Back from Friday 7 May: Thursday 6 May, then Friday 30 April, then Wednesday 28 April.
    assert plain.date_of("submission") == date(2027, 4, 28)


def test_a_contract_signed_before_the_period_ends_is_warned_of():
    made = plan(date(2027, 3, 1), contract_on=date(2027, 2, 28))
    said = [warning for warning in made.warnings if warning.id == "contract"]
    assert [warning.case for warning in said] == ["plain", "longest"]
    assert said[0].message.params["by"] == "2027-01-29"


def test_a_contract_signed_after_the_period_is_not_warned_of():
    made = plan(date(2027, 3, 1), contract_on=date(2027, 3, 1))
    assert not any(warning.id == "contract" for warning in made.warnings)


def test_dates_gone_by_are_warned_of_case_by_case():
    made = plan(date(2026, 12, 31), on=date(2026, 12, 2))
    past = {(warning.case, warning.message.params["what"]) for warning in made.warnings}
    assert ("plain", "plan.acceptance") in past
    assert ("longest", "plan.acceptance") in past
    assert ("plain", "plan.go_live") not in past


def test_on_the_very_day_nothing_is_past():
    made = plan(date(2026, 12, 31), on=date(2026, 12, 1))
    assert not any(w.id == "past" and w.case == "plain" for w in made.warnings)


def test_where_the_calendar_ends_the_plan_says_so_and_counts_on():
    made = plan(date(2030, 3, 1), allowance=5)
    assert case(made, "plain").date_of("acceptance") == date(2030, 1, 30)
    assert case(made, "plain").date_of("submission") == date(2030, 1, 25)
    assert {warning.id for warning in made.warnings} == {"calendar"}


def test_fiscal_years_follow_the_cut_off_of_the_filing():
    # The case of sales in the pack: filed on 10 June 2027 the year to March 2027 counts.
    assert last_year_ends(date(2027, 4, 10), (3, 31), 3)[0] == date(2027, 3, 31)
    assert last_year_ends(date(2027, 3, 20), (3, 31), 3) == (
        date(2026, 3, 31),
        date(2025, 3, 31),
        date(2024, 3, 31),
    )
    assert last_year_ends(date(2027, 3, 1), (2, 29), 2) == (date(2027, 2, 28), date(2026, 2, 28))


def test_documents_and_fiscal_years_are_those_of_the_day_of_submission():
    # Accepted by 10 June at the latest: documents from 10 March, the year to March 2027 counts.
    plain = case(plan(date(2027, 7, 10), year_ends=((3, 31),)), "plain")
    assert plain.date_of("acceptance") == date(2027, 6, 10)
    assert plain.date_of("documents_from") == date(2027, 3, 10)
    assert plain.date_of("sales_cut_off") == date(2027, 4, 10)
    assert plain.date_of("fiscal_years") == date(2027, 3, 31)


def test_a_british_completion_is_planned_by_the_periods_of_review_and_assessment():
    law = load_regime("uk-nsi", ON)
    made = make_plan(law, Goal(go_live=date(2027, 9, 1), allowance=10), ON)
    days = {
        each.id: (each.date_of("acceptance"), each.date_of("period_last")) for each in made.cases
    }
    # 30 working days, or 30, 30 and 45 one after the other; 31 August is the last of them.
    assert days == {
        "plain": (date(2027, 7, 19), date(2027, 8, 31)),
        "longest": (date(2027, 4, 1), date(2027, 8, 31)),
    }
    assert case(made, "longest").date_of("submission") == date(2027, 3, 22)
    assert made.note is not None


def test_where_the_calendar_ends_before_a_go_live_in_working_days_no_day_is_guessed():
    law = load_regime("uk-nsi", ON)
    made = make_plan(law, Goal(go_live=date(2028, 2, 1)), ON)
    assert [each.date_of("acceptance") for each in made.cases] == [None, None]
    assert {warning.id for warning in made.warnings} == {"calendar"}


def test_a_pack_without_a_period_is_refused_in_words():
    with pytest.raises(UsageError) as refused:
        make_plan(load_regime("baseline", ON), Goal(go_live=date(2027, 3, 1)), ON)
    assert refused.value.message.id == "plan.nothing_to_plan"


@pytest.mark.parametrize("go_live", [date.min, date(1, 1, 2), date.max])
def test_the_ends_of_the_calendar_of_dates_break_nothing(go_live: date):
    made = plan(go_live, allowance=3650, vendor=3650, in_working_days=True, year_ends=((3, 31),))
    assert made.cases
    assert latest_acceptance(Chain((), ()), date.min, REGIME.calendar) is None
    assert write_calendar(made, "ja")


def test_the_calendar_file_is_what_rfc_5545_asks_for():
    made = plan(date(2027, 3, 1), allowance=10, year_ends=((3, 31), (12, 31)))
    for lang in ("ja", "en"):
        data = write_calendar(made, lang)
        assert data == write_calendar(made, lang)
        lines = data.split(b"\r\n")
        assert lines[0] == b"BEGIN:VCALENDAR"
        assert lines[-2:] == [b"END:VCALENDAR", b""]
        assert all(len(line) <= 75 for line in lines)
        assert not any(b"\n" in line for line in lines)
        text = data.decode().replace("\r\n ", "")
        events = text.count("BEGIN:VEVENT")
        uids = {line for line in text.split("\r\n") if line.startswith("UID:")}
        assert events == text.count("END:VEVENT") == len(uids) == text.count("DTSTAMP:20261126T")
        assert "DTSTART;VALUE=DATE:20270130" in text
        assert "DTEND;VALUE=DATE:20270131" in text


def test_a_pack_may_say_itself_what_is_planned_against(tmp_path: Path):
    shutil.copytree(PACKS / "jp-espa", tmp_path / "jp-espa")
    clocks = tmp_path / "jp-espa" / "clocks.yaml"
    rows = "plan:\n  - {id: plain, steps: [{of: answer}]}\n  - id: longest\n    steps: [{of: answer}, {of: standstill, begins: day_after}]\n"
    text = clocks.read_text(encoding="utf-8")
    clocks.write_text(text + rows, encoding="utf-8")
    made = make_plan(
        load_regime("jp-espa", ON, folder=tmp_path), Goal(go_live=date(2027, 3, 1)), ON
    )
    # Ten days that roll over closed days: accepted on the 17th they end on Friday 26 February.
    assert case(made, "plain").date_of("acceptance") == date(2027, 2, 17)
    # The answer ends on Friday 29 January at the latest; thirty days from the 30th end on 28 February.
    assert case(made, "longest").date_of("acceptance") == date(2027, 1, 20)
    clocks.write_text(text + rows.replace("of: answer", "of: nothing"), encoding="utf-8")
    with pytest.raises(PackError):
        make_plan(load_regime("jp-espa", ON, folder=tmp_path), Goal(go_live=date(2027, 3, 1)), ON)
