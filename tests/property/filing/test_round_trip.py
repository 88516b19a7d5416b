"""What is written in any form is read back the same; what is no filing is refused, never worse."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.cli.filing.forms import workbook
from sekisho.model.errors import InputError
from sekisho.model.filing import Filing
from sekisho.read.dates import NotADateError, read_date
from sekisho.read.filing import read_filing
from sekisho.read.filing.write import quoted, write_json, write_yaml
from sekisho.read.json_tree import parse_json
from sekisho.read.tree import load_yaml
from tests.property.filing.filings import filings, with_all_ids

complete = filings().map(with_all_ids)


@settings(max_examples=150)
@given(complete)
def test_yaml_gives_the_filing_back(filing: Filing):
    assert read_filing(write_yaml(filing).encode(), "a.yaml") == filing


@settings(max_examples=150)
@given(complete)
def test_json_gives_the_filing_back(filing: Filing):
    assert read_filing(write_json(filing).encode(), "a.json") == filing


@settings(max_examples=12)
@given(complete)
def test_the_workbook_gives_the_filing_back(filing: Filing):
    assert read_filing(workbook(filing), "a.xlsx") == filing


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_any_text_survives_being_quoted(text: str):
    printable = "".join(char for char in text if char in "\n\t" or char >= " ")
    assert load_yaml(f"a: {quoted(printable)}".encode()) == {"a": printable}


@given(st.binary(max_size=200))
@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a"])
def test_bytes_that_are_no_filing_are_refused(name: str, data: bytes):
    with pytest.raises(InputError):
        read_filing(b"\x0b" + data if data.startswith(b"PK") else data, name)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(json_values)
def test_json_is_read_as_the_library_writes_it(value: object):
    written = json.dumps(value).encode()
    as_text = parse_json(written).plain() if written.strip() else ""

    def texts(value: object) -> object:
        if isinstance(value, dict):
            return {key: texts(item) for key, item in value.items()}
        if isinstance(value, list):
            return [texts(item) for item in value]
        if value is None or isinstance(value, bool):
            return {None: "", True: "true", False: "false"}[value]
        return str(value)

    assert as_text == texts(value)


@given(st.dates(date(1873, 1, 1), date(2100, 12, 31)))
def test_every_day_can_be_written_in_its_era(day: date):
    eras = (("令和", 2019, date(2019, 5, 1)), ("平成", 1989, date(1989, 1, 8)))
    older = (("昭和", 1926, date(1926, 12, 25)), ("大正", 1912, date(1912, 7, 30)))
    name, first, _ = next(
        (era for era in (*eras, *older) if day >= era[2]), ("明治", 1868, date.min)
    )
    year = day.year - first + 1
    number = "元" if year == 1 else str(year)
    if year < 100:
        assert read_date(f"{name}{number}年{day.month}月{day.day}日") == day


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_is_refused_as_one(text: str):
    try:
        answer = read_date(text).isoformat()
    except NotADateError as error:
        answer = error.why
    assert (
        answer in {"form", "missing", "ambiguous", "era"} or read_date(answer).isoformat() == answer
    )
