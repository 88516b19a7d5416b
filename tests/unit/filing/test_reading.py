"""Filings as they are handed in: what is read, and everything that is told when it cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.model.errors import Defect, DefectsError, InputError
from sekisho.model.filing import Filing
from sekisho.model.values.ratio import Ratio
from sekisho.read.filing import read_filing
from sekisho.report.catalogue import say

HEAD = "schema: sekisho/filing/1\n"


def read(text: str, name: str = "filing.yaml") -> Filing:
    return read_filing((HEAD + text).encode(), name)


def defects_of(text: str) -> list[Defect]:
    with pytest.raises(DefectsError) as caught:
        read(text)
    return list(caught.value.defects)


def test_a_filing_is_read_from_what_people_write():
    filing = read("""
kind: Plan
act: Introduction
filed_on: 令和８年１１月２７日
fictional: はい
operator: {party: op, designated_on: R5.11.16}
facility: {supplier: ' op ', embedded_facility: 無}
entrustment: {contractor: ｏｐ, works: maintenance、operation}
components:
  - {id: c1, version: 1.10, models: [CAM-1, 007], place_of_manufacture: {country: ベトナム}}
parties:
  - id: op
    name: Ｋａｓｕｍｉ　Ｇｒｉｄ
    law_country: NO
    identifiers: {corporate_number: 1-2345-6789-0123}
    fiscal_years_ended_on: [2026-03-31, 平成31年3月31日]
    vote_holders:
      - {name: A, votes: ２６％, country: 日本}
      - {name: B, votes: 1/3}
""")
    assert (filing.kind, filing.act, filing.filed_on) == (
        "plan",
        "introduction",
        date(2026, 11, 27),
    )
    assert filing.fictional
    assert filing.operator.designated_on == date(2023, 11, 16)
    assert filing.facility.supplier == "op"
    assert filing.facility.embedded_facility is False
    assert filing.entrustment is not None
    assert filing.entrustment.works == ("maintenance", "operation")
    component = filing.components[0]
    assert (component.version, component.models) == ("1.10", ("CAM-1", "007"))
    assert component.place_of_manufacture.country == "VN"
    party = filing.parties[0]
    assert party.law_country == "NO"
    assert party.name == "Ｋａｓｕｍｉ　Ｇｒｉｄ"
    assert party.identifiers.corporate_number == "1234567890123"
    assert party.fiscal_years_ended_on == (date(2026, 3, 31), date(2019, 3, 31))
    assert [holder.votes for holder in party.vote_holders] == [Ratio(26, 100), Ratio(1, 3)]


def test_what_is_left_empty_is_not_stated():
    filing = read("""
kind:
introduction: {content: , planned_on: }
components:
  -
  - {id: , name: }
parties: []
emergency: {}
""")
    assert filing == Filing()


def test_a_component_without_a_name_can_be_read_but_not_one_without_an_id():
    assert read("components: [{id: c1}]").components[0].name == ""
    (defect,) = defects_of("components: [{name: server}]")
    assert defect.message.id == "filing.missing"
    assert defect.place.pointer == "/components/0"


ONE_WRONG = {
    "a word that is none": ("kind: plann", "filing.not_a_word", "/kind"),
    "a field nobody knows": ("knd: plan", "filing.unknown_field", "/knd"),
    "a day no calendar has": ("filed_on: 2026-02-30", "filing.date_missing", "/filed_on"),
    "a date that can be read twice": ("filed_on: 3/4/2026", "filing.date_ambiguous", "/filed_on"),
    "a day before its era": ("filed_on: 令和1年4月1日", "filing.date_era", "/filed_on"),
    "no date at all": ("filed_on: soon", "filing.date_form", "/filed_on"),
    "neither yes nor no": ("fictional: perhaps", "filing.not_yes_or_no", "/fictional"),
    "text for a group": ("facility: plant", "filing.wrong_kind", "/facility"),
    "a group for text": ("notes: {a: b}", "filing.wrong_kind", "/notes"),
    "text for a list": ("parties: me", "filing.wrong_kind", "/parties"),
    "a country that is none": (
        "facility: {site: {country: XX}}",
        "filing.not_a_country",
        "/facility/site/country",
    ),
    "a control character": ('notes: "a\\x1b[2Jb"', "filing.control_character", "/notes"),
    "a digest that is none": (
        "evidence: [{id: e, sha256: abc}]",
        "filing.not_a_sha256",
        "/evidence/0/sha256",
    ),
    "a number of too few digits": (
        "parties: [{id: a, identifiers: {corporate_number: 123}}]",
        "filing.not_a_corporate_number",
        "/parties/0/identifiers/corporate_number",
    ),
    "an LEI that is none": (
        "parties: [{id: a, identifiers: {lei: 123}}]",
        "filing.not_a_lei",
        "/parties/0/identifiers/lei",
    ),
    "a bare number for a share": (
        "parties: [{id: a, vote_holders: [{votes: 26}]}]",
        "filing.ratio_without_percent",
        "/parties/0/vote_holders/0/votes",
    ),
    "more than the whole": (
        "parties: [{id: a, vote_holders: [{votes: 100.01%}]}]",
        "filing.ratio_over_whole",
        "/parties/0/vote_holders/0/votes",
    ),
    "a share that is none": (
        "parties: [{id: a, vote_holders: [{votes: half}]}]",
        "filing.not_a_ratio",
        "/parties/0/vote_holders/0/votes",
    ),
    "votes that add up to too much": (
        "parties: [{id: a, vote_holders: [{votes: 2/3}, {votes: 33.34%}]}]",
        "filing.votes_over_whole",
        "/parties/0/vote_holders",
    ),
    "sales of one year over the whole": (
        (
            "parties: [{id: a, foreign_government_sales: ["
            "{fiscal_year_ended_on: 2026-03-31, share: 60%},"
            "{fiscal_year_ended_on: 2026-03-31, share: 41%}]}]"
        ),
        "filing.sales_over_whole",
        "/parties/0/foreign_government_sales",
    ),
    "an id used twice": ("parties: [{id: a}, {id: a}]", "filing.doubled_id", "/parties/1/id"),
    "a party that is nowhere": (
        "operator: {party: op}",
        "filing.reference_to_nothing",
        "/operator/party",
    ),
    "evidence that is nowhere": (
        "risk_measures: [{id: I-1, evidence: [e1]}]",
        "filing.reference_to_nothing",
        "/risk_measures/0/evidence/0",
    ),
    "re-entrustments in a ring": (
        (
            "reentrustments: [{id: a, entrusted_by: c}, {id: b, entrusted_by: a},"
            " {id: c, entrusted_by: b}]"
        ),
        "filing.ring",
        "/reentrustments/0/entrusted_by",
    ),
    "an end before the start": (
        "entrustment: {starts_on: 2026-12-01, ends_on: 2026-11-30}",
        "filing.ends_before_start",
        "/entrustment/ends_on",
    ),
}


@pytest.mark.parametrize("name", ONE_WRONG)
def test_what_is_wrong_is_told_with_its_place_and_remedy(name: str):
    text, id, pointer = ONE_WRONG[name]
    (defect,) = defects_of(text)
    assert (defect.message.id, defect.place.pointer) == (id, pointer)
    assert defect.place.line == 2
    assert defect.remedy is not None
    for lang in ("en", "ja"):
        for told in (defect.message, defect.remedy):
            said = say(told, lang)
            assert said
            assert "{" not in said
            assert not said.startswith("[")


def test_a_misspelt_field_is_told_with_the_name_that_was_meant():
    (defect,) = defects_of("components: [{id: c, suplier: x}]")
    assert defect.remedy is not None
    assert defect.remedy.params == {"nearest": "supplier"}


def test_a_ring_is_named_link_by_link():
    (defect,) = defects_of("reentrustments: [{id: a, entrusted_by: b}, {id: b, entrusted_by: a}]")
    assert defect.message.params == {"chain": "a → b → a"}


def test_thirty_errors_are_thirty_defects_in_the_order_of_the_document():
    lines = [f"  - {{id: c{n}, kind{n}: x}}" for n in range(15)]
    lines += ["parties:"]
    lines += [f"  - {{id: p{n}, law_country: nowhere}}" for n in range(15)]
    found = defects_of("components:\n" + "\n".join(lines))
    assert len(found) == 30
    assert [defect.place.line for defect in found] == [*range(3, 18), *range(19, 34)]


def test_exact_thirds_are_not_over_the_whole():
    text = "parties: [{id: a, vote_holders: [{votes: 1/3}, {votes: 1/3}, {votes: 1/3}]}]"
    assert read(text).parties[0].vote_holders[2].votes == Ratio(1, 3)


def test_thousands_of_odd_fractions_are_added_in_time():
    shares = ", ".join(f"{{name: x, votes: 1/{10**9 + 2 * n + 1}}}" for n in range(5_000))
    party = read(f"parties: [{{id: a, vote_holders: [{shares}]}}]").parties[0]
    assert len(party.vote_holders) == 5_000


def test_the_version_of_the_format_must_be_stated():
    for text, id in (
        ("kind: plan", "filing.no_schema"),
        ("services: {web: {image: x}}", "filing.not_a_filing"),
        ("just some words", "filing.not_a_filing"),
        ("schema: sekisho/filing/9\nkind: plan", "filing.other_schema"),
        ("schema: [x]\nkind: plan", "filing.no_schema"),
    ):
        with pytest.raises(InputError) as caught:
            read_filing(text.encode(), "filing.yaml")
        assert caught.value.message.id == id
        assert caught.value.hint is not None


def test_json_and_yaml_say_the_same():
    text = '{"schema": "sekisho/filing/1", "kind": "plan", "fictional": true, "act": null}'
    expected = Filing(kind="plan", fictional=True)
    assert read_filing(text.encode(), "filing.json") == expected
    assert read_filing(text.encode(), "filing") == expected
    assert read_filing(text.encode(), "filing.yaml") == expected


def test_half_a_character_is_refused():
    text = '{"schema": "sekisho/filing/1", "notes": "a\\ud800"}'
    with pytest.raises(DefectsError) as caught:
        read_filing(text.encode(), "filing.json")
    assert caught.value.message.id == "filing.control_character"


def test_more_values_in_one_text_than_anyone_writes_are_refused():
    (defect,) = defects_of(f"entrustment: {{works: '{'a;' * 100_000}'}}")
    assert defect.message.id == "filing.too_many_parts"


def test_an_endless_ring_is_told_in_one_line():
    links = "".join(f"- {{id: r{n}, entrusted_by: r{(n + 1) % 5_000}}}\n" for n in range(5_000))
    (defect,) = defects_of(f"reentrustments:\n{links}")
    assert len(str(defect.message.params["chain"])) < 250
