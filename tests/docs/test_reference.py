from __future__ import annotations

import re
from pathlib import Path

import jsonschema_rs
import pytest

from sekisho.portal.settings.environment import Environment
from sekisho.report.catalogue import catalogue
from sekisho.report.catalogue import say_term as term
from tests.docs.console import ROOT
from tools import reference_pages

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src" / "sekisho"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("COLUMNS", "80")
        patched.setenv("SEKISHO_LANG", "en")
        return reference_pages.pages()


@pytest.mark.parametrize(
    "name", ["commands.md", "assessment.md", "assessment.schema.json", "csaf-tests.md"]
)
def test_a_reference_page_is_what_the_program_says_of_itself(name: str, pages: dict[str, str]):
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == pages[name], "run: python tools/reference_pages.py"


def test_every_command_is_documented():
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    for path in reference_pages.command_paths():
        assert f"## `{' '.join(('sekisho', *path))}`" in page


def test_every_command_that_pages_mention_exists():
    known = {path for path in reference_pages.command_paths() if path}
    first = {path[0] for path in known}
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        if page.parent.name == "decisions":
            continue
        for line in page.read_text(encoding="utf-8").splitlines():
            for words in re.findall(r"(?:^|\$ |`)sekisho((?: [a-z]+)+)", line):
                path = tuple(words.split())
                assert path[0] in first, f"{page.name}: sekisho{words}"


def test_the_schema_accepts_an_assessment_and_refuses_what_is_none():
    validator = jsonschema_rs.validator_for(reference_pages.schema_text())
    inputs = {"regime": "baseline", "regime_version": "1", "engine": "sekisho 0.1.0"}
    inputs |= {"regime_sha256": "0" * 64, "library_sha256": "1" * 64}
    good = {
        "schema": "sekisho/assessment/1",
        "purpose": "self_check",
        "on": "2026-12-01",
        "inputs": inputs,
        "route": {"id": "pass", "message": {"id": "baseline.route.pass"}},
    }
    assert validator.is_valid(good)
    assert not validator.is_valid(good | {"purpose": "other"})
    assert not validator.is_valid({key: good[key] for key in good if key != "route"})


def _names_in_code() -> set[str]:
    """Gathers every word of the model, and every class and module of the other rooms."""
    names: set[str] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        names |= set(
            re.findall(r"\w+" if "model" in path.parts else r"^class (\w+)", text, re.MULTILINE)
        )
        names |= set(path.relative_to(SOURCE).with_suffix("").parts)
    return names


def test_every_name_that_the_glossary_gives_exists_in_the_code():
    names = _names_in_code()
    for row in GLOSSARY.splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if len(cells) != 4 or row.startswith(("|---", "| Japanese")):
            continue
        for code in re.findall(r"`([^`]+)`", cells[2]):
            for word in re.findall(r"[A-Za-z_]+", code):
                assert word in names, f"{cells[1]}: {code}"


@pytest.mark.parametrize("state", ["found", "clear", "not_checked"])
def test_the_glossary_and_the_reports_call_the_three_values_alike(state: str):
    assert f'| {term(state, "ja")} | {term(state, "en")} | `state="{state}"`' in GLOSSARY


def test_the_page_of_messages_holds_every_id_in_both_languages():
    page = reference_pages.messages_page()
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert len(rows) == len(catalogue("en")) == len(catalogue("ja"))
    assert not [row for row in rows if row.endswith("|  |") or "|  |" in row]


def test_the_scripts_a_newcomer_runs_are_there_and_can_be_run():
    for name in ("check", "demo", ".ci/run", "tools/lock"):
        path = Path(ROOT / name)
        assert path.stat().st_mode & 0o111, name
        assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


def test_every_variable_of_a_portal_is_listed_with_its_meaning():
    page = (ROOT / "docs" / "how-to" / "run-the-portal.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(SEKISHO_\w+)` \| [^|]* \| ([^|]+) \|$", page, re.MULTILINE)
    known = {
        f"SEKISHO_{name.upper()}": field.description
        for name, field in Environment.model_fields.items()
    }
    assert dict(listed) == known
