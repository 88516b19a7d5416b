"""When two addresses are one. The places are fictional."""

from __future__ import annotations

import pytest

from sekisho.match.addresses import address_key


@pytest.mark.parametrize(
    "other",
    [
        "神奈川県架空市夜明け1-2-3",
        "神奈川県架空市夜明け１－２－３",
        "神奈川県 架空市 夜明け 1丁目2番3号",
        "神奈川県架空市夜明け一丁目2番地3",
        "〒230-0001 神奈川県架空市夜明け1の2の3",
        "日本、神奈川県架空市夜明け1-2-3",
    ],
)
def test_a_japanese_address_is_one_however_its_numbers_are_written(other: str):
    assert address_key(other) == address_key("神奈川県架空市夜明け1丁目2番3号") != ""


def test_blocks_in_another_order_are_another_place():
    assert address_key("神奈川県架空市夜明け1-2-3") != address_key("神奈川県架空市夜明け3-2-1")


@pytest.mark.parametrize("text", ["", "東京都架空区", "夜明け1", "〒230-0001", "1-2-3", "日本"])
def test_what_tells_no_place_has_no_key(text: str):
    assert address_key(text) == ""


def test_a_chinese_and_a_latin_address_have_one_too():
    assert address_key("架空市夜光区上地十街10号") == address_key(
        "架空市夜光区上地十街 10 號".replace("號", "号")
    )
    assert address_key("12 Ice Street, Camp 3") == address_key("Camp 3, 12 ice st.")
