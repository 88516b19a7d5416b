"""OSV records: one object, in the OSV schema, to one advisory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast, get_args

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import Advisory, Affected, EventName, RangeKind, VersionRange
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog

_RANGES: frozenset[str] = frozenset(get_args(RangeKind))
_EVENTS: tuple[EventName, ...] = get_args(EventName)
_SUMMARY = 300
_LONGEST_ID, _LONGEST_NAME, _MOST_IDS = 200, 4096, 10_000


class _Package(msgspec.Struct, gc=False):
    ecosystem: str = ""
    name: str = ""


class _Range(msgspec.Struct, gc=False):
    type: str = ""
    events: list[dict[str, Any]] | None = None


class _Severity(msgspec.Struct, gc=False):
    type: str = ""
    score: str | int | float = ""


class _Affected(msgspec.Struct, gc=False):
    package: _Package | None = None
    ranges: list[_Range] | None = None
    versions: list[str] | None = None
    severity: list[_Severity] | None = None
    ecosystem_specific: Any = None
    database_specific: Any = None


class _Reference(msgspec.Struct, gc=False):
    url: str = ""


class _Record(msgspec.Struct, gc=False):
    id: str
    summary: str | None = None
    details: str | None = None
    modified: str | None = None
    published: str | None = None
    withdrawn: str | None = None
    aliases: list[str] | None = None
    upstream: list[str] | None = None
    related: list[str] | None = None
    severity: list[_Severity] | None = None
    affected: list[_Affected] | None = None
    references: list[_Reference] | None = None
    database_specific: Any = None


class _Wrapped(msgspec.Struct, gc=False):
    advisory: _Record


_decode = msgspec.json.Decoder(_Record).decode
_decode_wrapped = msgspec.json.Decoder(_Wrapped).decode


def read_records(
    documents: Iterable[tuple[Place, bytes]], defects: DefectLog
) -> Iterator[Advisory]:
    """Reads OSV objects, each with the name of its place; a bad one becomes a defect.

    A line may also be an object that holds the record under `advisory`.
    """
    for place, data in documents:
        try:
            yield _advisory(_decode(data))
            continue
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            reason = str(error)
        try:
            yield _advisory(_decode_wrapped(data).advisory)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            defects.add(Defect(message=message("osv.bad_record", reason=reason), place=place))


def is_record(data: bytes) -> bool:
    """Says whether bytes are one OSV record with affected packages, plain or wrapped."""
    for decode in (_decode, lambda each: _decode_wrapped(each).advisory):
        try:
            record = decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        return bool(record.id) and record.affected is not None
    return False


def read_plain(records: Iterable[tuple[Place, Any]], defects: DefectLog) -> Iterator[Advisory]:
    """Reads OSV objects that are already dictionaries, as in our own feed format."""
    for place, value in records:
        try:
            yield _advisory(msgspec.convert(value, _Record))
        except msgspec.ValidationError as error:
            defects.add(Defect(message=message("osv.bad_record", reason=str(error)), place=place))


def _advisory(record: _Record) -> Advisory:
    if not record.id:
        raise msgspec.ValidationError("Object missing required field `id`")
    names = [entry.package.name for entry in record.affected or () if entry.package]
    if len(record.id) > _LONGEST_ID or max(map(len, names), default=0) > _LONGEST_NAME:
        raise msgspec.ValidationError("an id or a name of a package is far too long")
    affected = record.affected or []
    return Advisory(
        id=record.id,
        summary=_first_line(record.summary or record.details or ""),
        modified=record.modified or "",
        published=record.published or "",
        withdrawn=record.withdrawn or "",
        aliases=tuple((record.aliases or ())[:_MOST_IDS]),
        upstream=tuple((record.upstream or ())[:_MOST_IDS]),
        related=_related(record),
        severity=_severities(record, affected),
        severity_word=_severity_word(record, affected),
        affected=tuple(found for entry in affected if (found := _affected(entry))),
        references=tuple(reference.url for reference in record.references or () if reference.url),
        malicious=record.id.startswith("MAL-"),
    )


def _related(record: _Record) -> tuple[str, ...]:
    """CVEs named beside: before `upstream` was there, distributions named so what an update mends."""
    named = (record.id, *(record.aliases or ()), *(record.upstream or ()))
    if any(id.startswith("CVE-") for id in named):
        return ()
    return tuple(id for id in record.related or () if id.startswith("CVE-"))[:_MOST_IDS]


def _first_line(text: str) -> str:
    line = next(iter(text.strip().splitlines()), "").strip()
    return line if len(line) <= _SUMMARY else line[: _SUMMARY - 1] + "…"


def _affected(entry: _Affected) -> Affected | None:
    """An entry without a package speaks only of commits of a repository: nothing to match."""
    if entry.package is None or not entry.package.name:
        return None
    return Affected(
        ecosystem=entry.package.ecosystem,
        name=entry.package.name,
        versions=tuple(entry.versions or ()),
        ranges=tuple(_range(found) for found in entry.ranges or ()),
    )


def _range(found: _Range) -> VersionRange:
    # A range whose kind is unknown must not read as "no range": without an event it is one that
    # cannot be evaluated.
    if found.type not in _RANGES:
        return VersionRange(kind="ECOSYSTEM", events=())
    kind = cast("RangeKind", found.type)
    events = tuple(
        (name, str(event[name]))
        for event in found.events or ()
        for name in _EVENTS
        if event.get(name) is not None
    )
    return VersionRange(kind=kind, events=events)


def _severities(record: _Record, affected: list[_Affected]) -> tuple[tuple[str, str], ...]:
    found = {(each.type, str(each.score)): None for each in record.severity or ()}
    for entry in affected:
        found.update({(each.type, str(each.score)): None for each in entry.severity or ()})
    return tuple(found)


def _severity_word(record: _Record, affected: list[_Affected]) -> str:
    specific = [record.database_specific]
    for entry in affected:
        specific += (entry.database_specific, entry.ecosystem_specific)
    for each in specific:
        word = each.get("severity") if isinstance(each, dict) else None
        if isinstance(word, str) and word:
            return word.lower()
    return ""
