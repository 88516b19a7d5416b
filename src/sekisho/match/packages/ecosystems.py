"""The ecosystems of OSV: which package URL types they hold, how they write names."""

from __future__ import annotations

import re

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

DISTRIBUTIONS = {
    ("alpine", ""): "Alpine",  # a type generators wrote before the specification had `apk`
    ("apk", "alpine"): "Alpine",
    ("apk", "chainguard"): "Chainguard",
    ("apk", "wolfi"): "Wolfi",
    ("deb", "debian"): "Debian",
    ("deb", "ubuntu"): "Ubuntu",
    ("rpm", "alma"): "AlmaLinux",
    ("rpm", "almalinux"): "AlmaLinux",
    ("rpm", "opensuse"): "openSUSE",
    ("rpm", "redhat"): "Red Hat",
    ("rpm", "rhel"): "Red Hat",
    ("rpm", "rocky"): "Rocky Linux",
    ("rpm", "rockylinux"): "Rocky Linux",
    ("rpm", "suse"): "SUSE",
}
"""Package URL type and namespace to ecosystem, for distributions."""

BY_SOURCE = frozenset({"Alpine", "Debian", "Ubuntu"})
"""Distributions whose advisories name the source package."""

BY_RELEASE = frozenset(
    {
        "AlmaLinux",
        "Alpine",
        "Debian",
        "Red Hat",
        "Rocky Linux",
        "SUSE",
        "Ubuntu",
        "openSUSE",
    }
)
"""Distributions whose advisories speak of one release each, so that a miss needs a release."""

_CODENAMES = {
    "jessie": "8",
    "stretch": "9",
    "buster": "10",
    "bullseye": "11",
    "bookworm": "12",
    "trixie": "13",
    "forky": "14",
    "trusty": "14.04",
    "xenial": "16.04",
    "bionic": "18.04",
    "focal": "20.04",
    "jammy": "22.04",
    "noble": "24.04",
}
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


def release(base: str, distro: str) -> str:
    """Gives the suffix an ecosystem has for a release, from a `distro` qualifier.

    `debian-12.4` and `bookworm` give `12`, `alpine-3.18.4` gives `v3.18`, `almalinux-9.1` gives
    `9`; empty when the qualifier does not say or the ecosystem's suffix is made otherwise.
    """
    distro = distro.lower()
    named = _CODENAMES.get(distro.rpartition("-")[2], "")
    found = _NUMBER.search(named or distro)
    if found is None:
        return ""
    major, minor = found.group(1), found.group(2) or ""
    if base in {"AlmaLinux", "Debian", "Rocky Linux"}:
        return major
    if base == "Alpine":
        return f"v{major}.{minor}" if minor else ""
    if base == "Ubuntu" and minor:
        supported = minor == "04" and int(major) % 2 == 0
        return f"{major}.{minor}:LTS" if supported else f"{major}.{minor}"
    return ""
