"""METI's foreign end-user list (外国ユーザーリスト), as the workbook it is published as.

Columns are found by their headings. A cell holds the name in one or two languages, or many
other names, each on its own line after `・`.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook

from sekisho.model.errors import Defect, InputError, Place, TooLargeError
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.published import country_code
from sekisho.read.packed import BROKEN_ARCHIVE

_UNPACKED = 64 * 1024 * 1024
_ROWS = 50_000
_HEADINGS = {"country": "国名", "name": "企業名", "others": "別名", "weapons": "懸念区分"}
_BULLET = re.compile(r"^\s*[・･•]\s*", re.MULTILINE)
_WRAPPED = re.compile(r"^[(（](.+)[)）]$", re.DOTALL)
_LATIN = re.compile(r"\A[^\u3000-\u9fff\uac00-\ud7af]*\Z")
_FORBIDDEN = ("vbaProject", "externalLinks/", "embeddings/", "activeX/", "ctrlProps/")


def read_meti(data: bytes, feed: str, file: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every row that names a firm or organisation.

    Raises `InputError` when the file is no such workbook, holds macros or links to others,
    `TooLargeError` when it unpacks to too much. A row without a name becomes a defect.
    """
    rows = iter(_rows(data, file, _ROWS))
    columns = _columns(next(rows, ()), file)
    yield from _parties(rows, columns, feed, file, defects)


def _rows(data: bytes, file: str, limit: int) -> list[tuple[Any, ...]]:
    check_workbook(data, file)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of print areas and styles, which say nothing about the entries.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            rows = list(book.worksheets[0].iter_rows(values_only=True, max_row=limit))
            book.close()
    except Exception as error:
        raise InputError(
            message("lists.bad_workbook", reason=type(error).__name__), place=Place(file=file)
        ) from error
    return rows


def has_meti_heading(data: bytes, file: str) -> bool:
    """Says whether a workbook's first row has the list's headings.

    Raises `InputError` as `read_meti` does for what is no workbook that may be opened.
    """
    rows = _rows(data, file, 1)
    try:
        _columns(next(iter(rows), ()), file)
    except InputError:
        return False
    return True


def check_workbook(data: bytes, file: str) -> None:
    """Refuses what is no workbook, unpacks to too much, or brings macros and links."""
    place = Place(file=file)
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (*BROKEN_ARCHIVE, OSError) as error:
        raise InputError(message("lists.no_workbook"), place=place) from error
    if sum(member.file_size for member in members) > _UNPACKED:
        raise TooLargeError(
            message("packed.too_large", limit=_UNPACKED // (1024 * 1024)), place=place
        )
    for member in members:
        if any(word in member.filename for word in _FORBIDDEN):
            raise InputError(message("lists.active_workbook", part=member.filename), place=place)


def _columns(heading: Sequence[Any], file: str) -> dict[str, int]:
    found = {
        key: at
        for key, word in _HEADINGS.items()
        for at, cell in enumerate(heading)
        if isinstance(cell, str) and cell.strip().startswith(word)
    }
    if "country" not in found or "name" not in found:
        raise InputError(message("lists.not_meti"), place=Place(file=file))
    return found


def _parties(
    rows: Any, columns: dict[str, int], feed: str, file: str, defects: DefectLog
) -> Iterator[ListedParty]:
    for number, row in enumerate(rows, start=2):
        cells = {
            key: str(row[at]).strip() if at < len(row) and row[at] is not None else ""
            for key, at in columns.items()
        }
        if not any(cells.values()):
            continue
        names = _names(cells["name"])
        if not names:
            defects.add(
                Defect(message=message("lists.no_name"), place=Place(file=file, line=number))
            )
            continue
        yield ListedParty(
            feed=feed,
            id=str(number - 1),
            name=names[0],
            other_names=tuple(dict.fromkeys((*names[1:], *_names(cells.get("others", ""))))),
            country=country_code(cells["country"]),
            country_text=cells["country"].replace("\n", " / "),
            reason=cells.get("weapons", "").replace("\n", " / "),
        )


def _names(cell: str) -> list[str]:
    """Splits a cell into names: at each bullet, and where a line is in brackets or another script.

    A line in Latin letters after one in Latin letters only continues it.
    """
    found: list[str] = []
    for block in _BULLET.split(cell):
        runs_on = False
        for line in filter(None, map(str.strip, block.splitlines())):
            wrapped = _WRAPPED.match(line)
            latin = wrapped is None and _LATIN.search(line) is not None
            name = (wrapped.group(1) if wrapped else line).rstrip(";；").strip()
            if runs_on and latin:
                found[-1] = f"{found[-1]} {name}"
            else:
                found.append(name)
            runs_on = latin
    return found
