"""The commands of the desk, called as their users call them: good input, bad input, both tongues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.report.columns import width_of

EXAMPLES = Path(__file__).parents[3] / "examples"
GRID = str(EXAMPLES / "grid-control-update")
ANSWERS = str(EXAMPLES / "grid-control-update" / "answers" / "aoba-micro.xlsx")
PLAN = ["clock", "plan", "--go-live", "2027-06-07", "--on", "2026-11-26"]
FAR = ["clock", "plan", "--go-live", "2027-12-20", "--on", "2026-11-26"]

Said = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ([], 0),
        (["--allowance", "10"], 0),
        (["--contract", "2027-06-07"], 0),
        (["--contract", "2027-06-06"], 1),
        (["--on", "2027-05-08"], 1),
        (["--allowance", "-1"], 2),
        (["--year-end", "02-30"], 2),
        (["--regime", "baseline"], 2),
        (["--authority", "nobody"], 2),
        (["--ics", "/nonexistent/x.ics"], 2),
    ],
)
def test_a_plan_ends_with_the_code_of_what_it_found(more: list[str], code: int):
    assert run([*PLAN, *more]) == code


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_plan_fits_in_80_columns_and_says_how_far_the_law_was_compared(lang: str, capsys: Said):
    run(
        [
            "--lang",
            lang,
            *PLAN,
            "--allowance",
            "15",
            "--vendor-days",
            "5",
            "--contract",
            "2027-04-01",
        ]
    )
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if width_of(line) > 80] == []
    assert ("2026年6月14日" if lang == "ja" else "14 Jun 2026") in said
    assert ("形式審査" if lang == "ja" else "no number of days") in said


def test_a_plan_as_data_is_a_document_of_its_own(capsys: Said):
    assert run([*FAR, "--json"]) == 0
    read = json.loads(capsys.readouterr().out)
    assert read["schema"] == "sekisho/plan/1"
    assert [case["id"] for case in read["cases"]] == ["plain", "longest"]


def test_a_plan_of_another_version_of_the_law_can_be_asked_for(capsys: Said):
    assert run([*PLAN, "--regime", "jp-espa@2024-04-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == "2024-04-01"


def test_an_annex_is_written_once_and_kept(tmp_path: Path, capsys: Said):
    page = tmp_path / "annex.html"
    assert run(["filing", "annex", GRID, "-o", str(page)]) == 0
    assert run(["filing", "annex", GRID, "-o", str(page)]) == 2
    assert run(["filing", "annex", GRID, "-o", str(page), "--force"]) == 0
    assert run(["filing", "annex", GRID, "-o", str(tmp_path / "annex.docx")]) == 2
    assert "霞送配電株式会社" in page.read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["--lang", "ja", "filing", "annex", "--act", "introduction"]) == 0
    said = capsys.readouterr().out
    assert "法的助言ではありません" in said
    assert "M-1" not in said


def test_answers_need_a_place_to_go_and_a_questionnaire_to_come_from(tmp_path: Path):
    out = tmp_path / "measures.yaml"
    assert run(["filing", "annex", "--answers", ANSWERS]) == 2
    assert run(["filing", "annex", "--answers", ANSWERS, "-o", str(tmp_path / "x.xlsx")]) == 2
    assert run(["filing", "annex", "--answers", str(EXAMPLES / "README.md"), "-o", str(out)]) == 2
    assert run(["filing", "annex", "--answers", str(tmp_path / "gone.xlsx"), "-o", str(out)]) == 2
    assert not out.exists()
    assert run(["filing", "annex", "--answers", ANSWERS, "--on", "2026-12-01", "-o", str(out)]) == 0
    # The documents named are listed; they must lie beside the filing.
    assert run(["filing", "check", str(out)]) == 2
    (tmp_path / "evidence").mkdir()
    for name in ("検査記録.pdf", "要件対応表.xlsx", "品質管理規程.pdf"):
        (tmp_path / "evidence" / name).write_bytes(b"fictional")
    assert run(["filing", "check", str(out)]) == 0


def test_a_package_needs_an_authority(tmp_path: Path, capsys: Said):
    (tmp_path / "filing.yaml").write_text("schema: sekisho/filing/1\nsector: electricty\n")
    assert run(["filing", "package", str(tmp_path), "-o", str(tmp_path / "p"), "--no-pdf"]) == 2
    assert "meti" in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_a_package_of_no_filing_says_so(tmp_path: Path):
    assert run(["filing", "package", str(tmp_path), "--no-pdf"]) == 2
    assert run(["filing", "status", str(tmp_path)]) == 2
    assert run(["filing", "record", str(tmp_path), "submitted", "--on", "2026-11-27"]) == 2
