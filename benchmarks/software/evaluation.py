"""Findings beside another evaluation: `python -m benchmarks.software.evaluation [--only ECOSYSTEM]`.

Every package of the real advisories (SEKISHO_TEST_DATA) at up to 25 of the versions its advisories
name is asked of our index, and of the evaluation of the OSV schema written out as its text says it
(`tests.samples.osv_slowly`), over the version classes of other libraries. Told are the records each
side calls affecting. Where the sides differ, a third answers who is right, if there is one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import semver
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from univers import versions as theirs

from sekisho.match import versions
from sekisho.match.advisories.build import build_index
from sekisho.match.advisories.index import AdvisoryIndex
from sekisho.model.errors import Place
from sekisho.read.advisories.osv import read_records
from sekisho.read.defects import DefectLog
from sekisho.read.packed import read_lines
from tests.samples import osv_slowly as slow

FEEDS = (
    "osv-pypa",
    "osv-go",
    "osv-rustsec",
    "osv-almalinux",
    "osv-bitnami",
    "osv-drupal",
    "osv-malicious-packages",
    "osv-fixtures-mixed",
)
POOLED = 25
SEED = 20261126
_SEMVER = ("Go", "crates.io", "npm", "Bitnami", "Hex")


def of_univers(kind: str) -> slow.Compare:
    """A comparison by a class of univers; what it refuses has no answer."""
    made = getattr(theirs, kind)

    def compare(left: str, right: str) -> int:
        try:
            one, other = made(left), made(right)
            return int(one > other) - int(one < other)
        except Exception as error:
            raise slow.NotComparableError from error

    return compare


def by_packaging(left: str, right: str) -> int:
    """PEP 440 by `packaging`."""
    try:
        one, other = Version(left), Version(right)
    except InvalidVersion as error:
        raise slow.NotComparableError from error
    return int(one > other) - int(one < other)


def by_semver(left: str, right: str) -> int:
    """SemVer 2.0.0 by `semver`; a leading `v` is left out, as OSV does."""
    try:
        return semver.Version.parse(left.removeprefix("v")).compare(right.removeprefix("v"))
    except (ValueError, TypeError) as error:
        raise slow.NotComparableError from error


SIDES: dict[str, tuple[str, slow.Compare]] = {
    "PyPI": ("packaging", by_packaging),
    **dict.fromkeys(_SEMVER, ("semver", by_semver)),
    "AlmaLinux": ("univers RpmVersion", of_univers("RpmVersion")),
    "Alpine": ("univers AlpineLinuxVersion", of_univers("AlpineLinuxVersion")),
    "Debian": ("univers DebianVersion", of_univers("DebianVersion")),
    "Ubuntu": ("univers DebianVersion", of_univers("DebianVersion")),
    "Maven": ("univers MavenVersion", of_univers("MavenVersion")),
    "NuGet": ("univers NugetVersion", of_univers("NugetVersion")),
    "Packagist": ("univers ComposerVersion", of_univers("ComposerVersion")),
    "RubyGems": ("univers RubygemsVersion", of_univers("RubygemsVersion")),
}
THIRD: dict[str, slow.Compare] = {"AlmaLinux": slow.rpm, "Go": slow.semver, "npm": slow.semver}


@dataclass(slots=True)
class Tally:
    """What was counted for an ecosystem."""

    packages: int = 0
    queries: int = 0
    unanswered: int = 0
    findings: int = 0
    identical: int = 0
    why: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)


def plain_records(data: Path) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Every record of the feeds, as bytes and as its publisher's object."""
    for feed in FEEDS:
        for _, line in read_lines(data / "advisories" / f"{feed}.jsonl.zst", DefectLog()):
            record = json.loads(line)
            yield feed, line, record.get("advisory", record)


def by_package(
    records: list[dict[str, Any]],
) -> dict[tuple[str, str], list[tuple[str, dict[str, Any]]]]:
    """The `affected` entries of each package, withdrawn records left out."""
    found: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for record in records:
        for entry in record.get("affected") or ():
            package = entry.get("package") or {}
            if package.get("name") and not record.get("withdrawn"):
                place = package["ecosystem"]
                found[place, _name(place, package["name"])].append((record["id"], entry))
    return found


def _name(ecosystem: str, name: str) -> str:
    if ecosystem == "PyPI":
        return canonicalize_name(name)
    return name.replace("_", "-").lower() if ecosystem == "crates.io" else name.lower()


def versions_of(entries: list[tuple[str, dict[str, Any]]], draw: random.Random) -> list[str]:
    """Up to `POOLED` of the versions the records name, and one below and above all."""
    pool: set[str] = {"0.0.1", "99.0.0"}
    for _, entry in entries:
        pool.update(entry.get("versions") or ())
        for span in entry.get("ranges") or ():
            if span.get("type") != "GIT":
                pool.update(v for event in span["events"] for v in event.values())
    every = sorted(pool - {"0", "*"})
    return every if len(every) <= POOLED else draw.sample(every, POOLED)


def compare(data: Path, only: tuple[str, ...], share: float = 1.0) -> dict[str, Tally]:
    """Asks both sides; of every ecosystem a `share` of its packages, drawn the same each time."""
    read = list(plain_records(data))
    log = DefectLog()
    advisories = [
        (feed, found)
        for feed, line, _ in read
        for found in read_records([(Place(file=feed), line)], log)
    ]
    parts = {name: memoryview(made) for name, made in build_index(advisories).items()}
    index = AdvisoryIndex(parts)
    tallies: dict[str, Tally] = defaultdict(Tally)
    draw = random.Random(SEED)  # noqa: S311  # the same sample in every run, no secret
    for (place, name), entries in sorted(by_package([record for _, _, record in read]).items()):
        base = place.partition(":")[0]
        if base not in SIDES or (only and base not in only) or draw.random() >= share:
            continue
        tally = tallies[base]
        tally.packages += 1
        for version in versions_of(entries, draw):
            _ask(tally, index, (place, name, version), entries)
    return dict(sorted(tallies.items()))


def _ask(
    tally: Tally, index: AdvisoryIndex, asked: tuple[str, str, str], entries: list[tuple[str, Any]]
) -> None:
    place, name, version = asked
    base = place.partition(":")[0]
    try:
        expected = _affecting(version, entries, SIDES[base][1])
    except slow.NotComparableError:
        tally.unanswered += 1
        return
    hits = index.match(place, name, version)
    found = {id for hit in hits if not hit.not_evaluated for id in hit.records}
    tally.queries += 1
    tally.findings += len(expected)
    if found == expected:
        tally.identical += 1
        return
    why = _why(base, version, entries, found, expected)
    tally.why[why] += 1
    told = f"{name} {version}: ours alone {sorted(found - expected)[:3]}"
    tally.examples.append(f"{told}, theirs alone {sorted(expected - found)[:3]}")


def _affecting(version: str, entries: list[tuple[str, Any]], compare: slow.Compare) -> set[str]:
    return {id for id, entry in entries if slow.is_vulnerable(version, entry, compare)}


def _why(
    base: str, version: str, entries: list[tuple[str, Any]], found: set[str], expected: set[str]
) -> str:
    """Names the cause of a difference as far as it can be told without a person."""
    if third := THIRD.get(base):
        try:
            if _affecting(version, entries, third) == found:
                return "a third comparison gives ours"
        except slow.NotComparableError:
            pass
    differing = found ^ expected
    listed = {
        other for id, entry in entries if id in differing for other in entry.get("versions") or ()
    }
    try:
        if any(versions.compare(base, version, other) == 0 for other in listed - {version}):
            return "a listed version written otherwise (1.0 and 1.0.0)"
    except ValueError:
        pass
    if found < expected and not versions.is_certain(base, version):
        return "ours leaves it open: the version has no sure place"
    return "not explained"


def main() -> int:
    """Prints the table; exit code 1 when a difference is not explained."""
    warnings.simplefilter("ignore")
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", action="append", default=[])
    options.add_argument("--share", type=float, default=1.0, help="share of the packages")
    options.add_argument("--examples", type=int, default=3)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    data = os.environ.get("SEKISHO_TEST_DATA")
    if not data:
        print("SEKISHO_TEST_DATA names no folder: there are no advisories to compare")
        return 2
    tallies = compare(Path(data), tuple(chosen.only), chosen.share)
    heads = ("ecosystem", "beside", "packages", "queries", "findings", "identical", "differing")
    print("{:<11}{:<28}{:>9}{:>9}{:>10}{:>10}{:>10}  no answer there".format(*heads))
    for base, tally in tallies.items():
        differing = tally.queries - tally.identical
        row = (tally.packages, tally.queries, tally.findings, tally.identical, differing)
        figures = "{:>9,}{:>9,}{:>10,}{:>10,}{:>10,}".format(*row)
        print(f"{base:<11}{SIDES[base][0]:<28}{figures}  {tally.unanswered:,}")
        for why, count in tally.why.most_common():
            print(f"{'':<11}  {count:,}: {why}")
        for example in tally.examples[: chosen.examples]:
            print(f"{'':<11}    {example}")
    if chosen.json:
        rows = [
            {
                "ecosystem": base,
                "beside": SIDES[base][0],
                "packages": tally.packages,
                "queries": tally.queries,
                "no_answer": tally.unanswered,
                "findings": tally.findings,
                "identical": tally.identical,
                "differing": dict(tally.why),
            }
            for base, tally in tallies.items()
        ]
        chosen.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return int(any(tally.why["not explained"] for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
