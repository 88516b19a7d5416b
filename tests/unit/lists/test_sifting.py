"""The last look at every entry: odd letters, days and numbers; every name is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft
from sekisho.read.lists.numbers import is_right, kind_of_number
from sekisho.read.lists.sift import names_in, sifted


def party(**fields: Any) -> ListedParty:
    return ListedParty(**{"feed": "f", "id": "1", "name": "Virelume Optics", **fields})


def sift(*parties: ListedParty) -> tuple[list[ListedParty], list[str]]:
    log = DefectLog()
    found = list(sifted(parties, "list", log))
    assert log.count == 0, "what is odd is remarked, never refused"
    return found, [defect.message.id for defect in log.kept]


@pytest.mark.parametrize(
    ("kind", "value", "right"),
    [
        ("lei", "529900T8BM49AURSDO55", True),
        ("lei", "5299 00T8 BM49 AURS DO55", True),
        ("lei", "529900T8BM49AURSDO56", False),
        ("lei", "12", False),
        ("corporate_number", "7000012050002", True),
        ("corporate_number", "8000012050002", False),
        ("corporate_number", "700001205000", False),
        ("inn", "7707083893", True),
        ("inn", "7707083894", False),
        ("inn", "500100732259", True),
        ("inn", "500100732258", False),
        ("ogrn", "1027700132195", True),
        ("ogrn", "1027700132196", False),
        ("ogrn", "304500116000157", True),
        ("ogrn", "304500116000158", False),
        ("passport", "anything", True),
    ],
)
def test_a_check_digit_is_right_or_wrong(kind: str, value: str, *, right: bool) -> None:
    assert is_right(kind, value) is right


@pytest.mark.parametrize(
    ("words", "value", "country", "kind"),
    [
        ("Legal Entity Identifier", "x", "", "lei"),
        ("SWIFT/BIC", "x", "", "bic"),
        ("Tax ID No.", "7707083893", "RU", "inn"),
        ("Tax ID No.", "7707083893", "US", "Tax ID No."),
        ("Registration Number", "1027700132195", "RU", "ogrn"),
        ("法人番号", "7000012050002", "JP", "corporate_number"),
        ("Passport", "1", "", "Passport"),
    ],
)
def test_a_number_is_called_by_its_kind(words: str, value: str, country: str, kind: str) -> None:
    assert kind_of_number(words, value, country) == kind


def test_a_number_with_a_wrong_check_digit_is_set_aside_and_told() -> None:
    ((found,), told) = sift(party(identifiers=(("lei", "529900T8BM49AURSDO56"), ("duns", "1"))))
    assert found.identifiers == (("duns", "1"),)
    assert found.doubtful_identifiers == (("lei", "529900T8BM49AURSDO56"),)
    assert told == ["lists.check_digit"]


def test_control_characters_are_taken_out() -> None:
    ((found,), told) = sift(party(name="Vire\x00lume\x1b Optics", other_names=("\x07", "VLO")))
    assert (found.name, found.other_names) == ("Vire lume  Optics", ("VLO",))
    assert told == ["lists.odd_letters"]


def test_a_name_of_a_hundred_thousand_letters_is_cut_and_told() -> None:
    ((found,), told) = sift(party(name="x" * 100_000))
    assert (len(found.name), told) == (2000, ["lists.odd_letters"])


def test_a_name_of_control_characters_alone_stays_an_entry() -> None:
    ((found,), _) = sift(party(name="\x01\x02"))
    assert found.name == "?"


def test_an_entry_that_stands_twice_counts_once() -> None:
    (found, told) = sift(party(), party(), party(id="2"))
    assert ([each.id for each in found], told) == (["1", "2"], ["lists.twice"])


def test_two_entries_of_one_id_are_both_kept() -> None:
    (found, told) = sift(party(), party(name="Galdrex"), party(name="Galdrex"))
    assert [each.id for each in found] == ["1", "1#2"]
    assert told == ["lists.same_id", "lists.twice"]


def test_a_day_that_cannot_be_is_left_out() -> None:
    ((found,), told) = sift(party(listed_on=date(1, 1, 1)))
    assert (found.listed_on, told) == (None, ["lists.odd_day"])


def test_an_entry_that_ends_before_it_begins_counts_as_in_effect() -> None:
    ((found,), told) = sift(party(listed_on=date(2026, 1, 1), ended_on=date(2020, 1, 1)))
    assert (found.listed_on, found.ended_on, told) == (None, None, ["lists.days_crossed"])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Virelume Optics", [("Virelume Optics", False)]),
        ("Virelume / Galdrex", [("Virelume", False), ("Galdrex", False)]),
        ("Virelume a.k.a. VLO Group", [("Virelume", False), ("VLO Group", False)]),
        ("Virelume (formerly known as Galdrex)", [("Virelume", False), ("Galdrex", True)]),
        ("Virelume, f.k.a. Galdrex", [("Virelume", False), ("Galdrex", True)]),
        ("架空光学（旧称：ガルドレクス）", [("架空光学", False), ("ガルドレクス", True)]),
        ("Galdrex A / S", [("Galdrex A / S", False)]),
        ("OOO / LLC Galdrex", [("OOO / LLC Galdrex", False)]),
        ("AKA Galdrex Bank", [("AKA Galdrex Bank", False)]),
        ("a.k.a. Galdrex Bank", [("Galdrex Bank", False)]),
        ("(f.k.a.: Galdrex)", [("Galdrex", True)]),
        ("架空 / 光学", [("架空", False), ("光学", False)]),
        ("Galdrex A/S", [("Galdrex A/S", False)]),
    ],
)
def test_names_in_one_field_are_found(text: str, names: list[tuple[str, bool]]) -> None:
    assert names_in(text) == names


def test_a_field_with_several_names_gives_each_and_stays_whole() -> None:
    ((found,), told) = sift(party(name="Virelume / Galdrex"))
    assert (found.name, found.other_names) == ("Virelume / Galdrex", ("Virelume", "Galdrex"))
    assert found.source_of("Galdrex") == "source_field"
    assert told == []


def test_a_law_told_on_several_lines_is_told_as_one():
    draft = Draft(feed="f", id="1", name="Galdrex")
    draft.says(draft.bases, "84 XX 1, 10/9/19.\n\n85 XX 2\r\n", " 85 XX 3 ")
    done = draft.done()
    assert done is not None
    assert done.basis == "84 XX 1, 10/9/19.; 85 XX 2; 85 XX 3"
