from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sekisho.keys.base64url import decode, encode
from sekisho.keys.commitments import commit, opens
from sekisho.keys.signing import public_key, sign, verify

seeds = st.binary(min_size=32, max_size=32)
documents = st.dictionaries(st.text(max_size=8), st.integers(-99, 99) | st.text(max_size=8))


@given(documents, seeds)
def test_what_was_signed_verifies_and_nothing_else_does(document: dict[str, object], seed: bytes):
    signature = sign(document, "example/1", seed)
    assert verify(document, "example/1", public_key(seed), signature)
    assert not verify({**document, "added": 1}, "example/1", public_key(seed), signature)


@given(documents, seeds, st.integers(0, 511))
def test_one_turned_bit_spoils_a_signature(document: dict[str, object], seed: bytes, bit: int):
    signature = bytearray(decode(sign(document, "example/1", seed)))
    signature[bit // 8] ^= 1 << bit % 8
    assert not verify(document, "example/1", public_key(seed), encode(bytes(signature)))


@given(st.binary(max_size=200), st.binary(max_size=200), seeds)
def test_a_commitment_opens_to_one_document(left: bytes, right: bytes, salt: bytes):
    assert opens(commit(left, salt), right, salt) == (left == right)


@given(st.binary(max_size=100))
def test_base64url_gives_back_what_it_was_given(data: bytes):
    assert decode(encode(data)) == data


@given(st.text(max_size=40))
def test_base64url_reads_a_text_in_one_way_or_not_at_all(text: str):
    try:
        data = decode(text)
    except ValueError:
        return
    assert encode(data) == text
