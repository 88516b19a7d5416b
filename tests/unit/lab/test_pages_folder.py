"""The folder a run writes: whole or not at all, never over something else, and marked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sekisho.cli.main import run
from sekisho.lab.pages.folder import FILES, open_pages
from sekisho.model.errors import UsageError

EXAMPLES = Path(__file__).parents[3] / "examples"


def replay(output: Path, over: str = "cases:jp-espa", *more: str) -> int:
    arguments = ["--draft", "jp-espa@2025-06-13", "--base", "jp-espa@2025-04-01", "--workers", "1"]
    return run(["lab", "run", *arguments, "--over", over, "-o", str(output), *more])


def write_half(pages: Path) -> None:
    (pages / "result.json").write_text("half a resu")
    raise KeyboardInterrupt


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_folder_of_something_else_is_refused_before_anything_is_replayed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "operators.csv").write_text("the operators I keep\n")
    (tmp_path / "minutes.txt").write_text("of the council\n")
    assert replay(tmp_path, "/nowhere") == 2
    assert replay(tmp_path) == 2
    said = capsys.readouterr().err
    assert "minutes.txt" in said
    assert "Name a new or an empty folder" in said
    assert (tmp_path / "operators.csv").read_text() == "the operators I keep\n"
    assert names(tmp_path) == {"operators.csv", "minutes.txt"}


def test_a_table_of_ones_own_is_no_run_of_the_lab(tmp_path: Path):
    (tmp_path / "operators.csv").write_text("the operators I keep\n")
    with pytest.raises(UsageError), open_pages(tmp_path):
        pass
    assert names(tmp_path) == {"operators.csv"}


def test_a_file_is_no_folder_to_write_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "page").write_text("")
    assert replay(tmp_path / "page") == 2
    assert "is there already" in capsys.readouterr().err


def test_an_empty_folder_and_one_of_an_earlier_run_are_written(tmp_path: Path):
    assert replay(tmp_path) == 0
    assert names(tmp_path) == FILES
    before = (tmp_path / "result.json").read_bytes()
    assert replay(tmp_path, "cases:jp-espa", "--law-on", "2026-11-26") == 0
    assert names(tmp_path) == FILES
    assert (tmp_path / "result.json").read_bytes() != before


def test_a_run_that_fails_leaves_the_earlier_one_as_it_was(tmp_path: Path):
    folder = tmp_path / "page"
    assert replay(folder) == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(KeyboardInterrupt), open_pages(folder) as pages:
        write_half(pages)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert names(tmp_path) == {"page"}


def test_a_run_that_fails_leaves_no_new_folder(tmp_path: Path):
    with pytest.raises(KeyboardInterrupt), open_pages(tmp_path / "page"):
        raise KeyboardInterrupt
    assert names(tmp_path) == set()


@pytest.mark.parametrize(
    ("over", "nature", "marks"),
    [
        ("cases:jp-espa", "pack_cases", ("FICTIONAL", "架空")),
        (str(EXAMPLES), "fictional", ("FICTIONAL", "架空")),
    ],
)
def test_cases_that_never_happened_are_marked_on_every_page(
    tmp_path: Path,
    over: str,
    nature: str,
    marks: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
):
    assert replay(tmp_path, over) == 0
    assert marks[0] in capsys.readouterr().out
    for lang, mark in zip(("en", "ja"), marks, strict=True):
        page = (tmp_path / f"report.{lang}.html").read_text(encoding="utf-8")
        assert f'data-mark="{mark}"' in page
        assert page.count(mark) >= 3
    book = load_workbook(tmp_path / "impact.xlsx")
    assert all(marks[0] in str(sheet.cell(2, 1).value) for sheet in book.worksheets)
    assert {sheet.oddHeader.center.text for sheet in book.worksheets} == {marks[0]}
    for table in ("flips.csv", "operators.csv"):
        with (tmp_path / table).open(encoding="utf-8-sig") as file:
            assert {row["nature"] for row in csv.DictReader(file)} <= {nature}
