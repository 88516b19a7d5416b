"""A notes pack: cited under the rules it is about, never as law, and changing no answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.model.canonical import sha256_of

Printed = pytest.CaptureFixture[str]
EXAMPLES = Path(__file__).parents[3] / "examples"
FILING = str(EXAMPLES / "grid-control-update")

NOTES = """schema: sekisho/notes/1
operator: 霞送電株式会社（架空）
fictional: true
notes:
  - id: n-1
    rules: [plan_introduction]
    on: 2026-10-05
    desk: 事前相談窓口（架空）
    scope: 系統監視・制御システム
    text: 更新の範囲が機能に及ぶ場合は計画書の対象とのこと。
  - id: n-2
    rules: [change_report]
    on: 2026-10-06
    text: Not asked in this case.
  - id: n-3
    rules: [plan_introduction]
    on: 2031-01-01
    text: Answered later than the day of the vetting.
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "notes.yaml"
    file.write_text(NOTES, encoding="utf-8")
    return file


def flat(text: str) -> str:
    return " ".join(text.split())


def vetted(capsys: Printed, *more: str) -> dict[str, object]:
    run(["vet", FILING, "--on", "2026-12-01", "--json", *more])
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_a_note_changes_no_answer_and_is_cited_by_its_digest(notes: Path, capsys: Printed):
    without, with_notes = vetted(capsys), vetted(capsys, "--notes", str(notes))
    (cited,) = with_notes.pop("cited_notes")  # type: ignore[misc]  # a list of one
    assert cited["id"] == "n-1"
    inputs = with_notes["inputs"]
    assert isinstance(inputs, dict)
    assert len(inputs.pop("notes_sha256")) == len(sha256_of({}))
    assert with_notes == without


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Own note, no law: 事前相談窓口（架空）"), ("ja", "自社メモ（法令ではない）")],
)
def test_a_note_stands_under_the_reason_it_belongs_to(
    lang: str, said: str, notes: Path, tmp_path: Path, capsys: Printed
):
    page = tmp_path / "report.html"
    run(
        [
            "vet",
            FILING,
            "--on",
            "2026-12-01",
            "--notes",
            str(notes),
            "--html",
            str(page),
            "--lang",
            lang,
        ]
    )
    printed = capsys.readouterr().out
    assert said in flat(printed)
    assert said in page.read_text(encoding="utf-8")
    assert "Not asked" not in printed
    run(["regime", "explain", FILING, "--on", "2026-12-01", "--notes", str(notes), "--lang", lang])
    assert said in flat(capsys.readouterr().out)


def test_a_notes_pack_is_checked_against_the_rules(notes: Path, capsys: Printed):
    assert run(["regime", "notes", "check", str(notes), "--lang", "en"]) == 0
    assert "3 notes, each about rules that exist." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[change_report]", "[change_reprot]", ("notes.yaml:12:", "change_report")),
        ("id: n-2", "id: n-1", ("notes.yaml:11:", "twice")),
        ("sekisho/notes/1", "sekisho/notes/9", ("notes.yaml:1:", "sekisho/notes/1")),
        ("on: 2026-10-06", "on: someday", ("notes.yaml:13:", "someday")),
        ("    desk:", "    dest:", ("notes.yaml:8:", "desk")),
    ],
)
def test_a_wrong_note_is_told_with_place_and_remedy(
    old: str, new: str, told: tuple[str, str], notes: Path, capsys: Printed
):
    notes.write_text(NOTES.replace(old, new, 1), encoding="utf-8")
    for call in (["regime", "notes", "check", str(notes)], ["vet", FILING, "--notes", str(notes)]):
        assert run([*call, "--lang", "en"]) == 2
        printed = capsys.readouterr().err
        assert told[0] in printed
        assert told[1] in flat(printed)


def test_a_note_made_after_the_day_is_told_and_not_dropped_unseen(notes: Path, capsys: Printed):
    run(["vet", FILING, "--on", "2026-12-01", "--lang", "en", "--notes", str(notes)])
    assert "Not cited: the note n-3, made after Tue 1 Dec 2026." in flat(capsys.readouterr().err)
