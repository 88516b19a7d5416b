"""CISA's Vulnrichment: what it observed of a vulnerability, in the records of CVE (JSON 5.x).

A record holds a container for each publisher that added to it. Those of type `ssvc` carry the
decision points, those of type `kev` the day on which the vulnerability was listed as exploited.
All else of a record is passed over while decoding, so that memory does not grow with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import Enrichment
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog

_CVE = re.compile(r"CVE-\d{4}-\d{4,12}\Z", re.ASCII)
_EXPLOITATION: dict[str, Literal["none", "poc", "active"]] = {
    "none": "none",
    "poc": "poc",
    "public poc": "poc",
    "active": "active",
}
_IMPACT: dict[str, Literal["partial", "total"]] = {"partial": "partial", "total": "total"}
_TRUTH = {"yes": True, "no": False}


class _Content(msgspec.Struct, gc=False):
    options: list[dict[str, Any]] | None = None
    timestamp: str = ""
    dateAdded: str = ""  # noqa: N815  # the name the publisher gave the field


class _Other(msgspec.Struct, gc=False):
    type: str = ""
    content: Any = None


class _Metric(msgspec.Struct, gc=False):
    other: _Other | None = None


class _Container(msgspec.Struct, gc=False):
    metrics: list[_Metric] | None = None


class _Containers(msgspec.Struct, gc=False):
    adp: list[_Container] | None = None


class _About(msgspec.Struct, gc=False):
    cveId: str  # noqa: N815  # the name the publisher gave the field


class _Record(msgspec.Struct, gc=False):
    cveMetadata: _About  # noqa: N815  # the name the publisher gave the field
    containers: _Containers


_decode = msgspec.json.Decoder(_Record).decode


def is_cve_record(data: bytes) -> bool:
    """Says whether bytes are one record of CVE."""
    try:
        _decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def read_enrichment(
    documents: Iterable[tuple[Place, bytes]], feed: str, defects: DefectLog
) -> Iterator[Enrichment]:
    """Reads records of CVE one after the other; one without decision points gives nothing.

    Letters are folded, since publishers write `Total` and `total`. A word that no decision point
    has, and a record that is none, become defects; an archive's other files are passed over.
    """
    for place, data in documents:
        try:
            record = _decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if b'"cveMetadata"' in data:
                _refuse(str(error), place, defects)
            continue
        if _CVE.match(record.cveMetadata.cveId) is None:
            _refuse("no CVE id", place, defects)
            continue
        found = _enrichment(record, feed)
        if found is None:
            _refuse("a decision point with a word it cannot have", place, defects)
        elif found.exploitation or found.exploited_since or found.automatable is not None:
            yield found


def _refuse(reason: str, place: Place, defects: DefectLog) -> None:
    defects.add(Defect(message=message("enrichment.bad_record", reason=reason), place=place))


def _enrichment(record: _Record, feed: str) -> Enrichment | None:
    """The last decision points of a record count; `None` for a word that is not known."""
    points: dict[str, str] = {}
    stated_on = since = None
    for type, content in _others(record):
        if type == "ssvc":
            said = _points(content)
            day = _day(content.timestamp)
            if said and (stated_on is None or day is None or day >= stated_on):
                points, stated_on = said, day or stated_on
        elif type == "kev":
            since = _day(content.dateAdded) or since
    exploitation = _EXPLOITATION.get(points.get("exploitation", ""))
    automatable = _TRUTH.get(points.get("automatable", ""))
    impact = _IMPACT.get(points.get("technical impact", ""))
    told = {"exploitation": exploitation, "automatable": automatable, "technical impact": impact}
    if any(value is None and name in points for name, value in told.items()):
        return None
    return Enrichment(
        feed=feed,
        cve=record.cveMetadata.cveId,
        exploitation=exploitation or "",
        automatable=automatable,
        technical_impact=impact or "",
        stated_on=stated_on,
        exploited_since=since,
    )


def _others(record: _Record) -> Iterator[tuple[str, _Content]]:
    for container in record.containers.adp or ():
        for metric in container.metrics or ():
            if metric.other is not None and metric.other.type in ("ssvc", "kev"):
                try:
                    yield metric.other.type, msgspec.convert(metric.other.content, _Content)
                except msgspec.ValidationError:
                    continue


def _points(content: _Content) -> dict[str, str]:
    return {
        name.strip().lower(): value.strip().lower()
        for option in content.options or ()
        for name, value in option.items()
        if isinstance(value, str)
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
