"""The evaluation of the OSV schema, written out as its text says it, over other comparators.

Slow and independent on purpose: `packaging` for PyPI, SemVer section 11 for npm, Go and
crates.io, rpmvercmp for AlmaLinux. It shares no code with the index.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cmp_to_key
from itertools import zip_longest
from typing import Any

from packaging.version import InvalidVersion, Version

Compare = Callable[[str, str], int]


class NotComparableError(Exception):
    """The reference itself has no answer for this version."""


def is_vulnerable(version: str, affected: dict[str, Any], compare: Compare) -> bool:
    """IsVulnerable(v, entry) of the schema, for one affected package."""
    if version in (affected.get("versions") or ()):
        return True
    return any(
        _before_limits(version, span, compare) and _in_range(version, span, compare)
        for span in affected.get("ranges") or ()
        if span.get("type") != "GIT"
    )


def _before_limits(version: str, span: dict[str, Any], compare: Compare) -> bool:
    limits = [event["limit"] for event in span["events"] if "limit" in event]
    return not limits or any(limit == "*" or compare(version, limit) < 0 for limit in limits)


def _in_range(version: str, span: dict[str, Any], compare: Compare) -> bool:
    def first(left: dict[str, str], right: dict[str, str]) -> int:
        one, other = next(iter(left.values())), next(iter(right.values()))
        if "0" in (one, other):
            return (one != "0") - (other != "0")
        return compare(one, other)

    vulnerable = False
    for event in sorted((e for e in span["events"] if "limit" not in e), key=cmp_to_key(first)):
        if "introduced" in event and _at_least(version, event["introduced"], compare):
            vulnerable = True
        elif ("fixed" in event and _at_least(version, event["fixed"], compare)) or (
            "last_affected" in event and compare(version, event["last_affected"]) > 0
        ):
            vulnerable = False
    return vulnerable


def _at_least(version: str, event: str, compare: Compare) -> bool:
    return event == "0" or compare(version, event) >= 0


def _sign(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


def pep440(left: str, right: str) -> int:
    try:
        return _sign(Version(left), Version(right))
    except InvalidVersion as error:
        raise NotComparableError from error


_SEMVER = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?\Z")


def semver(left: str, right: str) -> int:
    one, other = _SEMVER.match(left), _SEMVER.match(right)
    if not one or not other:
        raise NotComparableError
    if core := _sign([int(x) for x in one.groups()[:3]], [int(x) for x in other.groups()[:3]]):
        return core
    if not one.group(4) or not other.group(4):
        return (not one.group(4)) - (not other.group(4))
    for a, b in zip_longest(one.group(4).split("."), other.group(4).split(".")):
        if a is None or b is None:
            return -1 if a is None else 1
        if a != b:
            if a.isdigit() and b.isdigit():
                return _sign(int(a), int(b))
            return _sign((not a.isdigit(), a), (not b.isdigit(), b))
    return 0


def rpm(left: str, right: str) -> int:
    one, other = _evr(left), _evr(right)
    for a, b in zip(one, other, strict=True):
        if found := _rpmvercmp(a, b):
            return found
    return 0


def _evr(version: str) -> tuple[str, str, str]:
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    body, _, release = rest.partition("-")
    return epoch, body, release


def _rpmvercmp(one: str, other: str) -> int:
    """rpmvercmp as rpm's manual tells it: segment by segment, tilde lowest, caret above the end."""
    while one or other:
        one = re.sub(r"^[^A-Za-z0-9~^]+", "", one)
        other = re.sub(r"^[^A-Za-z0-9~^]+", "", other)
        if one[:1] == "~" or other[:1] == "~":
            if one[:1] != other[:1]:
                return -1 if one[:1] == "~" else 1
            one, other = one[1:], other[1:]
            continue
        if one[:1] == "^" or other[:1] == "^":
            if not one or not other:
                return -1 if not one else 1
            if one[:1] != other[:1]:
                return -1 if one[:1] == "^" else 1
            one, other = one[1:], other[1:]
            continue
        if not one or not other:
            break
        pattern = r"\d+" if one[0].isdigit() else r"[A-Za-z]+"
        a, b = re.match(pattern, one), re.match(pattern, other)
        if a is None or b is None:
            return 1 if one[0].isdigit() else -1
        left, right = a.group(), b.group()
        found = _sign(int(left), int(right)) if left.isdigit() else _sign(left, right)
        if found:
            return found
        one, other = one[len(left) :], other[len(right) :]
    return _sign(bool(one), bool(other))
