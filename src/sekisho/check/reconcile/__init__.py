"""Reconcile: is every delivered file one the SBOM names, and are its hashes the registry's?"""

from __future__ import annotations

from sekisho.check.look import Answer, Check, Look
from sekisho.check.reconcile.delivered import VERSION, of_delivery
from sekisho.check.reconcile.published import of_registries
from sekisho.check.software import sboms
from sekisho.model.finding import Finding
from sekisho.model.values.message import message


def look_to_reconcile(look: Look) -> Answer:
    """Holds the bytes that came against the SBOMs, and these against what registries publish.

    An answer is `observed` only where files were delivered and hashed. What an SBOM states stays
    declared, however well it is made and however many files it accounts for.
    """
    items = [item for item in sboms(look.case, "sbom") if item.inventory]
    if not items:
        return Answer(basis="declared", reason=message("software.no_sbom"))
    asked = of_registries(look.library, look.proposed)
    findings: list[Finding] = list(asked.findings)
    delivered = look.case.delivered
    findings.extend(of_delivery(look.case, items))
    nothing = not delivered and not asked.known
    if not delivered and asked.known:
        findings.append(_nothing_delivered())
    return Answer(
        findings=tuple(findings),
        looked_at=len(delivered) or asked.known,
        basis="observed" if delivered and all(file.sha256 for file in delivered) else "declared",
        reason=message("reconcile.nothing_delivered") if nothing else None,
        consulted=asked.consulted,
    )


def _nothing_delivered() -> Finding:
    """The registries answered for the SBOM; of what came nobody has seen anything."""
    return Finding(
        rule="reconcile.not_checked",
        rule_version=VERSION,
        subject="delivery",
        state="not_checked",
        severity="low",
        message=message("reconcile.nothing_delivered"),
        basis="declared",
        cause="reconcile:nothing_delivered",
        remedy=message("reconcile.nothing_delivered.remedy"),
    )


CHECK = Check(name="reconcile", version=VERSION, run=look_to_reconcile)
