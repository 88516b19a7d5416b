"""What is refused before a workbook is opened: bombs, macros, links, anything but plain cells.

All of it is seen in the zip directory and in the bytes of the parts; the library that parses
the cells only ever gets a workbook that passed.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.values.message import Value, message
from sekisho.read.limits import SHEET, check_size
from sekisho.read.packed import BROKEN_ARCHIVE

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGE = re.compile(
    rb"mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class SheetLimits:
    """Caps for one workbook: what it unpacks to, its parts, its cells, and what merges cover."""

    unpacked: int = 128 * 1024 * 1024
    parts: int = 500
    cells: int = SHEET.nodes
    merged: int = 100_000


LIMITS = SheetLimits()

_REFUSED: tuple[tuple[str, str], ...] = (
    (r"vbaProject|vbaData|xl/macrosheets/|dialogsheets/", "error.sheet_macros"),
    (r"xl/externalLinks/|xl/connections\.xml|xl/queryTables/", "error.sheet_links"),
    (r"xl/(embeddings|activeX|ctrlProps)/", "error.sheet_objects"),
)


def check_workbook(data: bytes, file: str, limits: SheetLimits = LIMITS) -> None:
    """Lets a plain `.xlsx` pass.

    Raises `TooLargeError` for a workbook that would unpack to too much, `InputError` for macros,
    links to other files, embedded objects, a password, an old format, or no workbook at all.
    """
    check_size(len(data), SHEET, file)
    if data.startswith(_OLD_OFFICE):
        raise _refused("error.sheet_old_or_locked", file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, file, limits)
            cells = merged = 0
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    body = archive.read(part)
                    _check_part(part.filename, body, file)
                    cells += sum(1 for _ in _CELL.finditer(body))
                    merged += _merged_area(body)
    except (*BROKEN_ARCHIVE, OSError) as error:
        raise _refused("error.sheet_broken", file) from error
    if cells > limits.cells:
        raise _too_large("error.sheet_too_many_cells", file, found=cells, limit=limits.cells)
    if merged > limits.merged:
        raise _too_large("error.sheet_merged_too_wide", file, found=merged, limit=limits.merged)


def _check_directory(archive: zipfile.ZipFile, file: str, limits: SheetLimits) -> None:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked or len(parts) > limits.parts:
        raise _too_large(
            "error.sheet_unpacks_too_large",
            file,
            found=unpacked // (1024 * 1024),
            limit=limits.unpacked // (1024 * 1024),
        )
    names = [part.filename for part in parts]
    if _CONTENT_TYPES not in names or not any(name.startswith("xl/") for name in names):
        raise _refused("error.sheet_not_excel", file)
    for name in names:
        for pattern, wrong in _REFUSED:
            if re.search(pattern, name, re.IGNORECASE):
                raise _refused(wrong, file, part=name)


def _check_part(name: str, body: bytes, file: str) -> None:
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body or b"\x00" in body:
        # No writer of workbooks declares a document type, or writes anything but UTF-8.
        raise _refused("error.sheet_broken", file)
    if name == _CONTENT_TYPES and b"macroEnabled" in body:
        raise _refused("error.sheet_macros", file, part=name)
    if name.endswith(".rels") and b"externalLink" in body:
        raise _refused("error.sheet_links", file, part=name)


def _merged_area(body: bytes) -> int:
    area = 0
    for found in _MERGE.finditer(body):
        left, top, right, bottom = found.groups()
        area += (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
    return area


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refused(id: str, file: str, **params: Value) -> InputError:
    return InputError(message(id, **params), place=Place(file=file), hint=message(f"{id}.remedy"))


def _too_large(id: str, file: str, **params: Value) -> TooLargeError:
    return TooLargeError(
        message(id, **params), place=Place(file=file), hint=message(f"{id}.remedy")
    )
