"""The lists of the United Kingdom as CSV, each name of an entry a row of its own.

Two tables are known: the sanctions list of the Foreign Office (`Report Date: ...` stands first)
and the consolidated list of the Treasury (`Last Updated,...` stands first, until 2026).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import ListedParty, Strength
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, Kind, named
from sekisho.read.lists.published import day_first
from sekisho.read.lists.tables.rows import read_rows

KINDS: dict[str, Kind] = {
    "individual": "person",
    "entity": "organisation",
    "ship": "vessel",
}
_NAMES = tuple(f"name {n}" for n in range(1, 7))
_LINES = (
    *(f"address line {n}" for n in range(1, 7)),
    *(f"address {n}" for n in range(1, 7)),
    "address postal code",
    "post/zip code",
)
_NUMBERS = (
    ("passport number", "passport"),
    ("national identifier number", "national identifier"),
    ("national identification number", "national identifier"),
    ("business registration number (s)", "business registration number"),
    ("imo number", "IMO number"),
)
_UNKNOWN_PARTS = re.compile(r"(?:00|dd|mm)/", re.IGNORECASE)


def strength_of(kind: str, quality: str = "") -> Strength:
    """Reads the type and the strength that the publisher gives a name."""
    if "low" in quality.lower() or "weak" in quality.lower():
        return "weak"
    lowered = kind.lower()
    if "fka" in lowered or "formerly" in lowered:
        return "former"
    return "name" if lowered in {"primary name", "prime alias"} else "strong"


def birth(text: str) -> str:
    """Gives a day of birth without the parts that are not known (`00/00/1936`, `dd/mm/1950`)."""
    return _UNKNOWN_PARTS.sub("", text.strip())


class Rows:
    """Puts the rows of each entry together."""

    def __init__(self, feed: str, file: str, defects: DefectLog) -> None:
        self._feed = feed
        self._file = file
        self._defects = defects
        self._drafts: dict[str, Draft] = {}
        self._lines: dict[str, int] = {}

    def add(self, line: int, cells: dict[str, str]) -> None:
        """Adds a row by its headings in lower case; one without an id becomes a defect."""
        id = cells.get("unique id") or cells.get("group id") or cells.get("ofsi group id") or ""
        if not id:
            place = Place(file=self._file, line=line)
            self._defects.add(Defect(message=message("lists.no_id"), place=place))
            return
        self._lines.setdefault(id, line)
        _fill(self._drafts.setdefault(id, Draft(self._feed, id)), cells)

    def parties(self) -> Iterator[ListedParty]:
        """Gives the entries in the order of their first rows."""
        for id, draft in self._drafts.items():
            place = Place(file=self._file, line=self._lines[id])
            yield from named(draft.done(), place, self._defects)


def read_uk_table(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every row and puts those of one entry together."""
    rows = Rows(feed, file, defects)
    for line, cells in read_rows(stream, file, defects, wanted=("name 6", "name 1")):
        rows.add(line, cells)
    yield from rows.parties()


def _fill(draft: Draft, cells: dict[str, str]) -> None:
    get = cells.get
    kind = get("designation type") or get("group type") or ""
    draft.kind = KINDS.get(kind.lower(), draft.kind)
    told = get("name type") or get("alias type") or ""
    quality = get("alias strength") or get("alias quality") or ""
    draft.call(" ".join(get(name, "") for name in _NAMES), strength_of(told, quality))
    draft.call(get("name non-latin script", ""), "strong", "source_script")
    country = get("address country") or get("country") or ""
    draft.lives(*(get(line, "") for line in _LINES), country)
    for text in (get("nationality(/ies)", ""), get("nationality", ""), country):
        if text:
            draft.belongs(text)
    draft.was_born(birth(get("d.o.b") or get("dob") or ""))
    for heading, words in _NUMBERS:
        draft.numbered(words, get(heading, ""))
    draft.knows("parent", get("parent company", ""))
    draft.knows("subsidiary", get("subsidiaries", ""))
    draft.knows("owner", get("current owner/operator (s)", ""))
    draft.says(draft.programmes, get("regime name") or get("regime") or "")
    draft.says(draft.reasons, get("position", ""), get("other information", ""))
    draft.says(draft.reasons, get("uk statement of reasons", ""))
    draft.scope = draft.scope or get("sanctions imposed", "").replace("|", "; ")
    draft.part = draft.part or get("designation source", "")
    days = (get("date designated"), get("uk sanctions list date designated"), get("listed on"))
    draft.listed_on = draft.listed_on or next(
        filter(None, map(day_first, filter(None, days))), None
    )
