"""Questions are asked once for updates that are alike, and answered by name."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

import pytest

from sekisho.cli.triage.asked import Terminal, ask_person, letter_of
from sekisho.cli.triage.months import Asked, open_month
from sekisho.desk.triage.month.sheets import questions_sheet
from sekisho.desk.triage.questions import keys_of, read_answers
from sekisho.model.errors import DefectsError
from sekisho.model.operator.update import Answer, Answers
from sekisho.read.filing.write import write_yaml
from sekisho.report.catalogue import both
from tests.unit.triage.builders import MONTH, NAME, NOTHING, ON, judge, questions, row

PATCH = {"nature": "security_patch"}
ALIKE = (row("ems", **PATCH), row("hmi", **PATCH), row("alarm", **PATCH))
SIGNED = {"confirmed_by": NAME, "confirmed_on": date(2026, 12, 1)}


def asked(*rows: dict[str, str]) -> list[list[str]]:
    return [[each.entry.component for each in question.about] for question in questions(*rows)]


def test_alike_updates_share_one_question():
    assert asked(*ALIKE) == [["alarm", "ems", "hmi"]]


@pytest.mark.parametrize(
    "other",
    [
        row("hmi", nature="bug_fix"),
        row("hmi"),
        row("hmi", vendor_note="遠隔操作の新機能を追加", **PATCH),
        row("hmi", emergency="yes", **PATCH),
        row("hmi", type_changed="no", **PATCH),
    ],
    ids=["another nature", "no nature", "something to look at", "emergency", "partly answered"],
)
def test_an_update_that_differs_is_asked_about_alone(other: dict[str, str]):
    assert sorted(asked(row("ems", **PATCH), other)) == [["ems"], ["hmi"]]


@pytest.mark.parametrize("nature", ["feature", "version_upgrade", "replacement", "other"])
def test_what_calls_itself_a_change_is_never_confirmed_in_bulk(nature: str):
    assert sorted(asked(row("ems", nature=nature), row("hmi", nature=nature))) == [["ems"], ["hmi"]]


def test_updates_without_a_stated_nature_are_never_taken_for_alike():
    assert sorted(asked(row("ems"), row("hmi"))) == [["ems"], ["hmi"]]


def test_answered_rows_are_not_asked_about():
    assert asked(row("ems", **NOTHING)) == []


def test_an_entrustment_the_register_does_not_tell_is_no_question_to_a_person():
    assert asked(row("blank", **NOTHING)) == []


def test_one_answer_settles_all_and_says_for_how_many():
    (question,) = questions(*ALIKE)
    answer = Answer(question=question.id, nothing_changed=True, **SIGNED)
    memos = [each.memo for each in judge(*ALIKE, answers=(answer,))]
    assert {memo.becomes for memo in memos} == {"nothing_to_file"}
    assert {(memo.question, memo.confirmed_with) for memo in memos} == {(question.id, 3)}
    assert {
        fact.source for memo in memos for fact in memo.facts if fact.name == "function_changed"
    } == {"answers"}


def test_an_answer_overwrites_nothing_that_a_row_says():
    rows = (row("ems", function_changed="yes", **PATCH),)
    (question,) = questions(*rows)
    answer = Answer(question=question.id, nothing_changed=True, **SIGNED)
    (judged,) = judge(*rows, answers=(answer,))
    assert judged.memo.becomes == "report"


def test_the_id_of_a_question_names_the_updates_it_is_about():
    (before,) = questions(*ALIKE)
    (more,) = questions(*ALIKE, row("ems", version="1.2", **PATCH))
    (again,) = questions(*reversed(ALIKE))
    assert before.id == again.id != more.id


def test_an_answer_to_a_question_that_is_no_longer_asked_is_told_and_counts_for_nothing():
    (before,) = questions(*ALIKE)
    later = questions(*ALIKE[:2])
    text = write_yaml(
        Answers(answers=(Answer(question=before.id, nothing_changed=True, **SIGNED),))
    )
    answers, defects = read_answers(text.encode(), "answers.yaml", keys_of(later), ON, both)
    assert answers == ()
    assert [defect.message.id for defect in defects] == ["triage.no_such_question"]
    assert defects[0].place.line > 0


def test_of_two_answers_to_one_question_neither_counts():
    (asked,) = questions(*ALIKE)
    text = write_yaml(
        Answers(
            answers=(
                Answer(question=asked.id, function_changed="yes", **SIGNED),
                Answer(question=asked.id, nothing_changed=True, **SIGNED),
            )
        )
    )
    answers, defects = read_answers(text.encode(), "answers.yaml", keys_of([asked]), ON, both)
    assert answers == ()
    assert [defect.message.id for defect in defects] == ["triage.answered_twice"]


def test_the_sheet_of_questions_is_read_back_and_left_empty_answers_nothing():
    asked = questions(*ALIKE)
    answers, defects = read_answers(
        questions_sheet(asked), "questions.xlsx", keys_of(asked), ON, both
    )
    assert defects == ()
    assert answers == (Answer(question=asked[0].id),)
    assert {each.memo.becomes for each in judge(*ALIKE, answers=answers)} == {"not_checked"}


@pytest.mark.parametrize(
    ("line", "wrong", "cell"),
    [
        ("{id},yes,,,", "triage.undated", ""),
        ("{id},yes,,白瀬 ひかり,", "triage.undated", "D2"),
        ("{id},yes,,白瀬 ひかり,2026-12-02", "triage.later", "E2"),
        ("{id},yes,yes,白瀬 ひかり,2026-12-01", "triage.contradiction", "C2"),
        ("{id},maybe,,白瀬 ひかり,2026-12-01", "filing.not_yes_or_no", "B2"),
    ],
)
def test_a_wrong_answer_is_told_with_its_cell(line: str, wrong: str, cell: str):
    asked = questions(*ALIKE)
    head = "question,nothing_changed,function_changed,confirmed_by,confirmed_on\n"
    data = (head + line.format(id=asked[0].id)).encode()
    answers, defects = read_answers(data, "a.csv", keys_of(asked), ON, both)
    if not cell:
        assert defects == ()
        return
    assert answers == ()
    assert [(each.message.id, each.place.cell) for each in defects] == [(wrong, cell)]


def test_a_document_that_holds_no_answers_is_refused():
    with pytest.raises(DefectsError):
        read_answers(b"schema: sekisho/filing/1\n", "a.yaml", (), ON, both)


class Person:
    """Someone at a terminal, who says one thing after another."""

    def __init__(self, *said: str) -> None:
        self.said = list(said)
        self.offered: list[str] = []

    def __call__(self, text: str, letters: Sequence[str], default: str) -> str:
        assert text
        self.offered.append(default)
        said = self.said.pop(0)
        assert not letters or said in letters
        return said or default


def test_at_a_terminal_the_name_is_typed_once():
    rows = (*ALIKE, row("own", nature="bug_fix"))
    person = Person("n", NAME, "n", "")
    answers = ask_person(questions(*rows), ON, "ja", person)
    assert [answer.confirmed_by for answer in answers] == [NAME, NAME]
    assert person.offered == ["s", "", "s", NAME]
    assert {each.memo.becomes for each in judge(*rows, answers=answers)} == {"nothing_to_file"}


def test_at_a_terminal_a_yes_is_asked_about_in_full_and_later_leaves_it_open():
    rows = (row("ems", **PATCH), row("hmi"))
    person = Person("y", "n", "n", "y", "n", NAME, "s")
    answers = ask_person(questions(*rows), ON, "en", person)
    assert [each.memo.becomes for each in judge(*rows, answers=answers)] == [
        "report",
        "not_checked",
    ]


def test_at_a_terminal_alike_updates_that_differ_are_asked_about_one_by_one():
    # All three: something changes. Alarm: nothing. Ems: the function. Hmi: later.
    person = Person("y", "n", "y", "n", "n", "y", "n", "s", NAME)
    answers = ask_person(questions(*ALIKE), ON, "ja", person)
    memos = {each.memo.component: each.memo for each in judge(*ALIKE, answers=answers)}
    assert {name: memo.becomes for name, memo in memos.items()} == {
        "alarm": "nothing_to_file",
        "ems": "report",
        "hmi": "not_checked",
    }
    assert memos["ems"].confirmed_with == 1


def test_the_answer_to_one_update_comes_before_the_answer_to_its_question():
    (question,) = questions(*ALIKE)
    answers = (
        Answer(question=question.id, nothing_changed=True, **SIGNED),
        Answer(question="ems@1.1", function_changed="yes", **SIGNED),
    )
    memos = {each.memo.component: each.memo for each in judge(*ALIKE, answers=answers)}
    assert {name: (memo.becomes, memo.confirmed_with) for name, memo in memos.items()} == {
        "alarm": ("nothing_to_file", 2),
        "hmi": ("nothing_to_file", 2),
        "ems": ("not_checked", 1),
    }


def test_emergency_is_asked_about_with_its_conditions():
    rows = (row("ems", emergency="yes", applied_by="有限会社ほたる技研"),)
    person = Person("n", "y", "y", "n", NAME)
    answers = ask_person(questions(*rows), ON, "ja", person)
    assert [each.memo.becomes for each in judge(*rows, answers=answers)] == ["emergency_notice"]


def test_the_month_of_the_example_asks_four_questions_for_twenty_six_updates():
    files = (MONTH / "updates.xlsx", MONTH / "register.xlsx")
    opened = open_month(Asked(*files, (), None, ON, None, None))
    assert [len(question.about) for question in opened.questions] == [14, 6, 3, 3]


@pytest.mark.parametrize(
    ("said", "letter"),
    [
        ("いいえ", "n"),
        ("なし", "n"),
        ("NO", "n"),
        ("ｎ", "n"),
        ("はい", "y"),
        ("あり", "y"),
        ("yes", "y"),
        ("分からない", "u"),
        ("?", "u"),
        ("後で", "s"),
        ("maybe", ""),
        ("", ""),
    ],
)
def test_words_of_both_languages_stand_for_the_letters(said: str, letter: str):
    assert letter_of(said, ("n", "y", "u", "s")) == letter


def test_what_may_not_be_put_off_is_not_put_off():
    assert letter_of("後で", ("n", "y", "u")) == ""


def test_a_terminal_asks_again_in_the_language_of_its_user(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.stdin", io.StringIO("たぶん\nはい\n\n未定\n白瀬 ひかり\n"))
    terminal = Terminal("ja")
    assert terminal("変わりますか", ("n", "y"), "") == "y"
    assert terminal("氏名", (), "") == "白瀬 ひかり"
    out, err = capsys.readouterr()
    assert out == ""
    assert "「たぶん」は回答として読み取れません" in err
    assert "「未定」は氏名ではありません" in err
    assert not any(word in err for word in ("Error", "not one of", "choose"))
