"""`sekisho screen --csv`: a table of names, answered row by row, gone on with when interrupted."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from sekisho.check.screening.alone import NameScreening, lists_of, screen_name
from sekisho.cli.main import run
from sekisho.cli.screen.table import screen_table
from sekisho.library.snapshot import open_library
from sekisho.model.errors import UsageError
from sekisho.regime.loader import load_regime

LIBRARY = Path(__file__).parents[3] / "examples" / "library"
DAY = date(2026, 12, 1)
NAMES = "id,name,country\n1,Virelume,JP\n2,霞送配電株式会社,日本\n3,,\n4,=Virelume,\n"


def screened(folder: Path, text: str | bytes = NAMES, *more: str) -> tuple[int, list[list[str]]]:
    source, out = folder / "in.csv", folder / "out.csv"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    arguments = ["screen", "--csv", str(source), "--out", str(out), "--library", str(LIBRARY)]
    code = run(["--lang", "en", *arguments, *more])
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8")))) if out.exists() else []
    return code, rows


def told(capsys: pytest.CaptureFixture[str], said: str) -> bool:
    """Says whether something was told, wherever its lines were broken."""
    return "".join(said.split()) in "".join(capsys.readouterr().err.split())


def ask(name: str, country: str) -> NameScreening:
    library = open_library(LIBRARY)
    lists = lists_of(library, DAY)
    return screen_name(name, country, library, load_regime("baseline", DAY), lists)


def test_every_row_is_answered_and_what_it_held_is_passed_on(tmp_path: Path):
    code, (head, *rows) = screened(tmp_path)
    assert code == 1
    assert head[:4] == ["id", "name", "country", "outcome"]
    assert [row[0] for row in rows] == ["1", "2", "3", "4"]
    assert [row[3] for row in rows] == ["found", "not_listed", "unknown", "found"]
    assert rows[0][4:9] == ["medium", "1", "Virelume", "Example Watch List (fictional)", "W-0003"]
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["in.csv", "out.csv"]


def test_no_cell_becomes_a_formula(tmp_path: Path):
    _, rows = screened(tmp_path)
    assert rows[4][1] == "'=Virelume"


def test_a_row_without_a_name_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    screened(tmp_path)
    assert "in.csv:4" in capsys.readouterr().err


def test_a_table_that_excel_wrote_in_japan_is_read(tmp_path: Path):
    code, rows = screened(tmp_path, "name;備考\n霞送配電株式会社;架空\n".encode("cp932"))
    assert code == 0
    assert rows[1][:3] == ["霞送配電株式会社", "架空", "not_listed"]


@pytest.mark.parametrize("broken", [b"Vire\x81 lume", b"Vire\0lume"])
def test_a_row_that_is_no_text_is_unknown_and_the_others_are_answered(
    broken: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    data = b"name\nVirelume\n" + broken + b"\nVirelume\n"
    _, (_, *rows) = screened(tmp_path, data)
    assert [row[1] for row in rows] == ["found", "unknown", "found"]
    assert "in.csv:3" in capsys.readouterr().err


def test_a_name_that_is_written_with_letters_of_another_script_is_marked(tmp_path: Path):
    _, (head, *rows) = screened(tmp_path, "name\nVirеlume\nVirelume\nKasаne Freight\n")
    assert head[-1] == "signs"
    assert [(row[1], row[-1]) for row in rows] == [
        ("found", "look_alikes"),
        ("found", ""),
        ("not_listed", "look_alikes"),
    ]


def test_an_interrupted_run_goes_on_and_ends_with_the_same_file(tmp_path: Path):
    listed = "".join(f"{n},Virelume {n},\n" for n in range(120))
    source = tmp_path / "in.csv"
    source.write_text(f"id,name,country\n{listed}", encoding="utf-8")
    whole, broken = tmp_path / "whole.csv", tmp_path / "broken.csv"
    screen_table(source, whole, ask, "x", "en")
    asked = 0

    def interrupted(name: str, country: str) -> NameScreening:
        nonlocal asked
        asked += 1
        if asked == 77:
            raise KeyboardInterrupt
        return ask(name, country)

    with pytest.raises(KeyboardInterrupt):
        screen_table(source, broken, interrupted, "x", "en")
    assert not broken.exists()
    told = screen_table(source, broken, interrupted, "x", "en")
    assert broken.read_bytes() == whole.read_bytes()
    assert sum(told.values()) == 120
    # The first fifty were kept, and were not asked again.
    assert asked == 77 + 70


def test_an_unfinished_run_of_other_things_is_not_gone_on_with(tmp_path: Path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(NAMES, encoding="utf-8")

    (tmp_path / "out.csv.unfinished.json").write_text('{"source_sha256":"0","made_of":"x"}')
    with pytest.raises(UsageError) as wrong:
        screen_table(source, out, ask, "x", "en")
    assert wrong.value.message.id == "error.screen_other_run"


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "out.csv").write_text("mine", encoding="utf-8")
    code, _ = screened(tmp_path)
    assert code == 2
    assert "out.csv is there already" in capsys.readouterr().err
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("text", ["", "nom\nAoba\n", b"\x00\x01\x02"])
def test_a_file_without_the_column_is_refused(text: str | bytes, tmp_path: Path):
    code, rows = screened(tmp_path, text)
    assert (code, rows) == (2, [])


@pytest.mark.parametrize(
    "arguments", [[], ["Aoba", "--csv", "x.csv", "--out", "y.csv"], ["--csv", "x"]]
)
def test_one_name_or_one_table(arguments: list[str], capsys: pytest.CaptureFixture[str]):
    assert run(["--lang", "ja", "screen", *arguments]) == 2
    assert "--csv IN" in capsys.readouterr().err


def test_a_quote_left_open_takes_no_other_row_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    text = 'name,country\n"Foo Bar,JP\nVirelume,JP\n"Virelume\nOptics Co.",JP\n'
    code, (_, *rows) = screened(tmp_path, text)
    assert code == 1
    assert [row[2] for row in rows] == ["unknown", "found", "found"]
    assert told(capsys, "in.csv:2: This row is no CSV")


def test_a_row_of_too_many_cells_is_told_and_not_searched_by_half_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _, (_, *rows) = screened(tmp_path, "name,country\nVirelume Co., Ltd.,AQ\nVirelume,AQ,\n")
    assert [row[2] for row in rows] == ["unknown", "found"]
    assert told(capsys, "in.csv:2: This row has more cells")


def test_a_country_that_is_none_is_told_and_the_name_searched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _, (_, row) = screened(tmp_path, "name,country\nVirelume,Narnia\n")
    assert row[2] == "found"
    assert told(capsys, "in.csv:2: No country is called")


def test_a_column_of_the_same_name_is_kept_beside_the_answer(tmp_path: Path):
    _, (head, row) = screened(tmp_path, "name,Outcome\nVirelume,mine\n")
    assert head[:3] == ["name", "Outcome", "outcome_2"]
    assert row[:3] == ["Virelume", "mine", "found"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,name\na,b\n", "in.csv:1: Two columns are called name"),
        ("name\na\n".encode("utf-16"), "in.csv: The file is text in UTF-16"),
    ],
)
def test_what_cannot_be_told_is_refused_and_leaves_nothing(
    text: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert screened(tmp_path, text) == (2, [])
    assert told(capsys, said)
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_file_of_somebody_else_is_not_taken_for_an_unfinished_run(tmp_path: Path):
    mine = tmp_path / "out.csv.unfinished"
    mine.write_text("mine", encoding="utf-8")
    assert screened(tmp_path) == (2, [])
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_second_run_of_the_same_table_is_refused(tmp_path: Path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\nVirelume\nKestavel\n", encoding="utf-8")

    def second(name: str, country: str) -> NameScreening:
        with pytest.raises(UsageError) as wrong:
            screen_table(source, out, ask, "x", "en")
        assert wrong.value.message.id == "error.screen_runs"
        return ask(name, country)

    assert screen_table(source, out, second, "x", "en") == {"found": 1, "not_listed": 1}


def test_a_run_whose_rows_are_gone_begins_anew(tmp_path: Path):
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("name\n" + "Kestavel\n" * 60, encoding="utf-8")

    def stopped(name: str, country: str, asked: list[str] = []) -> NameScreening:  # noqa: B006
        asked.append(name)
        if len(asked) > 55:
            raise KeyboardInterrupt
        return ask(name, country)

    with pytest.raises(KeyboardInterrupt):
        screen_table(source, out, stopped, "x", "en")
    (tmp_path / "out.csv.unfinished").unlink()
    assert screen_table(source, out, ask, "x", "en") == {"not_listed": 60}
    assert len(out.read_text(encoding="utf-8").splitlines()) == 61


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = tmp_path / "in.csv"
    source.write_text(NAMES, encoding="utf-8")
    arguments = ["--csv", str(source), "--out", str(tmp_path / "no" / "out.csv")]
    assert run(["--lang", "en", "screen", *arguments, "--library", str(LIBRARY)]) == 2
    assert told(capsys, "could not be written (No such file or directory)")


@pytest.mark.parametrize("option", [("--json",), ("--country", "JP")])
def test_what_belongs_to_one_name_is_refused_with_a_table(
    option: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert screened(tmp_path, NAMES, *option) == (2, [])
    assert told(capsys, f"{option[0]} belongs to one name")
