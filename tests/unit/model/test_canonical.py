from __future__ import annotations

import json
import struct
from datetime import date
from typing import Any

import pytest
import rfc8785

from sekisho.model.assessment import Assessment, Inputs, Route
from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.filing import Component, Filing, Operator
from sekisho.model.party import Officer, Party, VoteHolder
from sekisho.model.values.message import message
from sekisho.model.values.ratio import Ratio

# RFC 8785 appendix B: an IEEE 754 double in hexadecimal and the number as it is to be written.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]

AOBA = Filing(
    kind="plan",
    act="introduction",
    operator=Operator(party="kasumi"),
    components=(Component(id="c1", type="server", name="制御サーバ", supplier="aoba"),),
    parties=(
        Party(id="kasumi", name="Kasumi Grid", law_country="JP"),
        Party(
            id="aoba",
            name="株式会社青葉",
            vote_holders=(VoteHolder(name="Hibiki", country="JP", votes=Ratio(1, 3)),),
            officers=(Officer(name="橘 葵", born_on=date(1972, 2, 29)),),
        ),
    ),
    fictional=True,
)


def test_keys_are_sorted_by_utf16_code_units_as_in_section_3_2_3():
    document = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_bytes(document)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_text_and_literals_are_written_as_in_section_3_2_4():
    written = r"""{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"""
    assert canonical_bytes(json.loads(written)) == bytes.fromhex(
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c22737472696e67223a22"
        "e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )


@pytest.mark.parametrize(("double", "written"), NUMBERS)
def test_the_writer_we_rely_on_agrees_with_appendix_b(double: str, written: str):
    (number,) = struct.unpack(">d", bytes.fromhex(double))
    assert rfc8785.dumps(number).decode() == written


@pytest.mark.parametrize("number", [0.5, 1.0, -0.0, float("nan"), float("inf")])
def test_a_floating_point_number_has_no_canonical_form(number: float):
    with pytest.raises(ValueError, match="floating-point"):
        canonical_bytes({"share": [{"deep": number}]})


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**30])
def test_an_integer_that_json_readers_would_round_is_refused(number: int):
    with pytest.raises(ValueError, match="exceeds safe integer domain"):
        canonical_bytes({"count": number})


def test_the_largest_exact_integers_are_written():
    assert canonical_bytes([2**53 - 1, -(2**53) + 1]) == b"[9007199254740991,-9007199254740991]"


def test_text_that_is_no_unicode_is_refused():
    with pytest.raises(ValueError, match=r".*"):
        canonical_bytes({"name": "\ud800"})


def test_a_ratio_travels_as_exact_text():
    holder = VoteHolder(name="Hibiki", votes=Ratio(1, 3))
    assert canonical_bytes(holder) == b'{"name":"Hibiki","votes":"1/3"}'


def test_a_digest_does_not_depend_on_the_order_in_which_keys_were_put():
    assert sha256_of({"b": 1, "a": 2}) == sha256_of({"a": 2, "b": 1})


def test_the_order_of_a_list_is_part_of_its_meaning():
    assert sha256_of(["a", "b"]) != sha256_of(["b", "a"])


def _assessment() -> Assessment:
    inputs = Inputs(
        regime="baseline",
        regime_version="1",
        regime_sha256="0" * 64,
        library_sha256="1" * 64,
        engine="0.1.0",
    )
    route = Route(id="pass", message=message("baseline.route.pass"))
    return Assessment(purpose="self_check", on=date(2026, 12, 1), inputs=inputs, route=route)


GOLDEN: list[tuple[Any, str]] = [
    (AOBA, "442e67a8e8bcc204eb98bfd9b30db1718795bc741ccb15cd47ed3ab1cb049db1"),
    (_assessment(), "2c43590c08644df54aaadd4b0f02d2bd6929b805a317af3231be45db68f7d83f"),
]


@pytest.mark.parametrize(("document", "sha256"), GOLDEN, ids=["filing", "assessment"])
def test_the_name_of_a_stored_document_stays_the_same(document: Any, sha256: str):
    assert sha256_of(document) == sha256


def test_an_assessment_is_named_by_its_digest():
    assert _assessment().sha256 == sha256_of(_assessment())


def test_keys_beyond_ascii_are_sorted_by_utf_16():
    keys = {"\ufb33": 1, "\U0001f600": 2, "a": 3}
    assert canonical_bytes(keys) == '{"a":3,"\U0001f600":2,"\ufb33":1}'.encode()


@pytest.mark.parametrize("value", [{"橘": 0.5}, {"橘": {"a": [0.5]}}, [{"橘": 1}, 0.5], ["a", 0.5]])
def test_a_floating_point_number_is_refused_wherever_it_stands(value: Any):
    with pytest.raises(ValueError, match=r"0\.5"):
        canonical_bytes(value)


@pytest.mark.parametrize("number", [2**53, -(2**53)])
def test_an_integer_that_readers_of_json_round_is_refused(number: int):
    with pytest.raises(ValueError, match=str(number)):
        canonical_bytes({"n": number})
