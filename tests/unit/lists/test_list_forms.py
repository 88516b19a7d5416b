"""Lists in the forms of their publishers: each is told by its content and read to the same entry.

Every name is invented.
"""

from __future__ import annotations

import io
from datetime import date

import pytest

from sekisho.model.errors import InputError, TooLargeError
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.guarded_xml import read_elements
from sekisho.read.limits import Limits
from sekisho.read.lists.forms import form_of
from tools.fuzz_lists import parties_in, seeds

SEEDS = seeds()
TEXTS = {form: seed for form, seed in SEEDS.items() if form != "mof"}


def read(form: str, data: bytes | None = None) -> tuple[list[ListedParty], DefectLog]:
    log = DefectLog()
    return parties_in(form, SEEDS[form] if data is None else data, log), log


def named(parties: list[ListedParty], part: str) -> ListedParty:
    return next(party for party in parties if part in " ".join(party.names).lower())


@pytest.mark.parametrize("form", TEXTS)
def test_a_list_is_told_by_its_content_whatever_its_name(form: str) -> None:
    found = form_of(TEXTS[form], "download.bin")
    assert found is not None
    assert found.name == form


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("un-xml", date(2026, 11, 1)),
        ("eu-xml", date(2026, 11, 2)),
        ("eu-table", date(2026, 11, 2)),
        ("uk-xml", date(2026, 11, 3)),
        ("uk-table", date(2026, 11, 3)),
        ("uk-consolidated-table", date(2026, 11, 3)),
        ("ofac-xml", date(2026, 11, 4)),
        ("ofac-advanced", date(2026, 11, 5)),
        ("dpl", None),
    ],
)
def test_the_day_a_list_states_is_read(form: str, day: date | None) -> None:
    found = form_of(TEXTS[form], "x")
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize("form", SEEDS)
def test_every_form_gives_the_firm(form: str) -> None:
    if form == "dpl":
        return
    parties, _ = read(form)
    firm = named(parties, "virelume")
    assert firm.kind == "organisation"
    assert firm.id
    if form not in ("eu-table", "mof"):
        assert firm.country in ("NO", "")


@pytest.mark.parametrize(
    "form",
    ["un-xml", "eu-xml", "uk-xml", "uk-table", "uk-consolidated", "ofac-xml", "ofac-advanced"],
)
def test_names_keep_their_strength(form: str) -> None:
    parties, _ = read(form)
    weak = [party for party in parties if party.weak_names]
    assert len(weak) == 1
    assert weak[0].strength_of(weak[0].weak_names[0]) == "weak"
    assert weak[0].strength_of(weak[0].name) == "name"


def test_a_former_name_is_another_name_that_is_called_former() -> None:
    (_, firm), _ = read("un-xml")
    assert firm.other_names == ("GALDREX",)
    assert firm.strength_of("GALDREX") == "former"


def test_a_name_says_what_it_was_taken_from() -> None:
    (person, _), _ = read("un-xml")
    assert person.source_of("Ада Квилмере") == "source_script"
    (firm, _), _ = read("eu-xml")
    assert firm.source_of("Virelume Optics") == ""


def test_the_united_nations_entry_is_whole() -> None:
    (person, firm), log = read("un-xml")
    assert (person.id, person.kind, person.country) == ("KTi.001", "person", "NO")
    assert (person.listed_on, person.programme) == (date(2020, 12, 31), "KITES")
    assert (person.born, person.identifiers) == (("1971",), (("Passport", "X1"),))
    assert firm.addresses == ("Oslo, Norway",)
    assert not log.count


def test_the_european_entry_names_its_law_and_its_day() -> None:
    (firm, person), _ = read("eu-xml")
    assert (firm.id, firm.programme, firm.basis) == ("EU.1.1", "KITE", "2024/1 (OJ)")
    assert (firm.listed_on, firm.url) == (date(2024, 3, 2), "https://example.eu/1")
    assert firm.identifiers == (("lei", "529900T8BM49AURSDO55"),)
    assert (person.kind, person.born, person.reason) == ("person", ("1971",), "Captain")


def test_rows_of_one_entry_are_put_together() -> None:
    (firm, _), _ = read("eu-table")
    assert (firm.name, firm.other_names) == ("Virelume Optics", ("Vire Lume",))
    assert firm.addresses == ("Oslo, NORWAY",)
    (person, other), _ = read("uk-table")
    assert (person.id, person.name, person.born) == ("KIT0001", "ADA QUILMERE", ("1971",))
    assert other.related[0].name == "Galdrex"


def test_british_measures_are_the_scope() -> None:
    (person, firm), _ = read("uk-xml")
    assert person.scope == "Asset freeze; Travel Ban"
    assert [(each.relation, each.name) for each in firm.related] == [("parent", "Galdrex")]


def test_the_advanced_form_joins_what_stands_apart() -> None:
    (person, firm), _ = read("ofac-advanced")
    assert (person.kind, firm.kind) == ("person", "organisation")
    assert (firm.part, firm.programme, firm.basis) == ("SDN List", "KITES", "Order 1 (Kites)")
    assert (firm.listed_on, firm.country) == (date(2021, 6, 5), "NO")
    assert firm.identifiers == (("Company Number", "N-1"),)
    assert [(each.relation, each.id) for each in firm.related] == [("owner", "36")]


def test_a_screening_list_entry_is_a_predicate_with_dates() -> None:
    (firm, person), _ = read("csl-table")
    assert (firm.name, firm.reach) == ("Virelume Optics", ("itself", "subsidiary"))
    assert (firm.listed_on, firm.ended_on) == (date(2020, 1, 2), date(2030, 1, 2))
    assert (firm.scope, firm.exemption) == ("All kites", "Presumption of denial")
    assert firm.other_names == ("Vire Lume", "VLO")
    assert firm.identifiers == (("Tax ID No.", "12-3"),)
    assert (person.part, person.country) == ("Specially Designated Nationals (SDN)", "NO")


def test_a_screening_list_that_states_more_than_it_holds_is_told() -> None:
    _, log = read("csl-json", SEEDS["csl-json"].replace(b'"total": 1', b'"total": 9'))
    assert [defect.message.id for defect in log.kept] == ["lists.count"]


def test_an_office_list_that_states_more_than_it_holds_is_told() -> None:
    _, log = read("ofac-xml", SEEDS["ofac-xml"].replace(b"<Record_Count>2<", b"<Record_Count>9<"))
    assert [defect.message.id for defect in log.kept] == ["lists.count"]


def test_a_target_of_opensanctions_is_read_with_what_other_lines_say() -> None:
    ((firm,), log) = read("ftm")
    assert (firm.programme, firm.basis, firm.listed_on) == (
        "KITE",
        "Office of Kites",
        date(2021, 2, 3),
    )
    assert {(each.relation, each.name) for each in firm.related} == {
        ("officer", "Ada Quilmere"),
        ("owner", "Ada Quilmere"),
    }
    assert firm.former_names == ("Galdrex",)
    assert [defect.message.id for defect in log.kept] == ["lists.check_digit"]


def test_who_is_only_joined_to_a_target_is_no_entry() -> None:
    parties, _ = read("ftm")
    assert [party.id for party in parties] == ["x-1"]


def test_a_row_of_the_ministry_of_finance_is_split_at_its_marks() -> None:
    ((firm,), log) = read("mof")
    assert firm.other_names == (
        "VIRELUME OPTICS",
        "ヴィレルーム",
        "Virelume",
        "VLO",
        "ガルドレクス",
    )
    assert (firm.id, firm.listed_on) == ("1-1", date(2021, 2, 3))
    assert firm.reach == ("itself", "subsidiary")
    assert [defect.place.line for defect in log.kept] == [5]


@pytest.mark.parametrize("form", TEXTS)
def test_a_file_that_breaks_off_is_refused_with_its_place(form: str) -> None:
    data = TEXTS[form]
    with pytest.raises(InputError) as caught:
        read(form, data[: len(data) - len(data) // 7])
    assert caught.value.place.file == "list"
    assert caught.value.place.line or form == "csl-json"


def test_a_table_that_breaks_off_within_quotes_after_a_line_end_is_refused() -> None:
    data = TEXTS["targets"] + b'"x-2","Company","Half\n'
    with pytest.raises(InputError) as caught:
        read("targets", data)
    assert caught.value.message.id == "lists.cut_off"


def test_a_short_row_within_a_table_is_a_defect_and_the_rest_is_read() -> None:
    head, rest = TEXTS["uk-table"].split(b"1/1/2026", 1)
    parties, log = read("uk-table", head + b"1/1/2026,KIT9\n1/1/2026" + rest)
    assert (len(parties), [defect.message.id for defect in log.kept]) == (2, ["lists.columns"])


def test_a_document_type_refuses_the_list() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><CONSOLIDATED_LIST>&a;'
    with pytest.raises(InputError) as caught:
        form_of(bomb, "x.xml")
    assert caught.value.message.id == "error.xml_document_type"
    with pytest.raises(InputError):
        read("un-xml", bomb)


@pytest.mark.parametrize(
    ("start", "id"),
    [(b"<!DOCTYPE html>\n<html>", "lists.web_page"), (b"%PDF-1.7\n", "lists.pdf")],
)
def test_pages_and_pdfs_are_refused_with_what_to_do(start: bytes, id: str) -> None:
    with pytest.raises(InputError) as caught:
        form_of(start, "x")
    assert caught.value.message.id == id


@pytest.mark.parametrize("encoding", [b"UTFFF-8", b"hex", b"shift_jis", b"utf-7"])
def test_an_encoding_nobody_knows_refuses_the_list(encoding: bytes) -> None:
    data = TEXTS["un-xml"].replace(b"UTF-8", encoding)
    with pytest.raises(InputError):
        read("un-xml", data)


def test_xml_too_deep_or_with_too_many_values_is_refused() -> None:
    deep = b"<a>" * 40 + b"</a>" * 40
    with pytest.raises(TooLargeError):
        list(read_elements(io.BytesIO(deep), "x", Limits(depth=30), "a".__eq__))
    wide = b"<a>" + b"<b/>" * 40 + b"</a>"
    with pytest.raises(TooLargeError):
        list(read_elements(io.BytesIO(wide), "x", Limits(nodes=30), "a".__eq__))


def test_a_list_in_windows_letters_is_read() -> None:
    data = TEXTS["uk-consolidated-table"].replace("Ада".encode(), b"")
    data = data.replace(b"VIRELUME", b"VIREL\xdcME")
    parties, _ = read("uk-consolidated-table", data)
    assert parties[1].name == "VIRELÜME OPTICS"
