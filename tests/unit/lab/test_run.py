"""`sekisho lab run` as its users call it."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import zstandard
from openpyxl import load_workbook

from sekisho.cli.main import run
from sekisho.lab.past.sources import open_sources
from sekisho.lab.population.make import make_year
from sekisho.lab.replay.outcome import designated
from sekisho.lab.replay.sides import Side, SideSpec, told_apart
from sekisho.read.sheets.text import guarded
from sekisho.regime.authoring.cases import Scenario
from sekisho.regime.loader import PACKS, find_pack

EXAMPLES = Path(__file__).parents[3] / "examples"
LONG = "port.enough_containers=1..1000:1"
TSUBAME = """\
id: tsubame
title: {ja: ルールの版, en: Rule version}
scenarios:
  - name: {ja: つばめ物流, en: Tsubame Logistics}
    on: 2025-06-13
    profile:
      name: つばめ物流株式会社
      size: large
      fictional: true
      businesses:
        - kind: trucking
          figures:
            - {quantity: trucking.trucks, value: "6000"}
            - {quantity: trucking.distance_share, value: 3%, year_ended_on: 2025-03-31}
            - {quantity: trucking.volume_share, value: 3%, year_ended_on: 2025-03-31}
            - {quantity: trucking.trucks_share, value: 3%, year_ended_on: 2025-03-31}
          statuses: {trucking.nationwide: true, trucking.consolidated: true}
    expect: {}
"""


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A copy of the pack in which the port threshold is 500,000 containers."""
    folder = tmp_path / "my-draft"
    shutil.copytree(PACKS / "jp-espa", folder)
    path = folder / "designation.yaml"
    text = path.read_text(encoding="utf-8")
    assert "at_least: 800000" in text
    path.write_text(text.replace("at_least: 800000", "at_least: 500000"), encoding="utf-8")
    return folder


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["lab", "run", *arguments, "--json", "--workers", "1"]) == 0
    return json.loads(capsys.readouterr().out)


def operators(result: Any, source: int, draft: int = 0) -> set[str]:
    (effect,) = [e for e in result["effects"] if (e["source"], e["draft"]) == (source, draft)]
    return {flip["id"] for flip in effect.get("operators", [])}


def test_the_trucking_change_lists_exactly_the_operators_that_flip(
    year: Path, capsys: pytest.CaptureFixture[str]
):
    result = told(
        capsys, "--draft", "jp-espa@2025-06-13", "--base", "jp-espa@2025-04-01", "--over", str(year)
    )
    before, after = (
        Side(SideSpec(id="jp-espa", version=version)) for version in ("2025-04-01", "2025-06-13")
    )
    flipped = 0
    for at, source in enumerate(open_sources(str(year))):
        expected = set()
        for row in source.operators.values():
            laws = (side.regime_on(source.as_of) for side in (before, after))
            answers = {designated(law, row.profile, "trucking", source.as_of) for law in laws}
            if len(answers) > 1:
                expected.add(row.id)
        assert operators(result, at) == expected
        flipped += len(expected)
    assert flipped


def test_an_operator_of_a_pack_case_flips_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    if "profile" not in Scenario.__struct_fields__:
        pytest.skip("the cases of a pack hold no profile yet")
    shutil.copytree(PACKS / "jp-espa", tmp_path / "jp-espa")
    cases = tmp_path / "jp-espa" / "cases"
    shutil.rmtree(cases)
    cases.mkdir()
    (cases / "14-tsubame.yaml").write_text(TSUBAME, encoding="utf-8")
    folder = str(tmp_path / "jp-espa")
    result = told(
        capsys,
        *("--draft", f"{folder}@2025-06-13", "--base", f"{folder}@2025-04-01"),
        *("--over", f"cases:{folder}"),
    )
    (flip,) = result["effects"][0]["operators"]
    assert (flip["name"], flip["before"], flip["after"]) == ("つばめ物流株式会社", "no", "yes")
    assert (flip["rule"]["table"], flip["rule"]["id"]) == ("designations.criteria", "trucking")


def test_a_lower_threshold_names_the_row_its_article_and_both_values(
    year: Path, draft: Path, capsys: pytest.CaptureFixture[str]
):
    result = told(capsys, "--draft", str(draft), "--over", str(year))
    rules = [row["rule"] for effect in result["effects"] for row in effect.get("rules", [])]
    assert rules
    assert {rule["id"] for rule in rules} == {"port.enough_containers"}
    (edit,) = rules[0]["edits"]
    assert edit == {"field": "at_least", "before": "800000", "after": "500000"}
    assert rules[0]["article"]
    for effect in result["effects"]:
        for flip in effect.get("operators", []):
            assert (flip["before"], flip["after"]) == ("no", "yes")


@pytest.fixture(scope="module")
def three_chunks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of three files, so that several workers have something to share."""
    folder = tmp_path_factory.mktemp("population") / "year"
    pack = find_pack("jp-espa")
    make_year(pack, folder, year=2025, seed=4, operators=200, cases=20_050, levels=("high",))
    return folder


def test_one_worker_and_two_give_the_same_result(
    three_chunks: Path, draft: Path, capsys: pytest.CaptureFixture[str]
):
    printed = []
    for workers in ("1", "2"):
        arguments = ["--draft", str(draft), "--over", str(three_chunks), "--workers", workers]
        assert run(["lab", "run", *arguments, "--json"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert json.loads(printed[0])["effects"][0]["flips_in_all"] > 0


def test_what_stops_a_worker_is_told_as_it_is(
    three_chunks: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "year"
    shutil.copytree(three_chunks, folder)
    (folder / "cases-00001.jsonl.zst").write_bytes(b"no cases")
    arguments = ["--draft", str(draft), "--over", str(folder), "--workers", "2"]
    assert run(["lab", "run", *arguments]) == 2
    assert "cases-00001.jsonl.zst" in capsys.readouterr().err


def test_a_bad_line_is_told_by_its_number(
    three_chunks: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "year"
    shutil.copytree(three_chunks, folder)
    data = zstandard.compress(b'{"schema":"sekisho/past_case/1","id":1}\n')
    (folder / "cases-00000.jsonl.zst").write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["chunks"][0] |= {"sha256": hashlib.sha256(data).hexdigest(), "count": 1}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    arguments = ["--draft", str(draft), "--over", str(folder), "--workers", "1"]
    assert run(["lab", "run", *arguments]) == 2
    assert "cases-00000.jsonl.zst:1" in capsys.readouterr().err


def test_the_law_of_one_day_judges_every_case(year: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ("--draft", "jp-espa@2025-06-13", "--base", "jp-espa", "--over", str(year / "mid"))
    same = told(capsys, *arguments, "--law-on", "2025-06-20")
    assert "flips_in_all" not in same["effects"][0]
    assert told(capsys, *arguments, "--law-on", "2025-06-01")["effects"][0]["operators"]


def test_a_sweep_catches_no_fewer_operators_at_a_lower_threshold(
    year: Path, draft: Path, capsys: pytest.CaptureFixture[str]
):
    sweep = "port.enough_containers=400000..800000:200000"
    result = told(capsys, "--draft", str(draft), "--over", str(year / "high"), "--sweep", sweep)
    points = result["sweep"]["points"]
    assert [point["value"] for point in points] == ["400000", "600000", "800000"]
    caught = [point["operators_in"] for point in points]
    assert caught == sorted(caught, reverse=True)
    assert caught[-1] == 0 < caught[0]


def test_two_drafts_stand_side_by_side(year: Path, draft: Path, capsys: pytest.CaptureFixture[str]):
    arguments = ["--draft", str(draft), "--second-draft", "jp-espa", "--over", str(year / "mid")]
    result = told(capsys, *arguments)
    assert operators(result, 0, 0)
    assert not operators(result, 0, 1)
    assert run(["lab", "run", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    (head,) = [line for line in lines if line.split() == ["my-draft", "jp-espa"]]
    row = lines[lines.index(head) + 1].split()
    assert int(row[-2].replace(",", "")) == len(operators(result, 0, 0))
    assert row[-1] == "0"


def test_a_real_case_is_vetted_in_full_with_the_library_of_its_day(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    arguments = ["--draft", str(draft), "--over", str(EXAMPLES), "--libraries", str(EXAMPLES)]
    result = told(capsys, *arguments)
    (vetted,) = result["vetted"]
    assert vetted["id"] == "grid-control-update"
    assert vetted["route_before"] == vetted["route_after"]
    assert result["findings_not_replayed"] == 4


def test_a_folder_gets_pages_tables_and_a_workbook_that_all_say_scenario(
    year: Path, draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "out"
    arguments = ["--draft", str(draft), "--over", str(year / "high"), "-o", str(out)]
    assert run(["lab", "run", *arguments, "--sweep", "port.enough_containers=1..2:1"]) == 0
    assert "SCENARIO" in capsys.readouterr().out
    assert "SCENARIO" in (out / "report.en.html").read_text(encoding="utf-8")
    assert "シナリオ" in (out / "report.ja.html").read_text(encoding="utf-8")
    with (out / "flips.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert {row["nature"] for row in rows} == {"scenario"}
    book = load_workbook(out / "impact.xlsx")
    assert len(book.sheetnames) == 8
    assert all("SCENARIO" in str(sheet.cell(2, 1).value) for sheet in book.worksheets)
    kinds = {cell.data_type for sheet in book.worksheets for row in sheet.rows for cell in row}
    assert "f" not in kinds


def test_a_page_has_a_table_beside_each_plot_and_nothing_that_runs(
    year: Path, draft: Path, tmp_path: Path
):
    out = tmp_path / "out"
    arguments = ["--draft", str(draft), "--over", str(year), "-o", str(out)]
    sweep = "port.enough_containers=400000..800000:200000"
    assert run(["lab", "run", *arguments, "--sweep", sweep]) == 0
    page = (out / "report.en.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert page.count("<svg") == 2
    for drawing in page.split("<svg")[1:]:
        rest = drawing.partition("</svg>")[2]
        assert rest.index("<table") < 400


def test_a_name_that_looks_like_a_formula_is_only_text():
    assert guarded('=HYPERLINK("x")') == '\'=HYPERLINK("x")'
    assert guarded("架空事業者0001") == "架空事業者0001"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--draft", "jp-espa@2025-06-13", "--over", "examples"], "--base"),
        (["--draft", "jp-espa", "--over", "/nowhere"], "holds no past cases"),
        (["--draft", "no-such-pack", "--over", "examples"], "no-such-pack"),
        (["--draft", "jp-espa", "--over", "examples", "--sweep", "nothing"], "is no sweep"),
        (["--draft", "jp-espa", "--over", "examples", "--sweep", "a.b=1..2:1"], "no row"),
        (
            ["--draft", "jp-espa", "--over", "examples", "--sweep", LONG],
            "more than 40",
        ),
        (["--draft", "jp-espa", "--over", "examples", "--libraries", "tests"], "no library"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.chdir(EXAMPLES.parent)
    assert run(["lab", "run", *arguments]) == 2
    assert said in capsys.readouterr().err.replace("\n  ", " ")


@pytest.mark.parametrize(
    ("option", "value"), [("--cases", "0"), ("--year", "1"), ("--operators", "0")]
)
def test_a_population_out_of_range_is_refused_before_anything_is_made(
    option: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["lab", "population", option, value, "-o", str(tmp_path / "x")]) == 2
    assert option in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_drafts_in_folders_of_one_name_are_told_apart(tmp_path: Path):
    base = SideSpec(id="jp-espa")
    folders = (tmp_path / above for above in ("ours", "theirs", "far/theirs"))
    drafts = (SideSpec(id="jp-espa", folder=str(folder)) for folder in folders)
    names = [side.name for side in told_apart((base, *drafts, base))]
    assert names == ["jp-espa", "ours/jp-espa", "theirs/jp-espa", "theirs/jp-espa (2)", "jp-espa"]


def test_a_japanese_page_names_rows_and_thresholds_in_japanese(
    year: Path, draft: Path, capsys: pytest.CaptureFixture[str]
):
    sweep = "port.enough_containers=400000..800000:200000"
    arguments = ["--draft", str(draft), "--second-draft", "jp-espa@2026-06-01", "--sweep", sweep]
    assert run(["--lang", "ja", "lab", "run", *arguments, "--over", str(year)]) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "基準値（以上）800,000→500,000" in said
    assert "800,000以上→500,000以上" in said
    assert "低位（シード3）" in said
    assert "my-draftによる" in said
    assert "at_least" not in said.partition("閾値の変化")[0]
