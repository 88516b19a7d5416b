"""Own notes beside a month: cited in the memo as what they are, and changing no answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.main import run
from sekisho.read.filing.write import write_yaml
from tests.unit.triage.builders import EXAMPLES, NO, NOTHING, REGISTER, row, sheet

Printed = pytest.CaptureFixture[str]

NOTES = """schema: sekisho/notes/1
operator: 霞送配電株式会社
fictional: true
notes:
  - id: n-1
    rules: [plan_work]
    on: 2026-10-05
    desk: 事前相談窓口（架空）
    text: 委託先の<b>変更</b>も計画の対象とのこと。
  - id: n-2
    rules: [change_report]
    on: 2026-12-02
    text: Answered later than the day of the memo.
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEKISHO_LANG", "en")
    (tmp_path / "register.yaml").write_text(write_yaml(REGISTER), encoding="utf-8")
    rows = (row("ems", **NOTHING), row("hmi", **(NO | {"function_changed": "yes"})))
    (tmp_path / "updates.csv").write_bytes(sheet(*rows))
    (tmp_path / "notes.yaml").write_text(NOTES, encoding="utf-8")
    return tmp_path


def triage(desk: Path, *more: str) -> int:
    given = ["triage", str(desk / "updates.csv"), "--register", str(desk / "register.yaml")]
    library = ["--library", str(EXAMPLES / "library"), "--on", "2026-12-01"]
    return run([*given, *library, *more])


def memos(desk: Path, capsys: Printed, *more: str) -> list[dict[str, Any]]:
    triage(desk, "--json", *more)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["memos"]
    return found


def test_a_note_stands_in_the_memo_and_changes_no_answer(desk: Path, capsys: Printed):
    without = memos(desk, capsys)
    cited = memos(desk, capsys, "--notes", str(desk / "notes.yaml"))
    assert [[note["id"] for note in memo["cited_notes"]] for memo in cited] == [["n-1"]] * 2
    for before, after in zip(without, cited, strict=True):
        for key in ("becomes", "duties", "route", "alternatives", "missing"):
            assert before.get(key) == after.get(key)


def test_the_page_of_a_memo_says_that_it_is_no_law(desk: Path, capsys: Printed):
    assert triage(desk, "--notes", str(desk / "notes.yaml"), "-o", str(desk / "out")) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "Own notes cited in 2 memos, never as law: n-1" in out
    page = (desk / "out" / "memos" / "hmi-1.1.html").read_text(encoding="utf-8")
    assert "自社メモ（法令ではない）" in page
    assert "Own note, no law: 事前相談窓口（架空）, Mon 5 Oct 2026" in page
    assert "<b>変更</b>" not in page
    assert "Answered later" not in page


def test_a_note_after_the_day_is_told_and_not_cited(desk: Path, capsys: Printed):
    triage(desk, "--notes", str(desk / "notes.yaml"))
    err = " ".join(capsys.readouterr().err.split())
    assert "Not cited: the note n-2, made after Tue 1 Dec 2026." in err


def test_notes_of_another_operator_are_told(desk: Path, capsys: Printed):
    other = NOTES.replace("霞送配電株式会社", "霧送配電株式会社")
    (desk / "notes.yaml").write_text(other, encoding="utf-8")
    triage(desk, "--notes", str(desk / "notes.yaml"))
    assert "those of 霧送配電株式会社, not of 霞送配電株式会社" in " ".join(
        capsys.readouterr().err.split()
    )


def test_a_note_on_a_rule_nobody_knows_stops_the_month(desk: Path, capsys: Printed):
    wrong = NOTES.replace("plan_work", "plan_wrk")
    (desk / "notes.yaml").write_text(wrong, encoding="utf-8")
    assert triage(desk, "--notes", str(desk / "notes.yaml")) == 2
    assert "plan_wrk" in capsys.readouterr().err
