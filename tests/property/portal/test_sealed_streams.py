"""Sealed streams: what comes out is what went in, or nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.portal.personal.streams import PIECE, BrokenSealError, seal, unseal

KEY = bytes(range(32))
lengths = st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])


def _sealed(data: bytes, step: int) -> bytes:
    chunks = [data[at : at + step] for at in range(0, len(data), step)]
    return b"".join(seal(chunks, KEY, "name"))


def _opened(data: bytes, name: str = "name", key: bytes = KEY) -> bytes:
    return b"".join(unseal(io.BytesIO(data), key, name))


@given(lengths, st.sampled_from([1_000, PIECE, 3 * PIECE]))
def test_what_is_sealed_opens_to_the_same_however_it_came(length: int, step: int):
    data = (b"0123456789abcdef" * (length // 16 + 1))[:length]
    assert _opened(_sealed(data, step)) == data


@given(lengths, st.integers(min_value=1, max_value=200))
def test_what_was_cut_off_does_not_open(length: int, cut: int):
    sealed = _sealed(b"x" * length, PIECE)
    with pytest.raises(BrokenSealError):
        _opened(sealed[:-cut])


@given(lengths, st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_changed_byte_does_not_open(length: int, at: int, change: int):
    sealed = bytearray(_sealed(b"x" * length, PIECE))
    sealed[at % len(sealed)] ^= change
    with pytest.raises(BrokenSealError):
        _opened(bytes(sealed))


def test_pieces_out_of_order_or_left_out_do_not_open():
    sealed = _sealed(b"a" * PIECE + b"b" * PIECE + b"c", PIECE)
    head, whole = 16 + 7, PIECE + 16
    first, second, last = (
        sealed[head : head + whole],
        sealed[head + whole : head + 2 * whole],
        sealed[head + 2 * whole :],
    )
    for wrong in (second + first + last, first + last, first + second):
        with pytest.raises(BrokenSealError):
            _opened(sealed[:head] + wrong)


def test_another_name_or_key_does_not_open():
    sealed = _sealed(b"x", PIECE)
    with pytest.raises(BrokenSealError):
        _opened(sealed, "other")
    with pytest.raises(BrokenSealError):
        _opened(sealed, key=bytes(32))
