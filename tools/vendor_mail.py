"""Makes the fictional example of what a vendor sends: a mail with a table, a PDF and a zip.

    python tools/vendor_mail.py [FOLDER]

The same bytes come out each time. Nothing in it is real.
"""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from openpyxl import Workbook

FOLDER = Path("examples/vendor-mail/received")
_MADE_AT = datetime(2026, 11, 25)  # noqa: DTZ001  # a workbook knows no time zone
_ZIP_AT = (2026, 11, 25, 9, 0, 0)
_HEADINGS = ("No.", "品名", "バージョン", "提供元", "ライセンス", "purl", "備考")
_PARTS = (
    ("aoba-alarms", "2.2.0", "Aoba Micro", "Apache-2.0", "pkg:pypi/aoba-alarms@2.2.0"),
    ("tanuki-mqtt", "3.6.0", "Tanuki Soft", "MIT", "pkg:pypi/tanuki-mqtt@3.6.0"),
    ("tanuki-json", "7.1.1", "Tanuki Soft", "MIT", "pkg:pypi/tanuki-json@7.1.1"),
    ("sazanami-geo", "4.1.0", "Sazanami Libraries", "BSD-3-Clause", "pkg:pypi/sazanami-geo@4.1.0"),
    ("組込みタイマー", "1.3", "Aoba Micro", "", ""),
)


def workbook() -> bytes:
    """Gives the table of components, headed as no standard heads it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  # a new workbook has one
    sheet.title = "OSS一覧"
    sheet.append(["青葉EMS 5.0.1 構成要素一覧（架空の例 / fictional example）"])
    sheet.append([])
    sheet.append(list(_HEADINGS))
    for number, part in enumerate(_PARTS, start=1):
        sheet.append([number, *part, ""])
    book.properties.created = book.properties.modified = _MADE_AT
    held = io.BytesIO()
    book.save(held)
    return _same_each_time(held.getvalue())


def _same_each_time(packed: bytes) -> bytes:
    """Packs a zip again with one time for all members: the library stamps them with the clock."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(held, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "docProps/core.xml":
                start, _, rest = data.partition(b"<dcterms:modified")
                _, _, end = rest.partition(b"</dcterms:modified>")
                data = start + end
            new.writestr(zipfile.ZipInfo(member.filename, _ZIP_AT), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def pdf() -> bytes:
    """Gives a page that says of itself that it is an example."""
    text = b"BT /F1 14 Tf 60 760 Td (Aoba EMS 5.0.1 release note. Fictional example.) Tj ET"
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    at = []
    for number, body in enumerate(bodies, start=1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in at)
    out += b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def firmware() -> bytes:
    """Gives a zip with an image of nothing behind the sign of one, and a text beside it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        image = bytes.fromhex("27051956") + b"fictional firmware image ".ljust(2044, b".")
        archive.writestr(zipfile.ZipInfo("ems-5.0.1/ems-5.0.1.bin", _ZIP_AT), image)
        said = "架空の例です。 Fictional example.\n".encode()
        archive.writestr(zipfile.ZipInfo("ems-5.0.1/README.txt", _ZIP_AT), said)
    return held.getvalue()


def mail() -> bytes:
    """Gives the mail with its three attachments, their names in Japanese where vendors do so."""
    letter = EmailMessage()
    letter["Subject"] = "【架空の例】青葉EMS 5.0.1 リリースのご案内"
    letter["From"] = "青葉マイクロ サポート <support@aoba.example>"
    letter["To"] = "霞送配電 調達担当 <procurement@kasumi.example>"
    letter["Date"] = "Wed, 25 Nov 2026 09:00:00 +0900"
    letter["Message-ID"] = "<20261125.0900@aoba.example>"
    letter.set_content("架空の例です。更新版をお送りします。\nFictional example: an update.\n")
    excel = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for data, kind, name in (
        (workbook(), excel, "青葉EMS_5.0.1_SBOM.xlsx"),
        (pdf(), "pdf", "release-note.pdf"),
        (firmware(), "zip", "ems-5.0.1.zip"),
    ):
        letter.add_attachment(data, maintype="application", subtype=kind, filename=name)
    letter.set_boundary("=====fictional-example=====")
    return letter.as_bytes(policy=SMTP)


def main(folder: Path) -> None:
    """Writes the mail as it was saved."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2026-11-25-aoba.eml").write_bytes(mail())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
