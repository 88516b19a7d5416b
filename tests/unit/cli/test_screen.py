"""`sekisho screen`: one name against the lists, and what the answer rests on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.report.catalogue import say_id

LIBRARY = str(Path(__file__).parents[3] / "examples" / "library")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str, lang: str = "en") -> tuple[int, str]:
    code = run(["--lang", lang, "screen", *arguments, "--library", LIBRARY])
    return code, " ".join(capsys.readouterr().out.split())


def test_a_listed_name_is_found_with_its_list_entry_and_score(capsys: pytest.CaptureFixture[str]):
    code, told = asked(capsys, "Virelume")
    assert code == 1
    assert "entry W-0003" in told
    assert say_id("screening.score", "en", score=1000, kind="other_name") in told
    assert "sha256" in told


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_name_that_is_not_listed_is_told_with_what_was_searched_and_clears_nobody(
    lang: str, capsys: pytest.CaptureFixture[str]
):
    code, told = asked(capsys, "霞送配電株式会社", lang=lang)
    assert code == 0
    assert "".join(say_id("screen.not_listed", lang).split()) in told.replace(" ", "")
    assert "".join(say_id("screen.name_alone", lang).split()) in told.replace(" ", "")
    assert "Example Watch List" in told


def test_what_came_nearest_is_told_with_what_held_it_down(capsys: pytest.CaptureFixture[str]):
    code = run(["screen", "Hinode Virelume Kogyo Marine Shipping", "--library", LIBRARY, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert code == 0
    near = found["nearest"]
    assert near["listed"] == "Virelume"
    assert near["comparison"]["score"] < found["threshold"] == near["comparison"]["threshold"]
    assert near["reasons"]
    assert found["searched"]
    assert found["complete"]


def test_a_list_that_has_grown_old_proves_nothing(capsys: pytest.CaptureFixture[str]):
    code, told = asked(capsys, "霞送配電株式会社", "--on", "2030-01-01")
    assert code == 3
    assert say_id("screen.not_checked", "en") in told


def test_by_the_few_entries_of_the_starter_nothing_is_clear(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("SEKISHO_LIBRARY", raising=False)
    assert run(["--lang", "en", "screen", "Aoba"]) == 3
    assert say_id("screen.not_checked", "en") in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", ["", "…!?"])
def test_a_name_that_holds_nothing_to_compare_is_not_cleared(
    name: str, capsys: pytest.CaptureFixture[str]
):
    code, told = asked(capsys, name)
    assert code == 3
    assert say_id("screen.nothing_to_compare", "en") in told


def test_a_country_orders_and_never_hides(capsys: pytest.CaptureFixture[str]):
    codes = [asked(capsys, "Virelume", "--country", country)[0] for country in ("", "JP", "日本")]
    assert codes == [1, 1, 1]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_country_nobody_knows_is_refused(lang: str, capsys: pytest.CaptureFixture[str]):
    assert run(["--lang", lang, "screen", "Aoba", "--country", "Atlantis"]) == 2
    assert "Atlantis" in capsys.readouterr().err


def test_no_control_character_of_a_name_reaches_the_terminal(capsys: pytest.CaptureFixture[str]):
    run(["screen", "Vire\x1b[31mlume\u202e", "--library", LIBRARY])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_name_longer_than_what_is_searched_of_one_is_not_cleared(
    lang: str, capsys: pytest.CaptureFixture[str]
):
    code, told = asked(capsys, "霞送" * 50_000, lang=lang)
    assert code == 3
    assert "".join(say_id("screen.cut", lang).split()) in told.replace(" ", "")
    assert "".join(say_id("screen.not_checked", lang).split()) not in told.replace(" ", "")


@pytest.mark.parametrize("command", [["screen"], ["names", "compare", "Aoba"]])
def test_bytes_that_are_no_text_are_refused(command: list[str], capsys: pytest.CaptureFixture[str]):
    assert run(["--lang", "en", *command, "Aoba\udcff"]) == 2
    assert "no text in the encoding" in capsys.readouterr().err


def test_a_letter_of_another_script_is_told_beside_what_it_met(
    capsys: pytest.CaptureFixture[str],
):
    code = run(["screen", "Virеlume", "--library", LIBRARY, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (code, found["outcome"]) == (1, "found")
    assert [sign["rule"] for sign in found["signs"]] == ["screening.look_alikes"]
    assert found["signs"][0]["details"][0]["params"]["place"] == 4


def test_a_disguised_name_that_meets_nothing_is_told_and_is_no_entry(
    capsys: pytest.CaptureFixture[str],
):
    code, told = asked(capsys, "Kasаne Harbour Freight")
    assert code == 0
    assert "U+0430" in told


def test_a_name_in_another_script_says_so_even_where_every_word_is_the_same(
    capsys: pytest.CaptureFixture[str],
):
    code, told = asked(capsys, "VIRELUME")
    assert code == 1
    assert "Written in different scripts" not in told
    _, told = asked(capsys, "ヴィレルーム")
    assert "Written in different scripts: kana / Latin letters" in told
