"""Answers are taken only for the filing they were asked for, from its own parties, with a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from sekisho.cli.main import run
from sekisho.desk.annex.answers import take_answers
from sekisho.desk.annex.fitting import Fitted, Wanted, fit
from sekisho.desk.annex.questionnaire import (
    Questionnaire,
    make_questionnaire,
    read_questionnaire,
    write_questionnaire,
)
from sekisho.desk.annex.rows import read_annex
from sekisho.model.errors import UsageError
from sekisho.model.filing import Filing
from sekisho.read.filing import read_filing
from sekisho.regime.loader import find_pack

GRID = Path(__file__).parents[3] / "examples" / "grid-control-update"
FILING = read_filing((GRID / "filing.yaml").read_bytes(), "filing.yaml")
ON = date(2026, 12, 1)
PACK = find_pack("jp-espa")
BOTH = read_annex(PACK, ("introduction", "entrustment"))
INTRODUCTION = read_annex(PACK, ("introduction",))
AOBA = "株式会社青葉マイクロ"


def reply(**more: Any) -> Questionnaire:
    """Makes a questionnaire that fits the filing, all of it answered yes."""
    asked = make_questionnaire(
        INTRODUCTION, "霞送配電株式会社", "系統監視制御システム", AOBA, "KG-2026-014"
    )
    said = tuple(replace(answer, applied=True, means="手順書") for answer in asked.answers)
    return replace(asked, answers=said, answered_on=date(2026, 11, 5), **more)


def fitted(*replies: Questionnaire, filing: Filing | None = FILING) -> Fitted:
    received = [(f"{number}.xlsx", each) for number, each in enumerate(replies, start=1)]
    return fit(received, Wanted(filing, ("introduction",), ON))


def test_what_was_asked_for_this_filing_is_kept():
    found = fitted(reply())
    assert (len(found.kept), found.left, found.notes) == (1, (), ())


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"reference": "KG-2026-099"}, "annex.other_reference"),
        ({"asked_by": "霧送配電株式会社"}, "annex.other_operator"),
        ({"about": "中央給電指令システム"}, "annex.other_facility"),
        ({"respondent": "有限会社ほたる技研"}, "annex.no_party"),
        ({"respondent": "霞送配電株式会社"}, "annex.no_party"),
        ({"respondent": ""}, "annex.by_nobody"),
        ({"acts": ("entrustment",)}, "annex.other_act"),
    ],
)
def test_what_was_asked_by_or_about_others_is_left_out(more: dict[str, Any], why: str):
    found = fitted(replace(reply(), **more))
    assert found.kept == ()
    assert [each.message.id for each in found.left] == [why]
    assert found.left[0].place.file == "1.xlsx"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (None, ["annex.undated"]),
        (date(2026, 12, 2), ["annex.later"]),
        (date(2026, 12, 1), []),
    ],
)
def test_an_answer_has_a_day_that_has_come(day: date | None, why: list[str]):
    found = fitted(replace(reply(), answered_on=day))
    assert [each.message.id for each in found.left] == why


def test_a_name_in_another_script_is_the_same_party():
    named = replace(reply(), asked_by="Kasumi Grid", respondent="aoba micro")
    assert fitted(named).left == ()


def test_the_same_file_twice_counts_once_and_two_answers_of_one_firm_count_for_nothing():
    found = fitted(reply(), reply())
    assert (len(found.kept), [note.id for note in found.notes]) == (1, ["annex.same"])
    other = replace(reply(), answered_by="青葉 次郎")
    assert [each.message.id for each in fitted(reply(), other).left] == ["annex.answered_twice"] * 2


def test_what_is_not_said_cannot_be_compared_and_is_told():
    found = fitted(replace(reply(), asked_by="", about="", reference=""))
    assert len(found.kept) == 1
    assert found.notes[0].params["fields"] == ("annex.asked_by", "annex.about")


def test_without_a_filing_answers_for_two_are_not_put_together():
    tanuki = replace(reply(), respondent="合同会社たぬきソフト")
    assert len(fitted(reply(), tanuki, filing=None).kept) == 2
    with pytest.raises(UsageError):
        fitted(reply(), replace(tanuki, asked_by="霧送配電株式会社"), filing=None)


def test_answers_on_another_act_are_told_and_not_taken():
    asked = make_questionnaire(BOTH, respondent=AOBA)
    said = replace(asked, answers=tuple(replace(each, applied=True) for each in asked.answers))
    taken = take_answers(INTRODUCTION, [("a.xlsx", said)], Filing(), BOTH)
    assert "M-1.1" in taken.elsewhere
    assert "M-1" not in {measure.id for measure in taken.filing.risk_measures}


def test_a_measure_of_one_act_is_open_to_those_who_were_asked_about_it_alone():
    first = reply()
    work = read_annex(PACK, ("entrustment",))
    asked = make_questionnaire(work, respondent="合同会社たぬきソフト")
    second = replace(asked, answers=tuple(replace(each, applied=True) for each in asked.answers))
    taken = take_answers(BOTH, [("a.xlsx", first), ("b.xlsx", second)], Filing())
    assert taken.open == ()


def test_the_command_leaves_out_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SEKISHO_LANG", "en")
    for name, said in (("good", reply()), ("bad", replace(reply(), asked_by="霧送配電株式会社"))):
        (tmp_path / f"{name}.xlsx").write_bytes(write_questionnaire(said))
    assert read_questionnaire((tmp_path / "good.xlsx").read_bytes(), "q").reference == "KG-2026-014"
    made = tmp_path / "filled.yaml"
    given = ["filing", "annex", str(GRID), "--on", "2026-12-01", "-o", str(made)]
    answers = [str(tmp_path / "good.xlsx"), str(tmp_path / "bad.xlsx")]
    assert run([*given, "--answers", answers[0], "--answers", answers[1]]) == 1
    err = " ".join(capsys.readouterr().err.split())
    assert "bad.xlsx" in err
    assert "asked by 霧送配電株式会社, not by 霞送配電株式会社" in err
    assert "from 1 questionnaire" in err
    assert msgspec.yaml.decode(made.read_bytes())["reference"] == "KG-2026-014"
    made.unlink()
    assert run([*given, "--answers", answers[1]]) == 1
    assert not made.exists()
