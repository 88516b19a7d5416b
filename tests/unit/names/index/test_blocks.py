"""Blocks of a mapped file are checked before they are read, and only then."""

from __future__ import annotations

from array import array

import pytest

from sekisho.match.names.index.blocks import Blocks, Numbers, packed, with_sums
from sekisho.model.errors import LibraryError

NUMBERS = array("I", range(20_000))


def parts(change: int = -1) -> dict[str, memoryview]:
    made = with_sums("n", packed(NUMBERS))
    if change >= 0:
        data = bytearray(made["n.blk"])
        data[change] ^= 1
        made["n.blk"] = bytes(data)
    return {name: memoryview(data) for name, data in made.items()}


def test_numbers_come_back_as_they_went_in():
    numbers = Numbers(parts(), "n")
    assert (len(numbers), numbers[0], numbers[19_999]) == (20_000, 0, 19_999)
    assert list(numbers.slice(4090, 4100)) == list(range(4090, 4100))


def test_a_changed_block_is_caught_and_the_others_are_read():
    numbers = Numbers(parts(change=50_000), "n")
    assert numbers[0] == 0
    with pytest.raises(LibraryError) as caught:
        numbers.slice(12_400, 12_600)
    assert caught.value.message.id == "library.changed"


def test_sums_that_do_not_fit_the_file_are_refused():
    short = parts()
    short["n.sums"] = short["n.sums"][:-1]
    with pytest.raises(LibraryError):
        Blocks(short, "n")


def test_bytes_that_are_no_numbers_are_refused():
    made = with_sums("n", b"abc")
    with pytest.raises(LibraryError):
        Numbers({name: memoryview(data) for name, data in made.items()}, "n")
