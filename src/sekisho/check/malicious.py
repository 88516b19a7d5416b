"""Malicious packages: is anything in the SBOM published as planted to do harm?"""

from __future__ import annotations

from functools import cache

from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import Questions, Subject, sboms
from sekisho.match.advisories.index import AdvisoryHit
from sekisho.match.packages.ecosystems import can_be_name
from sekisho.model.finding import Finding
from sekisho.model.values.message import message

VERSION = "1"


def look_for_malicious(look: Look) -> Answer:
    """Holds every package of the proposed SBOMs against the published malicious packages.

    A hit is critical: the package must not go in. A miss is worth something only where a
    complete, fresh feed tells the malicious packages of that ecosystem.
    """
    items = sboms(look.case, "sbom")
    if not any(item.inventory for item in items):
        return Answer(basis="declared", reason=message("software.no_sbom"))
    questions = Questions("malicious", VERSION)
    findings: list[Finding] = []
    consulted: set[str] = set()
    found = look.proposed
    covers = cache(lambda ecosystem: look.library.covers_malicious(ecosystem, look.on))
    for subject in found:
        spot = subject.coordinates
        if spot is None:
            questions.add("no_ecosystem" if subject.package.purl else "no_purl", subject)
            continue
        consulted.add(f"advisory:{spot.ecosystem}/{spot.name}")
        hits = look.library.advisories.match(spot.ecosystem, spot.name, spot.version)
        planted = [hit for hit in hits if hit.malicious]
        findings.extend(_finding(subject, hit, look) for hit in planted if not hit.not_evaluated)
        if not can_be_name(spot.ecosystem, spot.name):
            questions.add("name", subject, spot.ecosystem.partition(":")[0])
        elif any(hit.not_evaluated for hit in planted):
            questions.add("version", subject)
        elif not planted and subject.contradicts_itself:
            questions.add("two_versions", subject)
        elif not planted and not covers(spot.ecosystem):
            questions.add("not_covered", subject, spot.ecosystem)
    return Answer(
        findings=(*findings, *questions.unseen(items), *questions.findings()),
        looked_at=len(found),
        basis="declared",
        reason=None if found else message("software.no_packages"),
        consulted=frozenset(consulted),
    )


def _finding(subject: Subject, hit: AdvisoryHit, look: Look) -> Finding:
    return Finding(
        rule="malicious.listed",
        rule_version=VERSION,
        subject=subject.id,
        state="found",
        severity="critical",
        message=message("malicious.found", package=subject.label, record=hit.records[0]),
        basis="declared",
        place=subject.place,
        remedy=message("malicious.found.remedy"),
        evidence=subject.evidence,
        sources=tuple(
            look.library.source(feed, record)
            for record in hit.records
            for feed, _ in look.library.advisories.published(record)
        ),
        details=(message("software.ids", ids=hit.ids), message(f"software.how_{hit.how}")),
    )


CHECK = Check(name="malicious", version=VERSION, run=look_for_malicious)
