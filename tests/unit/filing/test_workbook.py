"""The bilingual workbook: filled in as people do, refused where it could deceive or harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from sekisho.cli.filing.forms import blank_filing, workbook
from sekisho.model.errors import Defect, InputError, TooLargeError
from sekisho.model.filing import Component, Filing, Reentrustment
from sekisho.model.party import Officer, Party, VoteHolder
from sekisho.model.values.ratio import Ratio
from sekisho.read.filing import read_filing
from sekisho.read.sheets.guard import SheetLimits, check_workbook
from sekisho.report.catalogue import say

FILING = Filing(
    kind="plan",
    fictional=True,
    components=(Component(id="c1", name="制御サーバー", version="1.10", models=("A-1", "A-2")),),
    reentrustments=(Reentrustment(id="r1", contractor="p1"),),
    parties=(
        Party(
            id="p1",
            name="=Aoba Micro & Co. | 青葉",
            law_country="NO",
            vote_holders=(VoteHolder(name="A", votes=Ratio(1, 3)), VoteHolder(name="B")),
            officers=(Officer(name="青葉 一郎", born_on=date(1964, 10, 10)),),
        ),
        Party(id="p2"),
    ),
)


@cache
def good() -> bytes:
    return workbook(FILING)


def filled(fill: Callable[[Workbook], Any]) -> bytes:
    """Opens the workbook of a filing, lets a person write in it, and saves it."""
    book = load_workbook(io.BytesIO(good()))
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(book: Workbook, key: str) -> Worksheet:
    return next(sheet for sheet in book.worksheets if sheet["A1"].value == f"sekisho:{key}")


def cell_of(book: Workbook, key: str, field: str, row: int = 5) -> Any:
    """Finds the cell of a field: by its column on a table, by its row on a form."""
    sheet = sheet_of(book, key)
    for column in range(2, sheet.max_column + 1):
        if sheet.cell(1, column).value == field:
            return sheet.cell(row, column)
    line = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == field)
    return sheet.cell(line, 4)


def read(data: bytes) -> Filing:
    return read_filing(data, "filing.xlsx")


def defects_of(data: bytes) -> tuple[Defect, ...]:
    with pytest.raises(InputError) as caught:
        read(data)
    return caught.value.defects


def test_a_filing_comes_back_from_the_workbook_as_it_was():
    assert read(good()) == FILING


def test_a_blank_workbook_reads_as_the_filing_it_was_made_from():
    blank = blank_filing("plan", "introduction")
    back = read(workbook(blank))
    assert back.parties == blank.parties
    assert back.operator == blank.operator
    assert back.introduction is None


def test_what_a_person_writes_is_read():
    def fill(book: Workbook) -> None:
        cell_of(book, "filing", "filed_on").value = datetime(2026, 11, 27)  # noqa: DTZ001  # Excel
        cell_of(book, "filing", "operator.designated_on").value = "令和5年11月16日"
        cell_of(book, "filing", "act").value = "introduction | 導入 / introduction"
        cell_of(book, "facility", "embedded_facility").value = "no | いいえ / no"
        cell_of(book, "facility", "site.country").value = "日本  "
        cell_of(book, "introduction", "content").value = "中央監視装置\nの更新"
        cell_of(book, "entrustment", "works").value = "maintenance | 維持管理\noperation | 操作"
        cell_of(book, "parties", "name", 6).value = "みどり商事"
        share = cell_of(book, "vote_holders", "votes", 6)
        share.value, share.number_format = 0.29, "0.00%"

    filing = read(filled(fill))
    assert (filing.filed_on, filing.act) == (date(2026, 11, 27), "introduction")
    assert filing.operator.designated_on == date(2023, 11, 16)
    assert filing.facility.embedded_facility is False
    assert filing.facility.site.country == "JP"
    assert filing.introduction is not None
    assert filing.introduction.content == "中央監視装置\nの更新"
    assert filing.entrustment is not None
    assert filing.entrustment.works == ("maintenance", "operation")
    assert filing.parties[1].name == "みどり商事"
    assert filing.parties[0].vote_holders[1].votes == Ratio(29, 100)


@pytest.mark.parametrize("hundredths", [1, 7, 29, 57, 58, 1450, 3334, 9999])
def test_a_percentage_typed_in_excel_is_exact(hundredths: int):
    def fill(book: Workbook) -> None:
        cell = cell_of(book, "vote_holders", "votes", 6)
        cell.value, cell.number_format = hundredths / 100 / 200, "0.00%"

    assert read(filled(fill)).parties[0].vote_holders[1].votes == Ratio(hundredths, 20_000)


def test_merged_cells_say_the_same_for_all_their_rows():
    def fill(book: Workbook) -> None:
        sheet = sheet_of(book, "officers")
        for row, name in enumerate(("甲", "乙", "丙"), start=6):
            sheet.cell(row, 3).value = name
        sheet.cell(6, 2).value = "p2"
        sheet.merge_cells("B6:B8")

    assert [officer.name for officer in read(filled(fill)).parties[1].officers] == [
        "甲",
        "乙",
        "丙",
    ]


def test_rows_and_columns_may_move_and_sheets_may_go():
    def fill(book: Workbook) -> None:
        sheet_of(book, "components").insert_rows(5, 3)
        sheet_of(book, "parties").move_range("C1:C20", cols=30)
        book.remove(sheet_of(book, "emergency"))
        book.remove(sheet_of(book, "guide"))
        sheet_of(book, "officers").title = "役員一覧"

    assert read(filled(fill)) == FILING


WRONG: dict[str, tuple[Callable[[Workbook], Any], str, str]] = {
    "a formula": (
        lambda book: setattr(cell_of(book, "vote_holders", "votes", 6), "value", "=1/4"),
        "sheet.formula",
        "E6",
    ),
    "an error of Excel": (
        lambda book: setattr(cell_of(book, "parties", "name"), "value", "#REF!"),
        "sheet.error",
        "C5",
    ),
    "a version that became a number": (
        lambda book: setattr(cell_of(book, "components", "version"), "value", 1.1),
        "sheet.number_as_text",
        "F5",
    ),
    "a name that became a date": (
        lambda book: setattr(cell_of(book, "components", "name"), "value", date(2026, 3, 1)),
        "sheet.value_as_text",
        "D5",
    ),
    "an officer of nobody": (
        lambda book: setattr(sheet_of(book, "officers").cell(5, 2), "value", None),
        "sheet.parent_missing",
        "C5",
    ),
    "an officer of someone unknown": (
        lambda book: setattr(sheet_of(book, "officers").cell(5, 2), "value", "p9"),
        "sheet.parent_unknown",
        "B5",
    ),
    "a cell beside the table": (
        lambda book: setattr(sheet_of(book, "officers").cell(5, 40), "value", "memo"),
        "sheet.cell_outside",
        "AN5",
    ),
    "a sheet of one's own": (
        lambda book: book.create_sheet("memo").append(["memo"]),
        "sheet.not_ours",
        "A1",
    ),
    "a share without its unit": (
        lambda book: setattr(cell_of(book, "vote_holders", "votes"), "value", 0.26),
        "filing.ratio_without_percent",
        "E5",
    ),
    "a day no calendar has": (
        lambda book: setattr(cell_of(book, "filing", "filed_on"), "value", "2026-02-30"),
        "filing.date_missing",
        "D9",
    ),
    "a reference to nothing": (
        lambda book: setattr(cell_of(book, "components", "supplier"), "value", "p9"),
        "filing.reference_to_nothing",
        "G5",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_sheet_and_cell(name: str):
    fill, id, cell = WRONG[name]
    (defect,) = defects_of(filled(fill))
    assert (defect.message.id, defect.place.cell) == (id, cell)
    assert defect.place.sheet
    assert defect.remedy is not None
    for lang in ("en", "ja"):
        assert "{" not in say(defect.message, lang) + say(defect.remedy, lang)


def test_defects_come_sheet_by_sheet_and_row_by_row():
    def fill(book: Workbook) -> None:
        cell_of(book, "parties", "law_country", 6).value = "nowhere"
        cell_of(book, "components", "version").value = "=A1"
        cell_of(book, "filing", "kind").value = "paln"
        cell_of(book, "parties", "status", 5).value = "firm"

    found = [defect.message.id for defect in defects_of(filled(fill))]
    assert found == [
        "filing.not_a_word",
        "sheet.formula",
        "filing.not_a_word",
        "filing.not_a_country",
    ]


def with_part(name: str, body: bytes = b"<x/>") -> bytes:
    """Adds a part to a good workbook."""
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, body)
    return stream.getvalue()


def with_sheet_xml(text: bytes) -> bytes:
    """Replaces the body of the second sheet of a good workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good())) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.namelist():
            new.writestr(part, text if part.endswith("sheet2.xml") else old.read(part))
    return stream.getvalue()


def zip_bomb() -> bytes:
    stream = io.BytesIO(good())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", bytes(200 * 1024 * 1024))
    return stream.getvalue()


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "macros": (lambda: with_part("xl/vbaProject.bin"), "error.sheet_macros"),
    "old macros": (lambda: with_part("xl/macrosheets/sheet1.xml"), "error.sheet_macros"),
    "links": (lambda: with_part("xl/externalLinks/externalLink1.xml"), "error.sheet_links"),
    "a data source": (lambda: with_part("xl/connections.xml"), "error.sheet_links"),
    "an object": (lambda: with_part("xl/embeddings/oleObject1.bin"), "error.sheet_objects"),
    "entities": (lambda: with_part("xl/x.xml", b"<!DOCTYPE x []><x/>"), "error.sheet_broken"),
    "a zip bomb": (zip_bomb, "error.sheet_unpacks_too_large"),
    "a merge of everything": (
        lambda: with_sheet_xml(
            SHEET % b'<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "error.sheet_merged_too_wide",
    ),
    "a broken sheet": (lambda: with_sheet_xml(b"<worksheet"), "error.sheet_broken"),
    "half a file": (lambda: good()[:3000], "error.sheet_broken"),
    "another archive": (lambda: _archive({"readme.txt": b"x"}), "error.sheet_not_excel"),
    "an old file": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "error.sheet_old_or_locked",
    ),
    "no file at all": (lambda: b"", "error.sheet_broken"),
}


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_that_could_harm_is_refused(name: str):
    make, id = REFUSED[name]
    (defect,) = defects_of(make())
    assert defect.message.id == id
    assert defect.remedy is not None


def test_a_cell_at_the_far_end_costs_nothing():
    far = (
        SHEET
        % b'<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    )
    stray, head = defects_of(with_sheet_xml(far))
    assert (stray.message.id, stray.place.cell) == ("sheet.not_ours", "XFD1048576")
    assert head.message.id == "sheet.head_missing"


def test_a_workbook_made_for_something_else_is_told_so():
    book = Workbook()
    book.create_sheet("売上").append(["4月", 100])
    stream = io.BytesIO()
    book.save(stream)
    stray, head = defects_of(stream.getvalue())
    assert (stray.message.id, stray.place.sheet) == ("sheet.not_ours", "売上")
    assert head.message.id == "sheet.head_missing"


def test_too_many_cells_are_refused_before_the_workbook_is_opened():
    with pytest.raises(TooLargeError) as caught:
        check_workbook(good(), "a.xlsx", SheetLimits(cells=10))
    assert caught.value.message.id == "error.sheet_too_many_cells"


def test_lists_to_choose_from_offer_every_word_in_both_languages():
    book = load_workbook(io.BytesIO(good()))
    sheet = sheet_of(book, "filing")
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    words = sheet_of(book, "words")
    column = rules[cell_of(book, "filing", "kind").coordinate].split("$")[1]
    offered = [cell.value for cell in words[column] if cell.value]
    assert offered[0] == "plan | 導入等計画書 / plan"
    assert len(offered) == 5
