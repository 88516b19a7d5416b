"""`sekisho names compare`, run as its user runs it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.main import run
from sekisho.report.columns import width_of

Captured = pytest.CaptureFixture[str]


def compare(*words: str, lang: str = "en") -> int:
    return run(["--lang", lang, "names", "compare", *words])


def rows(folder: Path, content: bytes, capsys: Captured) -> tuple[int, list[dict[str, str]], str]:
    file = folder / "pairs.csv"
    file.write_bytes(content)
    code = compare("--csv", str(file))
    said = capsys.readouterr()
    return code, list(csv.DictReader(io.StringIO(said.out))), said.err


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_two_names_are_compared_in_full_words_within_80_columns(lang: str, capsys: Captured):
    assert compare("株式会社青葉製作所", "Aoba Works, Ltd.", lang=lang) == 1
    said = capsys.readouterr().out
    assert "[names" not in said
    assert "[term" not in said
    assert max(width_of(line) for line in said.splitlines()) <= 80


def test_the_reading_and_the_legal_form_are_told(capsys: Captured):
    compare("株式会社青葉製作所", "Aoba Works, Ltd.")
    said = capsys.readouterr().out
    assert "a Japanese reading of the characters" in said
    assert "株式会社: legal form (stock company), not counted" in said


def test_the_document_gives_the_place_of_every_part(capsys: Captured):
    assert compare("Кestavel AG", "Kestavel", "--json") == 1
    found: Any = json.loads(capsys.readouterr().out)
    part = found["left"]["parts"][0]
    assert found["left"]["name"][part["start"] : part["end"]] == part["written"] == "Кestavel"
    assert found["left"]["notes"] == ["look_alikes"]
    assert found["aligned"] == [
        {"left": [0], "right": [0], "similarity": 1000, "way": "look_alike"}
    ]
    assert found["match"] is True
    assert found["scorer"].startswith("sekisho.names/")


def test_names_apart_end_with_0_and_a_name_of_nothing_with_3(capsys: Captured):
    assert compare("Kestavel", "Vantreck Orsino") == 0
    assert compare("...", "Vantreck Orsino") == 3
    assert "nothing to compare" in capsys.readouterr().out


def test_a_table_is_answered_row_by_row_and_a_bad_row_stops_nothing(
    tmp_path: Path, capsys: Captured
):
    table = b"id,left,right\n1,Kestavel Imaging,KestavelImaging\n2,,Kestavel\n3\n4,Aoba,Vantreck\n"
    code, answers, told = rows(tmp_path, table, capsys)
    assert code == 3
    assert [row["id"] for row in answers] == ["1", "2", "3", "4"]
    assert [row["match"] for row in answers] == ["true", "unknown", "unknown", "false"]
    assert "pairs.csv:3" in told
    assert "pairs.csv:4" in told


@pytest.mark.parametrize(
    "content",
    [
        "left\tright\n株式会社青葉\tAoba\n".encode("cp932"),
        "\ufeffLEFT;RIGHT\n株式会社青葉;Aoba\n".encode(),
        b'right,left\r\n"Aoba","\x90\xc2\x97t"\r\n',
    ],
)
def test_a_table_may_come_from_a_spreadsheet(tmp_path: Path, content: bytes, capsys: Captured):
    code, (row,), _ = rows(tmp_path, content, capsys)
    assert (code, row["match"]) == (0, "true")


def test_what_a_spreadsheet_would_run_is_made_harmless(tmp_path: Path, capsys: Captured):
    _, (row,), _ = rows(tmp_path, b"left,right\n=1+1,Kestavel\n", capsys)
    assert row["left"] == "'=1+1"


@pytest.mark.parametrize("content", [b"name,other\na,b\n", b"", b"\x00\xff\n"])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, content: bytes, capsys: Captured):
    code, answers, told = rows(tmp_path, content, capsys)
    assert (code, answers) == (2, [])
    assert "columns named left and right" in told


@pytest.mark.parametrize(
    "words",
    [("Kestavel",), (), ("a", "b", "--csv", "x.csv"), ("--csv", "x.csv", "--json")],
)
def test_a_question_without_meaning_is_refused(words: tuple[str, ...], capsys: Captured):
    assert compare(*words) == 2
    assert "→" in capsys.readouterr().err


def test_a_monstrous_name_is_cut_and_says_so(capsys: Captured):
    assert compare("Kestavel " * 20_000, "Kestavel") in (0, 1)
    assert "only the first 400 characters" in capsys.readouterr().out
