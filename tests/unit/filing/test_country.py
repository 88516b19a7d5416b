"""Countries: codes that are codes, and names that resolve exactly or not at all."""

from __future__ import annotations

import pytest

from sekisho.model.values.country import countries, country_name, read_country


def test_every_assigned_code_is_there_once_and_in_order():
    codes = list(countries())
    assert codes == sorted(codes)
    assert len(codes) == 249 + 1
    assert len({country.alpha3 for country in countries().values()}) == len(codes)


def test_every_name_leads_back_to_its_own_code():
    for code, country in countries().items():
        for name in (code, country.alpha3, country.en, country.ja, *country.other_names):
            assert read_country(name) == code, name


def test_every_country_has_a_name_in_both_languages():
    assert all(country.en and country.ja for country in countries().values())
    assert country_name("NO", "ja") == "ノルウェー"
    assert country_name("NO", "en") == "Norway"
    assert country_name("ZZ", "en") == "ZZ"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NO", "NO"),
        ("no", "NO"),
        ("ＪＰ", "JP"),
        ("日本", "JP"),
        ("JPN", "JP"),
        ("The Netherlands", "NL"),
        ("U.S.A.", "US"),
        ("Cote d'Ivoire", "CI"),
        ("St. Lucia", "LC"),
        ("ドイツ", "DE"),
        ("バチカン", "VA"),
        ("Republic of Korea", "KR"),
    ],
)
def test_a_country_can_be_written_by_code_or_by_name(text: str, code: str):
    assert read_country(text) == code


@pytest.mark.parametrize("text", ["", "XX", "EU", "Korea", "Norwegia", "アメリ", "J P", "ジャパン"])
def test_what_does_not_resolve_exactly_is_no_country(text: str):
    assert read_country(text) is None
