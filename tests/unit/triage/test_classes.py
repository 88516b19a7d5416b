"""Which class an update falls in: the engine judges, the pack names."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace

from sekisho.desk.triage.updates import Known, read_updates
from sekisho.model.errors import UsageError
from sekisho.regime.loader import load_regime
from tests.unit.triage.builders import (
    CARE,
    NO,
    NOTHING,
    ON,
    REGISTER,
    both,
    entry,
    judge,
    month,
    row,
    sheet,
)

EMERGENCY = {
    "emergency": "yes",
    "emergency_cause": "通信の停止",
    "occurred_on": "2026-11-29",
    "service_hindered": "yes",
    "no_other_means": "yes",
    "caused_to_escape_duty": "no",
}
OUTSIDER = {"applied_by": "有限会社ほたる技研"}


def kind(**more: str) -> str:
    component = more.pop("component", "ems")
    (judged,) = judge(row(component, **more))
    return judged.memo.becomes


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        (NOTHING, "nothing_to_file"),
        (NOTHING | {"component": "own"}, "nothing_to_file"),
        (NO | {"function_changed": "yes"}, "report"),
        (NO | {"name_changed": "yes", "new_name": "Aoba EMS II"}, "report"),
        (NO | {"function_changed": "yes", "component": "backup"}, "change_filing"),
        (NOTHING | {"component": "backup"}, "nothing_to_file"),
        (NO | {"facility_replaced": "yes"}, "new_plan"),
        (NOTHING | OUTSIDER, "entrustment_not_covered"),
        (NOTHING | {"component": "none"}, "entrustment_not_covered"),
        (NOTHING | EMERGENCY | OUTSIDER, "emergency_notice"),
        (NO | {"facility_replaced": "yes"} | EMERGENCY, "emergency_notice"),
        (
            NO | {"facility_replaced": "yes"} | EMERGENCY | {"caused_to_escape_duty": "yes"},
            "new_plan",
        ),
        (NO | {"function_changed": "unclear"}, "ask"),
        (NO | {"facility_replaced": "unclear"}, "ask"),
        ({}, "not_checked"),
        ({"confirmed_by": "", "function_changed": "no"}, "not_checked"),
        (NOTHING | {"component": "blank"}, "not_checked"),
        (NOTHING | {"component": "nobody"}, "not_checked"),
        (NOTHING | {"component": "nobody", "applied_by": "自社"}, "nothing_to_file"),
        (NOTHING | {"component": "own", "applied_by": "未定"}, "not_checked"),
    ],
)
def test_every_class_is_reached(said: dict[str, str], becomes: str):
    assert kind(**said) == becomes


def test_a_no_that_nobody_signed_leaves_the_question_open():
    unsigned = {name: text for name, text in NO.items() if not name.startswith("confirmed")}
    (judged,) = judge(row("ems", **unsigned))
    assert judged.memo.becomes == "not_checked"
    assert judged.open == ("change.confirmed_by",)


@pytest.mark.parametrize(
    ("planned_on", "becomes"),
    [
        ("2027-03-31", "nothing_to_file"),
        ("2027-04-01", "entrustment_not_covered"),
        ("2025-12-01", "nothing_to_file"),
        ("2025-11-30", "entrustment_not_covered"),
        ("", "not_checked"),
    ],
)
def test_an_entrustment_covers_work_on_the_days_of_its_period_and_no_other(
    planned_on: str, becomes: str
):
    assert kind(planned_on=planned_on, **NOTHING) == becomes


def test_a_plan_that_the_register_or_a_plan_handed_in_knows_covers_the_work():
    named = row("ems", entrustment="KG-2026-003", **NOTHING, **OUTSIDER)
    known = read_updates(
        sheet(named), "u.csv", REGISTER, ON, both, known=Known(frozenset({"KG-2026-003"}))
    )
    assert [each.covered for each in known.planned] == [True]
    held = next(each.entrustment for each in REGISTER.entries if each.entrustment)
    assert kind(entrustment=held, **NOTHING, **OUTSIDER) == "nothing_to_file"


@pytest.mark.parametrize("word", ["KG-9999-001", "?", "申請中", "unknown", "分からない"])
def test_a_word_that_names_no_known_plan_covers_nothing(word: str):
    (judged,) = judge(row("ems", entrustment=word, **NOTHING, **OUTSIDER))
    assert judged.memo.becomes == "not_checked"
    assert [hint.id for hint in judged.memo.hints] == ["triage.hint.no_such_plan"]


@pytest.mark.parametrize("word", ["なし", "no", "いいえ", "該当なし", "NONE", "-"])
def test_a_word_for_no_says_that_no_plan_covers_the_work(word: str):
    assert kind(entrustment=word, **NOTHING, **OUTSIDER) == "entrustment_not_covered"


def test_own_staff_need_no_entrustment_however_they_are_called():
    for word in ("own", "自社", "霞送配電株式会社", "own | 自社の職員 / own staff"):
        assert kind(component="none", applied_by=word, **NOTHING) == "nothing_to_file"


@pytest.mark.parametrize("word", ["", "?", "-", "未定", "不明", "n/a"])
def test_who_applies_it_is_missing_where_nobody_says_so(word: str):
    (judged,) = judge(row("nobody", applied_by=word, **NOTHING))
    memo = judged.memo
    assert memo.becomes == "not_checked"
    assert "change.applied_by" in memo.missing
    assert "applied_by" not in {fact.name for fact in memo.facts}
    work = next(duty for duty in memo.duties if duty.id == "plan_work")
    assert work.need == "not_checked"


def test_whoever_applies_it_a_named_cleared_plan_covers_the_work():
    assert kind(component="nobody", entrustment="KG-2025-022", **NOTHING) == "nothing_to_file"


def test_for_an_unknown_business_both_other_answers_are_shown():
    (judged,) = judge(row("nobody", **NOTHING))
    told = {(each.name, each.value, each.becomes) for each in judged.memo.alternatives}
    assert ("applied_by", "own_staff", "nothing_to_file") in told
    assert ("applied_by", "another", "entrustment_not_covered") in told


def test_what_must_not_go_in_yet_comes_before_what_is_reported_afterwards():
    (judged,) = judge(row("ems", **(NO | {"function_changed": "yes"} | OUTSIDER)))
    assert judged.memo.becomes == "entrustment_not_covered"
    assert judged.memo.also == ("report",)


def test_an_unknown_phase_is_not_taken_for_in_service():
    register = replace(REGISTER, entries=(entry("ems", introduced_on=None),))
    (judged,) = judge(row("ems", **(NO | {"function_changed": "yes"})), register=register)
    assert judged.memo.becomes == "not_checked"
    assert "change.phase" in judged.memo.missing


def test_a_component_introduced_later_is_not_in_service_before():
    register = replace(REGISTER, entries=(entry("ems", introduced_on=date(2026, 12, 2)),))
    (judged,) = judge(row("ems", **(NO | {"function_changed": "yes"})), register=register)
    assert judged.memo.becomes == "change_filing"


def test_a_facility_that_is_not_critical_has_nothing_to_file():
    register = replace(REGISTER, entries=(entry("ems", facility_kind="not_critical"),))
    (judged,) = judge(row("ems", **(NO | {"facility_replaced": "yes"})), register=register)
    assert judged.memo.becomes == "nothing_to_file"


def test_nobody_is_asked_what_makes_no_difference():
    # No emergency is stated: whether there was another means is not asked.
    (judged,) = judge(row("ems", **NOTHING, no_other_means="unclear"))
    assert (judged.memo.becomes, judged.memo.asks) == ("nothing_to_file", ())


@pytest.mark.parametrize(
    ("designated_on", "becomes"),
    [
        (date(2026, 5, 31), "new_plan"),
        # Six months that run beyond 16 July 2026 stand under a text nobody compared.
        (date(2026, 6, 1), "ask"),
        (date(2026, 10, 1), "ask"),
    ],
)
def test_within_the_grace_of_a_new_designation_the_ministry_is_asked(
    designated_on: date, becomes: str
):
    register = replace(REGISTER, designated_on=designated_on)
    planned_on = "2026-12-08"
    said = NO | {"facility_replaced": "yes", "planned_on": planned_on}
    register = replace(register, entries=(entry("ems", entrustment_ends_on=date(2030, 3, 31)),))
    (judged,) = judge(row("ems", **said), register=register)
    assert judged.memo.becomes == becomes


@pytest.mark.parametrize(
    ("cleared_plan", "becomes"),
    [
        ("KG-2025-021", "report"),
        ("none", "nothing_to_file"),
        ("なし", "nothing_to_file"),
        ("", "not_checked"),
        ("?", "not_checked"),
    ],
)
def test_what_went_in_without_a_plan_has_no_change_to_report(cleared_plan: str, becomes: str):
    said = NO | {"function_changed": "yes"}
    register = replace(REGISTER, entries=(entry("ems", cleared_plan=cleared_plan),))
    (judged,) = judge(row("ems", **said), register=register)
    assert judged.memo.becomes == becomes


def test_the_memo_tells_what_would_change_it():
    (judged,) = judge(row("ems", **NOTHING))
    others = {(each.name, each.value): each.becomes for each in judged.memo.alternatives}
    assert others == {
        ("type_changed", "yes"): "report",
        ("name_changed", "yes"): "report",
        ("function_changed", "yes"): "report",
        ("facility_replaced", "yes"): "new_plan",
        ("entrustment_cleared", "no"): "entrustment_not_covered",
    }


def test_for_own_staff_the_other_case_is_a_business_no_plan_covers():
    (judged,) = judge(row("own", **NOTHING))
    assert ("applied_by", "another", "entrustment_not_covered") in {
        (each.name, each.value, each.becomes) for each in judged.memo.alternatives
    }


def test_where_a_person_cannot_tell_both_answers_are_shown():
    (judged,) = judge(row("ems", **(NO | {"function_changed": "unclear"})))
    told = {
        each.value: each.becomes
        for each in judged.memo.alternatives
        if each.name == "function_changed"
    }
    assert told == {"yes": "report", "no": "nothing_to_file"}
    assert [each.id for each in judged.memo.asks] == ["triage.ask.function_changed"]


def test_the_memo_names_rules_versions_and_digests():
    (judged,) = judge(row("ems", **NOTHING))
    memo = judged.memo
    assert memo.assessment_sha256 == judged.assessment.sha256
    assert (memo.inputs.regime, memo.inputs.regime_version) == ("jp-espa", "2026-09-18")
    assert {reason.article for duty in memo.duties for reason in duty.reasons} >= {"Art. 52(1)"}
    assert {reason.verified_to for duty in memo.duties for reason in duty.reasons} == {
        date(2026, 6, 14)
    }
    assert (memo.confirmed_by, memo.confirmed_on) == ("白瀬 ひかり", date(2026, 11, 30))
    assert ("applied_by", CARE) in {(fact.name, fact.value) for fact in memo.facts}


def test_a_pack_without_classes_is_refused():
    with pytest.raises(UsageError) as raised:
        dataclasses.replace(month(), regime=load_regime("baseline", ON))
    assert raised.value.message.id == "triage.no_classes"
