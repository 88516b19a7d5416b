"""A delivery held against a saved assessment: the same, changed, or impossible to tell."""

from __future__ import annotations

from typing import Literal

from sekisho.model.assessment import Assessment, PackageSet
from sekisho.model.values.message import Message, message
from sekisho.model.values.record import Record

Verdict = Literal["same", "changed", "cannot_tell"]


_NAMED: dict[bool | None, tuple[Verdict, Message]] = {
    True: ("same", message("gate_check.named")),
    False: ("changed", message("gate_check.named_otherwise")),
    None: ("cannot_tell", message("gate_check.bytes_not_seen")),
}
"""What it means that an SBOM states the digest of the delivery, another one, or none."""


class Delivered(Record, frozen=True, kw_only=True):
    """What was delivered, as it was observed: its digest, and the packages of its SBOM.

    `sbom_sha256` is empty where the delivery is the SBOM; `is_named` says whether the SBOM states
    the digest of the delivery or another one, `None` where it states none.
    """

    sha256: str
    sbom_sha256: str = ""
    is_named: bool | None = None
    packages: PackageSet | None = None


class GateCheck(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/gate-check/1"):
    """Whether a delivery is what was vetted, and on what that rests."""

    verdict: Verdict
    said: tuple[Message, ...]
    delivered: Delivered
    assessment_sha256: str
    on: str


def compare_delivery(delivered: Delivered, assessment: Assessment) -> GateCheck:
    """Holds a delivery against what an assessment looked at: bytes first, then packages."""
    verdict, said = _compare(delivered, assessment)
    return GateCheck(
        verdict=verdict,
        said=said,
        delivered=delivered,
        assessment_sha256=assessment.sha256,
        on=assessment.on.isoformat(),
    )


def _compare(delivered: Delivered, assessment: Assessment) -> tuple[Verdict, tuple[Message, ...]]:
    sets = assessment.inputs.package_sets
    before = {each.evidence for each in sets if each.in_service}
    vetted = {sha: id for id, sha in assessment.inputs.evidence_sha256 if sha and id not in before}
    told: list[tuple[Verdict, Message]] = []
    if delivered.sha256 in vetted:
        told.append(("same", message("gate_check.same_bytes", id=vetted[delivered.sha256])))
    elif delivered.packages is None:
        return "cannot_tell", (message("gate_check.not_seen"),)
    if delivered.packages is not None and delivered.sha256 not in vetted:
        if delivered.sbom_sha256 in vetted:
            id = vetted[delivered.sbom_sha256]
            told.append(("same", message("gate_check.same_sbom", id=id)))
        else:
            told.append(_compare_packages(delivered.packages, sets))
    if delivered.sbom_sha256 and delivered.sha256 not in vetted:
        told.append(_NAMED[delivered.is_named])
    order: tuple[Verdict, ...] = ("changed", "cannot_tell", "same")
    verdict = min((each for each, _ in told), key=order.index)
    return verdict, tuple(said for _, said in told)


def _compare_packages(found: PackageSet, sets: tuple[PackageSet, ...]) -> tuple[Verdict, Message]:
    proposed = [each for each in sets if not each.in_service]
    if not proposed:
        return "cannot_tell", message("gate_check.no_packages")
    for each in proposed:
        if each.names_sha256 == found.names_sha256:
            if each.hashes_sha256 == found.hashes_sha256:
                return _same_packages(found, each.evidence)
            return "changed", message("gate_check.other_hashes", n=found.count, id=each.evidence)
    if any(each.in_service and each.names_sha256 == found.names_sha256 for each in sets):
        return "changed", message("gate_check.in_service", n=found.count)
    if len(proposed) == 1:
        (only,) = proposed
        said = message(
            "gate_check.other_packages", id=only.evidence, before=only.count, n=found.count
        )
        return "changed", said
    return "changed", message("gate_check.other_packages_of_many", n=found.count)


def _same_packages(found: PackageSet, id: str) -> tuple[Verdict, Message]:
    """Names alone do not tell that the bytes are those that were vetted."""
    if found.hashed < found.count:
        left = found.count - found.hashed
        return "cannot_tell", message("gate_check.no_hashes", n=found.count, left=left, id=id)
    return "same", message("gate_check.same_packages", n=found.count, id=id)
