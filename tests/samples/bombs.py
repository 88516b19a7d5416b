"""Files made to overload their readers."""

from __future__ import annotations

import io
import zipfile

_TYPES = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>"""
_ROOT = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_BOOK = b"""<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_BOOK_RELS = b"""<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""
_SHEET = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"""
_SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def workbook(strings: bytes) -> bytes:
    """Makes a workbook of one cell, with a table of shared strings as given."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _BOOK),
            ("xl/_rels/workbook.xml.rels", _BOOK_RELS),
            ("xl/worksheets/sheet1.xml", _SHEET),
            ("xl/sharedStrings.xml", strings),
        ):
            archive.writestr(name, body)
    return made.getvalue()


def many_strings(count: int = 1_500_000) -> bytes:
    """A workbook of one cell and of strings without end: under every cap, and slow to parse."""
    return workbook(_SST + b"<si><t>ab</t><r><t>cd</t></r></si>" * count + b"</sst>")


def zip_bomb() -> bytes:
    """A workbook that unpacks to a thousand times what it is."""
    return workbook(_SST + b" " * 200_000_000 + b"</sst>")


def lying_zip() -> bytes:
    """A workbook whose directory says that its largest part is small."""
    made = bytearray(workbook(_SST + b" " * 60_000_000 + b"</sst>"))
    size = len(_SST + b"</sst>") + 60_000_000
    return bytes(made).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def deep_json(depth: int = 500_000) -> bytes:
    """JSON as deep as a stack is not."""
    return b'{"schema":"sekisho/filing/1","notes":' + b"[" * depth + b"]" * depth + b"}"


def laughs() -> bytes:
    """YAML whose aliases stand for billions of values."""
    rows = [b"a0: &a0 [x,x,x,x,x,x,x,x,x]\n"]
    rows += [b"a%d: &a%d [%s]\n" % (n, n, b",".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 20)]
    return b"".join(rows)


def long_number(digits: int = 10_000_000) -> bytes:
    """A filing with a number of millions of digits where a day is to stand."""
    return b'{"schema":"sekisho/filing/1","filed_on":' + b"9" * digits + b"}"
