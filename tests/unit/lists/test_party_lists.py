"""Lists of parties and equipment in the forms of their publishers; every name is invented."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import openpyxl
import pytest

from sekisho.model.errors import InputError
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists import meti, ofac, restricted
from sekisho.read.lists.published import country_code, day_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("China", "CN"),
        ("Korea, North", "KP"),
        ("North Korea (DPRK)", "KP"),
        ("Bahamas, The", "BS"),
        ("レバノン\nRepublic of Lebanon", "LB"),
        ("Crimea Region of Ukraine", ""),
        ("", ""),
    ],
)
def test_a_country_is_read_or_left_unsaid(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-12", date(2021, 3, 12)),
        ("June 21, 2022", date(2022, 6, 21)),
        ("77 FR 25057, 4/27/12", date(2012, 4, 27)),
        ("46 F.R. 46154 9/17/81 and 46 F.R. 19290 3/30/81", date(1981, 3, 30)),
        ("84 FR 1, 13/40/19", None),
        ("soon", None),
    ],
)
def test_a_day_is_read_in_the_ways_of_publishers(text: str, day: date | None) -> None:
    assert day_of(text) == day


def restricted_list(*entities: Any, **more: Any) -> restricted.RestrictedList:
    document = {"list_id": "fcc-covered", "extracted": "2026-07-09", "entities": entities, **more}
    return restricted.read_restricted(json.dumps(document).encode(), "x.json", DefectLog())


def test_an_entry_of_a_category_has_a_place_of_production_and_no_maker() -> None:
    read = restricted_list(
        {"name": "Kites produced in a foreign country", "notes": "All kites"},
        {"name": "Virelume Optics", "aliases": ["VLO"], "country": "Norway"},
    )
    kites, virelume = restricted.equipment(read, "f")
    assert (kites.maker, kites.made_in, kites.scope) == ("", "~US", "All kites")
    assert (virelume.maker, virelume.made_in, virelume.maker_country) == (
        "Virelume Optics",
        "",
        "NO",
    )
    assert [party.name for party in restricted.parties(read, "f")] == ["Virelume Optics"]


def test_an_entry_keeps_its_id_when_others_come_and_go() -> None:
    one = {"name": "Virelume Optics", "country": "Norway"}
    before = restricted_list({"name": "Galdrex"}, one)
    after = restricted_list(one)
    assert before.entries[1][0] == after.entries[0][0]


def test_two_entries_of_one_name_have_two_ids() -> None:
    one = {"name": "Virelume Optics", "country": "Norway"}
    ids = [id for id, _ in restricted_list(one, one).entries]
    assert len(set(ids)) == 2


def test_an_entry_without_a_name_is_a_defect() -> None:
    log = DefectLog()
    document = {"list_id": "x", "entities": [{"name": " "}, {"aliases": 7}, {"name": "Galdrex"}]}
    read = restricted.read_restricted(json.dumps(document).encode(), "x.json", log)
    assert (len(read.entries), log.count) == (1, 2)


SDN = (
    '1,"VIRELUME OPTICS",-0- ,"CUBA] [IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    "\"a.k.a. 'VLO'; Tax ID No. 12-345; Business Registration Document # 7.\"\r\n"
    '2,"QUILMERE, Ada","individual","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 01 Jan 1970; nationality Norway"\r\n'
    '3,"SEA HORSE","vessel",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    "4,broken\r\n\x1a"
)


def sdn(**beside: bytes) -> tuple[list[ListedParty], DefectLog]:
    log = DefectLog()
    files = ofac.OfacFiles(SDN.encode(), "sdn.csv", **beside)
    return list(ofac.read_ofac(files, "sdn", log)), log


def test_ofac_entries_are_read_with_what_the_other_files_say() -> None:
    (firm, person, ship), log = sdn(
        names=b'1,9,"aka","VIRELUME OPTIK",-0- \r\n\x1a',
        addresses=b'1,5,"Fjord 1","Oslo","Norway",-0- \r\n\x1a',
        comments=b'2,"; and more."\r\n\x1a',
    )
    assert (firm.other_names, firm.weak_names) == (("VIRELUME OPTIK",), ("VLO",))
    assert (firm.country, firm.addresses) == ("NO", ("Fjord 1, Oslo, Norway",))
    assert (firm.identifiers, firm.programme) == ((("Tax ID No.", "12-345"),), "CUBA; IRAN")
    assert (person.kind, person.country) == ("person", "NO")
    assert person.reason.endswith("and more.")
    assert (ship.kind, ship.programme) == ("vessel", "")
    assert [defect.place.line for defect in log.kept] == [4]


@pytest.mark.parametrize("cut", [5, 40, 120])
def test_an_ofac_list_that_breaks_off_is_refused_with_its_line(cut: int) -> None:
    whole = SDN[: SDN.index("4,broken")].rstrip()
    with pytest.raises(InputError) as caught:
        list(ofac.read_ofac(ofac.OfacFiles(whole[:-cut].encode(), "sdn.csv"), "sdn", DefectLog()))
    assert (caught.value.message.id, caught.value.place.line) == (
        "lists.cut_off",
        3 if cut < 90 else 2,
    )


def test_a_minus_zero_minus_is_nothing() -> None:
    (firm, *_), _ = sdn()
    assert "-0-" not in repr(firm)


def test_other_csv_is_no_ofac_list() -> None:
    with pytest.raises(InputError):
        list(ofac.read_ofac(ofac.OfacFiles(b"a,b,c\n1,2,3\n", "sdn.csv"), "sdn", DefectLog()))


HEADING = ("No.", "国名、地域名\nCountry", "企業名､組織名\nCompany", "別名\nAKA", "懸念区分\nWMD")


def workbook(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def meti_parties(data: bytes) -> tuple[list[ListedParty], DefectLog]:
    log = DefectLog()
    return list(meti.read_meti(data, "meti", "list.xlsx", log)), log


def test_meti_names_are_split_at_bullets_brackets_and_scripts() -> None:
    row = (
        "1",
        "ノルウェー\nNorway",
        "Virelume\nOptics\n（架空光学）",
        "・VLO\n・Vire Lume",
        "核\nN",
    )
    ((party,), _) = meti_parties(workbook(HEADING, row))
    assert (party.name, party.other_names) == (
        "Virelume Optics",
        ("架空光学", "VLO", "Vire Lume"),
    )
    assert (party.id, party.country, party.reason) == ("1", "NO", "核 / N")


def test_a_meti_row_without_a_name_is_a_defect_and_an_empty_row_is_none() -> None:
    rows = (HEADING, ("1", "Norway"), (), ("3", "Norway", "Galdrex"))
    parties, log = meti_parties(workbook(*rows))
    assert ([party.name for party in parties], log.count) == (["Galdrex"], 1)


def test_another_workbook_is_no_meti_list() -> None:
    with pytest.raises(InputError) as caught:
        meti_parties(workbook(("a", "b")))
    assert caught.value.message.id == "lists.not_meti"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"])
def test_a_workbook_with_macros_or_links_is_not_opened(part: str) -> None:
    out = io.BytesIO(workbook(HEADING))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(part, b"x")
    with pytest.raises(InputError) as caught:
        meti_parties(out.getvalue())
    assert caught.value.message.id == "lists.active_workbook"


def test_a_workbook_that_is_a_bomb_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    with pytest.raises(InputError) as caught:
        meti_parties(out.getvalue())
    assert caught.value.message.id == "packed.too_large"


@pytest.mark.parametrize("data", [b"", b"PK", workbook(HEADING)[:-200]])
def test_a_broken_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        meti_parties(data)
