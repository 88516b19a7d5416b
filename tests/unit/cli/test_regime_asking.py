"""`sekisho regime explain` and `duty`, run as an operator runs them."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.model.values.ratio import Ratio
from sekisho.regime.asking.designated import judge_business, judge_owed, next_profile_question
from sekisho.regime.asking.questions import _IMPLIED, APART, _as_asked, _Asked, start
from sekisho.regime.loader import list_packs, load_regime
from sekisho.report.catalogue import LANGUAGES, knows
from sekisho.report.rules.questions import profile_question_text
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
    filed = asked(*PATCH, "change.function_changed=yes", "change.plan_filed=yes")
    assert run([*filed, "--lang", "en"]) == 3
    introduced = [*filed, "--answer", "change.plan_introduces=yes", "--lang", "en"]
    capsys.readouterr()
    assert run(introduced) == 1
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
        "supplier.control.facts=none",
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
        ("business=moon", "sekisho regime show jp-espa"),
        ("figure.trucking.truck=5", "figure.trucking.trucks"),
        ("status.trucking.nationwise=yes", "status.trucking.nationwide"),
        ("business=truking", "trucking"),
        ("year_ended_on=2026-02-30", "a day that exists"),
        ("entrustment.works=moon", "sekisho regime show jp-espa"),
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


def test_a_change_of_name_is_a_question_of_its_own(capsys: Printed):
    nothing = asked("designated=yes", "facility.critical=no")
    assert run([*nothing, "--lang", "en"]) == 0
    assert "--answer operator.renames=yes" in flat(capsys.readouterr().out)
    assert run([*nothing, "--answer", "operator.renames=yes", "--json"]) == 3
    assert (
        json.loads(capsys.readouterr().out)["next_question"]["fact"] == "operator.rename_notified"
    )
    renamed = [*nothing, "--answer", "operator.renames=yes", "--answer"]
    assert run([*renamed, "operator.rename_notified=no", "--lang", "en"]) == 1
    said = flat(capsys.readouterr().out)
    assert "[Art. 50(3)" in said
    assert "question of its own" not in said
    assert run([*renamed, "operator.rename_notified=yes"]) == 0


INTRODUCED = (
    "designated=yes",
    "change.stated=no",
    "emergency.stated=no",
    "act.introduction=yes",
    "act.entrustment=no",
    "facility.embedded_facility=no",
    "supplier.control_stated=no",
    "supplier.is_operator=no",
    "supplier.status=company",
)


def test_a_kind_that_an_amendment_covers_has_time_of_its_own(capsys: Printed):
    """Two kinds of trucking system came under the duty on 13 June 2025."""
    day = ["regime", "duty", "--on", "2025-10-01", "--lang", "en"]
    told = [word for each in INTRODUCED for word in ("--answer", each)]
    assert run([*day, *told, "--answer", "facility.critical=yes"]) == 1
    said = flat(capsys.readouterr().out)
    assert "(trucking.dispatch) under the duty and leaves time up to Fri 12 Dec 2025" in said
    kind = [*day, *told, "--answer", "facility.kind=trucking.dispatch", "--answer"]
    assert run([*kind, "act.on=2025-12-12"]) == 0
    assert "[Art. 53(2)" in flat(capsys.readouterr().out)
    assert run([*kind, "act.on=2025-12-13"]) == 1
    before = [*day, *told, "--answer", "facility.kind=trucking.integrated", "--answer"]
    assert run([*before, "act.on=2025-12-12"]) == 1


def test_figures_of_own_years_are_asked_year_by_year_once_the_year_is_known():
    regime = load_regime("jp-espa", date(2026, 12, 1))
    answers = {"business": "bank", "status.business.licensed": "yes"}
    names = []
    while question := next_profile_question(regime, answers, date(2026, 12, 1)):
        names.append(question.name)
        answers[question.name] = "2026-03-31" if question.kind == "day" else "20000000000000"
    assert names[:3] == [
        "year_ended_on",
        "figure.bank.deposits@2026-03-31",
        "figure.bank.deposits@2025-03-31",
    ]
    assert names[3] == "figure.bank.deposits@2024-03-31"
    (judged,) = judge_business(regime, answers, date(2026, 12, 1))
    assert judged.verdict.answer == "yes"


@pytest.mark.parametrize(
    "business",
    dict.fromkeys(
        row.business for row in load_regime("jp-espa", date(2026, 12, 1)).designations.criteria
    ),
)
def test_every_business_can_be_judged_by_its_questions(business: str):
    """Whoever answers every question has an answer, but for criteria nobody compared."""
    on = date(2026, 12, 1)
    regime = load_regime("jp-espa", on)
    answers = {"business": business}
    kinds = {"day": "2026-03-31", "amount": "1/2", "bool": "yes"}
    while question := next_profile_question(regime, answers, on):
        assert question.name not in answers
        for lang in ("en", "ja"):
            assert question.about not in profile_question_text(question, regime, lang)
        answers[question.name] = kinds[question.kind]
    judged = [row for row in judge_business(regime, answers, on) if not row.criterion.unverified]
    assert all(row.verdict.answer != "unknown" for row in judged), judged
    assert all(row.verdict.answer != "unknown" for row in judge_owed(regime, answers, on))


def test_what_a_criterion_lacks_how_it_was_read_and_what_return_is_owed_are_told(capsys: Printed):
    answers = (
        "business=credit_card",
        "status.business.licensed=yes",
        "status.business.designated=yes",
    )
    assert run([*asked(*answers), "--lang", "en"]) == 3
    said = flat(capsys.readouterr().out)
    assert "Not stated: " in said
    assert "is owed, next by Wed 30 Jun 2027" in said
    assert run([*asked(*answers), "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    (owed,) = [row for row in document["returns"] if row["id"] == "card_yearly"]
    assert (owed["answer"], owed["due"], owed["form"]) == ("yes", "2027-06-30", "11")
    assert document["criteria"][0]["lacking"]


NSI = ["regime", "duty", "--regime", "uk-nsi", "--on", "2026-12-01", "--lang", "en"]


def acquired(*answers: str) -> list[str]:
    return [*NSI, *(word for each in answers for word in ("--answer", each))]


def test_an_acquisition_is_asked_share_by_share_and_decided_at_the_threshold(capsys: Printed):
    specified = ("acquisition.stated=yes", "acquisition.specified=yes")
    assert run(acquired(*specified)) == 3
    assert "? Which share of the shares did the acquirer hold before?" in flat(
        capsys.readouterr().out
    )
    above = ("acquisition.shares.before=25%", "acquisition.shares.after=25.1%")
    assert run(acquired(*specified, *above)) == 1
    assert "mandatory notice" in flat(capsys.readouterr().out)
    at = (
        "acquisition.shares.before=0%",
        "acquisition.shares.after=25%",
        "acquisition.votes.before=0%",
        "acquisition.votes.after=25%",
        "acquisition.secures_resolutions=no",
    )
    assert run(acquired(*specified, *at)) == 3
    assert "confirmed these answers by name?" in flat(capsys.readouterr().out)
    assert run(acquired(*specified, *at, "acquisition.confirmed_by=yes")) == 0


def test_without_an_acquisition_nothing_is_asked(capsys: Printed):
    assert run(acquired("acquisition.stated=no")) == 0
    said = flat(capsys.readouterr().out)
    assert "Keep this record" in said
    assert "Still open" not in said


@pytest.mark.parametrize("pack", ["us-fcc-covered", "baseline"])
def test_rules_without_a_duty_say_so(pack: str, capsys: Printed):
    assert run(["regime", "duty", "--regime", pack, *DAY, "--lang", "en"]) == 0
    assert "These rules hold no duty to file" in flat(capsys.readouterr().out)


@pytest.mark.parametrize("pack", list_packs())
def test_every_fact_that_can_be_asked_has_a_question_of_its_own_in_both_languages(pack: str):
    regime = load_regime(pack, date(2026, 12, 1))
    rows = regime.duties
    texts = [text for row in rows.duties for text in (row.about, row.when)]
    texts += [row.confirm.when for row in rows.duties if row.confirm]
    texts += [text for row in rows.exemptions for text in (row.claimed, row.when)]
    facts = {name for text in texts if text for name in regime.conditions.named(text)}
    asked = {_as_asked(fact) for fact in facts} - _IMPLIED - {*start(date(2026, 12, 1))}
    for fact in sorted(asked | ({APART} if APART in facts else set())):
        assert all(knows(f"ask.{fact}", lang) for lang in LANGUAGES), fact


def test_no_number_of_a_law_stands_in_the_questions():
    """A share is tried around what the conditions of the pack hold it against."""
    regime = load_regime("uk-nsi", date(2026, 12, 1))
    asked = _Asked(regime, start(date(2026, 12, 1)), frozenset())
    tried = asked._values("acquisition.shares.after")
    quarter, half, most = Ratio(1, 4), Ratio(1, 2), Ratio(3, 4)
    assert {Ratio(0), quarter, half, most, Ratio(1)} < set(tried)
    assert len(tried) == 11


@pytest.mark.parametrize(
    "twice",
    [
        ["change.stated=yes", "change.stated=no"],
        ["facility.kind=not_critical", "facility.critical=yes"],
    ],
)
def test_two_answers_to_one_question_are_refused(twice: list[str], capsys: Printed):
    assert run([*asked("designated=yes", *twice), "--lang", "en"]) == 2
    assert "answered twice" in flat(capsys.readouterr().err)


def test_an_answer_of_the_file_and_another_beside_it_are_refused(tmp_path: Path, capsys: Printed):
    file = tmp_path / "answers.yaml"
    file.write_text("change.stated: yes\n", encoding="utf-8")
    assert run([*asked("change.stated=no"), "--answers", str(file), "--lang", "en"]) == 2
    assert "answered twice" in flat(capsys.readouterr().err)
    assert run([*asked("change.stated=yes"), "--answers", str(file), "--lang", "en"]) == 3


@pytest.mark.parametrize("said", ["はい", "はい。", "ｙｅｓ", "有", "yes"])
def test_yes_is_understood_as_it_is_written(said: str, capsys: Printed):
    assert run([*asked("designated=yes", f"facility.critical={said}"), "--json"]) == 3
    document = json.loads(capsys.readouterr().out)
    assert document["designated"] is True
    assert document["next_question"]["fact"] == "change.stated"


def test_a_share_of_more_than_the_whole_is_refused(capsys: Printed):
    said = ["regime", "duty", "--regime", "uk-nsi", "--answer", "acquisition.shares.after=140%"]
    assert run([*said, "--lang", "en"]) == 2
    assert "at most 100%" in flat(capsys.readouterr().err)


def test_the_first_question_comes_again_after_an_answer_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, capsys: Printed
):
    lines = io.StringIO("たぶん\nいいえ\n")
    monkeypatch.setattr(lines, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", lines)
    assert run(["regime", "duty", "--on", "2026-12-01", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert flat(said.err).count("designated") >= 2
    assert "Not designated" in said.out


def test_that_a_duty_rests_on_the_designation_is_told_until_it_is_stated(capsys: Printed):
    introduced = asked("facility.critical=yes", "change.stated=no", "emergency.stated=no")
    more = ["--answer", "act.introduction=yes", "--answer", "act.entrustment=no", "--lang", "en"]
    run([*introduced, *more])
    assert "if the operator is designated" in flat(capsys.readouterr().out)
    run([*introduced, *more, "--answer", "designated=yes"])
    assert "if the operator is designated" not in flat(capsys.readouterr().out)
