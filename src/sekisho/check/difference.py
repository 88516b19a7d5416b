"""Difference: what the proposed software changes against what is in service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import SHOWN, label, sboms, subject_id
from sekisho.match.packages.difference import Change, Difference, Kind, compare
from sekisho.model.case import Case
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding, Severity
from sekisho.model.inventory import Inventory, Package
from sekisho.model.values.message import Message, message

VERSION = "1"

_SINGLE: dict[Kind, Severity] = {"repackaged": "high", "downgraded": "medium"}
"""Changes told one by one, since each must be explained."""

_TOGETHER: dict[Kind, Severity] = {
    "renamed": "low",
    "new": "low",
    "version_changed": "low",
    "hash_lost": "low",
    "licence_changed": "low",
    "upgraded": "info",
    "gone": "info",
}
"""Changes told in one finding a component, with the count and the first by name."""

_BY_MAKER: dict[Kind, Severity] = {"supplier_changed": "medium", "maker_changed": "medium"}
"""Changes told once for each old and new name: one takeover touches many packages."""


def look_for_differences(look: Look) -> Answer:
    """Compares the SBOM in service with the proposed one, component by component."""
    proposed = [item for item in sboms(look.case, "sbom") if item.inventory]
    if not proposed:
        return Answer(basis="declared", reason=message("software.no_sbom"))
    in_service = [item for item in sboms(look.case, "sbom_in_service") if item.inventory]
    if not in_service:
        return Answer(basis="declared", reason=message("difference.nothing_in_service"))
    findings: list[Finding] = []
    looked_at = 0
    for component in sorted({item.evidence.component for item in proposed}):
        new = [item for item in proposed if item.evidence.component == component]
        old = [item for item in in_service if item.evidence.component == component]
        looked_at += sum(len(item.inventory.packages) for item in new if item.inventory)
        findings.extend(_Pair(component, old, new).findings() if old else [_unanswered(new)])
    return Answer(findings=tuple(findings), looked_at=looked_at, basis="declared")


def compared(case: Case) -> tuple[tuple[str, Difference], ...]:
    """Gives how the SBOMs of each component differ, where both the old and the new are read."""
    new, old = (
        [item for item in sboms(case, kind) if item.inventory]
        for kind in ("sbom", "sbom_in_service")
    )
    both = {item.evidence.component for item in new} & {item.evidence.component for item in old}
    return tuple(
        (component, compare(*(_merged(_of(component, items)) for items in (old, new))))
        for component in sorted(both)
    )


def _of(component: str, items: list[EvidenceItem]) -> list[EvidenceItem]:
    return [item for item in items if item.evidence.component == component]


def _unanswered(new: list[EvidenceItem]) -> Finding:
    component = new[0].evidence.component
    return Finding(
        rule="difference.not_checked",
        rule_version=VERSION,
        subject=f"component:{component}" if component else "filing",
        state="not_checked",
        severity="low",
        message=message("difference.nothing_in_service"),
        basis="declared",
        cause="difference:nothing_in_service",
        remedy=message("difference.nothing_in_service.remedy"),
        evidence=tuple(item.evidence.id for item in new),
    )


class _Pair:
    """The SBOMs of one component: in service and proposed."""

    def __init__(self, component: str, old: list[EvidenceItem], new: list[EvidenceItem]) -> None:
        self._subject = f"component:{component}" if component else f"evidence:{new[0].evidence.id}"
        self._new = new[0].evidence.id
        self._old = old[0].evidence.id
        self._evidence = tuple(sorted(item.evidence.id for item in (*old, *new)))
        self._difference: Difference = compare(_merged(old), _merged(new))

    def findings(self) -> Iterator[Finding]:
        """Gives the findings, the gravest kinds first."""
        for kind, severity in _SINGLE.items():
            for change in self._difference.of(kind):
                yield self._single(change, severity)
        for kind, severity in _BY_MAKER.items():
            yield from self._by_maker(kind, severity)
        for kind, severity in _TOGETHER.items():
            if changes := self._difference.of(kind):
                said = message(f"difference.{kind}", n=len(changes))
                yield self._together(kind, severity, changes, said)
        if self._difference.generator_changed or self._difference.format_changed:
            said = message("difference.tools_changed")
            yield self._together("tools_changed", "info", (), said)

    def _single(self, change: Change, severity: Severity) -> Finding:
        before, after = _both(change)
        details: tuple[Message, ...] = ()
        if change.kind == "repackaged":
            old, new = dict(before.hashes), dict(after.hashes)
            details = tuple(
                message("difference.hash", kind=kind, before=old[kind], after=new[kind])
                for kind in sorted(old.keys() & new.keys())
                if old[kind] != new[kind]
            )
        return Finding(
            rule=f"difference.{change.kind}",
            rule_version=VERSION,
            subject=subject_id(after),
            state="found",
            severity=severity,
            message=message(
                f"difference.{change.kind}",
                package=label(after),
                before=before.version,
                after=after.version,
            ),
            basis="declared",
            place=f"{self._new}#{after.place}",
            remedy=message(f"difference.{change.kind}.remedy"),
            evidence=self._evidence,
            details=details,
        )

    def _by_maker(self, kind: Kind, severity: Severity) -> Iterator[Finding]:
        by_names: dict[tuple[str, str], list[Change]] = {}
        for change in self._difference.of(kind):
            before, after = _both(change)
            names = (
                (before.supplier, after.supplier)
                if kind == "supplier_changed"
                else (before.maker, after.maker)
            )
            by_names.setdefault(names, []).append(change)
        for (old, new), changes in sorted(by_names.items(), key=lambda item: item[0]):
            said = message(f"difference.{kind}", n=len(changes), before=old, after=new)
            yield self._together(kind, severity, changes, said)

    def _together(
        self, kind: str, severity: Severity, changes: Iterable[Change], said: Message
    ) -> Finding:
        names = tuple(_name(change) for change in changes)
        shown = message("software.packages", names=names[:SHOWN], n=len(names))
        remedies = {"new", "supplier_changed", "maker_changed", "hash_lost", "tools_changed"}
        return Finding(
            rule=f"difference.{kind}",
            rule_version=VERSION,
            subject=self._subject,
            state="found",
            severity=severity,
            message=said,
            basis="declared",
            remedy=message(f"difference.{kind}.remedy") if kind in remedies else None,
            evidence=self._evidence,
            details=(shown,) if names else (),
        )


def _both(change: Change) -> tuple[Package, Package]:
    empty = Package(name="")
    return change.before or empty, change.after or empty


def _name(change: Change) -> str:
    """Names a change shortly: an arrow between versions or names, where there are two."""
    before, after = change.before, change.after
    if before is None or after is None:
        return label(after or before or Package(name=""))
    if change.kind == "renamed":
        return f"{label(before)} → {label(after)}"
    if before.version != after.version:
        return f"{label(before)} → {after.version}"
    return label(after)


def _merged(items: list[EvidenceItem]) -> Inventory:
    """One inventory of all SBOMs of a component; what tools made it is told by the first."""
    inventories = [item.inventory for item in items if item.inventory]
    packages = tuple(package for inventory in inventories for package in inventory.packages)
    return replace(inventories[0], packages=packages)


CHECK = Check(name="difference", version=VERSION, run=look_for_differences)
