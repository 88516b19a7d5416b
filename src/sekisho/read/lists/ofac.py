"""OFAC lists as CSV: the entries, their other names, addresses and remarks that run over.

Columns have no heading and `-0-` stands for nothing; the files are described in OFAC's own
"SDN data format" note. They come as Windows-1252 or ASCII and end with a control character.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, Kind
from sekisho.read.lists.tables.rows import cut_off

_NOTHING = "-0-"
_COLUMNS = 12
_KINDS: dict[str, Kind] = {
    "": "organisation",
    "individual": "person",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_WEAK = re.compile(r"a\.k\.a\. '([^']+)'")
_BORN = re.compile(r"\bDOB ([^;.]+)")
_LINKED = re.compile(r"\bLinked To: ([^;)]+)")
_NATIONALITY = re.compile(r"\bnationality ([^;.]+)")
_NUMBERS = re.compile(
    r"(?:alt\. )?((?:Tax ID|Registration|Company|Commercial Registry|Business Registration"
    r"|Identification|Vessel Registration Identification|Unified Social Credit)"
    r"(?: (?:Number|ID|No\.|Code))?(?: \(USCC\))?) (?:IMO )?(?=\S*\d)([A-Z0-9][\w./-]*)"
)


@dataclass(frozen=True, slots=True)
class OfacFiles:
    """The bytes of the files of one list and their names; all but the entries may be missing."""

    entries: bytes
    name: str
    names: bytes = b""
    addresses: bytes = b""
    comments: bytes = b""


@dataclass(slots=True)
class _Beside:
    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    weak: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    former: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    comments: dict[str, str] = field(default_factory=lambda: defaultdict(str))


def looks_like_entries(start: bytes) -> bool:
    """Says whether bytes begin like the file of entries."""
    try:
        rows = list(_rows(start.split(b"\n", 1)[0], ""))
    except InputError:
        return False
    return bool(rows) and len(rows[0][1]) == _COLUMNS and rows[0][1][0].isdigit()


def read_ofac(files: OfacFiles, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads the entries with what the other files say of them; a bad row becomes a defect.

    Raises `InputError` when the first row is no entry, or the last one breaks off.
    """
    if not looks_like_entries(files.entries):
        raise InputError(message("lists.not_ofac"), place=Place(file=files.name))
    if _breaks_off(files.entries):
        raise cut_off(files.name, files.entries.count(b"\n") + 1)
    beside = _read_beside(files)
    for line, row in _rows(files.entries, files.name):
        if len(row) != _COLUMNS or not row[0].isdigit() or not row[1]:
            defects.add(
                Defect(
                    message=message("lists.columns", found=len(row), wanted=_COLUMNS),
                    place=Place(file=files.name, line=line),
                )
            )
            continue
        yield _party(row, beside, feed)


def _breaks_off(data: bytes) -> bool:
    """Says whether the last line is neither ended nor a whole row."""
    last = data.rpartition(b"\n")[2].strip(b"\x1a\r \t")
    if not last:
        return False
    try:
        columns = len(next(csv.reader([last.decode("cp1252", "replace")]), []))
    except csv.Error:  # told with its place when the rows are read
        return False
    return columns < _COLUMNS or last.count(b'"') % 2 == 1


def _rows(data: bytes, file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    rows = csv.reader(text.replace("\0", "").splitlines())
    try:
        for row in rows:
            cells = ["" if cell.strip() == _NOTHING else cell.strip() for cell in row]
            if cells and cells != ["\x1a"]:
                yield rows.line_num, cells
    except csv.Error as error:  # a cell longer than any text
        place = Place(file=file, line=rows.line_num)
        raise InputError(message("lists.not_ofac"), place=place) from error


def _read_beside(files: OfacFiles) -> _Beside:
    beside = _Beside()
    for _, row in _rows(files.names, files.name):
        if len(row) >= 5 and row[3]:
            weak = "weak" in row[4].lower()
            former = row[2].lower().startswith("fka")
            kept = beside.weak if weak else beside.former if former else beside.names
            kept[row[0]].append(row[3])
    for _, row in _rows(files.addresses, files.name):
        if len(row) >= 5:
            text = ", ".join(part for part in row[2:5] if part)
            if text:
                beside.addresses[row[0]].append((text, row[4]))
    for _, row in _rows(files.comments, files.name):
        if len(row) >= 2:
            beside.comments[row[0]] += row[1]
    return beside


def _party(row: list[str], beside: _Beside, feed: str) -> ListedParty:
    id, name, kind, programme = row[:4]
    remarks = row[11] + beside.comments.get(id, "")
    draft = Draft(feed, id, _KINDS.get(kind, "unknown"))
    _call(draft, name, remarks, beside)
    nationality = _NATIONALITY.search(remarks)
    if kind == "individual" and nationality:
        draft.belongs(nationality.group(1))
    for text, country in beside.addresses.get(id, []):
        draft.lives(text)
        if country:
            draft.belongs(country)
    for words, number in _NUMBERS.findall(remarks):
        draft.numbered(words, number)
    for born in _BORN.findall(remarks):
        draft.was_born(born)
    for linked in _LINKED.findall(remarks):
        draft.knows("linked", linked)
    draft.says(draft.programmes, *programme.split("] ["))
    draft.says(draft.reasons, remarks)
    return draft.done() or ListedParty(feed=feed, id=id, name=name)


def _call(draft: Draft, name: str, remarks: str, beside: _Beside) -> None:
    draft.call(name, "name")
    for other in beside.names.get(draft.id, []):
        draft.call(other)
    for other in beside.former.get(draft.id, []):
        draft.call(other, "former")
    for other in beside.weak.get(draft.id, []):
        draft.call(other, "weak")
    for other in _WEAK.findall(remarks):
        draft.call(other, "weak", "source_remarks")
