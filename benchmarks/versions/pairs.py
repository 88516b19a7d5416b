"""Pairs of versions to compare: real ones of the shared data, and changed ones.

Nothing is drawn by chance of the machine: one seed gives the same pairs everywhere.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

import zstandard

FEEDS = {
    "AlmaLinux": ("osv-almalinux",),
    "Go": ("osv-go",),
    "Packagist": ("osv-drupal", "osv-fixtures-mixed"),
    "PyPI": ("osv-pypa", "osv-malicious-packages"),
    "crates.io": ("osv-rustsec",),
    "npm": ("osv-malicious-packages", "osv-fixtures-mixed"),
}
"""Where real versions of an ecosystem are found in the shared data."""

_SEMVER = (
    "1.2.3", "0.0.1", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-rc.1",
    "1.0.0+build.5", "2.0.0-0.3.7", "1.0.0-x.7.z.92", "10.20.30", "1.1.2-prerelease+meta",
    "1.0.0-rc.1+exp.sha.5114f85", "1.0.0--", "0.0.0-20230101000000-abcdef012345",
)  # fmt: skip
SHAPES: dict[str, tuple[str, ...]] = {
    "Alpine": (
        "1.2.3-r0",
        "1.2.3_rc1-r2",
        "1.2.3_p4",
        "1.0a",
        "1.0b-r1",
        "2.06_alpha",
        "1.0_git20200101",
        "0.99_beta2_p1",
        "1.10",
        "1.09",
        "3.0.0_pre3-r1",
        "20230506-r0",
        "1.2.3_svn12",
        "1.2_hg1",
    ),
    "Debian": (
        "1.2-3",
        "1:1.2-3",
        "1.2~rc1-1",
        "1.2+dfsg-1+deb12u1",
        "2.36-9+deb12u14",
        "1.0.0-1ubuntu2.1",
        "0.9.8o-4squeeze14",
        "1.2.3a-2",
        "1.0~~",
        "1.0~",
        "1.0",
        "3:20210101.git1234-1",
        "0.0.1-0.1",
        "1.2.3-1~bpo11+1",
        "2:8.2.2434-3",
        "1.18.1-5ubuntu1~20.04.1",
    ),
    "Go": (*_SEMVER, "1.2.3+incompatible", "1.0.0-0.20200101000000-abcdefabcdef"),
    "Hex": _SEMVER,
    "Maven": (
        "1",
        "1.0",
        "1.0.0",
        "1.0-alpha-1",
        "1.0-beta2",
        "1.0.Final",
        "1.0.RELEASE",
        "1.0-SNAPSHOT",
        "1.0-sp",
        "1.0-sp-1",
        "2.0-m1",
        "2.0.M3",
        "1.0-rc1",
        "1.0-cr2",
        "1.0-jre",
        "31.1-android",
        "1-1",
        "1.0.1-1",
        "1.0.alpha",
        "1.0.0.alpha.1",
        "1.0x",
        "1.0-x-2",
        "1a1",
        "1b2",
        "1m3",
        "4.1.100.Final",
        "9.4.51.v20230217",
        "1.0.0-1.0",
        "1_2",
        "1.0-20230101.123456-1",
        "1.a.1",
        "2.3.0.0",
        "0.0.1",
        "1.0-ga-1",
        "1.0-final-2",
        "1.01",
        "1.0.0-0",
        "1..1",
        "1.-1",
        "1-.1",
    ),
    "Packagist": (
        "1.2.3",
        "v1.2.3",
        "1.0",
        "1.0.0-alpha1",
        "1.0.0-beta.2",
        "1.0.0-RC1",
        "1.0.0-p1",
        "1.0-dev",
        "2.0.0.1",
        "1.0.0-patch2",
        "1.0.0-pl3",
        "1.0-a",
        "8.x-1.2",
        "20100102",
        "2010.01.02",
        "1.0.0-stable",
        "1.0.0-rc.15-dev",
        "0.6",
        "1.0.0+foo",
        "1.0.0b2",
        "1.0.0_alpha3",
        "dev-main",
        "1.x-dev",
    ),
    "PyPI": (
        "1.0",
        "1.0.0",
        "1.0a1",
        "1.0b2",
        "1.0rc1",
        "1.0c2",
        "1.0.post1",
        "1.0-1",
        "1.0.dev3",
        "1.0a1.dev1",
        "1.0rc1.post2.dev3",
        "1!1.0",
        "1.0+local.1",
        "1.0+ubuntu-1",
        "2012.10",
        "1.0.0.0.1",
        "v1.1",
        "1.0-alpha-1",
        "1.0_beta",
        "1.0preview2",
        "1.0.r4",
        "1.0.0+1.abc.2",
    ),
    "Red Hat": (
        "1.2-3.el8",
        "1:1.2-3.el8_4.1",
        "1.2~rc1-1.el9",
        "1.2^git1-1.fc38",
        "4.18.0-348.7.1.el8_5",
        "2.3.4a-1",
        "1.0b1-2",
        "1.0.1",
        "1.0_1-1",
        "0:1.0-1",
        "1.0^20200101-1",
        "1.0~~1-1",
        "1.010-1",
        "1.8.0_302.b08-0.el8_4",
        "20210202-1.gitabc",
        "3.6.8-38.module+el8.5.0+12207+5c5719bc",
    ),
    "RubyGems": (
        "1.0",
        "1.0.0",
        "1.0.a",
        "1.0.0.pre",
        "1.0.0.pre.1",
        "1.0.0.rc1",
        "1.0-1",
        "1.0.0.beta2",
        "2.3.4.5",
        "1.a.2",
        "0.9.0b1",
        "1.0.0-x86_64",
        "1.10.0.alpha.3",
        "3.0.0.rc.10",
        "1.0b10",
    ),
    "crates.io": _SEMVER,
    "npm": (*_SEMVER, "v1.2.3", "1.2.3-4"),
}
"""Versions as people write them, from which others are made by small changes."""

_ENDS = {
    "Alpine": ("_rc1", "_p1", "-r1", "_alpha", "_beta2", ".0", ".1", "a", "_git1", "_pre"),
    "Debian": ("~rc1", "+b1", "-1", ".0", "~", "+deb12u1", "a", "ubuntu1", "-0", ".1~"),
    "Maven": (
        "-alpha",
        "-SNAPSHOT",
        ".Final",
        "-1",
        ".0",
        "-0",
        ".0.0",
        "-sp",
        "-rc1",
        "a1",
        "-foo",
        ".foo",
        ".RELEASE",
        ".alpha",
        "-ga",
        "-b2",
        ".1",
        "-cr",
        "x",
        "-m2",
        "_1",
    ),
    "Packagist": ("-alpha", "-beta1", "RC2", "-p1", ".0", "-dev", "-a1", "-patch", ".1", "-rc1"),
    "PyPI": ("a1", "rc1", ".post1", ".dev1", ".0", "+l1", "b2", "-1", ".0.1", "+1", "c1"),
    "Red Hat": ("~rc1", "^git1", "-1", ".el8", ".0", "a", "_1", ".1", "-2.el9", "~"),
    "RubyGems": (".pre", ".rc1", ".0", "-1", ".a", "b", ".beta.1", ".1", "a1"),
}
_SEMVER_ENDS = ("-alpha", "-rc.1", "-0", "+b1", "-a.b", "-1.2", ".beta", "-X", "-alpha.10", "-x-y")
_NUMBER = re.compile(r"[0-9]+")


def pairs(ecosystem: str, count: int, data: Path | None) -> list[tuple[str, str]]:
    """Gives that many different pairs, half of them between versions that differ by one change."""
    chance = random.Random(f"sekisho-versions:{ecosystem}")  # noqa: S311  # a fixed sequence
    pool = sorted({*SHAPES[ecosystem], *(_real(ecosystem, data) if data else ())})
    near = [*SHAPES[ecosystem]]
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        one = chance.choice(near if chance.random() < 0.6 else pool)
        left = _changed(ecosystem, one, chance) if chance.random() < 0.7 else one
        draw = chance.random()
        if draw < 0.5:
            right = _changed(ecosystem, left, chance)
        elif draw < 0.8:
            right = _changed(ecosystem, one, chance)
        else:
            right = chance.choice(pool)
        if left and right:
            found[left, right] = None
    return list(found)


def _changed(ecosystem: str, version: str, chance: random.Random) -> str:
    ends = _ENDS.get(ecosystem, _SEMVER_ENDS)
    numbers = [found.span() for found in _NUMBER.finditer(version)]
    draw = chance.randrange(7)
    if draw <= 1 or not numbers:
        return version + chance.choice(ends)
    start, end = chance.choice(numbers)
    digits = version[start:end]
    if draw == 2:
        return version[:start] + str(int(digits) + chance.choice((1, 1, 9))) + version[end:]
    if draw == 3:
        return version[:start] + "0" + version[end:]
    if draw == 4:
        return version[:start] + digits + ".0" + version[end:]
    if draw == 5:
        return version[: max(start, 1)].rstrip(".-_+~^") or version
    return version[:end] + chance.choice(ends) + version[end:]


def _real(ecosystem: str, data: Path) -> Iterator[str]:
    for feed in FEEDS.get(ecosystem, ()):
        path = data / "advisories" / f"{feed}.jsonl.zst"
        if path.exists():
            yield from _versions(path, ecosystem)


def _versions(path: Path, ecosystem: str) -> Iterator[str]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
        for line in TextIOWrapper(stream, encoding="utf-8"):
            record = json.loads(line)
            for affected in record.get("advisory", record).get("affected", ()):
                base = affected.get("package", {}).get("ecosystem", "").partition(":")[0]
                if base != ecosystem:
                    continue
                yield from (v for v in affected.get("versions", ())[:40] if _is_plain(v))
                for span in affected.get("ranges", ()):
                    if span.get("type") != "GIT":
                        for event in span.get("events", ()):
                            yield from (v for v in event.values() if v != "0" and _is_plain(v))


def _is_plain(version: str) -> bool:
    """The tools are handed a version a line, split by a tab."""
    return version.isascii() and version.isprintable() and " " not in version
