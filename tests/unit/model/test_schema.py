from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sekisho.model.canonical import canonical_bytes
from sekisho.model.errors import InputError
from sekisho.model.filing import Filing
from sekisho.model.operator.register import Register
from sekisho.model.schema import UPGRADES, from_json, from_plain
from sekisho.model.values.record import Record


class Ledger(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/ledger/3"):
    """A fictional kind of document, in its third version: one name and a list of pages."""

    name: str
    pages: tuple[str, ...] = ()


def _first_to_second(value: dict[str, Any]) -> dict[str, Any]:
    """The second version called `title` `name`."""
    return {"schema": "sekisho/ledger/2", "name": value["title"], "page": value["page"]}


def _second_to_third(value: dict[str, Any]) -> dict[str, Any]:
    """The third version allowed many pages."""
    return {"schema": "sekisho/ledger/3", "name": value["name"], "pages": [value["page"]]}


@pytest.fixture(autouse=True)
def _known_upgrades() -> Iterator[None]:
    UPGRADES["sekisho/ledger/1"] = _first_to_second
    UPGRADES["sekisho/ledger/2"] = _second_to_third
    yield
    del UPGRADES["sekisho/ledger/1"], UPGRADES["sekisho/ledger/2"]


def test_a_document_of_the_first_version_is_brought_up_to_date_step_by_step():
    first = {"schema": "sekisho/ledger/1", "title": "入荷", "page": "p1"}
    assert from_plain(first, Ledger) == Ledger(name="入荷", pages=("p1",))


def test_a_document_of_today_is_read_as_it_is():
    today = {"schema": "sekisho/ledger/3", "name": "入荷", "pages": ["p1", "p2"]}
    assert from_plain(today, Ledger) == Ledger(name="入荷", pages=("p1", "p2"))


def test_upgrading_leaves_the_document_it_was_given_alone():
    first = {"schema": "sekisho/ledger/1", "title": "入荷", "page": "p1"}
    kept = dict(first)
    from_plain(first, Ledger)
    assert first == kept


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        (None, "error.schema_missing"),
        ("sekisho/ledger/4", "error.schema_newer"),
        ("sekisho/ledger/0", "error.schema_other"),
        ("sekisho/filing/1", "error.schema_other"),
        (7, "error.schema_other"),
    ],
)
def test_a_document_that_is_not_ours_to_read_says_why(schema: object, says: str):
    document = {"schema": schema, "name": "x"} if schema is not None else {"name": "x"}
    with pytest.raises(InputError) as refused:
        from_plain(document, Ledger)
    assert refused.value.message.id == says


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "error.not_json"),
        (b"{", "error.not_json"),
        (b"\xff\xfe{", "error.not_json"),
        (b"[]", "error.not_an_object"),
        (b"null", "error.not_an_object"),
        (b'{"schema":"sekisho/ledger/3"}', "error.not_valid"),
        (b'{"schema":"sekisho/ledger/3","name":3}', "error.not_valid"),
        (b'{"schema":"sekisho/ledger/3","name":"x","colour":"red"}', "error.not_valid"),
        (b'{"schema":"sekisho/register/1","entries":[{}]}', "error.schema_other"),
    ],
)
def test_bytes_that_are_no_such_document_say_why(data: bytes, says: str):
    with pytest.raises(InputError) as refused:
        from_json(data, Ledger)
    assert refused.value.message.id == says


@pytest.mark.parametrize("kind", [Filing, Register, Ledger])
def test_what_is_written_carries_its_schema(kind: type[Record]):
    document = kind(name="x") if kind is Ledger else kind()
    written = json.loads(canonical_bytes(document))
    assert written["schema"] == kind.__struct_config__.tag
    assert from_json(canonical_bytes(document), kind) == document
