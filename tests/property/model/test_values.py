from __future__ import annotations

import json
import random
from fractions import Fraction
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.party import VoteHolder
from sekisho.model.schema import from_plain
from sekisho.model.values.marking import ORDER, strictest
from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record

safe_integers = st.integers(-(2**53) + 1, 2**53 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | safe_integers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
ratios = st.builds(Ratio, st.integers(0, 10**6), st.integers(1, 10**6))


class Holding(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/holding/1"):
    """A fictional stored document with a ratio in it."""

    holder: VoteHolder


@given(values)
def test_the_canonical_form_is_that_of_the_library_of_rfc_8785(value: Any):
    assert canonical_bytes(value) == rfc8785.dumps(value)


@given(values)
def test_the_canonical_form_means_the_same_document(value: Any):
    assert json.loads(canonical_bytes(value)) == value


@given(values)
def test_writing_the_canonical_form_again_changes_nothing(value: Any):
    once = canonical_bytes(value)
    assert canonical_bytes(json.loads(once)) == once


@given(st.dictionaries(texts, values, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_keys_were_put_leaves_no_trace(
    value: dict[str, Any], chance: random.Random
):
    items = list(value.items())
    chance.shuffle(items)
    assert sha256_of(dict(items)) == sha256_of(value)


@given(values, values)
def test_two_documents_share_a_name_only_when_they_are_the_same(left: Any, right: Any):
    same = json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)
    assert (sha256_of(left) == sha256_of(right)) == same


@given(ratios)
def test_a_ratio_is_read_back_exactly(ratio: Ratio):
    assert Ratio.parse(str(ratio)) == ratio


@given(ratios, ratios)
def test_equal_ratios_are_written_alike_and_unequal_ones_apart(left: Ratio, right: Ratio):
    assert (str(left) == str(right)) == (left == right)


@given(st.integers(0, 10**6), st.integers(0, 12))
def test_a_percentage_is_read_without_rounding(digits: int, places: int):
    whole, part = divmod(digits, 10**places)
    text = f"{whole}.{part:0{places}d}%" if places else f"{whole}%"
    assert Ratio.parse(text) == Fraction(digits, 100 * 10**places)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("26%", "26%"),
        ("33.34 %", "33.34%"),
        ("1/3", "1/3"),
        ("2/4", "50%"),
        ("5.00%", "5%"),
        ("0%", "0%"),
        ("0.5%", "0.5%"),
    ],
)
def test_a_ratio_is_written_in_its_shortest_exact_form(text: str, written: str):
    assert str(Ratio.parse(text)) == written


@pytest.mark.parametrize("text", ["", "26", "0.26", "-1%", "1/0", "%", "1e2%", "26%%", "½", "1/-3"])
def test_a_share_that_could_mean_two_things_is_refused(text: str):
    with pytest.raises(ValueError, match=r".*"):
        Ratio.parse(text)


@given(st.text(max_size=20))
def test_reading_a_ratio_gives_a_ratio_or_a_value_error(text: str):
    try:
        ratio = Ratio.parse(text)
    except ValueError:
        return
    assert ratio >= 0


@given(ratios)
def test_a_ratio_survives_being_stored(ratio: Ratio):
    holding = Holding(holder=VoteHolder(name="Hibiki", votes=ratio))
    assert from_plain(json.loads(canonical_bytes(holding)), Holding) == holding


@given(st.lists(st.sampled_from(ORDER)))
def test_no_marking_is_stricter_than_the_strictest(markings: list[Any]):
    strict = strictest(markings)
    assert all(ORDER.index(marking) <= ORDER.index(strict) for marking in markings)
