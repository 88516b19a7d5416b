"""What a finding is the same as tomorrow: it outlives a new version of the package it is about."""

from __future__ import annotations

from hashlib import sha256

from sekisho.match.packages.purl import parse
from sekisho.model.finding import Finding

_PACKAGE = "package:"


def ids_of(finding: Finding) -> tuple[str, ...]:
    """Gives the ids of the advisories a finding rests on, CVE first; empty for other findings."""
    for detail in finding.details:
        ids = detail.params.get("ids") if detail.id == "software.ids" else None
        if isinstance(ids, tuple):
            return tuple(sorted(ids, key=lambda each: (not each.startswith("CVE-"), each)))
    return ()


def without_version(subject: str) -> str:
    """Gives a subject without the version of its package: the same package at any version."""
    if not subject.startswith(_PACKAGE):
        return subject
    named = subject.removeprefix(_PACKAGE)
    parsed = parse(named.partition(" ")[0]) if named.startswith("pkg:") else None
    if parsed is not None:
        return (
            f"{_PACKAGE}pkg:{'/'.join(filter(None, (parsed.type, parsed.namespace, parsed.name)))}"
        )
    name, _, version = named.rpartition("@")
    return f"{_PACKAGE}{name}" if name and version else subject


def identity(finding: Finding) -> str:
    """Gives the stable identity of a finding: its check, its subject, what is said of it.

    Counts and versions are no part of it; a flaw is named by its first id.
    """
    ids = ids_of(finding)
    subject = without_version(finding.subject)
    if ids:
        return "\n".join((finding.rule.partition(".")[0], subject, ids[0]))
    records = sorted({source.record for source in finding.sources if source.record})
    return "\n".join((finding.rule, subject, finding.message.id, finding.cause, *records))


def fingerprint(finding: Finding) -> str:
    """Names a finding by the SHA-256 of its identity."""
    return sha256(identity(finding).encode()).hexdigest()
