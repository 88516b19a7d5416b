"""`sekisho regime explain` and `duty`, run as an operator runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.cli.main import run
from tests.unit.cli.test_law_commands import columns

Printed = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parents[3] / "examples"
DAY = ["--on", "2026-12-01"]


def flat(text: str) -> str:
    return " ".join(text.split())


def asked(*answers: str) -> list[str]:
    return [
        "regime", "duty", *DAY, *(word for each in answers for word in ("--answer", each))
    ]  # fmt: skip


PATCH = (
    "designated=yes",
    "facility.critical=yes",
    "change.stated=yes",
    "emergency.stated=no",
    "change.phase=in_service",
    "change.facility_replaced=no",
    "change.type_changed=no",
    "change.name_changed=no",
    "change.applied_by_others=no",
    "change.fields.important=0",
    "change.fields.report=0",
    "change.fields.component=0",
)


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["regime", "explain", str(EXAMPLES / "grid-control-update"), *DAY],
        ["regime", "explain", str(EXAMPLES / "quick-patch"), *DAY],
        [*asked(*PATCH), "--answer", "change.function_changed=yes"],
        asked(),
    ],
)
def test_rules_and_questions_are_readable_in_eighty_columns(
    arguments: list[str], lang: str, capsys: Printed
):
    assert run(["--lang", lang, *arguments]) in {0, 1, 3}
    said = capsys.readouterr()
    assert said.err == ""
    assert [line for line in said.out.splitlines() if columns(line) > 80] == []
    assert lang == "en" or "Art." not in said.out


def test_every_rule_is_explained_under_its_article_with_the_value_of_each_fact(capsys: Printed):
    filing = str(EXAMPLES / "grid-control-update")
    assert run(["regime", "explain", filing, *DAY, "--lang", "en"]) == 0
    said = flat(capsys.readouterr().out)
    assert "Art. 52(1) Duty plan_introduction: must be filed" in said
    assert "· the filing states a change: no" in said
    assert "Exemption subsidiary: nobody relies on it" in said
    assert "compared with the law up to" in said
    assert said.index(" Art. 50 ") < said.index(" Art. 52(1) ") < said.index(" Art. 52(3) ")


def test_the_explanation_as_data(capsys: Printed):
    filing = str(EXAMPLES / "grid-control-update")
    assert run(["regime", "explain", filing, *DAY, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    (duty,) = [rule for rule in document["rules"] if rule["rule"] == "plan_introduction"]
    assert duty["answer"] == "needed"
    assert duty["asked"][0]["facts"]["act.introduction"] is True
    assert document["verified_to"] == "2026-06-14"


def test_a_patch_without_change_of_function_is_nothing_to_file_once_confirmed(capsys: Printed):
    open_ones = [*asked(*PATCH, "change.function_changed=no"), "--lang", "en"]
    assert run(open_ones) == 3
    assert "confirmed these answers by name?" in flat(capsys.readouterr().out)
    assert run([*open_ones, "--answer", "change.confirmed_by=yes"]) == 0
    said = flat(capsys.readouterr().out)
    assert "Next: Nothing to file" in said
    assert "Still open" not in said


def test_a_change_of_function_must_be_reported_whatever_else_is_not_known(capsys: Printed):
    assert run([*asked(*PATCH, "change.function_changed=yes"), "--lang", "en"]) == 1
    assert "[Art. 54(4)" in flat(capsys.readouterr().out)


def test_nothing_is_asked_once_the_facility_is_not_critical(capsys: Printed):
    assert run([*asked("designated=yes", "facility.critical=no"), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["next_question"] is None
    assert {duty["need"] for duty in document["duties"]} == {"not_needed"}


def test_what_the_person_does_not_know_is_not_asked_again(capsys: Printed):
    assert run([*asked("facility.critical=?"), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["next_question"]["fact"] == "change.stated"


def test_a_business_that_is_not_designated_has_no_duty(capsys: Printed):
    assert run([*asked("designated=no"), "--lang", "en"]) == 0
    assert "Not designated" in capsys.readouterr().out


def test_whether_a_business_meets_the_criteria_is_told_when_designation_is_not_known(
    capsys: Printed,
):
    answers = ("business=trucking", "figure.trucking.trucks=5000", "status.trucking.nationwide=yes")
    assert run([*asked(*answers, "designated=?"), "--lang", "en"]) == 3
    assert "General motor truck transport: meets the criterion" in flat(capsys.readouterr().out)
    fewer = ("business=trucking", "figure.trucking.trucks=4999")
    assert run([*asked(*fewer), "--lang", "en"]) == 3
    assert "does not meet the criterion" in flat(capsys.readouterr().out)


def test_a_subsidiary_by_votes_is_exempt(capsys: Printed):
    answers = (
        "designated=yes",
        "facility.critical=yes",
        "change.stated=no",
        "emergency.stated=no",
        "act.introduction=yes",
        "act.entrustment=no",
        "facility.embedded_facility=no",
        "supplier.control_stated=yes",
        "supplier.control.votes=50.1%",
        "operator.designated_on=2023-11-16",
        "act.on=2027-02-01",
    )
    assert run([*asked(*answers), "--lang", "en"]) == 0
    assert "subsidiary of the operator" in flat(capsys.readouterr().out)


def test_answers_come_from_a_file_too(tmp_path: Path, capsys: Printed):
    file = tmp_path / "answers.yaml"
    file.write_text("designated: はい\nfacility.critical: いいえ\n")
    assert run(["regime", "duty", *DAY, "--answers", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["designated"] is True


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("facility.critical", "no answer"),
        ("facility.crtical=yes", "facility.critical"),
        ("facility.critical=maybe", "Answer yes, no or ?"),
        ("act.on=2026-02-30", "a day that exists"),
        ("supplier.control.votes=0.45", "45% or 1/3"),
        ("sector=moon", "sekisho regime show jp-espa"),
        ("figure.trucking.trucks=many", "without a unit"),
        ("business=moon", "trucking"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_answer_that_cannot_be_read_says_what_would_be(
    answer: str, said: str, lang: str, capsys: Printed
):
    assert run([*asked(answer), "--lang", lang]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert lang == "ja" or said in flat(printed.err)
