"""A pack of one's own is opened by its folder wherever rules are named, and marked as no law."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sekisho.cli.main import run
from sekisho.regime.loader import PACKS

WATER = Path(__file__).parents[3] / "examples" / "water-cameras"
MARK = {"en": "Not the law", "ja": "法令どおりの判定ではありません"}

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft in a folder whose name could be taken for a version."""
    folder = tmp_path / "standstill@45"
    assert (
        run(["regime", "draft", "jp-espa", str(folder), "--set", "clocks.standstill.length=45"])
        == 0
    )
    return folder


@pytest.mark.parametrize(("lang", "state"), [("en", ""), ("ja", "@2026-06-01")])
@pytest.mark.parametrize(
    "command",
    [
        ("vet", str(WATER)),
        ("clock", "show", "--accepted", "2026-12-01"),
        ("clock", "plan", "--go-live", "2027-06-01", "--on", "2026-12-01"),
        ("filing", "status", str(WATER), "--on", "2026-12-01"),
    ],
)
def test_a_folder_is_taken_for_rules_and_marked(
    draft: Path, command: tuple[str, ...], state: str, lang: str, capsys: Captured
):
    capsys.readouterr()
    assert run(["--lang", lang, *command, "--regime", f"{draft}{state}"]) in {0, 1}
    said = "".join(capsys.readouterr().out.split())
    assert MARK[lang].replace(" ", "") in said
    assert "standstill@45" in said


def test_the_rules_of_the_folder_are_those_that_count(draft: Path, capsys: Captured):
    ends = []
    for rules in ("jp-espa", str(draft)):
        capsys.readouterr()
        arguments = ["--accepted", "2026-12-01", "--regime", rules, "--json"]
        assert run(["clock", "show", *arguments]) == 0
        document = json.loads(capsys.readouterr().out)
        ends.append({row["id"]: row.get("on") for row in document["dates"]})
    assert ends[0]["standstill_last"] == "2026-12-30"
    assert ends[1]["standstill_last"] == "2027-01-14"


def test_the_page_of_a_vetting_says_so_above_its_verdict(draft: Path, tmp_path: Path):
    page = tmp_path / "page.html"
    assert run(["vet", str(WATER), "--regime", str(draft), "--html", str(page)]) == 1
    text = page.read_text(encoding="utf-8")
    assert text.index("Not the law") < text.index('class="verdict')


def test_the_rules_of_sekisho_carry_no_mark(capsys: Captured):
    assert run(["clock", "show", "--accepted", "2026-12-01"]) == 0
    assert MARK["en"] not in capsys.readouterr().out


def test_a_filing_cannot_name_a_folder_of_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
):
    shutil.copytree(PACKS / "jp-espa", tmp_path / "rules-of-others")
    shutil.copytree(WATER, tmp_path / "case")
    path = tmp_path / "case" / "filing.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("regime: jp-espa", "regime: rules-of-others"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["filing", "status", "case"]) == 2
    assert "rules-of-others" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("go_live", "code"), [("2027-06-01", 0), ("2029-06-01", 3), ("9999-12-31", 3)]
)
def test_a_plan_whose_days_cannot_be_told_is_no_success(go_live: str, code: int):
    assert run(["clock", "plan", "--go-live", go_live, "--on", "2026-12-01"]) == code


def test_a_pack_names_the_profile_that_sboms_are_held_against(tmp_path: Path, capsys: Captured):
    folder = tmp_path / "strict"
    assert run(["regime", "draft", "baseline", str(folder)]) == 0
    routes = folder / "routes.yaml"
    routes.write_text(f"sbom_profile: bsi-tr-03183-2-v2.1.0\n{routes.read_text()}")
    sbom = WATER.parent / "grid-control-update" / "sbom-proposed.cdx.json"
    vet = ["vet", "--sbom", str(sbom), "--library", str(WATER.parent / "library"), "--json"]

    capsys.readouterr()
    run([*vet, "--regime", str(folder)])
    rules = {finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert "quality.no_deployable_hash" in rules

    routes.write_text(routes.read_text().replace("bsi-tr-03183-2-v2.1.0", "bsi-tr-03183-9"))
    assert run([*vet, "--regime", str(folder)]) == 2
    assert "bsi-tr-03183-9" in capsys.readouterr().err
