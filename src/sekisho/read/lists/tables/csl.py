"""The United States' Consolidated Screening List, as CSV and as JSON of the same fields.

It brings the lists of three departments together: the entry's `part` names the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, BinaryIO

import msgspec

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.reference import ListedParty
from sekisho.model.values.country import countries
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, Kind, named
from sekisho.read.lists.published import day_of
from sekisho.read.lists.tables.rows import read_rows

HEADINGS = ("source", "name", "federal_register_notice", "source_list_url")
_KINDS: dict[str, Kind] = {
    "individual": "person",
    "entity": "organisation",
    "vessel": "vessel",
    "aircraft": "aircraft",
}
_BETWEEN = re.compile(r";\s+(?:and\s+)?|;$")
_LINKED = re.compile(r"\(?Linked To: ([^)]+)\)?")
_NO_NUMBER = re.compile(
    r"determination|sanctions? risk|sanctions information|gender|transactions prohibited",
    re.IGNORECASE,
)
_NUMBER_FIRST = 2
_COUNTRY_FIRST = 3


def read_csl_table(
    stream: BinaryIO, file: str, feed: str, defects: DefectLog
) -> Iterator[ListedParty]:
    """Reads every row; one without a list and a name becomes a defect."""
    for line, cells in read_rows(stream, file, defects, HEADINGS):
        plain: dict[str, Any] = dict(cells)
        for key in ("alt_names", "programs", "citizenships", "nationalities", "dates_of_birth"):
            plain[key] = _BETWEEN.split(cells.get(key, ""))
        plain["addresses"] = _BETWEEN.split(cells.get("addresses", ""))
        plain["ids"] = [_number(text) for text in _BETWEEN.split(cells.get("ids", ""))]
        place = Place(file=file, line=line)
        yield from named(_entry(plain, feed), place, defects)


class _Document(msgspec.Struct):
    results: list[msgspec.Raw]
    total: int | None = None


def is_csl(start: bytes) -> bool:
    """Says whether a JSON document begins like the list."""
    return b'"results"' in start and b'"federal_register_notice"' in start


def read_csl_json(data: bytes, file: str, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every result; one that cannot be read becomes a defect.

    A document that states more entries than it holds is not complete, and that is a defect too.
    Raises `InputError` when it has another shape, or breaks off.
    """
    try:
        document = msgspec.json.decode(data, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            message("lists.not_json", reason=str(error)), place=Place(file=file)
        ) from error
    found = len(document.results)
    if document.total is not None and document.total != found:
        stated = str(document.total)
        defects.add(
            Defect(
                message=message("lists.count", stated=stated, found=found),
                place=Place(file=file, pointer="/total"),
            )
        )
    for at, raw in enumerate(document.results):
        place = Place(file=file, pointer=f"/results/{at}")
        try:
            plain = msgspec.json.decode(raw, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            defects.add(Defect(message=message("lists.entry", reason=str(error)), place=place))
            continue
        yield from named(_entry(plain, feed), place, defects)


def _entry(plain: dict[str, Any], feed: str) -> ListedParty | None:
    source, name = _text(plain, "source"), _text(plain, "name")
    if not source or not name:
        return None
    draft = Draft(feed, _id(plain, source, name))
    draft.part = source
    draft.kind = _KINDS.get(_text(plain, "type").lower(), "unknown")
    draft.call(name, "name")
    for alias in _texts(plain, "alt_names"):
        draft.call(alias)
    for key in ("citizenships", "nationalities"):
        for country in _texts(plain, key):
            draft.belongs(country)
    for address in _list(plain, "addresses"):
        _address(address, draft)
    for birth in _texts(plain, "dates_of_birth"):
        draft.was_born(birth)
    for number in filter(_is_object, _list(plain, "ids")):
        words, value = _text(number, "type"), _text(number, "number")
        if _NO_NUMBER.search(f"{words} {value}") is None:
            draft.numbered(words, value, _text(number, "country"))
    remarks = _text(plain, "remarks")
    for linked in _LINKED.findall(remarks):
        draft.knows("linked", linked)
    draft.says(draft.programmes, *_texts(plain, "programs"))
    draft.says(draft.bases, _text(plain, "federal_register_notice"))
    draft.says(draft.reasons, _text(plain, "title"), remarks)
    draft.scope = _text(plain, "license_requirement")
    draft.exemption = _text(plain, "license_policy")
    draft.listed_on = day_of(_text(plain, "start_date"))
    draft.ended_on = day_of(_text(plain, "end_date"))
    draft.url = _text(plain, "source_information_url")
    return draft.done()


def _id(plain: dict[str, Any], source: str, name: str) -> str:
    """Older tables number only some entries: the others are named by what they say."""
    own = _text(plain, "_id") or _text(plain, "id") or _text(plain, "entity_number")
    if own:
        return own
    said = "\0".join((source, name, _text(plain, "start_date"), str(plain.get("addresses"))))
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:12]


def _address(address: Any, draft: Draft) -> None:
    if isinstance(address, dict):
        parts = ("address", "city", "state", "postal_code", "country")
        draft.lives(*(_text(address, part) for part in parts))
        code = _text(address, "country")
    else:
        text = str(address)
        draft.lives(text)
        code = text.rsplit(",", 1)[-1].strip()
    if code in countries():
        draft.belongs(code, code)
    elif isinstance(address, dict):
        draft.belongs(code)


def _number(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == _COUNTRY_FIRST and parts[0] in countries():
        return {"country": parts[0], "number": parts[1], "type": parts[2]}
    if len(parts) == _NUMBER_FIRST:
        return {"number": parts[0], "type": parts[1]}
    return {}


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _text(plain: dict[str, Any], key: str) -> str:
    value = plain.get(key)
    return value.strip() if isinstance(value, str) else ""


def _list(plain: dict[str, Any], key: str) -> list[Any]:
    value = plain.get(key)
    return value if isinstance(value, list) else []


def _texts(plain: dict[str, Any], key: str) -> list[str]:
    """A list of texts, or one text of several."""
    value = plain.get(key)
    if isinstance(value, str):
        return [text.strip() for text in _BETWEEN.split(value) if text.strip()]
    return [text.strip() for text in _list(plain, key) if isinstance(text, str) and text.strip()]
