"""What an editor and a reader are told of facts and fields is true."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest

from sekisho.cli.main import run
from sekisho.model.case import Case
from sekisho.regime.authoring.cases import NO_VERSION, read_cases
from sekisho.regime.authoring.sources import file_kinds
from sekisho.regime.changes import _facts as field_facts
from sekisho.regime.changes import _look as look_at_change
from sekisho.regime.facts import project
from sekisho.regime.loader import PACKS, find_pack, stand_on
from sekisho.regime.procedure import procedure_facts
from sekisho.regime.rules.evaluator import Compiler
from sekisho.regime.rules.reach import facts_of
from sekisho.regime.rules.vocabulary import FACTS
from sekisho.regime.scopes import list_subjects
from sekisho.report.catalogue import LANGUAGES, knows
from tools.facts_page import example_of


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_has_words_in_both_languages_and_an_example_that_compiles(fact: str):
    assert all(knows(f"fact.{fact}", lang) for lang in LANGUAGES)
    assert fact in example_of(fact)
    Compiler().compile(example_of(fact))


def test_no_table_is_said_to_lack_a_fact_it_has():
    """Every fact that any case of the pack states is one the table is said to have."""
    pack = find_pack("jp-espa")
    for case in read_cases(PACKS / "jp-espa"):
        for given in case.scenarios:
            if given.expect.version == NO_VERSION:
                continue
            regime = stand_on(pack, given.on, given.version)
            whole = Case(filing=given.filing, cleared=given.cleared, events=given.events)
            facts = project(whole, regime, given.on)
            assert set(facts) <= facts_of("duties")
            assert set(procedure_facts(regime, given.events, given.on)) <= facts_of("procedure")
            if given.filing is None:
                continue
            for change in given.filing.change.fields if given.filing.change else ():
                look = look_at_change(regime, whole, given.filing)
                assert set(field_facts(look, change)) <= facts_of("changes")
            for scope, subjects in list_subjects(regime, given.filing, facts, given.on).items():
                for subject in subjects:
                    assert set(subject.facts) <= facts_of("contents", scope)


@pytest.mark.parametrize("topic", file_kinds())
def test_the_schema_takes_the_files_of_the_packs_as_an_editor_reads_them(
    topic: str, capsys: pytest.CaptureFixture[str]
):
    yaml = pytest.importorskip("yaml")
    assert run(["regime", "schema", topic, "--lang", "en"]) == 0
    validator = jsonschema_rs.validator_for(json.loads(capsys.readouterr().out))
    for pack in ("jp-espa", "baseline"):
        file = PACKS / pack / f"{topic}.yaml"
        if not file.exists():
            continue
        read = json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8")), default=_iso))
        assert [error.message for error in validator.iter_errors(read)] == []
    assert not validator.is_valid({"no such field": 1})


def _iso(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()


def test_the_schemas_are_written_for_an_editor(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["regime", "schema", "--write", str(tmp_path / "schema"), "--lang", "en"]) == 0
    assert "yaml-language-server" in capsys.readouterr().err
    written = {path.name for path in (tmp_path / "schema").iterdir()}
    assert written == {f"{topic}.schema.json" for topic in file_kinds()}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_facts_are_printed_and_an_unknown_table_is_refused(
    lang: str, capsys: pytest.CaptureFixture[str]
):
    assert run(["regime", "schema", "facts", "--lang", lang]) == 0
    assert len(capsys.readouterr().out.splitlines()) >= len(FACTS)
    assert run(["regime", "schema", "clock", "--lang", lang]) == 2
    assert "clocks" in capsys.readouterr().err
