"""FollowTheMoney entities as JSON lines, the form in which OpenSanctions publishes all it holds.

Parties, and what is said of them, are lines apart that refer to each other in any order: the file is
read three times, so that no more than the references is held.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

import msgspec

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.reference import ListedParty, Relation, Strength
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.lists.draft import Draft, named
from sekisho.read.lists.published import day_of
from sekisho.read.lists.tables.opensanctions import KINDS
from sekisho.read.lists.tables.rows import cut_off

Open = Callable[[], AbstractContextManager[BinaryIO]]

_LONGEST_LINE = 16 * 1024 * 1024
_PARTIES = frozenset({*KINDS, "LegalEntity"})
_EDGES: dict[str, tuple[str, str, Relation, Relation]] = {
    "Ownership": ("owner", "asset", "owned", "owner"),
    "Directorship": ("director", "organization", "linked", "officer"),
    "Family": ("person", "relative", "family", "family"),
    "UnknownLink": ("subject", "object", "linked", "linked"),
}
"""Two properties of a line that join two parties, and what each is to the other."""

_NUMBERS = {
    "leiCode": "lei",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "kppCode": "kpp",
    "okpoCode": "okpo",
    "swiftBic": "bic",
    "imoNumber": "imo",
    "dunsCode": "duns",
    "uscCode": "uscc",
    "registrationNumber": "registration number",
    "taxNumber": "tax number",
    "vatCode": "VAT number",
    "idNumber": "identity number",
    "passportNumber": "passport",
    "mmsi": "mmsi",
}
_ALIASES: dict[str, Strength] = {
    "alias": "strong",
    "abbreviation": "strong",
    "weakAlias": "weak",
    "previousName": "former",
}
_COUNTRIES = ("jurisdiction", "country", "nationality", "citizenship", "flag", "mainCountry")


class _Line(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list[Any]]
    datasets: list[str] = []
    target: bool | None = None


@dataclass(slots=True)
class _Sanction:
    programmes: list[str]
    bases: list[str]
    reasons: list[str]
    since: date | None
    until: date | None
    url: str


@dataclass(slots=True)
class _Beside:
    sanctions: dict[str, list[_Sanction]] = field(default_factory=lambda: defaultdict(list))
    edges: dict[str, list[tuple[Relation, str]]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)


def is_ftm(line: bytes) -> bool:
    """Says whether a line is an entity of FollowTheMoney that names the publication it is from."""
    try:
        found = msgspec.json.decode(line, type=_Line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return bool(found.id and found.schema and found.datasets)


def read_ftm(opened: Open, file: str, feed: str, defects: DefectLog) -> Iterator[ListedParty]:
    """Reads every party that is a target, bears a topic of risk, or has a sanction of its own.

    Others stand in the file only because a target is joined to them: they are named in its entry. A
    line that cannot be read becomes a defect; raises `InputError` where the file breaks off.
    """
    beside = _Beside()
    for line in _lines(opened, file, defects):
        _note(line, beside)
    wanted = {other for edges in beside.edges.values() for _, other in edges}
    if wanted:
        for line in _lines(opened, file, DefectLog()):
            if line.id in wanted:
                beside.names[line.id] = next(iter(_texts(line, "name")), "")
    for line in _lines(opened, file, DefectLog()):
        if line.schema not in _PARTIES:
            continue
        listed = line.id in beside.sanctions or line.target or _texts(line, "topics")
        if listed:
            place = Place(file=file, pointer=f"/{line.id}")
            yield from named(_entry(line, feed, beside).done(), place, defects)


def _lines(opened: Open, file: str, defects: DefectLog) -> Iterator[_Line]:
    decode = msgspec.json.Decoder(_Line).decode
    number = 0
    with opened() as stream:
        while data := stream.readline(_LONGEST_LINE + 1):
            number += 1
            place = Place(file=file, line=number)
            if len(data) > _LONGEST_LINE:
                raise InputError(
                    message("packed.document_too_large", limit=_LONGEST_LINE // (1024 * 1024)),
                    place=place,
                )
            if data.isspace():
                continue
            try:
                yield decode(data)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                if not data.endswith(b"\n"):
                    raise cut_off(file, number) from error
                said = message("lists.entry", reason=str(error))
                defects.add(Defect(message=said, place=place))


def _note(line: _Line, beside: _Beside) -> None:
    if line.schema == "Sanction":
        sanction = _Sanction(
            programmes=[*_texts(line, "programId"), *_texts(line, "program")],
            bases=[*_texts(line, "authority"), *_texts(line, "authorityId")],
            reasons=[*_texts(line, "reason"), *_texts(line, "provisions")],
            since=_day(line, "startDate") or _day(line, "listingDate"),
            until=_day(line, "endDate"),
            url=next(iter(_texts(line, "sourceUrl")), ""),
        )
        for id in _texts(line, "entity"):
            beside.sanctions[id].append(sanction)
    elif line.schema == "Address":
        beside.addresses[line.id] = next(iter(_texts(line, "full")), "")
    elif line.schema in _EDGES:
        left, right, to_left, to_right = _EDGES[line.schema]
        for one in _texts(line, left):
            for other in _texts(line, right):
                beside.edges[one].append((to_left, other))
                beside.edges[other].append((to_right, one))


def _entry(line: _Line, feed: str, beside: _Beside) -> Draft:
    draft = Draft(feed, line.id, KINDS.get(line.schema, "unknown"))
    draft.part = ", ".join(sorted(line.datasets))
    _named(draft, line)
    for key in _COUNTRIES:
        for country in _texts(line, key):
            draft.belongs(country, country if len(country) == 2 else "")  # alpha-2
    for address in _texts(line, "address"):
        draft.lives(address)
    for ref in _texts(line, "addressEntity"):
        draft.lives(beside.addresses.get(ref, ""))
    for key, kind in _NUMBERS.items():
        for number in _texts(line, key):
            draft.numbered(kind, number)
    for birth in _texts(line, "birthDate"):
        draft.was_born(birth)
    for relation, other in beside.edges.get(line.id, ()):
        draft.knows(relation, beside.names.get(other) or other, other)
    _sanctioned(draft, beside.sanctions.get(line.id, []))
    draft.says(draft.reasons, *_texts(line, "topics"), *_texts(line, "notes"))
    draft.url = draft.url or next(iter(_texts(line, "sourceUrl")), "")
    return draft


def _named(draft: Draft, line: _Line) -> None:
    for at, name in enumerate(_texts(line, "name")):
        draft.call(name, "name" if at == 0 else "strong")
    for key, strength in _ALIASES.items():
        for name in _texts(line, key):
            draft.call(name, strength, "source_abbreviation" if key == "abbreviation" else "")


def _sanctioned(draft: Draft, sanctions: list[_Sanction]) -> None:
    """In effect since the first of its sanctions, ended only when all of them have ended."""
    for sanction in sanctions:
        draft.says(draft.programmes, *sanction.programmes)
        draft.says(draft.bases, *sanction.bases)
        draft.says(draft.reasons, *sanction.reasons)
        draft.url = draft.url or sanction.url
    days = [sanction.since for sanction in sanctions]
    ends = [sanction.until for sanction in sanctions]
    if days and all(days):
        draft.listed_on = min(filter(None, days))
    if ends and all(ends):
        draft.ended_on = max(filter(None, ends))


def _texts(line: _Line, key: str) -> list[str]:
    """The texts of a property; a nested entity stands for its id."""
    found = []
    for value in line.properties.get(key, ()):
        plain = value.get("id") if isinstance(value, dict) else value
        if isinstance(plain, str) and plain.strip():
            found.append(plain.strip())
    return found


def _day(line: _Line, key: str) -> date | None:
    return min(filter(None, map(day_of, _texts(line, key))), default=None)
