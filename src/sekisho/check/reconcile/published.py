"""The hashes an SBOM states, held against those the registries publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sekisho.check.software import Subject
from sekisho.library.snapshot import Library
from sekisho.match.packages.versioned import version_key
from sekisho.model.finding import Finding
from sekisho.model.reference import PackageHash
from sekisho.model.values.message import message

VERSION = "1"
_SHOWN = 4


class Asked(msgspec.Struct, frozen=True):
    """What registries answered: `known` counts the packages of which a digest could be compared."""

    findings: tuple[Finding, ...]
    known: int
    consulted: frozenset[str]


def of_registries(library: Library, packages: Iterable[Subject]) -> Asked:
    """Compares each package's hashes with all that the registries publish for its version.

    Where the library holds no such publication, that is all that was consulted.
    """
    if not any(feed.kind == "package_hashes" for feed in library.feeds):
        return Asked((), 0, frozenset({"hash:*"}))
    findings: list[Finding] = []
    consulted: set[str] = set()
    known = 0
    for subject in packages:
        package = subject.package
        key = version_key(package.purl, package.version) if package.hashes else ""
        if not key:
            continue
        consulted.add(f"hash:{key}")
        published = library.published_hashes(key)
        compared = [row for row in published if row.algorithm in dict(package.hashes)]
        known += bool(compared)
        findings.extend(_contradiction(library, subject, compared))
    return Asked(tuple(findings), known, frozenset(consulted))


def _contradiction(
    library: Library, subject: Subject, published: list[PackageHash]
) -> Iterator[Finding]:
    """A version may be published in several files: a hash that is none of theirs contradicts."""
    by_kind: dict[str, list[PackageHash]] = {}
    for row in published:
        by_kind.setdefault(row.algorithm, []).append(row)
    wrong = [
        (kind, digest, by_kind[kind])
        for kind, digest in subject.package.hashes
        if kind in by_kind and all(row.digest != digest for row in by_kind[kind])
    ]
    if not wrong:
        return
    details = []
    for kind, digest, rows in wrong:
        details.append(message("reconcile.stated", kind=kind, digest=digest))
        details += [
            message("reconcile.published", feed=row.feed, kind=kind, digest=row.digest)
            for row in rows[:_SHOWN]
        ]
    feeds = sorted({row.feed for _, _, rows in wrong for row in rows})
    yield Finding(
        rule="reconcile.registry",
        rule_version=VERSION,
        subject=subject.id,
        state="found",
        severity="high",
        message=message("reconcile.registry", package=subject.label),
        basis="declared",
        place=subject.place,
        remedy=message("reconcile.registry.remedy"),
        evidence=subject.evidence,
        sources=tuple(library.source(feed, subject.package.purl) for feed in feeds),
        details=tuple(details),
    )
