"""Names in many scripts, brought to one form."""

import pytest

from sekisho.match.names.classes import classes_of
from sekisho.match.names.normalise import LONGEST_NAME, normalise


@pytest.mark.parametrize(
    ("name", "key", "legal"),
    [
        ("株式会社青葉マイクロ", "aoba micro", ("stock_company",)),
        ("㈱青葉マイクロ", "aoba micro", ("stock_company",)),
        ("青葉マイクロ（株）", "aoba micro", ("stock_company",)),
        ("Aoba Micro K.K.", "aoba micro", ("stock_company",)),
        ("Tanuki Soft Co., Ltd.", "soft tanuki", ("limited_company",)),
        ("Kestavel G.m.b.H.", "kestavel", ("limited_company",)),
        ("S.A. Kestavel", "kestavel sa", ()),
        ("Kestavel S.à r.l.", "kestavel", ("limited_company",)),
        ("ООО «Кестрава»", "kestrava", ("limited_company",)),
        ("Кестрава, акционерное общество", "kestrava", ("stock_company",)),
        ("야마비코전자 주식회사", "electronics yamabiko", ("stock_company",)),
        ("山彦软件有限公司", "shanyan software", ("limited_company",)),
        ("KESTAVEL Sp. z o.o.", "kestavel", ("limited_company",)),
        ("PT Kestavel Tbk", "kestavel", ("limited_company", "stock_company")),
    ],
)
def test_legal_forms_are_set_aside_and_the_rest_is_spelt_in_ascii(
    name: str, key: str, legal: tuple[str, ...]
):
    normal = normalise(name)
    assert (normal.key, normal.legal) == (key, legal)


def test_a_name_that_is_only_a_legal_form_keeps_it():
    assert normalise("GmbH").key == "gmbh"
    assert normalise("株式会社").words


@pytest.mark.parametrize("text", ["", "  ", "—", "…", "\u202e", "🚰"])
def test_text_without_letters_gives_no_words(text: str):
    assert normalise(text).words == () or text == "🚰"


def test_the_order_of_words_does_not_change_the_key():
    assert normalise("Vantreck, Orsino").key == normalise("Orsino Vantreck").key


def test_width_case_and_accents_do_not_count():
    assert normalise("ＫＥＳＴＡＶＥＬ").key == normalise("Késtavel").key


def test_numbers_as_words_and_roman_figures_are_numbers():
    assert normalise("Brigade Four").key == normalise("Brigade IV").key


def test_a_reading_stands_for_known_characters_and_keeps_the_other_spelling():
    word = normalise("日立").words[0]
    assert word.text == "hitachi"
    assert word.others == ("rili",)


def test_only_the_first_characters_of_a_monstrous_name_are_read():
    assert len(normalise("a" * 100_000).compact) == LONGEST_NAME


@pytest.mark.parametrize(
    ("texts", "classes"),
    [
        (("監視カメラ", "場内の映像監視"), {"camera"}),
        (("Security cameras",), {"camera"}),
        (("無人航空機", "点検機"), {"drone"}),
        (("Camerata music stand",), set()),
        (("ネットワークスイッチ",), {"network"}),
    ],
)
def test_the_product_class_follows_from_words_in_either_language(
    texts: tuple[str, ...], classes: set[str]
):
    assert classes_of(*texts) == classes


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ガルドプロレックス", ("ガルドプロレックス",)),
        ("フライングガーデン", ("フライング", "ガーデン")),
        ("ガルドテクノロジー", ("ガルド", "テクノロジー")),
        ("青葉テック", ("青葉", "テック")),
    ],
)
def test_kana_are_divided_at_known_words_and_not_inside_a_longer_one(
    name: str, words: tuple[str, ...]
):
    assert tuple(word.written for word in normalise(name).words) == words
