"""Which order each ecosystem has, and the order of two versions in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from sekisho.match.versions.alpine import alpine_key
from sekisho.match.versions.debian import debian_key
from sekisho.match.versions.loose import loose_key
from sekisho.match.versions.maven import maven_key
from sekisho.match.versions.packagist import packagist_key
from sekisho.match.versions.pypi import pypi_key
from sekisho.match.versions.rpm import rpm_key
from sekisho.match.versions.rubygems import rubygems_key
from sekisho.match.versions.semver import action_key, nuget_key, pub_key, semver_key

ORDERS: dict[str, Callable[[str], bytes]] = {
    "AlmaLinux": rpm_key,
    "Alpine": alpine_key,
    "Bitnami": semver_key,
    "Chainguard": alpine_key,
    "Debian": debian_key,
    "GitHub Actions": action_key,
    "Go": semver_key,
    "Hex": semver_key,
    "Mageia": rpm_key,
    "Maven": maven_key,
    "MinimOS": alpine_key,
    "NuGet": nuget_key,
    "Packagist": packagist_key,
    "Photon OS": rpm_key,
    "Pub": pub_key,
    "PyPI": pypi_key,
    "Red Hat": rpm_key,
    "Rocky Linux": rpm_key,
    "RubyGems": rubygems_key,
    "SUSE": rpm_key,
    "SwiftURL": semver_key,
    "Ubuntu": debian_key,
    "Wolfi": alpine_key,
    "crates.io": semver_key,
    "firmware": loose_key,
    "generic": loose_key,
    "npm": semver_key,
    "openEuler": rpm_key,
    "openSUSE": rpm_key,
}
"""OSV ecosystems without their suffix, and how each places a version.

`firmware` and `generic` are ours, for what no registry rules.
"""

LONGEST = 512
"""A longer version is no version: the cap keeps the patterns' cost bounded."""

_KEPT = 131_072
"""So many places are kept: the packages of one SBOM, and of its next version, share most."""

_DIGIT = re.compile(r"[0-9]")
_NO_VERSION = re.compile(r"[\[\](){},<>|*\s]|(?:\A|[.v])x(?:[.-]|\Z)", re.IGNORECASE)
_OLD_PYPI = b"\0"
_UNRULED = frozenset({"firmware", "generic"})
_THREE_NUMBERS = re.compile(r"v?[0-9]+\.[0-9]+\.[0-9]+")
"""`v4` of an action is moved from release to release."""


def knows(ecosystem: str) -> bool:
    """Says whether the order of an ecosystem is known; its suffix (`Debian:12`) is ignored."""
    return ecosystem.partition(":")[0] in ORDERS


@lru_cache(maxsize=_KEPT)
def key(ecosystem: str, version: str) -> bytes:
    """Gives the place of a version as bytes: comparing the bytes compares the versions.

    Raises `LookupError` for an ecosystem whose order is not known and `ValueError` for a text
    that has no place in the order (no version is without a digit); neither is ever guessed.
    """
    version = version.strip()
    if len(version) > LONGEST or not version.isascii() or not version.isprintable():
        raise ValueError(version[:LONGEST])
    if not _DIGIT.search(version):
        raise ValueError(version)
    return ORDERS[ecosystem.partition(":")[0]](version)


@lru_cache(maxsize=_KEPT)
def is_certain(ecosystem: str, version: str) -> bool:
    """Says whether a version has a place in the order, and names one release.

    A range, a wildcard, a branch and what PEP 440 does not describe may have a place in the
    order too, but what was delivered can be of another: a miss there proves nothing.
    """
    try:
        place = key(ecosystem, version)
    except (LookupError, ValueError):
        return False
    base = ecosystem.partition(":")[0]
    if base in _UNRULED or (base == "GitHub Actions" and not _THREE_NUMBERS.match(version)):
        return False
    if base == "Packagist" and version.endswith("-dev"):
        return False
    if base == "PyPI" and place.startswith(_OLD_PYPI):
        return False
    return _NO_VERSION.search(version.strip()) is None


def is_semver(ecosystem: str) -> bool:
    """Says whether the order of an ecosystem is that of SemVer."""
    return ORDERS.get(ecosystem.partition(":")[0]) is semver_key


def compare(ecosystem: str, left: str, right: str) -> int:
    """Gives -1, 0 or 1 as `left` comes before, with or after `right`; errors as in `key`."""
    one, other = key(ecosystem, left), key(ecosystem, right)
    return (one > other) - (one < other)
