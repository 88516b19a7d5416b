"""What a vendor sends, opened as a case: mails, zips, tables, images, and what is wrong with them."""

from __future__ import annotations

import io
import json
import os
import zipfile
from datetime import date
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest
from openpyxl import Workbook

from sekisho.check.delivery import questions
from sekisho.library.snapshot import starter_library
from sekisho.model.case import Case
from sekisho.model.errors import DefectsError, InputError, UsageError
from sekisho.model.operator.delivery import Arrived, Columns, NamedColumn
from sekisho.read.sheets.csv_text import read_csv_cells
from sekisho.read.vendor.case import Stated, holds_no_filing, open_vendor_case
from sekisho.read.vendor.columns import guess_columns, read_columns
from sekisho.read.vendor.containers import open_within
from sekisho.read.vendor.pieces import ParcelLimits
from sekisho.regime.loader import load_regime
from sekisho.report.catalogue import LANGUAGES, say
from sekisho.report.html import render
from sekisho.vet import vet

DAY = date(2026, 12, 1)

COLUMNS = Columns(
    columns=(
        NamedColumn(field="name", heading="品名"),
        NamedColumn(field="version", heading="バージョン"),
    )
)


def _sbom(name: str = "aoba-alarms", version: str = "2.2.0") -> bytes:
    part = {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
    }
    about = {"component": {"type": "application", "name": "青葉EMS", "version": version}}
    head = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1}
    return json.dumps({**head, "metadata": about, "components": [part]}).encode()


def _mail(*attachments: tuple[str, bytes]) -> bytes:
    letter = EmailMessage()
    letter["Subject"] = "架空の例"
    letter["From"] = "support@aoba.example"
    letter.set_content("更新版です。")
    for name, data in attachments:
        letter.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return letter.as_bytes()


def _zip(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def _book(*rows: tuple[str, ...]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def _files(case: Case) -> dict[str, Arrived]:
    assert case.delivery is not None
    return {file.path: file for file in case.delivery.files}


def _wrong(file: Arrived) -> set[str]:
    return {defect.message.id for defect in file.defects}


def test_an_sbom_within_a_zip_within_a_mail_is_read(tmp_path: Path):
    folder = _put(tmp_path, a__eml=_mail(("納品物.zip", _zip(("中/sbom.json", _sbom())))))
    case = open_vendor_case(folder, Stated())
    (sbom,) = (item for item in case.evidence if item.evidence.kind == "sbom")

    assert sbom.evidence.path == "a.eml/納品物.zip/中/sbom.json"
    assert sbom.inventory is not None
    assert [package.name for package in sbom.inventory.packages] == ["aoba-alarms"]
    assert set(_files(case)) == {"a.eml", "a.eml/納品物.zip", "a.eml/納品物.zip/中/sbom.json"}


def test_every_file_is_hashed_and_named_by_the_assessment(tmp_path: Path):
    image = bytes.fromhex("27051956") + b"\0" * 60
    folder = _put(tmp_path, a__bin=image, b__pdf=b"%PDF-1.4\n", c__exe=b"\x7fELF" + b"\0" * 60)
    case = open_vendor_case(folder, Stated(product="青葉EMS"))

    assert {path: file.kind for path, file in _files(case).items()} == {
        "a.bin": "uimage",
        "b.pdf": "pdf",
        "c.exe": "elf",
    }
    assert all(len(file.sha256) == 64 and len(file.sha512) == 128 for file in case.delivered)
    named = {i.evidence.path: i.observed_sha256 for i in case.evidence if i.evidence.id != "stated"}
    assert named == {file.path: file.sha256 for file in case.delivered}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_every_file_with_its_digest_and_every_question(lang: str, tmp_path: Path):
    folder = _put(
        tmp_path, a__bin=b"\x7fELF" + b"\0" * 60, b__eml=_mail(("<i>.pdf", b"%PDF-1.4\n"))
    )
    case = open_vendor_case(folder, Stated(product="青葉EMS"))
    found = vet(case, load_regime("baseline", DAY), starter_library(), DAY)
    page = render(found, lang, case=case)

    assert set(_files(case)) == {"a.bin", "b.eml", "b.eml/<i>.pdf"}
    assert all(escape(path, quote=False) in page for path in _files(case))
    assert all(file.sha256 in page for file in case.delivered)
    assert questions(case)
    assert all(escape(say(each, lang), quote=False) in page for each in questions(case))
    assert 'id="delivered"' not in render(found, lang)


def test_without_an_sbom_the_inventory_is_the_operators_word_and_no_sbom(tmp_path: Path):
    folder = _put(tmp_path, a__bin=b"\0\1")
    case = open_vendor_case(folder, Stated(product="青葉EMS", vendor="青葉", version="5.0"))

    (stated,) = (item.inventory for item in case.evidence if item.inventory)
    assert stated.stated_by == "operator"
    assert all(item.evidence.kind == "document" for item in case.evidence)
    assert case.software == ("青葉EMS 5.0",)
    assert questions(case)[0].id == "vendor.ask.sbom_of"


def test_a_delivery_that_was_only_hashed_is_clear_of_nothing(tmp_path: Path):
    case = open_vendor_case(_put(tmp_path, a__bin=bytes.fromhex("27051956")), Stated(product="x"))
    found = vet(case, load_regime("baseline", DAY), starter_library(), DAY)

    about_software = [run for run in found.checks if run.looked_at and run.check != "freshness"]
    assert {run.state for run in about_software} == {"not_checked"}
    assert {"delivery.no_sbom", "delivery.not_inside"} <= {f.rule for f in found.findings}


def test_what_the_operator_states_may_lie_in_the_folder_and_is_not_delivered(tmp_path: Path):
    note = "schema: sekisho/delivery/1\nproduct: 青葉EMS\nversion: 5.10\n".encode()
    case = open_vendor_case(_put(tmp_path, delivery__yaml=note, a__bin=b"\0"), Stated())

    assert case.software == ("青葉EMS 5.10",)
    assert set(_files(case)) == {"a.bin"}


def test_of_two_sboms_nobody_guesses_which_is_new(tmp_path: Path):
    new, old = _sbom(version="2.0"), _sbom(version="1.0")
    folder = _put(tmp_path, new__json=new, sbom_old__json=old)
    with pytest.raises(UsageError) as asked:
        open_vendor_case(folder, Stated())
    told = open_vendor_case(folder, Stated(in_service="sbom_old.json"))

    assert asked.value.message.id == "vendor.which_is_new"
    kinds = {item.evidence.path: item.evidence.kind for item in told.evidence}
    assert kinds == {"new.json": "sbom", "sbom_old.json": "sbom_in_service"}
    both = open_vendor_case(folder, Stated(all_new=True))
    assert [item.evidence.id for item in both.evidence] == ["sbom", "sbom-2"]


def test_a_note_in_the_folder_reads_no_file_outside_of_it(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    outside = tmp_path / "old.json"
    outside.write_bytes(_sbom())
    note = f"schema: sekisho/delivery/1\nin_service: {outside}\n".encode()
    _put(folder, delivery__yaml=note, sbom__json=_sbom(version="3"))
    with pytest.raises(UsageError) as told:
        open_vendor_case(folder, Stated())
    asked = open_vendor_case(folder, Stated(in_service=str(outside)))

    assert told.value.message.id == "vendor.no_in_service"
    assert {item.evidence.kind for item in asked.evidence} >= {"sbom", "sbom_in_service"}


def test_one_sbom_that_came_twice_is_one(tmp_path: Path):
    folder = _put(tmp_path, a__eml=_mail(("bom.json", _sbom())), b__json=_sbom())

    kinds = [item.evidence.kind for item in open_vendor_case(folder, Stated()).evidence]

    assert kinds.count("sbom") == 1


def test_a_table_is_used_only_by_confirmed_columns(tmp_path: Path):
    table = _book(("架空の一覧",), ("品名", "バージョン"), ("aoba-alarms", "2.2.0"), ("", "9"))
    folder = _put(tmp_path, a__xlsx=table)
    guessed = open_vendor_case(folder, Stated())
    read = open_vendor_case(folder, Stated(columns=COLUMNS, product="青葉EMS"))

    assert guessed.delivery is not None
    assert guessed.delivery.guesses[0].columns == (("name", "品名"), ("version", "バージョン"))
    assert guessed.delivery.guesses[0].row == 2
    assert not any(item.evidence.kind == "sbom" for item in guessed.evidence)
    (sbom,) = (item for item in read.evidence if item.evidence.kind == "sbom")
    assert sbom.inventory is not None
    assert [(p.name, p.version) for p in sbom.inventory.packages] == [("aoba-alarms", "2.2.0")]
    assert [defect.message.id for defect in sbom.defects] == ["sbom.unreadable_item"]
    assert read.software == ("青葉EMS",)


def test_a_table_that_lacks_a_confirmed_heading_is_not_read(tmp_path: Path):
    folder = _put(tmp_path, a__csv="品名,版\naoba-alarms,2\n".encode("cp932"))
    case = open_vendor_case(folder, Stated(columns=COLUMNS))

    assert _wrong(_files(case)["a.csv"]) == {"vendor.headings_missing"}
    assert not any(item.evidence.kind == "sbom" for item in case.evidence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Component Name,Ver.,License\nx,1,MIT\n", {"name", "version", "licence"}),
        ("ＯＳＳ名,バージョン,ハッシュ値（SHA-256）\nx,1,\n", {"name", "version", "sha256"}),
        ("品名,数量\nねじ,4\n", set()),
    ],
)
def test_headings_are_guessed_whatever_their_width_and_language(text: str, expected: set[str]):
    guess = guess_columns((read_csv_cells(text.encode(), "a.csv"),), "a.csv")

    assert {field for field, _ in (guess.columns if guess else ())} == expected


def test_a_mapping_without_a_name_or_with_an_unknown_field_is_refused(tmp_path: Path):
    path = tmp_path / "columns.yaml"
    path.write_text("schema: sekisho/columns/1\ncolumns:\n  - {field: version, heading: 版}\n")
    with pytest.raises(InputError) as nameless:
        read_columns(path)
    path.write_text("schema: sekisho/columns/1\ncolumns:\n  - {field: nome, heading: 版}\n")
    with pytest.raises(DefectsError):
        read_columns(path)

    assert nameless.value.message.id == "columns.no_name"


def test_a_folder_with_a_filing_is_no_delivery(tmp_path: Path):
    assert holds_no_filing(tmp_path)
    (tmp_path / "filing.yaml").write_text("")
    assert not holds_no_filing(tmp_path)


def test_an_empty_folder_is_told(tmp_path: Path):
    with pytest.raises(InputError) as told:
        open_vendor_case(tmp_path, Stated())

    assert told.value.message.id == "vendor.empty"


def test_links_are_not_followed_and_the_rest_is_read(tmp_path: Path):
    outside = tmp_path / "secret"
    outside.write_text("outside")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    _put(folder, sbom__json=_sbom())
    case = open_vendor_case(folder, Stated())

    assert _wrong(_files(case)["a.txt"]) == _wrong(_files(case)["up"]) == {"vendor.link"}
    assert _wrong(_files(case)["pipe"]) == {"vendor.no_file"}
    assert {file.path: file.sha256 for file in case.delivered}["a.txt"] == ""
    assert any(item.inventory for item in case.evidence)


def test_a_damaged_sbom_is_told_and_stays_unread(tmp_path: Path):
    case = open_vendor_case(_put(tmp_path, sbom__json=_sbom()[:-20]), Stated())
    (sbom,) = case.evidence

    assert sbom.evidence.kind == "sbom"
    assert sbom.inventory is None
    assert sbom.defects
    assert questions(case)[0].id == "vendor.ask.unread"


def _within(data: bytes, file: str, limits: ParcelLimits | None = None) -> dict[str, set[str]]:
    pieces = open_within(data, file, limits or ParcelLimits())
    return {piece.path: {d.message.id for d in piece.defects} for piece in pieces}


def test_a_name_that_leaves_its_folder_is_refused_and_the_rest_goes_on():
    found = _within(_zip(("../../etc/passwd", b"x"), ("/abs", b"y"), ("ok.txt", b"z")), "a.zip")

    assert found == {
        "a.zip": set(),
        "a.zip/etc/passwd": {"vendor.leaves_folder"},
        "a.zip/abs": {"vendor.leaves_folder"},
        "a.zip/ok.txt": set(),
    }


def test_names_of_zips_made_in_japan_are_read():
    packed = _zip(("x" * len("部品表.txt".encode("cp932")), b"a"))
    plain = b"x" * len("部品表.txt".encode("cp932"))
    found = _within(packed.replace(plain, "部品表.txt".encode("cp932")), "a.zip")

    assert "a.zip/部品表.txt" in found


def test_a_zip_that_unpacks_without_end_is_stopped():
    bomb = _zip(("a.bin", b"\0" * 5_000_000), ("b.bin", b"\0" * 5_000_000), ("c.txt", b"c"))
    limits = ParcelLimits(unpacked=8_000_000, free=8_000_000)
    found = _within(bomb, "a.zip", limits)

    assert found["a.zip"] == {"vendor.unpacks_too_large"}
    assert found["a.zip/a.bin"] == set()
    assert found["a.zip/b.bin"] == {"vendor.member_too_large"}


def test_zips_within_zips_are_opened_so_far_and_no_further():
    packed = _sbom()
    for level in range(6):
        packed = _zip((f"{level}.zip" if level else "sbom.json", packed))
    found = _within(packed, "a.zip")

    assert {"vendor.too_deep"} in found.values()
    assert len(found) == 5


def test_an_encrypted_zip_is_told_once_with_its_count():
    packed = bytearray(_zip(("a.txt", b"a"), ("b.txt", b"b")))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = packed.find(sign)
        while start >= 0:
            packed[start + at] |= 1
            start = packed.find(sign, start + 1)
    pieces = open_within(bytes(packed), "a.zip", ParcelLimits())

    assert pieces[0].defects[0].message.id == "vendor.encrypted"
    assert pieces[0].defects[0].message.params["n"] == 2
    assert [piece.kind for piece in pieces[1:]] == ["locked", "locked"]


def test_ten_thousand_attachments_are_cut_off_and_told():
    parts = "".join(
        f'--b\r\nContent-Disposition: attachment; filename="{n}.txt"\r\n\r\nx\r\n'
        for n in range(10_000)
    )
    letter = f"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{parts}--b--\r\n"
    pieces = open_within(letter.encode(), "a.eml", ParcelLimits())

    assert len(pieces) == ParcelLimits().files + 1
    assert pieces[0].defects[0].message.id == "vendor.too_many"


@pytest.mark.parametrize(
    "parameter",
    [
        'filename="=?ISO-2022-JP?B?GyRCSXRJSkk9GyhCLnR4dA==?="',
        "filename*=UTF-8''%E9%83%A8%E5%93%81%E8%A1%A8.txt",
        "filename*0*=UTF-8''%E9%83%A8%E5%93%81; filename*1*=%E8%A1%A8.txt",
        "filename*=Shift_JIS''%95%94%95i%95%5C.txt",
    ],
)
def test_japanese_names_of_attachments_are_read(parameter: str):
    letter = (
        "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Disposition: attachment; {parameter}\r\n\r\nx\r\n--b--\r\n"
    )

    assert "a.eml/部品表.txt" in _within(letter.encode(), "a.eml")


def test_a_raw_cp932_name_of_an_attachment_is_read():
    letter = b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    name = "部品表.txt".encode("cp932")
    letter += b'Content-Disposition: attachment; filename="%s"\r\n\r\nx\r\n--b--\r\n' % name

    assert "a.eml/部品表.txt" in _within(letter, "a.eml")


def test_attachments_of_one_name_are_kept_apart():
    found = _within(_mail(("a.txt", b"1"), ("a.txt", b"2")), "m.eml")

    assert {"m.eml/a.txt", "m.eml/a.txt~2"} <= set(found)


def test_a_mail_with_its_boundary_missing_is_told_and_its_parts_are_taken():
    letter = _mail(("a.txt", b"1")).rpartition(b"--")[0].rpartition(b"--")[0]
    found = _within(letter, "m.eml")

    assert found["m.eml"] == {"vendor.broken_mail"}
    assert "m.eml/a.txt" in found


def test_a_mail_in_a_mail_is_opened():
    found = _within(_mail(("inner.eml", _mail(("a.txt", b"1")))), "m.eml")

    assert "m.eml/inner.eml/a.txt" in found


def test_no_file_is_ever_called_what_cannot_be_shown():
    found = _within(_zip(("a\x1b[31m\u202e.txt", b"x")), "a.zip")

    assert set(found) == {"a.zip", "a.zip/a\ufffd[31m\ufffd.txt"}


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04" + b"\0" * 50, b"From: \xff\xfe", b"PK\x05\x06"]
)
def test_what_is_no_container_is_a_finding_about_itself(data: bytes, tmp_path: Path):
    folder = _put(tmp_path, bad__zip=data, sbom__json=_sbom())
    case = open_vendor_case(folder, Stated())

    assert any(item.inventory for item in case.evidence)
    assert "bad.zip" in _files(case)
