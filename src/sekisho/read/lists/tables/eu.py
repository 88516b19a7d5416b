"""The European Union's consolidated list of financial sanctions, as CSV (FSF form 1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, named
from sekisho.read.lists.published import day_first
from sekisho.read.lists.tables.rows import read_rows
from sekisho.read.lists.xml.eu import KINDS

HEADINGS = ("entity_logicalid", "namealias_wholename")
_ADDRESS = ("street", "pobox", "city", "zipcode", "region", "place", "countrydescription")
_NAME = ("firstname", "middlename", "lastname")


def read_eu_table(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every row, of which each tells one thing of an entity, and puts them together."""
    drafts: dict[str, Draft] = {}
    lines: dict[str, int] = {}
    for line, cells in read_rows(stream, file, defects, HEADINGS, ";"):
        id = cells.get("entity_logicalid", "")
        if not id:
            place = Place(file=file, line=line)
            defects.add(Defect(message=message("lists.no_id"), place=place))
            continue
        lines.setdefault(id, line)
        own = cells.get("entity_eu_referencenumber") or id
        _fill(drafts.setdefault(id, Draft(feed, own)), cells)
    for id, draft in drafts.items():
        place = Place(file=file, line=lines[id])
        yield from named(draft.done(), place, defects)


def _fill(draft: Draft, cells: dict[str, str]) -> None:
    get = cells.get
    kind = get("entity_subjecttype_classificationcode") or get("entity_subjecttype") or ""
    draft.kind = KINDS.get(kind.lower(), draft.kind)
    parts = " ".join(get(f"namealias_{part}", "") for part in _NAME)
    whole = get("namealias_wholename") or parts
    draft.call(
        whole, "strong" if draft.name else "name", get("namealias_regulation_numbertitle", "")
    )
    draft.lives(*(get(f"address_{part}", "") for part in _ADDRESS))
    for said in ("citizenship", "address"):
        draft.belongs(get(f"{said}_countrydescription", ""), get(f"{said}_countryiso2code", ""))
    draft.was_born(get("birthdate_birthdate") or get("birthdate_year") or "")
    words = get("identification_typedescription") or get("identification_typecode") or ""
    number = get("identification_number") or get("identification_latinnumber") or ""
    draft.numbered(words, number, get("identification_countryiso2code", ""))
    draft.says(draft.programmes, get("entity_regulation_programme", ""))
    draft.says(draft.bases, get("entity_regulation_numbertitle", ""))
    draft.says(draft.reasons, get("namealias_function", ""), get("entity_remark", ""))
    draft.url = draft.url or get("entity_regulation_publicationurl", "")
    days = ("entity_designationdate", "entity_regulation_entryintoforcedate")
    for day in filter(None, (day_first(get(key, "")) for key in days)):
        draft.listed_on = draft.listed_on or day
