"""`sekisho clock` and `sekisho regime`, run as their users run them."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

from sekisho.cli.main import run
from sekisho.regime.loader import PACKS


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["clock", "show", "--accepted", "2026-12-01", "--recommended", "2026-12-21"],
        ["clock", "show", "--designated", "2026-07-31", "--authority", "mlit"],
        ["regime", "list"],
        ["regime", "show", "jp-espa", "--on", "2026-12-01"],
        ["regime", "show", "baseline"],
        ["regime", "check"],
    ],
)
def test_everything_is_readable_in_eighty_columns(
    arguments: list[str], lang: str, capsys: pytest.CaptureFixture[str]
):
    assert run(["--lang", lang, *arguments]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert [line for line in said.out.splitlines() if columns(line) > 80] == []
    assert "[" not in said.out.replace("[Art", "").replace("[Min", "").replace("[3", "")
    assert lang == "en" or not re.search(r"Art|order|;", said.out)


def test_the_clock_shows_the_new_year_and_what_to_do(capsys: pytest.CaptureFixture[str]):
    shown = [
        "clock",
        "show",
        "--accepted",
        "2026-12-01",
        "--recommended",
        "2026-12-21",
        "--lang",
        "en",
    ]
    assert run(shown) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("! Mon 28 Dec 2026") for line in lines)
    assert any(line.startswith("  Wed 30 Dec 2026") for line in lines)
    assert any(line.startswith("  Mon 4 Jan 2027") for line in lines)


def test_a_recommendation_after_the_period_is_warned_of(capsys: pytest.CaptureFixture[str]):
    shown = ["clock", "show", "--accepted", "2026-12-01", "--recommended", "2027-01-08"]
    assert run([*shown, "--lang", "en"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "! Fri 8 Jan 2027 the recommendation received on Fri 8 Jan 2027 came after" in said
    assert "only under Art. 55" in said


def test_an_extension_that_states_no_end_leaves_the_end_unknown(
    capsys: pytest.CaptureFixture[str],
):
    shown = ["clock", "show", "--accepted", "2026-11-27", "--extended", "2026-12-10"]
    assert run([*shown, "--lang", "en"]) == 3
    said = capsys.readouterr().out
    assert "may proceed" not in said
    assert " ".join(said.split()).count("does not state the new last day [Art. 52(3)]") == 1
    assert run(["clock", "show", "--extended", "2026-12-10", "--lang", "en"]) == 2


def test_the_clock_as_data(capsys: pytest.CaptureFixture[str]):
    shown = [
        "clock",
        "show",
        "--accepted",
        "2026-10-30",
        "--extended-until",
        "2027-02-28",
        "--json",
    ]
    assert run(shown) == 0
    document = json.loads(capsys.readouterr().out)
    days = {row["id"]: row.get("on") for row in document["dates"]}
    assert days["standstill_last"] == "2027-02-28"
    assert days["may_proceed_from"] == "2027-03-01"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["clock", "show"], "No event was given."),
        (["clock", "show", "--accepted", "2026-02-30"], "2026-02-30"),
        (["clock", "show", "--extended-until", "2027-03-31"], "--accepted"),
        (["clock", "show", "--accepted", "2026-12-01", "--authority", "moon"], "moon"),
        (["clock", "show", "--accepted", "2019-12-01"], "2019"),
        (["clock", "show", "--accepted", "2026-12-01", "--regime", "moon"], "moon"),
        (["regime", "show", "moon"], "moon"),
        (["regime", "show", "jp-espa@moon"], "moon"),
        (["regime", "check", "moon"], "moon"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_wrong_call_ends_with_one_clear_message(
    arguments: list[str], said: str, lang: str, capsys: pytest.CaptureFixture[str]
):
    assert run([*arguments, "--lang", lang]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert lang == "ja" or said in printed.err
    assert "Traceback" not in printed.err


def test_a_pack_of_ones_own_is_checked_and_its_differences_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pack = Path(copytree(PACKS / "jp-espa", tmp_path / "mine" / "jp-espa"))
    clocks = pack / "clocks.yaml"
    text = clocks.read_text(encoding="utf-8")
    clocks.write_text(text.replace("length: 30", "length: 31"), encoding="utf-8")
    assert run(["regime", "check", str(pack), "--lang", "en"]) == 1
    assert 'clock.standstill_last: expected "2026-12-30", found "2026-12-31"' in " ".join(
        capsys.readouterr().out.split()
    )
    assert run(["regime", "check", str(pack), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["differ"] > 0


def test_a_wrong_pack_ends_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    pack = Path(copytree(PACKS / "jp-espa", tmp_path / "jp-espa"))
    duties = pack / "duties.yaml"
    text = duties.read_text(encoding="utf-8")
    duties.write_text(text.replace("when: act.intro", "when: act.itnro", 1), encoding="utf-8")
    assert run(["regime", "check", str(pack), "--lang", "en"]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith("duties.yaml:")
    assert "act.itnroduction" in printed


def test_any_event_can_be_given_to_the_clock(capsys: pytest.CaptureFixture[str]):
    events = ["called_in=2026-12-07", "extended=2027-01-11", "length_agreed=2027-03-01:20"]
    given = [word for event in events for word in ("--event", event)]
    assert run(["clock", "show", "--regime", "uk-nsi", *given, "--json"]) == 0
    dates = json.loads(capsys.readouterr().out)["dates"]
    assert {row["id"]: row["on"] for row in dates} == {
        "initial_last": "2027-01-21",
        "additional_last": "2027-03-30",
        "voluntary_last": "2027-04-27",
    }


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("calledin=2026-12-07", "names no event"),
        ("called_in", "names no event"),
        ("called_in=7 December", "holds no day"),
        ("length_agreed=2026-12-07:soon", "holds no day"),
    ],
)
def test_an_event_that_cannot_be_read_is_told(
    written: str, said: str, capsys: pytest.CaptureFixture[str]
):
    assert run(["clock", "show", "--event", written]) == 2
    assert said in capsys.readouterr().err


def test_a_pack_with_rules_and_no_case_is_told_and_does_not_pass(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "uk-nsi"
    copytree(PACKS / "uk-nsi", folder, ignore=ignore_patterns("cases"))
    assert run(["regime", "check", str(folder), "--lang", "en"]) == 3
    assert "rules and no cases" in " ".join(capsys.readouterr().out.split())
    assert run(["regime", "check", "baseline"]) == 0
