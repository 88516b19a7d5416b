"""Amounts are exact: a whole number, a decimal, a share; a unit behind one is refused."""

from __future__ import annotations

import re
from fractions import Fraction

import msgspec
import pytest

from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.operator.profile import Business, Figure, OperatorProfile
from sekisho.model.schema import from_plain
from sekisho.model.values.amount import Amount


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("5000", Fraction(5000), "5000"),
        ("800,000", Fraction(800_000), "800000"),
        ("10000000000000", Fraction(10**13), "10000000000000"),
        ("0.5", Fraction(1, 2), "50%"),
        ("26%", Fraction(26, 100), "26%"),
        ("1/3", Fraction(1, 3), "1/3"),
        ("100%", Fraction(1), "1"),
    ],
)
def test_an_amount_keeps_its_value_exactly(text: str, value: Fraction, written: str):
    amount = Amount.parse(text)
    assert amount == value
    assert str(amount) == written
    assert Amount.parse(str(amount)) == amount


@pytest.mark.parametrize("text", ["", "5000 trucks", "1,00", "-1", "1e6", "12,34,567", "½", "1/0"])
def test_what_is_no_amount_is_refused_and_named(text: str):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        Amount.parse(text)


def test_the_same_amount_written_differently_has_the_same_digest():
    one = Figure(quantity="trucks", value=Amount.parse("5,000"))
    other = Figure(quantity="trucks", value=Amount.parse("5000"))
    assert canonical_bytes(one) == b'{"quantity":"trucks","value":"5000"}'
    assert sha256_of(one) == sha256_of(other)


def test_a_stored_profile_is_read_back_as_it_was():
    figure = Figure(quantity="containers", value=Amount.parse("812000"))
    profile = OperatorProfile(
        name="みなとターミナル株式会社",
        businesses=(Business(kind="port_transport", figures=(figure,), statuses={"open": True}),),
        fictional=True,
    )
    stored = msgspec.json.decode(canonical_bytes(profile))
    assert from_plain(stored, OperatorProfile) == profile
