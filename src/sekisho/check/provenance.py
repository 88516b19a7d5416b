"""Provenance: is each piece of evidence what was stated, and is its source proven?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from sekisho.check.links import broken_links
from sekisho.check.look import Answer, Check, Look
from sekisho.model.errors import Defect
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding, Severity, State
from sekisho.model.values.message import Message, message
from sekisho.read.sbom.fields import APART, OF_ITSELF

VERSION = "1"
_SHOWN = 5
_UNREADABLE = ("sbom", "sbom_in_service", "vex")
_CANNOT_TELL = ("provenance.unreadable", "provenance.erased")
_ELSEWHERE = "sbom.refers_elsewhere"
_NEEDS_SOURCE = ("sbom", "vex", "signature", "attestation")
"""Evidence about software: what it says is worth no more than whoever made it."""


def look_at_provenance(look: Look) -> Answer:
    """Compares what was handed in with what was stated of it, and tells what stays unproven.

    A digest that agrees is an observation. Signatures and attestations are not verified by
    this version: their presence is told, and the identity of the source stays not checked.
    """
    items = sorted(look.case.evidence, key=lambda item: item.evidence.id)
    findings: list[Finding] = []
    for item in items:
        findings.extend(_of_item(item, look))
    came = look.case.delivery is not None
    if came or any(item.evidence.kind in _NEEDS_SOURCE for item in items):
        findings.append(_source_identity(items))
    return Answer(
        findings=tuple(findings),
        looked_at=len(items),
        reason=None if items else message("provenance.no_evidence"),
    )


def _of_item(item: EvidenceItem, look: Look) -> Iterator[Finding]:
    stated, observed = item.evidence.sha256.lower(), item.observed_sha256
    if f"evidence:{item.evidence.id}" in look.case.erased:
        said = message("provenance.erased", file=_file(item))
        yield _finding(item, "provenance.erased", "info", said)
        return
    if not observed:
        yield _finding(
            item, "provenance.missing", "high", message("provenance.missing", file=_file(item))
        )
        return
    if stated and stated != observed:
        yield _finding(
            item,
            "provenance.other_digest",
            "critical",
            message("provenance.other_digest", file=_file(item)),
            message("provenance.stated", sha256=stated),
            message("provenance.observed", sha256=observed),
        )
    elif not stated and look.case.filing is not None:
        said = message("provenance.no_digest", file=_file(item))
        yield _finding(item, "provenance.no_digest", "info", said)
    yield from _defects(item)
    yield from _links(item, look)


def _defects(item: EvidenceItem) -> Iterator[Finding]:
    """Tells what is wrong inside the document, one finding for each kind of defect."""
    nothing = item.inventory is None and item.vex is None
    unread = item.evidence.kind in _UNREADABLE and nothing
    if unread:
        said = message("provenance.unreadable", file=_file(item))
        reasons = tuple(defect.message for defect in item.defects[:_SHOWN])
        unreadable = _finding(item, "provenance.unreadable", "medium", said, *reasons)
        if item.evidence.kind == "vex":
            unreadable = replace(unreadable, remedy=message("provenance.unreadable_vex.remedy"))
        yield unreadable
        return
    linked = bool(item.inventory and item.inventory.links)
    told = (d for d in item.defects if not (linked and d.message.id == _ELSEWHERE))
    ordered = sorted(told, key=_told)
    for id, group in groupby(ordered, key=lambda defect: defect.message.id):
        found = tuple(group)
        rule = "provenance.not_whole" if id in OF_ITSELF else "provenance.bad_records"
        rule = "provenance.apart" if id in APART else rule
        yield replace(
            _finding(
                item,
                f"{rule}.{id}",
                "info" if id in APART else "low",
                message(rule, file=_file(item), n=len(found)),
                *_first(found),
            ),
            place=" ".join(_place(item, defect) for defect in found[:_SHOWN]),
        )


def _links(item: EvidenceItem, look: Look) -> Iterator[Finding]:
    """Tells the links to other SBOMs that none of those handed in answers."""
    if item.inventory is None:
        return
    broken = sorted(
        (why, link.target, link.place)
        for why, link in broken_links(item.inventory, look.case.evidence)
    )
    if not broken:
        return
    said = tuple(
        dict.fromkeys((why, target) for why, target, _ in broken)  # one link may stand often
    )
    details = tuple(
        message(f"sbom.link_{why}", **({"target": target[:200]} if target else {}))
        for why, target in said[:_SHOWN]
    )
    if len(said) > _SHOWN:
        details = (*details, message("provenance.and_more", n=len(said) - _SHOWN))
    rule = f"provenance.not_whole.{_ELSEWHERE}"
    head = message("provenance.not_whole", file=_file(item), n=len(said))
    places = " ".join(f"{item.evidence.id}#{place}" for _, _, place in broken[:_SHOWN])
    yield replace(_finding(item, rule, "low", head, *details), place=places)


def _told(defect: Defect) -> tuple[str, str]:
    """Orders defects by what they say: the order of the records in a document means nothing."""
    return defect.message.id, str(sorted(defect.message.params.items()))


def _place(item: EvidenceItem, defect: Defect) -> str:
    line = f"{defect.place.line}" if defect.place.line else ""
    return f"{item.evidence.id}#{defect.place.pointer or line}"


def _first(defects: tuple[Defect, ...]) -> Iterator[Message]:
    for said, _ in groupby(defect.message for defect in defects[:_SHOWN]):
        yield said
    if len(defects) > _SHOWN:
        yield message("provenance.and_more", n=len(defects) - _SHOWN)


def _source_identity(items: list[EvidenceItem]) -> Finding:
    """Tells that nothing here proves who made the documents."""
    signed = [item for item in items if item.evidence.kind in ("signature", "attestation")]
    id = "provenance.not_verified" if signed else "provenance.unsigned"
    return Finding(
        rule=id,
        rule_version=VERSION,
        subject="evidence",
        state="not_checked",
        severity="low",
        message=message(id, n=len(signed)),
        cause="provenance:source_identity",
        remedy=message(f"{id}.remedy"),
        evidence=tuple(item.evidence.id for item in signed),
    )


def _finding(
    item: EvidenceItem, rule: str, severity: Severity, said: Message, *details: Message
) -> Finding:
    state: State = "not_checked" if rule in _CANNOT_TELL else "found"
    return Finding(
        rule=rule,
        rule_version=VERSION,
        subject=f"evidence:{item.evidence.id}",
        state=state,
        severity=severity,
        message=said,
        place=f"{item.evidence.id}#",
        cause=f"evidence:{item.evidence.id}" if state == "not_checked" else "",
        remedy=_remedy(rule),
        evidence=(item.evidence.id,),
        details=details,
    )


def _remedy(rule: str) -> Message:
    for kind in ("provenance.bad_records", "provenance.not_whole", "provenance.apart"):
        if rule.startswith(kind):
            return message(f"{kind}.remedy")
    return message(f"{rule}.remedy")


def _file(item: EvidenceItem) -> str:
    return item.evidence.path or item.evidence.id


CHECK = Check(name="provenance", version=VERSION, run=look_at_provenance)
