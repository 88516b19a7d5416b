"""The keys under which names are looked up: shared by names that may be one in two scripts."""

import pytest

from sekisho.match.names.index.keys import keys_of
from sekisho.match.names.normalise import normalise
from sekisho.match.names.sounds import as_heard, clipped, roughly


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("青葉鉄工株式会社", "Aoba Iron Works"),
        ("桐ヶ谷電機", "Kirigaya Denki"),
        ("大森屋", "OHMORIYA"),
        ("山彦软件有限公司", "Shanyan Software"),
        ("ガルドレックス", "Galdrex"),
        ("ユニ・ヴァント", "Univant"),
        ("Кестравель", "Kestravel"),
        ("김산하", "Kim San-ha"),
        ("محمد", "Muhammad"),
        ("Kestavel Imaging", "KestavelImaging"),
        ("株式会社もものみの里", "MOMONOMINOSATO"),
        ("株式会社第三貝商", "Daisankaisho"),
        ("ソングスター電機", "SongStar Denki"),
        ("サイントレーション", "Signtration"),
        ("ノースレイク", "Northlake"),
        ("桐谷組", "Kiritani"),
        ("عبدالخالق کستراول", "Kestravel, Abd al-Khaliq"),
        ("نور الله ويرلومي", "Virelumi Nurullah"),
        ("青葉貿易会社", "Cheongyeop Trading"),
        ("青葉貿易会社", "Chongyop Trading"),
        ("エックス・ワイ・ケー", "XYK"),
    ],
)
def test_a_name_and_its_other_script_share_a_key(left: str, right: str):
    shared = keys_of(normalise(left)) & keys_of(normalise(right))
    assert {key for key in shared if not key.startswith("t/")}


@pytest.mark.parametrize(
    ("spelt", "heard"),
    [
        ("signtration", "saintoreshon"),
        ("nightline", "naitorain"),
        ("cirken", "saken"),
        ("tecknothen", "tekunosen"),
    ],
)
def test_an_english_word_is_heard_as_kana_gives_it(spelt: str, heard: str):
    assert clipped(roughly(as_heard(spelt))) == clipped(roughly(heard))


def test_a_name_that_left_arabic_is_found_however_it_is_divided_and_turned_around():
    native = keys_of(normalise("عبدالخالق کستراول"))
    for spelt in ("Kestravel, Abd al-Khaliq", "Abdul Khaliq Kestravel", "ABDULKHALEQ KASTRAVIL"):
        assert {key for key in native & keys_of(normalise(spelt)) if key.startswith("x/")}, spelt


def test_letters_spelt_in_kana_are_the_whole_name_only_where_nothing_else_stands():
    assert "c/xyk" in keys_of(normalise("エックス・ワイ・ケー"))
    assert "c/xyk" not in keys_of(normalise("エックス・ワイ・ケー・ガルド"))
    assert "w/xyk" in keys_of(normalise("エックス・ワイ・ケー・ガルド"))


def test_one_business_term_is_no_key_and_two_are_one():
    shared = keys_of(normalise("青葉半導体")) & keys_of(normalise("Kestavel Semiconductor"))
    assert shared == set()
    both = keys_of(normalise("青葉半導体商事")) & keys_of(
        normalise("Kestavel Semiconductor Trading")
    )
    assert both == {"t/semiconductor+trading"}


def test_a_name_of_nothing_has_no_keys():
    assert keys_of(normalise("...")) == frozenset()
