"""United States lists of restricted parties in one JSON shape: BIS, FCC, DoW 1260H and others.

`{"list_id", "extracted", "count", "entities": [{"name", "aliases", "country", "address",
"effective_date", "federal_register", "notes"}]}`
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import msgspec

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.reference import CoveredEquipment, ListedParty
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft
from sekisho.read.lists.published import country_code, day_of

_CATEGORY = re.compile(r"produced in (?:a foreign country|foreign countries)", re.IGNORECASE)
_ABROAD = "~US"
_IN_EFFECT = "Active"
_AUTHORITY = re.compile(r"\bAuthority: ([^;]+)")
_GOODS = re.compile(r"\bMerchandise: ([^;]+)")
_STATUS = re.compile(r"\bstatus: ([^;]+)")
_ENDED = re.compile(
    r"(?:^(?:all provisions )?(?:expired|lifted|terminated)|\ball other sanctions removed)\D*"
    r"(\d{1,2}/\d{1,2}/\d{2,4})",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"Listed together with subsidiaries: ([^|]+)")
_BETWEEN_FIRMS = re.compile(
    r",\s+(?!(?:Ltd|Inc|LLC|L\.L\.C|Limited|Co|Corp|PLC|S\.A|GmbH|LP|LLP)\b)", re.IGNORECASE
)
_SUBSIDIARY = "source_subsidiary"


class _Entity(msgspec.Struct):
    name: str
    aliases: list[str] | None = None
    country: str | None = None
    address: str | None = None
    effective_date: str | None = None
    federal_register: str | None = None
    notes: str | None = None
    status: str | None = None


class _List(msgspec.Struct):
    list_id: str
    entities: list[msgspec.Raw]
    extracted: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class RestrictedList:
    """A list as read: which one, of which day, its entries, and whether none is missing."""

    list_id: str
    published_on: date | None
    entries: tuple[tuple[str, Any], ...]
    complete: bool


def list_id_of(data: bytes) -> str:
    """Gives the id of the list in such a document, empty when it is none."""
    try:
        return msgspec.json.decode(data, type=_List).list_id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def read_restricted(data: bytes, file: str, defects: DefectLog) -> RestrictedList:
    """Reads the document; an entry without a name becomes a defect.

    A list that states more entries than it holds is not complete, and that is a defect too.
    Raises `InputError` when the document has another shape.
    """
    try:
        document = msgspec.json.decode(data, type=_List)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            message("lists.not_restricted", reason=str(error)), place=Place(file=file)
        ) from error
    entries = tuple(_entries(document.entities, file, defects))
    stated = document.count if document.count is not None else len(document.entities)
    if stated != len(document.entities):
        defects.add(
            Defect(
                message=message("lists.count", stated=str(stated), found=len(document.entities)),
                place=Place(file=file, pointer="/count"),
            )
        )
    complete = stated == len(document.entities)
    return RestrictedList(document.list_id, day_of(document.extracted), entries, complete)


def _entries(
    entities: list[msgspec.Raw], file: str, defects: DefectLog
) -> Iterator[tuple[str, _Entity]]:
    """Gives each entity an id that stays the same while its name and country do."""
    seen: Counter[str] = Counter()
    for at, raw in enumerate(entities):
        place = Place(file=file, pointer=f"/entities/{at}")
        try:
            entity = msgspec.json.decode(raw, type=_Entity)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            defects.add(Defect(message=message("lists.entry", reason=str(error)), place=place))
            continue
        if not entity.name.strip():
            defects.add(Defect(message=message("lists.no_name"), place=place))
            continue
        named = f"{entity.name.strip()}\0{entity.country or ''}"
        id = sha256(named.encode()).hexdigest()[:12]
        seen[id] += 1
        yield (id if seen[id] == 1 else f"{id}-{seen[id]}"), entity


def parties(read: RestrictedList, feed: str) -> Iterator[ListedParty]:
    """Gives the entries that name someone as listed parties."""
    for id, entity in read.entries:
        if _CATEGORY.search(entity.name):
            continue
        party = _draft(id, entity, feed).done()
        if party is not None:
            yield party


def _draft(id: str, entity: _Entity, feed: str) -> Draft:
    draft = Draft(feed, id)
    notes = entity.notes or ""
    draft.call(entity.name, "name")
    for alias in entity.aliases or ():
        draft.call(alias)
    together = _TOGETHER.search(notes)
    for name in _BETWEEN_FIRMS.split(together.group(1)) if together else ():
        draft.call(name.removeprefix("and "), "strong", _SUBSIDIARY)
        draft.knows("subsidiary", name.removeprefix("and "))
    if entity.country:
        draft.belongs(entity.country, country_code(entity.country))
    draft.lives(entity.address or "")
    draft.listed_on = _listed_on(entity)
    draft.ended_on = _ended_on(notes)
    draft.says(draft.programmes, *_AUTHORITY.findall(notes))
    draft.scope = "; ".join(_GOODS.findall(notes))
    draft.says(draft.reasons, notes)
    draft.says(draft.bases, entity.federal_register or "")
    if entity.status and entity.status != _IN_EFFECT:
        draft.exemption = entity.status
    return draft


def _ended_on(notes: str) -> date | None:
    """The day on which all of an entry ended, where its own words give one.

    A waiver ends nothing, nor does the end of a part of its measures.
    """
    status = _STATUS.search(notes)
    ended = _ENDED.search(status.group(1)) if status else None
    return day_of(ended.group(1)) if ended else None


def equipment(read: RestrictedList, feed: str) -> Iterator[CoveredEquipment]:
    """Gives the entries as covered equipment: the publisher's words are the scope.

    An entry that covers whatever is produced abroad has no maker but a place of production.
    """
    for id, entity in read.entries:
        category = _CATEGORY.search(entity.name) is not None
        yield CoveredEquipment(
            feed=feed,
            id=id,
            maker="" if category else entity.name.strip(),
            maker_names=() if category else tuple(entity.aliases or ()),
            maker_country=country_code(entity.country or ""),
            made_in=_ABROAD if category else "",
            scope=entity.notes or entity.name,
            effective_on=_listed_on(entity),
            basis=entity.federal_register or "",
        )


def _listed_on(entity: _Entity) -> date | None:
    return day_of(entity.effective_date or "") or day_of(entity.federal_register or "")
