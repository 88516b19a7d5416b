from __future__ import annotations

from datetime import date

import msgspec
import pytest

from sekisho.keys.base64url import decode, encode
from sekisho.keys.signing import (
    is_signed,
    public_key,
    sign,
    sign_bytes,
    sign_statement,
    verify,
    verify_bytes,
)
from sekisho.model.case import Statement

AOI = bytes(range(32))
"""The seed of a fictional examiner, Aoi Tachibana."""

MALLORY = bytes(range(32, 64))

NOT_THE_SAME = Statement(
    kind="not_the_same",
    about="party:hibiki",
    value="example-list/17",
    by="Aoi Tachibana",
    on=date(2026, 12, 1),
    reason="founded forty years earlier, in another country",
)

# RFC 8032 section 7.1: seed, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("seed", "key", "data", "signature"), RFC_8032)
def test_signatures_are_those_of_the_standard(seed: str, key: str, data: str, signature: str):
    assert public_key(bytes.fromhex(seed)) == encode(bytes.fromhex(key))
    assert sign_bytes(bytes.fromhex(data), bytes.fromhex(seed)).hex() == signature
    assert verify_bytes(bytes.fromhex(data), bytes.fromhex(key), bytes.fromhex(signature))


def test_a_signed_statement_verifies():
    assert is_signed(sign_statement(NOT_THE_SAME, AOI))


def test_a_statement_changed_after_signing_does_not_verify():
    signed = sign_statement(NOT_THE_SAME, AOI)
    other = msgspec.structs.replace(NOT_THE_SAME, value="example-list/18")
    assert not is_signed(msgspec.structs.replace(signed, statement=other))


def test_a_statement_of_one_person_does_not_verify_as_that_of_another():
    signed = sign_statement(NOT_THE_SAME, AOI)
    assert not is_signed(msgspec.structs.replace(signed, key=public_key(MALLORY)))


def test_a_signature_for_one_purpose_does_not_serve_another():
    key, signature = public_key(AOI), sign(NOT_THE_SAME, "clearance/1", AOI)
    assert verify(NOT_THE_SAME, "clearance/1", key, signature)
    assert not verify(NOT_THE_SAME, "receipt/1", key, signature)


def test_the_context_cannot_be_moved_into_the_document():
    with pytest.raises(ValueError, match="a"):
        sign(NOT_THE_SAME, "a\0b", AOI)
    with pytest.raises(ValueError, match=r"^$"):
        sign(NOT_THE_SAME, "", AOI)


@pytest.mark.parametrize("signature", ["", "no base64!", "AAAA", encode(bytes(64)), "=" * 86])
def test_a_signature_that_is_none_verifies_nothing(signature: str):
    assert not verify(NOT_THE_SAME, "clearance/1", public_key(AOI), signature)


@pytest.mark.parametrize(
    "point",
    [
        "01" + "00" * 31,
        "01" + "00" * 30 + "80",
        "ec" + "ff" * 30 + "7f",
        "ee" + "ff" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    ],
)
def test_a_key_under_which_every_text_is_signed_is_refused(point: str):
    forged = bytes.fromhex("01" + "00" * 31) + bytes(32)
    for text in (b"clear", b"refuse", b"anything", b"at all", b"1", b"2", b"3", b"4"):
        assert not verify_bytes(text, bytes.fromhex(point), forged)


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "Q Q", "QQ\n", "あ"])
def test_base64url_has_one_spelling_for_each_value(text: str):
    with pytest.raises(ValueError, match=r".*"):
        decode(text)


def test_base64url_uses_the_alphabet_safe_in_addresses():
    assert encode(b"\xfb\xff") == "-_8"
    assert decode("-_8") == b"\xfb\xff"


def test_a_seed_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        public_key(bytes(31))
