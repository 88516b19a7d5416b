"""Names across scripts: what spells what, and by which reading. The firms and people are invented
or are words of the languages; big firms appear only as characters with a known reading.
"""

import time

import pytest

from sekisho.match.names import compare, normalise


@pytest.mark.parametrize(
    ("left", "right", "way"),
    [
        ("青葉鉄工株式会社", "Aoba Iron Works Co., Ltd.", "reading_ja"),
        ("大河内精機株式会社", "Okouchi Seiki K.K.", "reading_ja"),
        ("大河内精機株式会社", "OHKOHCHI SEIKI CO., LTD.", "reading_ja"),
        ("新町化成", "Sinmati Kasei", "reading_ja"),
        ("桐ヶ谷電機", "Kirigaya Denki", "reading_ja"),
        ("国光紡績", "Kokko Spinning", "reading_ja"),
        ("山彦软件有限公司", "Shanyan Software Co., Ltd.", "reading_zh"),
        ("习近山", "Xi Jinshan", "reading_zh"),
        ("김산하", "Kim San-ha", "reading_ko"),
        ("중앙전자", "Chungang Electronics", "reading_ko"),
        ("ガルドレックス", "Galdrex", "loan"),
        ("ヴァントレック・テクノロジーズ", "Vantreck Technologies", "loan"),
        ("エヌケーティ", "NKT", "loan"),
    ],
)
def test_a_latin_word_agrees_with_the_characters_it_spells(left: str, right: str, way: str):
    for one, two in ((left, right), (right, left)):
        comparison = compare(one, two)
        assert comparison.match, (comparison.score, comparison.caps)
        assert way in {pair.way for pair in comparison.pairs}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("青葉鉄工", "Midori Iron Works"),
        ("山彦软件", "Beijing Software"),
        ("김산하", "Park Chul-soo"),
        ("ガルドレックス", "Vantreck"),
        ("Кестравель", "Vantreck"),
    ],
)
def test_characters_do_not_agree_with_what_they_do_not_spell(left: str, right: str):
    assert not compare(left, right).match


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("廣瀬製作所", "広瀬製作所"),
        ("渡邊商事", "渡辺商事"),
        ("國泰銀行", "国泰银行"),
        ("ｱｵﾊﾞ電機", "アオバ電機"),
        ("Straße Kestavel", "STRASSE KESTAVEL"),
        ("Kestavel\u200b Im\u00adaging", "Kestavel Imaging"),
        ("\u202eKestavel Imaging", "Kestavel Imaging"),
    ],
)
def test_old_and_new_forms_and_hidden_characters_do_not_count(left: str, right: str):
    assert compare(left, right).strength == "strong"


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("Kestavel\u200b Imaging", "hidden_characters"),
        ("\u202eKestavel", "direction_marks"),
        ("Кestavel", "look_alikes"),
        ("Kes7avel", "digits_as_letters"),
        ("K" * 500, "cut"),
    ],
)
def test_what_a_reader_would_not_see_is_noted(name: str, note: str):
    assert note in normalise(name).notes


def test_letters_of_another_script_are_seen_through_and_told():
    comparison = compare("Кestavеl Imaging", "Kestavel Imaging")
    assert comparison.strength == "strong"
    assert "look_alike" in {pair.way for pair in comparison.pairs}
    assert "names.note.look_alikes" in {line.id for line in comparison.explain()}


def test_a_word_wholly_of_look_alikes_is_read_both_ways():
    assert compare("СОРА", "SORA").match
    assert compare("СОРА", "COPA").match


def test_words_keep_their_place_in_the_name_as_given():
    name = "（株）ｱｵﾊﾞ  Ｍｉｃｒｏ"
    normal = normalise(name)
    assert [name[word.start : word.end] for word in normal.words] == ["ｱｵﾊﾞ", "Ｍｉｃｒｏ"]
    assert [name[form.start : form.end] for form in normal.forms] == ["（株）"]


@pytest.mark.parametrize(
    "name",
    [
        "a" * 100_000,
        "a " * 50_000,
        "漢" * 100_000,
        "ア" * 100_000,
        "이" * 100_000,
        "S." * 50_000,
        "(" * 100_000,
        "а\u0301" * 50_000,
        "ガ" * 50_000 + "x",
        "\x00\u202e" * 50_000,
    ],
)
def test_monstrous_names_are_answered_at_once(name: str):
    began = time.process_time()
    compare(name, "Kestavel Imaging Systems")
    compare(name, name[::-1])
    # Not a measurement: without the caps this would take minutes.
    assert time.process_time() - began < 5
