"""Two names side by side: the score and the reasons for it."""

import pytest

from sekisho.match.names.compare import compare
from sekisho.match.names.words import figures
from sekisho.report.catalogue import knows, say


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("株式会社日立製作所", "Hitachi Manufacturing, Ltd."),
        ("ガルドレックス・ドローン・システムズ", "Galdrex Drone Systems Ltd."),
        ("Quillmere Data Services Ltd.", "Quilmere Data Service LLC"),
        ("Кестравель Технологии", "Kestravel Technologies"),
        ("Vantreck, Orsino", "Orsino Vantreck"),
        ("KestavelImaging", "Kestavel Imaging"),
    ],
)
def test_one_name_in_two_spellings_is_a_strong_hit(left: str, right: str):
    assert compare(left, right).strength == "strong"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CORP", "Kestavel Corp"),
        ("Technologies", "Kestavel Technologies Co., Ltd."),
        ("Global Trading", "International Trading Ltd."),
        ("テクノロジー株式会社", "Technologies"),
        ("電子", "Electronics"),
        ("", "Kestavel"),
        ("The", "The Kestavel"),
    ],
)
def test_a_general_word_alone_never_makes_a_hit(left: str, right: str):
    assert compare(left, right).strength == "none"


def test_sister_firms_are_told_apart_by_their_own_word():
    comparison = compare("Kestavel Juniper Finance", "Kestavel Mountain Finance")
    assert comparison.strength == "none"
    assert comparison.caps == ("sister",)
    assert [word.text for word in comparison.left_only] == ["juniper"]


def test_vessels_and_funds_of_another_number_are_told_apart():
    assert "number" in compare("Kestavel Fund 6", "Kestavel Fund 7").caps


def test_a_short_word_with_another_letter_is_no_hit():
    assert compare("Snoe", "Snow").strength == "none"


def test_legal_forms_are_told_but_never_counted():
    with_form, without = compare("Kestavel AG", "Kestavel GmbH"), compare("Kestavel", "Kestavel")
    assert with_form.score == without.score == 1000
    assert "names.legal_forms_differ" in {line.id for line in with_form.explain()}


def test_every_point_lost_is_explained_in_both_languages():
    comparison = compare("Quillmere Data Hut Ltd.", "Quilmere Data Service LLC")
    lines = comparison.explain()
    assert {"names.pair.spelling", "names.left_only"} <= {line.id for line in lines}
    for lang in ("en", "ja"):
        assert all(knows(line.id, lang) and "{" not in say(line, lang) for line in lines)


def test_comparing_is_the_same_from_both_sides():
    pairs = [("Quillmere Data", "Quilmere Data Services"), ("青葉マイクロ", "Aoba Micro")]
    assert all(compare(a, b).score == compare(b, a).score for a, b in pairs)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Brigade Forty-Four", "Brigade 44"),
        ("Brigade Forty 4", "Brigade 44"),
        ("Kestavel Fund II", "Kestavel Fund 2"),
        ("1st Kestavel Bank", "First Kestavel Bank"),
        ("O. Vantreck", "Orsino Vantreck"),
        ("Orsino Ludovico Vantreck", "Orsino Vantreck"),
        ("VANTRECK, Muhammad", "Mohammed Vantreck"),
        ("Bob Vantreck", "Robert Vantreck"),
        ("KestavelAG", "Kestavel AG"),
        ("Kestavel Aktiengeselschaft", "Kestavel AG"),
        ("van der Kestavel", "vanderkestavel"),
        ("Kes Tavel Imaging", "Kestavel Imaging"),
        ("K.I.S. Marine", "KIS Marine"),
        ("Dr. Orsino Vantreck", "Orsino Vantreck"),
        ("Kestavel-Vantreck & Söhne", "Kestavel Vantreck und Soehne"),
    ],
)
def test_what_clerks_write_differently_is_still_a_match(left: str, right: str):
    assert compare(left, right).match


@pytest.mark.parametrize(
    ("left", "right", "cap"),
    [
        ("Kestavel Bank of Mexico", "Kestavel Bank of Chile", "sister"),
        ("Banco Kestavel S.A.", "Banco Kestavel Chile S.A.", "place"),
        ("Kestavel Data Warehouse", "Kestavel Data Shipping", "line_of_business"),
        ("Kestavel", "Kestavel Construction Machinery", "narrower"),
        ("Orsino bin Ludovico", "Ludovico bin Orsino", "role_swap"),
    ],
)
def test_sisters_and_swapped_roles_never_match_strongly(left: str, right: str, cap: str):
    comparison = compare(left, right)
    assert cap in comparison.caps
    assert comparison.strength in ("weak", "none")
    assert comparison.score < comparison.raw


def test_personal_names_have_their_roles_and_firms_named_after_people_have_none():
    roles = {word.text: word.role for word in compare("Robert Vantreck Lee", "x").left.words}
    assert roles == {"robert": "given", "vantreck": "core", "lee": "family"}
    firm = compare("Robert Lee Trading Ltd.", "x").left.words
    assert {word.role for word in firm} == {"core", "term"}


def test_a_whole_name_but_for_two_letters_is_a_match_and_says_so():
    comparison = compare("Pak Tol Min", "Pak Tol Sun")
    assert comparison.match
    assert comparison.whole
    assert "names.whole" in {line.id for line in comparison.explain()}


def test_the_limits_rise_in_order():
    limits = figures()
    assert limits["weak"] < limits["medium"] < limits["strong"] <= 1000
    assert limits["cap_sister"] < limits["weak"]
    assert limits["cap_generic_only"] < limits["weak"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Sergejevitj KESTROV", "Vladimir Sergeevich Kestrov"),
        ("Wladimir Sergejewitsch Kestrow", "KESTROV, Vladimir Sergeyevich"),
        ("Gorsjkin, Anatoljevitj Nikolaj", "Nikolai Anatolievich Gorshkin"),
        ("Jevgenij Utjenin", "Yevgeny Uchenin"),
        ("Jurij Jurjevitj Kestrov", "Yuriy Yurevich Kestrov"),
    ],
)
def test_a_slavic_name_is_one_however_it_is_romanised(one: str, other: str):
    assert compare(one, other).score >= 850


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vladimir Sergejevitj Kestrov", "Vladimir Stepanovich Kestrov"),
        ("Sergej Kestrov", "Sergej Pjotrin"),
    ],
)
def test_another_patronymic_or_surname_is_another_person(one: str, other: str):
    assert not compare(one, other).match
