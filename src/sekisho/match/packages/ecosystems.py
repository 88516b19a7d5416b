"""The ecosystems of OSV: which package URL types they hold, how they write names."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

import msgspec

LANGUAGES = {
    "bitnami": "Bitnami",
    "cargo": "crates.io",
    "composer": "Packagist",
    "conan": "ConanCenter",
    "cran": "CRAN",
    "gem": "RubyGems",
    "githubactions": "GitHub Actions",
    "golang": "Go",
    "hackage": "Hackage",
    "hex": "Hex",
    "maven": "Maven",
    "npm": "npm",
    "nuget": "NuGet",
    "pub": "Pub",
    "pypi": "PyPI",
    "swift": "SwiftURL",
}
"""Package URL type to ecosystem, for those that are one and the same registry."""


class Distribution(msgspec.Struct, frozen=True, gc=False):
    """How a distribution publishes: see the heading of `tables/distributions.csv`."""

    ecosystem: str
    names: str
    release: str


def _csv_rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("sekisho.match.packages.tables") / name).read_text(encoding="utf-8")
    return iter(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def distributions() -> dict[tuple[str, str], Distribution]:
    """Gives each distribution by package URL type and namespace."""
    return {
        (row["type"], row["namespace"]): Distribution(
            row["ecosystem"], row["names"], row["release"]
        )
        for row in _csv_rows("distributions.csv")
    }


@cache
def _codenames() -> dict[tuple[str, str], str]:
    rows = _csv_rows("codenames.csv")
    return {(row["ecosystem"], row["codename"]): row["release"] for row in rows}


@cache
def by_release() -> frozenset[str]:
    """Gives the ecosystems whose advisories speak of one release each, so that a miss needs one."""
    return frozenset(row.ecosystem for row in distributions().values() if row.release != "none")


_NUMBER = re.compile(r"(?:^|[-_v])([0-9]+)(?:\.([0-9]+))?")
_SEPARATORS = re.compile(r"[-_.]+")
_PLAIN_NAME = re.compile(r"[!-$&-~]+\Z")
_NAMES = {
    "GitHub Actions": re.compile(r"[\w.-]+(?:/[\w.-]+)+\Z", re.ASCII),
    "Maven": re.compile(r"[\w.-]+:[\w.-]+\Z", re.ASCII),
    "Packagist": re.compile(r"[\w.-]+/[\w.-]+\Z", re.ASCII),
    "PyPI": re.compile(r"[\w.-]+\Z", re.ASCII),
    "crates.io": re.compile(r"[\w-]+\Z", re.ASCII),
    "npm": re.compile(r"(?:@[^/@%\s]+/)?[!-$&-.0-?A-~]+\Z", re.ASCII),
}
"""The forms of names where a package URL may lack a part of one; an npm name has a scope or none."""
_GO_CANDIDATE = re.compile(r"([0-9]+\.[0-9]+)(\.[0-9]+)?(rc|beta)([0-9]+)\Z")


@cache
def _distributed() -> frozenset[str]:
    return frozenset(row.ecosystem for row in distributions().values())


def is_distribution(ecosystem: str) -> bool:
    """Says whether an ecosystem is that of a distribution, whatever its suffix."""
    return ecosystem.partition(":")[0] in _distributed()


def fold_name(ecosystem: str, name: str) -> str:
    """Writes a name so that two spellings of one package are equal.

    PyPI by PEP 503, crates.io with `-` as `_`, all without case: package URLs are written in
    lower case for many registries whose names are not, and two packages that differ by case
    alone are rarer than a name written in another case.
    """
    base = ecosystem.partition(":")[0]
    if base == "PyPI":
        return _SEPARATORS.sub("-", name).lower()
    if base == "crates.io":
        return name.replace("-", "_").lower()
    return name.lower()


def can_be_name(ecosystem: str, name: str) -> bool:
    """Says whether an ecosystem could hold a package of this name; a miss on one that it could
    not proves nothing.
    """
    form = _NAMES.get(ecosystem.partition(":")[0], _PLAIN_NAME)
    return form.match(name) is not None


def go_version(module: str, version: str) -> str:
    """Writes a Go version as OSV does: without `v`; the tool chain's own `go1.21rc2` as SemVer."""
    if module in {"stdlib", "toolchain", "std"}:
        version = version.removeprefix("go")
        if found := _GO_CANDIDATE.match(version):
            number, patch, word, count = found.groups()
            return f"{number}{patch or '.0'}-{word}.{count}"
    return version.removeprefix("v")


def packagist(repository: str) -> str:
    """Gives the ecosystem of a Composer package from the address of its repository.

    Only Drupal's repository publishes advisories of its own, under its address.
    """
    if "packages.drupal.org" not in repository:
        return "Packagist"
    address = repository if "://" in repository else f"https://{repository}"
    return f"Packagist:{address.rstrip('/')}"


def release(distribution: Distribution, distro: str) -> str:
    """Gives the suffix an ecosystem has for a release, from a `distro` qualifier.

    `debian-12.4` and `bookworm` give `12`, `alpine-3.18.4` gives `v3.18`, `opensuse-leap-15.6` gives
    `Leap 15.6`; empty when the qualifier does not say, or could stand for several suffixes.
    """
    distro = distro.lower()
    name = _codenames().get((distribution.ecosystem, distro.rpartition("-")[2]), "")
    if name and not name[0].isdigit():
        return name
    found = _NUMBER.search(name or distro)
    major, minor = (found.group(1), found.group(2) or "") if found else ("", "")
    style = distribution.release
    if style == "leap" and "tumbleweed" in distro:
        return "Tumbleweed"
    if not major or (not minor and style != "number"):
        return ""
    return _SUFFIXES[style](major, minor) if style in _SUFFIXES else ""


def _ubuntu(major: str, minor: str) -> str:
    supported = minor == "04" and int(major) % 2 == 0
    return f"{major}.{minor}:LTS" if supported else f"{major}.{minor}"


_SUFFIXES: dict[str, Callable[[str, str], str]] = {
    "number": lambda major, _: major,
    "v_minor": lambda major, minor: f"v{major}.{minor}",
    "minor": lambda major, minor: f"{major}.{minor}",
    "leap": lambda major, minor: f"Leap {major}.{minor}",
    "ubuntu": _ubuntu,
}
