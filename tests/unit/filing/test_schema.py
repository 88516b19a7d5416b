"""The published JSON Schema says what reading does, as far as a schema can say it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings

import sekisho
from sekisho.cli.filing.forms import filing_schema
from sekisho.desk.annex.questionnaire import Questionnaire
from sekisho.model.canonical import plain
from sekisho.model.errors import InputError
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register
from sekisho.model.operator.update import Answer, Update
from sekisho.read.case import open_filing
from sekisho.read.filing import read_filing
from sekisho.read.shape import fields_of
from sekisho.report.catalogue import catalogue
from tests.property.filing.filings import filings, with_all_ids

VALIDATOR = jsonschema_rs.validator_for(filing_schema("en"), validate_formats=True)
HEAD: dict[str, Any] = {"schema": "sekisho/filing/1"}
EXAMPLES = Path(sekisho.__file__).parents[2] / "examples"


@settings(max_examples=60, deadline=None)
@given(filings().map(with_all_ids))
def test_what_reading_accepts_the_schema_accepts(filing: Filing):
    VALIDATOR.validate(plain(filing))


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/filing.yaml")), ids=lambda path: path.parent.name
)
def test_every_example_is_what_the_schema_describes(path: Path):
    filing = open_filing(path).filing
    assert filing is not None
    VALIDATOR.validate(plain(filing))


BAD: dict[str, dict[str, Any]] = {
    "no schema": {"kind": "plan"},
    "another schema": {"schema": "sekisho/filing/2"},
    "an unknown field": {**HEAD, "knd": "plan"},
    "an unknown word": {**HEAD, "kind": "plann"},
    "a list for a word": {**HEAD, "kind": ["plan"]},
    "a group for text": {**HEAD, "notes": {"a": "b"}},
    "text for a group": {**HEAD, "facility": "plant"},
    "text for a list": {**HEAD, "parties": "me"},
    "no id": {**HEAD, "parties": [{"name": "a"}]},
    "an empty id": {**HEAD, "parties": [{"id": "", "name": "a"}]},
    "a day no calendar has": {**HEAD, "filed_on": "2026-02-30"},
    "no date": {**HEAD, "filed_on": "soon"},
    "no country": {**HEAD, "facility": {"site": {"country": "XX"}}},
    "no digest": {**HEAD, "evidence": [{"id": "e", "sha256": "abc"}]},
    "no number": {**HEAD, "parties": [{"id": "a", "identifiers": {"corporate_number": "1"}}]},
    "no LEI": {**HEAD, "parties": [{"id": "a", "identifiers": {"lei": "1"}}]},
    "no share": {**HEAD, "parties": [{"id": "a", "vote_holders": [{"name": "b", "votes": "26"}]}]},
    "over 100 %": {
        **HEAD,
        "parties": [{"id": "a", "vote_holders": [{"name": "b", "votes": "100.5%"}]}],
    },
    "an unknown fact below": {**HEAD, "components": [{"id": "c", "suplier": "x"}]},
}


@pytest.mark.parametrize("name", BAD)
def test_what_the_schema_refuses_reading_refuses_too(name: str):
    assert not VALIDATOR.is_valid(BAD[name])
    with pytest.raises(InputError):
        read_filing(json.dumps(BAD[name]).encode(), "filing.json")


def test_every_field_and_word_has_a_label_in_both_languages():
    documents = (Filing, Questionnaire, Register, Update, Answer)
    wanted = {label for document in documents for label in labels(document)}
    for lang in ("en", "ja"):
        known = {id for id in catalogue(lang) if id.startswith(("field.", "word."))}
        assert wanted | {"word.yes", "word.no"} == known


def labels(record: type) -> set[str]:
    found = set()
    for name, field in fields_of(record).items():
        found.add(f"field.{record.__name__}.{name}")
        item = field.shape.item
        found |= {f"word.{word}" for word in (*field.shape.words, *(item.words if item else ()))}
        inner = field.shape.record or (item.record if item else None)
        found |= labels(inner) if inner else set()
    return found
