"""`sekisho regime show --gaps`, `diff` and `draft`, run as an analyst runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.regime.loader import PACKS, find_pack, read_pack
from tests.unit.cli.test_law_commands import columns

Printed = pytest.CaptureFixture[str]


def flat(text: str) -> str:
    return " ".join(text.split())


def draft(folder: Path, *sets: str) -> int:
    given = [word for each in sets for word in ("--set", each)]
    return run(["regime", "draft", "jp-espa", str(folder), *given, "--lang", "en"])


def test_the_trucking_change_is_told_in_words(capsys: Printed):
    states = ["jp-espa@2025-04-01", "jp-espa@2025-06-13"]
    assert run(["regime", "diff", *states, "--lang", "en"]) == 0
    said = flat(capsys.readouterr().out)
    assert "Trucking - criteria of designation and critical facilities are rewritten" in said
    assert "compared with the law up to" in said
    assert "at least 5,000 trucks and Carries goods nationwide" in said
    assert "- System with dispatch" not in said
    assert "+ Dispatch and operation planning system (trucking.dispatch)" in said


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_difference_is_readable_in_eighty_columns_and_in_both_languages(
    lang: str, tmp_path: Path, capsys: Printed
):
    assert draft(tmp_path / "d", "duties.duties.change.when=change.fields.important > 1") == 0
    for call in (
        ["diff", "jp-espa@2023-11-17", "jp-espa@2026-06-01"],
        ["diff", "jp-espa", str(tmp_path / "d")],
        ["show", "jp-espa", "--gaps", "--on", "2026-12-01"],
        ["show", str(tmp_path / "d"), "--on", "2026-12-01"],
    ):
        capsys.readouterr()
        assert run(["regime", *call, "--lang", lang]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        lines = [line for line in said.out.splitlines() if "→" not in line[:200]]
        assert [line for line in lines if columns(line) > 80] == []
        assert lang == "en" or "Art." not in said.out.replace("MLIT Art. ", "")


def test_an_idea_becomes_a_draft_and_its_difference_one_sentence(tmp_path: Path, capsys: Printed):
    folder = tmp_path / "ports"
    assert draft(folder, "designation.tests.port.enough_containers.at_least=500000") == 0
    assert f"sekisho regime diff jp-espa {folder}" in capsys.readouterr().err
    assert run(["regime", "diff", "jp-espa", str(folder), "--lang", "en"]) == 0
    said = flat(capsys.readouterr().out)
    assert (
        "the threshold of port.enough_containers falls from 800,000 to 500,000 containers" in said
    )
    assert "1 row differs." in said
    assert run(["regime", "diff", "jp-espa", str(folder), "--lang", "ja"]) == 0
    assert "基準値が800,000個から500,000個に引き下げられます" in "".join(
        capsys.readouterr().out.split()
    )


def test_the_difference_as_data(tmp_path: Path, capsys: Printed):
    assert draft(tmp_path / "d", "clocks.periods.standstill.length=45") == 0
    capsys.readouterr()
    assert run(["regime", "diff", "jp-espa", str(tmp_path / "d"), "--json"]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["table"], change["id"], change["kind"]) == (
        "clocks.periods",
        "standstill",
        "changed",
    )
    assert change["edits"] == [{"field": "length", "before": 30, "after": 45}]


def test_of_a_condition_only_the_part_that_differs_is_said(tmp_path: Path, capsys: Printed):
    assert draft(tmp_path / "d", "duties.duties.plan_work.about=change.stated") == 0
    capsys.readouterr()
    assert run(["regime", "diff", "jp-espa", str(tmp_path / "d"), "--lang", "en"]) == 0
    assert "arises when: need not hold any more: not (the filing relies on" in flat(
        capsys.readouterr().out
    )


def test_a_draft_keeps_every_remark_and_says_what_it_is_a_draft_of(tmp_path: Path):
    assert draft(tmp_path / "d", "clocks.standstill.length=45") == 0
    before = (PACKS / "jp-espa" / "clocks.yaml").read_text(encoding="utf-8").splitlines()
    after = (tmp_path / "d" / "clocks.yaml").read_text(encoding="utf-8").splitlines()
    assert [(a, b) for a, b in zip(before, after, strict=True) if a != b] == [
        ("    length: 30", "    length: 45")
    ]
    origin = read_pack(tmp_path / "d").head.draft
    assert origin is not None
    assert (origin.of, origin.sha256) == ("jp-espa", find_pack("jp-espa").sha256)


@pytest.mark.parametrize(
    ("set_", "file", "line"),
    [
        ("sectors.water~2.authority=meti", "sectors.yaml", "authority: meti, valid_from"),
        ("sectors.water~2.valid_to=2030-03-31", "sectors.yaml", "{valid_to: 2030-03-31, id: water"),
        ("changes.ratio_bands=[4%, 25%]", "changes.yaml", "ratio_bands: [4%, 25%]\n"),
        ("duties.change.when=change.stated", "duties.yaml", "when: &important change.stated\n"),
        (
            "duties.change.when=change.phase == 'in_service'",
            "duties.yaml",
            "when: &important 'change.phase == ''in_service'''\n",
        ),
        (
            "clocks.answer.capped_by=extension",
            "clocks.yaml",
            "- id: answer\n    capped_by: extension",
        ),
    ],
)
def test_a_value_is_set_where_it_stands(set_: str, file: str, line: str, tmp_path: Path):
    assert draft(tmp_path / "d", set_) == 0
    assert line in (tmp_path / "d" / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("set_", "said"),
    [
        ("clocks", "says neither where nor what"),
        ("clock.periods.standstill.length=3", "Begin with one of: clocks"),
        ("clocks.periods.stanstill.length=3", "clocks.periods.standstill.length"),
        ("sectors.water.authority=meti", "leads to 2 rows"),
        ("clocks.periods.standstill.length=many", "clocks.yaml:9"),
        ("duties.change.when=change.stadet", "change.stadet"),
        ("sectors.gas.authority=moon", "moon"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_value_that_cannot_be_set_leaves_no_folder(
    set_: str, said: str, lang: str, tmp_path: Path, capsys: Printed
):
    folder = tmp_path / "d"
    assert run(["regime", "draft", "jp-espa", str(folder), "--set", set_, "--lang", lang]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert lang == "ja" or said in flat(printed.err)
    assert not folder.exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, capsys: Printed):
    assert draft(tmp_path) == 2
    assert "overwrites" in flat(capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


def test_gaps_are_listed_with_what_they_mean(tmp_path: Path, capsys: Printed):
    folder = tmp_path / "d"
    assert draft(folder, "duties.duties.plan_renewal.unverified=true") == 0
    capsys.readouterr()
    assert run(["regime", "show", str(folder), "--gaps", "--lang", "en"]) == 0
    said = flat(capsys.readouterr().out)
    assert "A draft, and no law: made of jp-espa" in said
    assert "plan_renewal" in said
    assert "Whether this must be filed is answered not checked" in said
    assert "act-38-2026 Amendment by Act No. 38 of 2026" in said


def test_a_folder_that_is_no_pack_says_so(tmp_path: Path, capsys: Printed):
    assert run(["regime", "diff", "jp-espa", str(tmp_path), "--lang", "en"]) == 2
    assert "is no rule pack" in flat(capsys.readouterr().err)
