"""`sekisho triage` and `sekisho register` as their users call them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sekisho.cli.main import run
from sekisho.cli.triage.months import Asked, judge, open_month
from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.operator.memo import Memo
from sekisho.model.schema import from_json
from sekisho.read.case import open_filing
from sekisho.read.filing.write import write_yaml
from tests.unit.triage.builders import EXAMPLES, MONTH, NO, NOTHING, ON, REGISTER, row, sheet

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_LANG", "en")
    monkeypatch.delenv("SEKISHO_LIBRARY", raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "register.yaml").write_text(write_yaml(REGISTER), encoding="utf-8")
    return tmp_path


def triage(desk: Path, *rows: dict[str, str], more: tuple[str, ...] = ()) -> int:
    (desk / "updates.csv").write_bytes(sheet(*rows))
    given = ["triage", str(desk / "updates.csv"), "--register", str(desk / "register.yaml")]
    library = ["--library", str(EXAMPLES / "library"), "--on", "2026-12-01"]
    return run([*given, *library, *more])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((row("ems", **NOTHING),), 0),
        ((row("ems", **(NO | {"function_changed": "yes"})),), 1),
        ((row("ems", **(NO | {"function_changed": "unclear"})),), 1),
        ((row("ems"),), 3),
        ((row("ems", **NOTHING), row("stranger", **NOTHING)), 3),
        ((row("ems", **(NO | {"function_changed": "yes"})), row("stranger", **NO)), 1),
    ],
    ids=["nothing", "report", "ask", "open", "a row not read", "found before not read"],
)
def test_the_exit_code_says_how_the_month_ended(
    desk: Path, rows: tuple[dict[str, str], ...], code: int
):
    assert triage(desk, *rows) == code


@pytest.mark.parametrize("missing", ["updates.csv", "register.yaml"])
def test_a_file_that_is_not_there_is_usage(desk: Path, missing: str, capsys: Captured):
    triage(desk, row("ems"))
    (desk / missing).unlink()
    capsys.readouterr()
    files = [str(desk / "updates.csv"), "--register", str(desk / "register.yaml")]
    assert run(["triage", *files]) == 2
    assert missing in capsys.readouterr().err


def test_triage_is_short_for_triage_run_and_help_is_help(desk: Path, capsys: Captured):
    given = [str(desk / "u.csv"), "--register", str(desk / "register.yaml"), "--on", "2026-12-01"]
    (desk / "u.csv").write_bytes(sheet(row("ems", **NOTHING)))
    said = []
    for words in (["triage", *given], ["triage", "run", *given], ["triage", *given[1:], given[0]]):
        assert run(words) == 0
        said.append(capsys.readouterr().out)
    assert len(set(said)) == 1
    assert run(["triage", "--help"]) == 0
    assert "sekisho triage run SHEET" in " ".join(capsys.readouterr().out.split())


def test_json_is_data_and_everything_else_stands_beside_it(desk: Path, capsys: Captured):
    assert triage(desk, row("ems"), row("stranger"), more=("--json",)) == 3
    out, err = capsys.readouterr()
    document = json.loads(out)
    assert document["schema"] == "sekisho/triage/1"
    assert document["counts"] == {"not_checked": 1}
    assert document["wrong_rows"] == 1
    assert [memo["update"] for memo in document["memos"]] == ["ems@1.1"]
    assert document["questions"][0]["updates"] == ["ems@1.1"]
    assert "stranger" in err


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_both_languages_say_everything(desk: Path, lang: str, capsys: Captured):
    rows = (
        row("ems"),
        row("hmi", **NOTHING),
        row("alarm", **(NO | {"function_changed": "unclear"})),
    )
    triage(desk, *rows, more=("--lang", lang))
    out, err = capsys.readouterr()
    assert "[" not in out.replace("[ems@1.1]", "").replace("［ems@1.1］", "")
    assert "triage." not in out + err
    assert ("Nothing to file: 1" if lang == "en" else "届出不要：1件") in out


def test_the_folder_holds_a_memo_for_every_update_that_reads_back(desk: Path):
    rows = (row("ems", **NOTHING), row("hmi", **(NO | {"function_changed": "yes"})), row("alarm"))
    assert triage(desk, *rows, more=("-o", str(desk / "out"))) == 1
    names = sorted(path.name for path in (desk / "out" / "memos").glob("*.json"))
    assert names == ["alarm-1.1.json", "ems-1.1.json", "hmi-1.1.json"]
    for name in names:
        data = (desk / "out" / "memos" / name).read_bytes()
        memo = from_json(data, Memo)
        assert canonical_bytes(memo) + b"\n" == data
        assessment = json.loads((desk / "out" / "assessments" / name).read_bytes())
        assert sha256_of(assessment) == memo.assessment_sha256
    assert (desk / "out" / "questions.xlsx").is_file()
    assert (desk / "out" / "drafts" / "component-change-hmi-1.1" / "filing.yaml").is_file()


def test_the_tables_hold_a_row_for_every_update(desk: Path):
    rows = (row("ems", id="=1+1", **NOTHING), row("hmi", **NOTHING))
    triage(desk, *rows, more=("-o", str(desk / "out")))
    with (desk / "out" / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[0] for line in lines] == ["No.", "'=1+1", "hmi@1.1"]
    page = load_workbook(desk / "out" / "summary.xlsx").active
    assert page is not None
    assert page["A2"].value == "=1+1"
    assert page["A2"].data_type == "s"


def test_a_second_run_leaves_no_memo_of_the_first(desk: Path):
    more = ("-o", str(desk / "out"))
    triage(desk, row("ems"), row("hmi"), more=more)
    triage(desk, row("hmi", **NOTHING), more=more)
    assert [path.name for path in (desk / "out" / "memos").glob("*.html")] == ["hmi-1.1.html"]
    assert not (desk / "out" / "questions.xlsx").exists()


def test_a_folder_of_something_else_is_left_alone(desk: Path, capsys: Captured):
    (desk / "out" / "memos").mkdir(parents=True)
    (desk / "out" / "memos" / "mine.txt").write_text("mine", encoding="utf-8")
    assert triage(desk, row("ems", **NOTHING), more=("-o", str(desk / "out"))) == 2
    assert (desk / "out" / "memos" / "mine.txt").is_file()
    assert "something else" in " ".join(capsys.readouterr().err.split())


def test_memos_of_another_day_are_a_record_and_stay(desk: Path, capsys: Captured):
    more = ("-o", str(desk / "out"))
    assert triage(desk, row("ems", **NOTHING), more=more) == 0
    before = sorted(desk.joinpath("out").rglob("*"))
    assert triage(desk, row("ems", **NOTHING), more=(*more, "--on", "2026-12-02")) == 2
    assert sorted(desk.joinpath("out").rglob("*")) == before
    assert "another day" in " ".join(capsys.readouterr().err.split())


def test_a_draft_states_the_digest_of_the_sbom_that_lies_beside_it(desk: Path):
    name = "gateway-2.4.1.cdx.json"
    (desk / name).write_bytes((MONTH / "sbom" / name).read_bytes())
    said = NO | {"function_changed": "yes", "sbom": name}
    triage(desk, row("ems", **said), more=("-o", str(desk / "out")))
    case = open_filing(desk / "out" / "drafts" / "component-change-ems-1.1")
    (item,) = case.evidence
    assert item.evidence.sha256 == item.observed_sha256 != ""
    assert item.inventory is not None


def test_ids_that_would_be_the_same_file_are_kept_apart(desk: Path):
    rows = (
        row("ems", id="a/b", **NOTHING),
        row("hmi", id="a?b", **NOTHING),
        row("alarm", id="../..", **NOTHING),
    )
    triage(desk, *rows, more=("-o", str(desk / "out")))
    names = sorted(path.name for path in (desk / "out" / "memos").glob("*.html"))
    assert names == ["a-b-2.html", "a-b.html", "update.html"]


def test_answers_handed_back_settle_the_month_and_are_kept(desk: Path):
    rows = (row("ems", nature="bug_fix"), row("hmi", nature="bug_fix"))
    out = desk / "out"
    assert triage(desk, *rows, more=("-o", str(out))) == 3
    book = load_workbook(out / "questions.xlsx")
    page = book.worksheets[1]
    columns = {cell.value: cell.column for cell in page[1]}
    for key, value in (
        ("nothing_changed", "はい"),
        ("confirmed_by", "白瀬"),
        ("confirmed_on", "2026-12-01"),
    ):
        page.cell(5, columns[key]).value = value
    book.save(desk / "answers.xlsx")
    more = ("-o", str(out), "--answers", str(desk / "answers.xlsx"))
    assert triage(desk, *rows, more=more) == 0
    more = ("--answers", str(out / "answers.yaml"))
    assert triage(desk, *rows, more=more) == 0


def test_an_sbom_outside_the_folder_of_the_sheet_is_not_read(desk: Path, capsys: Captured):
    (desk / "secret.json").write_text("{}", encoding="utf-8")
    (desk / "inner").mkdir()
    (desk / "inner" / "register.yaml").write_text(write_yaml(REGISTER), encoding="utf-8")
    rows = (row("ems", sbom="../secret.json", sbom_in_service="/etc/passwd", **NOTHING),)
    more = ("--json", "-o", str(desk / "out"))
    assert triage(desk / "inner", *rows, more=more) == 0
    (memo,) = json.loads(capsys.readouterr().out)["memos"]
    assert {hint["id"] for hint in memo["hints"]} == {"triage.hint.sbom_unread"}
    assert not list((desk / "out").rglob("secret.json"))


def test_an_sbom_only_shows_where_to_look(desk: Path, capsys: Captured):
    for name in ("ems-4.2.0.cdx.json", "ems-5.0.0.cdx.json"):
        (desk / name).write_bytes((MONTH / "sbom" / name).read_bytes())
    pair = {"sbom_in_service": "ems-4.2.0.cdx.json", "sbom": "ems-5.0.0.cdx.json"}
    assert triage(desk, row("ems", **pair, **NOTHING), more=("--json",)) == 1
    (memo,) = json.loads(capsys.readouterr().out)["memos"]
    assert (memo["becomes"], memo["outcome"]) == ("nothing_to_file", "pass")
    assert "CVE-2099-10002" in str(memo["flaws"])
    assert {hint["id"] for hint in memo["hints"]} >= {
        "triage.hint.network",
        "triage.hint.repackaged",
    }


def test_a_register_goes_from_sheet_to_yaml_to_sheet(tmp_path: Path, capsys: Captured):
    source = MONTH / "register.xlsx"
    for target in ("r.yaml", "r.json", "r.xlsx"):
        assert run(["register", "import", str(source), "-o", str(tmp_path / target)]) == 0
        assert run(["register", "import", str(source), "-o", str(tmp_path / target)]) == 2
        source = tmp_path / target
    capsys.readouterr()
    said = []
    for name in (MONTH / "register.xlsx", tmp_path / "r.xlsx"):
        assert run(["register", "import", str(name), "--json"]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert said[0]["schema"] == "sekisho/register/1"


def test_a_wrong_row_of_a_register_ends_with_2_and_the_rest_is_written(
    tmp_path: Path, capsys: Captured
):
    path = tmp_path / "r.csv"
    path.write_text("facility,component,introduced_on\nA,ems,soon\nA,hmi,\n", encoding="utf-8")
    assert run(["register", "import", str(path)]) == 2
    out, err = capsys.readouterr()
    assert "component: hmi" in out
    assert "ems" not in out
    assert "cell C2" in err


def test_words_the_pack_does_not_know_are_told_when_a_register_is_imported(
    tmp_path: Path, capsys: Captured
):
    path = tmp_path / "r.csv"
    head = "facility,component,facility_kind,sector\n"
    path.write_text(f"{head}A,ems,系統監視・制御システム,gass\n", encoding="utf-8")
    assert run(["register", "import", str(path)]) == 0
    assert "does not know gass;" in " ".join(capsys.readouterr().err.split())


def test_a_blank_register_and_the_sheet_of_a_month_can_be_made(tmp_path: Path):
    assert run(["register", "new", "--xlsx", str(tmp_path / "new.xlsx")]) == 0
    assert (
        run(["register", "import", str(tmp_path / "new.xlsx"), "-o", str(tmp_path / "r.yaml")]) == 0
    )
    filings = [str(MONTH / "plan"), str(MONTH / "care")]
    assert run(["register", "from", *filings, "-o", str(tmp_path / "from.yaml")]) == 0
    made = ["--xlsx", str(tmp_path / "u.xlsx"), "--register", str(tmp_path / "from.yaml")]
    assert run(["triage", "new", *made]) == 0
    assert load_workbook(tmp_path / "u.xlsx").worksheets[1].max_row > 20


def test_the_example_is_what_its_script_writes():
    ended = subprocess.run(
        [sys.executable, "-m", "tools.monthly_example", "--check"],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_long_month_shows_how_far_it_is_and_comes_to_the_same(desk: Path, capsys: Captured):
    rows = [row("ems", version=f"1.{number}", **NOTHING) for number in range(60)]
    (desk / "updates.csv").write_bytes(sheet(*rows))
    asked = Asked(
        desk / "updates.csv", desk / "register.yaml", (), None, ON, None, EXAMPLES / "library"
    )
    opened = open_month(asked)
    shown, silent = (judge(opened, (), shows_progress=shows) for shows in (True, False))
    assert [each.memo for each in shown.judged] == [each.memo for each in silent.judged]
    assert capsys.readouterr().out == ""


def test_a_month_without_an_update_is_no_month_without_a_duty(desk: Path, capsys: Captured):
    assert triage(desk, row("ems", version="", planned_on="")) == 3
    out = " ".join(capsys.readouterr().out.split())
    assert "Without an update: 1 row" in out
    assert "There is no update to sort" in out


def test_rows_of_a_register_that_are_left_out_are_counted(tmp_path: Path, capsys: Captured):
    path = tmp_path / "r.csv"
    lines = "facility,component,phase\nA,ems,\nA,ems,\nA,,\nA,hmi,maybe\nA,db,in_service\n"
    path.write_text(lines, encoding="utf-8")
    assert run(["register", "import", str(path), "-o", str(tmp_path / "r.yaml")]) == 2
    err = " ".join(capsys.readouterr().err.split())
    assert "2 components in the register. Left out: 3 rows, for 3 wrong cells" in err


def test_a_folder_where_a_file_is_wanted_is_called_a_folder(desk: Path, capsys: Captured):
    assert run(["triage", str(desk), "--register", str(desk / "register.yaml")]) == 2
    assert "is a folder" in capsys.readouterr().err
