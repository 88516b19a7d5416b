"""Tests of dates: 6.1.24, 6.1.37, 6.1.45, 6.1.49, 6.1.51, 6.1.52, 6.1.53."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sekisho.read.vex.conformance.view import Csaf, Fault, walk
from sekisho.read.vex.fields import listing, mapping, moment, text

_DATES = frozenset(
    {
        "date",
        "current_release_date",
        "initial_release_date",
        "disclosure_date",
        "discovery_date",
        "release_date",
        "exploitation_date",
        "timestamp",
    }
)


def involved_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.24: no party has two involvements of one date in one vulnerability."""
    for place, item in csaf.vulnerabilities:
        seen: set[tuple[str, object]] = set()
        for at, found in enumerate(listing(item.get("involvements"))):
            written = text(mapping(found).get("date"))
            mark = (text(mapping(found).get("party")), moment(written) or written)
            if mark in seen:
                yield f"{place}/involvements/{at}", mark[0]
            seen.add(mark)


def no_moments(csaf: Csaf) -> Iterator[Fault]:
    """6.1.37: every date is a point in time with its offset, and none is a leap second."""
    for place, key, value in walk(csaf.plain):
        if key in _DATES and isinstance(value, str):
            is_upper = value == value.upper()
            if moment(value) is None or not is_upper:
                yield place, text(value)


def late_disclosure(csaf: Csaf) -> Iterator[Fault]:
    """6.1.45: nothing published to everyone is disclosed after its newest revision."""
    label = text(mapping(mapping(csaf.about.get("distribution")).get("tlp")).get("label"))
    if label == "CLEAR":
        for place, item in csaf.vulnerabilities:
            yield from _later(csaf, item, "disclosure_date", place)


def late_assessment(csaf: Csaf) -> Iterator[Fault]:
    """6.1.49: no SSVC assessment is later than the newest revision."""
    yield from _late_metric(csaf, ("ssvc_v1", "ssvc_v2"))


def late_estimate(csaf: Csaf) -> Iterator[Fault]:
    """6.1.51: no EPSS estimate is later than the newest revision."""
    yield from _late_metric(csaf, ("epss",))


def late_exploitation(csaf: Csaf) -> Iterator[Fault]:
    """6.1.52: no exploitation is known of, or took place, after the newest revision."""
    for where, found in _exploitations(csaf):
        for key in ("date", "exploitation_date"):
            yield from _later(csaf, found, key, where)


def exploited_after_known(csaf: Csaf) -> Iterator[Fault]:
    """6.1.53: no exploitation took place after it was known of."""
    for where, found in _exploitations(csaf):
        known = moment(text(found.get("date")))
        took_place = moment(text(found.get("exploitation_date")))
        if known and took_place and took_place > known:
            yield f"{where}/exploitation_date", text(found.get("exploitation_date"))


def _exploitations(csaf: Csaf) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, item in csaf.vulnerabilities:
        for at, found in enumerate(listing(item.get("first_known_exploitation_dates"))):
            yield f"{place}/first_known_exploitation_dates/{at}", mapping(found)


def _late_metric(csaf: Csaf, keys: tuple[str, ...]) -> Iterator[Fault]:
    for place, item in csaf.vulnerabilities:
        for at, metric in enumerate(listing(item.get("metrics"))):
            content = mapping(mapping(metric).get("content"))
            for key in keys:
                where = f"{place}/metrics/{at}/content/{key}"
                yield from _later(csaf, mapping(content.get(key)), "timestamp", where)


def _later(csaf: Csaf, item: dict[str, Any], key: str, place: str) -> Iterator[Fault]:
    written, newest = text(item.get(key)), _newest(csaf)
    at = moment(written)
    if csaf.is_published and at and newest and at > newest:
        yield f"{place}/{key}", written


def _newest(csaf: Csaf) -> datetime | None:
    return max((revision.at for revision in csaf.history), default=None)
