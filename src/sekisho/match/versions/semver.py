"""The order of SemVer 2.0.0 (section 11), of NuGet with a fourth number, of Pub with builds."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

# Fewer than three numbers are padded and a hyphen may be missing before a letter, as npm's
# loose reading and Go's tags have it; build metadata has no part in the order.
_FORM = re.compile(
    r"=?[vV]?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?"
    r"(?:(?:-|(?=[A-Za-z]))([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+.*)?\Z"
)

_PLAIN = re.compile(r"([0-9]+)\.([0-9]+)\.([0-9]+)\Z")
_TAG = re.compile(r"v?[0-9]+(?:\.[0-9]+){0,2}(?:[-+]|\Z)")
_PUB = re.compile(
    r"([0-9]+)\.([0-9]+)\.([0-9]+)"
    r"(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?\Z"
)


def semver_key(version: str) -> bytes:
    """Gives the place of a version in SemVer's order; raises `ValueError` for none."""
    if plain := _PLAIN.match(version):
        major, minor, patch = plain.groups()
        return number(major) + number(minor) + number(patch) + b"\xff"
    found = _FORM.match(version)
    if found is None or found.group(4) is not None:
        raise ValueError(version)
    major, minor, patch, _, before = found.groups()
    return b"".join((number(major), number(minor or ""), number(patch or ""), _before(before)))


def action_key(version: str) -> bytes:
    """Gives the place of a tag of an action; raises `ValueError` for a commit or a branch."""
    if not _TAG.match(version):
        raise ValueError(version)
    return semver_key(version)


def nuget_key(version: str) -> bytes:
    """Gives the place of a version in NuGet's order: four numbers, words without case."""
    found = _FORM.match(version)
    if found is None:
        raise ValueError(version)
    *numbers, before = found.groups()
    return b"".join(number(part or "") for part in numbers) + _before(before and before.lower())


def pub_key(version: str) -> bytes:
    """Gives the place of a version in Pub's order: a build comes after what it was made of."""
    found = _PUB.match(version)
    if found is None:
        raise ValueError(version)
    *numbers, before, build = found.groups()
    built = b"\0" if build is None else _identifiers(build)
    return b"".join(number(part) for part in numbers) + _before(before) + built


def _before(before: str | None) -> bytes:
    return b"\xff" if before is None else _identifiers(before)


def _identifiers(dotted: str) -> bytes:
    """Numbers come before words, fewer of them before more."""
    parts = [b"\x01"]
    for identifier in dotted.split("."):
        if identifier.isdigit():
            parts.append(b"\x02" + number(identifier))
        else:
            parts.append(b"\x03" + identifier.encode() + b"\0")
    parts.append(b"\x01")
    return b"".join(parts)
