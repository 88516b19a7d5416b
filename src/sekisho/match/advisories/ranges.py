"""Ranges of the OSV schema as half-open intervals of version keys.

The schema defines a range by its events, evaluated in order (OSV schema, "Evaluation"). Here
they are evaluated once, when the index is built.
"""

from __future__ import annotations

from itertools import groupby

import msgspec

from sekisho.match import versions
from sekisho.model.reference import VersionRange

LOWEST = b""
"""The key of `0`: below every version."""


class Interval(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Versions whose key is at least `low` and below `high` (`None`: no end).

    `fixed` is the version that ended it, when the publisher gave one.
    """

    low: bytes
    high: bytes | None = None
    fixed: str = ""


def order_of(range: VersionRange, ecosystem: str) -> str:
    """Gives the ecosystem whose order a range follows; `npm` stands for plain SemVer."""
    return "npm" if range.kind == "SEMVER" else ecosystem


def intervals(range: VersionRange, ecosystem: str) -> tuple[Interval, ...]:
    """Evaluates a range.

    Raises `LookupError` when the ecosystem's order is not known and `ValueError` when an event
    has no place in it, or none begins it: such a range cannot be evaluated, and must not count as a miss.
    """
    order = order_of(range, ecosystem)
    if not any(name == "introduced" for name, _ in range.events):
        raise ValueError("no event begins the range")
    placed: list[tuple[bytes, str, str]] = []
    limits: list[bytes | None] = []
    for name, version in range.events:
        if name == "limit":
            limits.append(None if version == "*" else versions.key(order, version))
        else:
            placed.append(
                (LOWEST if version == "0" else versions.key(order, version), name, version)
            )
    # The sort is stable: events of one version keep the order their publisher gave them.
    placed.sort(key=lambda event: event[0])
    end = None if not limits or None in limits else max(key for key in limits if key is not None)
    return tuple(_cut(_evaluate(placed), end))


def _evaluate(placed: list[tuple[bytes, str, str]]) -> list[Interval]:
    """`last_affected` ends just above its version: the next key there is that key and a zero."""
    out: list[Interval] = []
    low: bytes | None = None
    for key, group in groupby(placed, key=lambda event: event[0]):
        events = list(group)
        at, above, fixed = low is not None, low is not None, ""
        for _, name, version in events:
            if name == "introduced":
                at = above = True
            elif name == "fixed":
                at = above = False
                fixed = version
            else:
                above = False
        if low is not None and not at:
            out.append(Interval(low, key, fixed))
            low = None
        if at and low is None:
            low = key
        if low is not None and not above:
            out.append(Interval(low, key + b"\0", fixed))
            low = None
    if low is not None:
        out.append(Interval(low))
    return [interval for interval in out if interval.low != interval.high]


def _cut(found: list[Interval], end: bytes | None) -> list[Interval]:
    if end is None:
        return found
    kept = []
    for interval in found:
        if interval.low < end:
            whole = interval.high is not None and interval.high <= end
            kept.append(interval if whole else Interval(interval.low, end))
    return kept
