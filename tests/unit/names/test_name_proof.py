"""What agrees must prove something: rare readings, few letters and general words do not."""

import pytest

from sekisho.match.names.compare import compare
from sekisho.match.names.known.meanings import meaning_of
from sekisho.match.names.known.numerals import number_of
from sekisho.match.names.known.usual import strain
from sekisho.match.names.normalise import normalise


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("興新株式会社", "Koala"),
        ("ビジネスコーチ", "Koti"),
        ("旭", "Xu"),
        ("Snoe Software", "Snow"),
        ("Galdrek", "Haldren"),
    ],
)
def test_few_or_unsure_letters_alone_make_no_hit(left: str, right: str):
    comparison = compare(left, right)
    assert not comparison.match
    assert "slight" in comparison.caps


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("エー・ビー・シー", "ABC"),
        ("日立", "Hitachi"),
        ("ガルドレックス", "Galdrex"),
        ("金秀吉", "Kim Su Gil"),
    ],
)
def test_what_is_sure_is_a_hit_though_it_is_short(left: str, right: str):
    assert compare(left, right).match


def test_a_rare_reading_costs_and_a_usual_one_does_not():
    assert strain("日立", "hitachi") == 0
    assert strain("興新", "koala") > strain("興新", "koshin") == 0


def test_a_japanese_firm_is_not_read_in_chinese():
    assert not compare("豊生株式会社", "Feng Sheng").match
    assert compare("豊生有限公司", "Feng Sheng").match


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "Научно-исследовательский институт радиотехнических систем",
            "Research Institute of Radiotechnical Systems",
        ),
        ("第二十三研究所放送試験局", "Broadcasting Experimental Bureau of the 23rd Institute"),
        ("المعهد العالي للعلوم التطبيقية", "Higher Institute of Applied Sciences"),
        ("Υπουργείο Εσωτερικών και Άμυνας", "Ministry of Internal Affairs and Defence"),
    ],
)
def test_a_name_of_general_words_is_found_in_translation(left: str, right: str):
    comparison = compare(left, right)
    assert comparison.match
    assert comparison.strength == "weak"


def test_one_or_two_general_words_in_translation_are_no_hit():
    assert not compare("Радиотехнический институт", "Radio Engineering Bureau").match


def test_the_initials_of_a_name_beside_it_are_not_counted():
    assert compare("Kestavel Marine Optics (KMO)", "Kestavel Marine Optics").score == 1000
    assert compare("АО «Галдрексон» (АО «Галдрексон»)", "Galdrekson JSC").strength == "strong"


def test_another_spelling_of_the_same_word_in_brackets_is_not_counted():
    assert compare("アレクサンドル・ガルドフスキー", "Aleksandr (Alexander) Galdovskii").match


def test_the_number_of_a_name_in_a_list_is_no_part_of_it():
    assert [word.text for word in normalise("(b) Kestavel Imaging").words] == [
        "kestavel",
        "imaging",
    ]


def test_a_given_name_and_the_initial_of_another_family_are_no_hit():
    assert not compare("John R. Vantreck", "John Richardson").match
    assert compare("J. Vantreck", "John Vantreck").match


@pytest.mark.parametrize("family", ["белов", "новиков", "сталин", "краснов", "портнов"])
def test_the_name_of_a_family_is_no_word_with_an_ending(family: str):
    assert meaning_of(family, "cyrillic") is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("第二十三", "23"),
        ("百十四", "114"),
        ("23rd", "23"),
        ("27й", "27"),
        ("三菱", ""),
        ("第", ""),
    ],
)
def test_numbers_in_characters_and_ordinals_are_read(written: str, number: str):
    assert number_of(written) == number


def test_one_of_several_names_in_a_field_is_found_and_told():
    comparison = compare("Galdrex Imaging Works (Kestavel GmbH)", "Kestavel AG")
    assert comparison.match
    assert "piece" in comparison.caps
    assert "galdrex" in {word.text for word in comparison.left_only}
    assert compare("クイルミア商事、別称ケスタヴェル", "Kestavel").match


def test_a_place_in_brackets_is_no_name_of_its_own():
    assert not compare("Galdrex (Shanghai) Ltd.", "Shanghai Drone Works").match
    assert not compare("Galdrex (Kestavel) Ltd.", "Kestavel Drone Works").match
