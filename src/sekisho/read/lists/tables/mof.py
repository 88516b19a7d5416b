"""The asset freezes of Japan's Ministry of Finance (資産凍結等の措置), as its workbook.

Each sheet is a measure with headings of its own, found by their words. A day stands as text, as a
day or as the number by which a workbook counts days.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from openpyxl import load_workbook

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.reference import ListedParty, Strength
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, Kind
from sekisho.read.lists.meti import check_workbook
from sekisho.read.lists.published import country_code

_ROWS, _SHEETS, _COLUMNS = 50_000, 200, 40
_HEADING_WITHIN = 8
_HEADINGS: tuple[tuple[str, str], ...] = (
    ("告示日付", "day"),
    ("告示番号", "number"),
    ("日本語表記", "name"),
    ("英語表記", "english"),
    ("確定に十分でない別名", "weak"),
    ("確定可能な別名", "strong"),
    ("別称・旧称", "strong"),
    ("別名", "strong"),
    ("別称", "strong"),
    ("以前の別名", "former"),
    ("過去の別名", "former"),
    ("旧称", "former"),
    ("生年月日", "born"),
    ("国籍", "country"),
    ("旅券番号", "passport"),
    ("ID番号", "identity"),
    ("身分登録番号", "identity"),
    ("住所", "address"),
    ("所在地", "address"),
    ("活動地域", "address"),
    ("役職", "reason"),
    ("肩書", "reason"),
    ("称号", "reason"),
    ("その他", "reason"),
    ("詳細", "reason"),
    ("指定の根拠", "reason"),
    ("国連参照番号", "reference"),
)
_STRENGTHS: dict[str, Strength] = {
    "name": "name",
    "english": "strong",
    "strong": "strong",
    "weak": "weak",
    "former": "former",
}
_NO_NAME = re.compile(r"番号[:：]|生年月日|出生地[:：]|生まれ。?$|^別名[:：]?$")
_TAIL = re.compile(
    r"[,、]?\s*[(（]?(?:\bborn (?:in|on|\d)|\bDOB\b|\b(?:\w+ )?passport number|formerly listed|previously listed)",
    re.IGNORECASE,
)
_NOTHING = frozenset({"不明", "なし", "無し", "-", "―", "ー", "n/a", "na", "unknown"})
_LISTED = re.compile(
    r"(?:^|[\s、,;；])*[(（][a-zａ-ｚ1-9]{1,2}[)）]\s*"
    r"|[(（]?\s*(?:a\.?k\.?a\.?|original script)\s*[:：]\s*",
    re.IGNORECASE,
)
_OF = re.compile(r"対象となる([^（、]{2,12}?)の(?:団体|個人|特定銀行)")
_OWNED = re.compile(r"以上を直接に所有されている団体")
_BUT = re.compile(r"([0-9０-９、及びおよ]+)に掲げる団体を除く")
_BETWEEN = re.compile(r"[;；\n、]")
_WRAPPED = re.compile(r"^(.*?)\s*[(（]([^()（）]*[A-Za-z]{3}[^()（）]*)[)）]\s*$", re.DOTALL)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_DAY = re.compile(r"((?:19|20)\d\d)[.\u5e74/](\d{1,2})[.\u6708/](\d{1,2})")
_COUNTED = re.compile(r"[1-5][0-9]{4}\Z", re.ASCII)
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class _Sheet:
    title: str
    measure: str
    columns: dict[str, list[int]]
    kind: Kind


def read_mof(data: bytes, feed: str, file: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every row that names someone; one taken off the list keeps no name and is no entry.

    Raises `InputError` when the file is no such workbook, holds macros or links to others,
    `TooLargeError` when it unpacks to too much. A row without a name becomes a defect.
    """
    found = False
    for title, rows in _sheets(data, file, _ROWS):
        sheet, first = _open(title, rows)
        if sheet is None:
            continue
        found = True
        yield from _parties(sheet, rows[first:], first, _Origin(feed, file, defects))
    if not found:
        raise InputError(message("lists.not_mof"), place=Place(file=file))


def has_mof_heading(data: bytes, file: str) -> bool:
    """Says whether one of the first sheets has the list's headings.

    Raises `InputError` as `read_mof` does for what is no workbook that may be opened.
    """
    return any(_open(title, rows)[0] for title, rows in _sheets(data, file, _HEADING_WITHIN, 3))


def _sheets(
    data: bytes, file: str, limit: int, sheets: int = _SHEETS
) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    check_workbook(data, file)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of print areas and styles, which say nothing about the entries.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets[:sheets]:
                rows = sheet.iter_rows(values_only=True, max_row=limit, max_col=_COLUMNS)
                yield sheet.title, list(rows)
            book.close()
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            message("lists.bad_workbook", reason=type(error).__name__), place=Place(file=file)
        ) from error


def _open(title: str, rows: list[tuple[Any, ...]]) -> tuple[_Sheet | None, int]:
    """Finds the headings among the first rows; gives the number of the row below them."""
    for at, row in enumerate(rows[:_HEADING_WITHIN]):
        columns: dict[str, list[int]] = {}
        for index, cell in enumerate(row):
            words = _text(cell)
            key = next((key for word, key in _HEADINGS if words.startswith(word)), "")
            if key:
                columns.setdefault(key, []).append(index)
        if {"day", "number", "name"} <= columns.keys():
            measure = _text(rows[0][0]) if rows[0] else ""
            return _Sheet(title.strip(), measure.replace("\n", " "), columns, _kind(title)), at + 1
    return None, 0


def _kind(title: str) -> Kind:
    if "個人" in title:
        return "person"
    return "organisation" if "団体" in title or "銀行" in title else "unknown"


@dataclass(frozen=True, slots=True)
class _Origin:
    feed: str
    file: str
    defects: DefectLog


def _parties(
    sheet: _Sheet, rows: Sequence[tuple[Any, ...]], before: int, origin: _Origin
) -> Iterator[ListedParty]:
    for line, row in enumerate(rows, start=before + 1):
        number = _cell(sheet, row, "number")
        if not number:
            continue
        if not _cell(sheet, row, "name") and not _cell(sheet, row, "english"):
            if "削除" not in _cell(sheet, row, "day"):
                place = Place(file=origin.file, sheet=sheet.title, line=line)
                origin.defects.add(Defect(message=message("lists.no_name"), place=place))
            continue
        party = _entry(sheet, row, origin.feed).done()
        if party is not None:
            yield party


def _entry(sheet: _Sheet, row: tuple[Any, ...], feed: str) -> Draft:
    short = sheet.title.split(".")[0].strip()
    draft = Draft(feed, f"{short}-{_cell(sheet, row, 'number')}", sheet.kind)
    draft.part = sheet.title
    measure, _, note = sheet.measure.partition("（注）")
    draft.says(draft.programmes, measure)
    _reach(draft, note, _cell(sheet, row, "number"))
    for key, strength in _STRENGTHS.items():
        for index in sheet.columns.get(key, ()):
            for name in names_of(_at(row, index), whole=key in ("name", "english")):
                draft.call(name, "strong" if draft.name and strength == "name" else strength)
    day = _cell(sheet, row, "day")
    draft.listed_on = _day(day)
    if "削除" in day:
        draft.ended_on = _day(day[: day.index("削除")].rsplit("\n", 1)[-1])
    _person(draft, sheet, row)
    reference = _cell(sheet, row, "reference")
    draft.says(draft.bases, reference if reference.lower() not in _NOTHING else "")
    for index in sheet.columns.get("reason", ()):
        text = _text(_at(row, index))
        draft.says(draft.reasons, text if text.lower() not in _NOTHING else "")
    return draft


def _reach(draft: Draft, note: str, number: str) -> None:
    """A measure may reach the firms that those listed own, but for some entries it names."""
    if _OWNED.search(note) is None:
        return
    but = _BUT.search(unicodedata.normalize("NFKC", note))
    if but is None or number not in re.findall(r"[0-9]+", but.group(1)):
        draft.reach.append("subsidiary")
        draft.scope = note.strip()


def _person(draft: Draft, sheet: _Sheet, row: tuple[Any, ...]) -> None:
    for born in pieces(_cell(sheet, row, "born")):
        draft.was_born(_counted(born))
    for country in pieces(_cell(sheet, row, "country")):
        draft.belongs(country, country_code(country))
    for address in pieces(_cell(sheet, row, "address")):
        draft.lives(address)
        _country_of(draft, address)
    for country in _OF.findall(sheet.measure):
        draft.belongs(country, country_code(country))
    for key, words in (("passport", "passport"), ("identity", "identity number")):
        for number in pieces(_cell(sheet, row, key)):
            draft.numbered(words, number)


def _country_of(draft: Draft, address: str) -> None:
    """A country stands first in a Japanese address and last in another."""
    parts = re.split(r"[,、，]\s*", address.strip(" .。"))
    for part in (parts[0], parts[-1]):
        if code := country_code(part):
            draft.belongs(part, code)


def pieces(text: str) -> list[str]:
    """Splits a cell at its marks `(a)`, `(b)` and its line ends; what says nothing is left out."""
    found = [" ".join(part.split()) for part in _LISTED.split(text)]
    return [part for part in found if part and part.lower() not in _NOTHING]


def names_of(cell: Any, *, whole: bool) -> Iterator[str]:
    """Gives the names in a cell, and those in brackets in another script behind a name.

    The field of the name itself is not split at commas and line ends.
    """
    for piece in _LISTED.split(_text(cell)):
        for part in [piece] if whole else _BETWEEN.split(piece):
            words = _TAIL.split(" ".join(part.split()), maxsplit=1)[0]
            name = _whole_brackets(words.strip(" ,、;；・"))
            if not name or name.lower() in _NOTHING or _NO_NAME.search(name):
                continue
            wrapped = _WRAPPED.match(name)
            if wrapped and _JAPANESE.search(wrapped.group(1)):
                yield from filter(None, (wrapped.group(1).strip(), wrapped.group(2).strip()))
            else:
                yield name


def _whole_brackets(name: str) -> str:
    """Takes off a bracket whose other half stood in another piece."""
    for left, right in (("(", ")"), ("（", "）")):
        if name.count(left) < name.count(right) and name.endswith(right):
            name = name[:-1].rstrip()
        if name.count(left) > name.count(right) and name.startswith(left):
            name = name[1:].lstrip()
    return name


def _cell(sheet: _Sheet, row: tuple[Any, ...], key: str) -> str:
    texts = (_text(_at(row, index)) for index in sheet.columns.get(key, ()))
    return "\n".join(filter(None, texts))


def _at(row: tuple[Any, ...], index: int) -> Any:
    return row[index] if index < len(row) else None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).strip()


def _counted(text: str) -> str:
    """Gives the day that a workbook counts from the end of 1899."""
    if _COUNTED.match(text) is None:
        return text
    return (_EPOCH + timedelta(days=int(text))).isoformat()


def _day(text: str) -> date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None
