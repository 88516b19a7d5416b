"""A difference as findings: what must be explained stands alone, the rest is told together."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.check.software import SHOWN, label, subject_id
from sekisho.match.packages.difference import Change, Difference, Kind
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding, Severity
from sekisho.model.inventory import Package
from sekisho.model.values.message import Message, Value, message

VERSION = "2"

DEFAULT_REGISTRY = "default_registry"
"""Said where a package URL names no repository: the one its type stands for."""

SEVERITIES: dict[Kind, Severity] = {
    "repackaged": "critical",
    "downgraded": "medium",
    "supplier_changed": "medium",
    "maker_changed": "medium",
    "country_changed": "medium",
    "supplier_new": "low",
    "country_new": "low",
    "origin_changed": "medium",
    "registry_changed": "medium",
    "location_changed": "low",
    "executable_new": "low",
    "archive_new": "low",
    "network_new": "low",
    "crypto_new": "low",
    "new": "low",
    "gone": "info",
    "renamed": "low",
    "upgraded": "info",
    "rebuilt": "info",
    "version_changed": "low",
    "build_changed": "low",
    "licence_changed": "low",
    "hash_lost": "low",
}
"""How grave each kind of change is by itself, before anyone explained it."""

_SINGLE = frozenset({"repackaged", "downgraded"})
"""Changes told one by one, since each must be explained; many of them are told together."""

_BY_NAMES = frozenset(
    {
        "supplier_changed",
        "maker_changed",
        "country_changed",
        "supplier_new",
        "country_new",
        "registry_changed",
        "location_changed",
    }
)
"""Changes told once for each old and new name: one takeover touches many packages."""

_REMEDIES = frozenset(
    {
        "repackaged",
        "downgraded",
        "new",
        "supplier_changed",
        "maker_changed",
        "country_changed",
        "supplier_new",
        "country_new",
        "origin_changed",
        "registry_changed",
        "location_changed",
        "executable_new",
        "archive_new",
        "network_new",
        "crypto_new",
        "build_changed",
        "hash_lost",
        "tools_changed",
        "quality_drop",
        "other_product",
    }
)


def findings_of(
    difference: Difference, old: list[EvidenceItem], new: list[EvidenceItem]
) -> Iterator[Finding]:
    """Gives the findings about the SBOMs of one component, the gravest kinds first."""
    return _Said(difference, old, new).findings()


class _Said:
    """One difference on its way to findings."""

    def __init__(
        self, difference: Difference, old: list[EvidenceItem], new: list[EvidenceItem]
    ) -> None:
        component = new[0].evidence.component
        self._subject = f"component:{component}" if component else f"evidence:{new[0].evidence.id}"
        self._new = new[0].evidence.id
        self._evidence = tuple(sorted(item.evidence.id for item in (*old, *new)))
        self._it = difference
        self._other_tools = difference.generator_changed or difference.format_changed

    def findings(self) -> Iterator[Finding]:
        for kind, changes in self._it.by_kind().items():
            if kind in _SINGLE and len(changes) <= SHOWN:
                yield from map(self._single, changes)
            elif kind in _BY_NAMES:
                yield from self._by_names(kind, changes)
            else:
                many = f"{kind}.many" if kind in _SINGLE else kind
                said = message(f"difference.{many}", n=len(changes))
                yield self._together(kind, self._severity(kind), said, self._listed(kind, changes))
        yield from self._of_the_whole()

    def _of_the_whole(self) -> Iterator[Finding]:
        if self._it.other_product:
            before, after = self._it.products
            said = message("difference.other_product", before=before, after=after)
            yield self._together("other_product", "low", said)
        if self._it.drops:
            said = message("difference.quality_drop", n=len(self._it.drops))
            told = (
                message(
                    f"difference.drop.{drop.element}",
                    before=drop.before,
                    of_before=drop.of_before,
                    after=drop.after,
                    of_after=drop.of_after,
                )
                for drop in self._it.drops
            )
            yield self._together("quality_drop", "low", said, tuple(told))
        if self._other_tools:
            said = message("difference.tools_changed")
            named: tuple[Message, ...] = ()
            if all(self._it.tools):
                before, after = self._it.tools
                named = (message("difference.tools", before=before, after=after),)
            yield self._together("tools_changed", "info", said, named)

    def _severity(self, kind: Kind) -> Severity:
        """Two tools may have taken the hashes of two different files."""
        return "high" if kind == "repackaged" and self._other_tools else SEVERITIES[kind]

    def _single(self, change: Change) -> Finding:
        package = change.package
        details: list[Message] = []
        if change.before and change.after and change.kind == "repackaged":
            details += _hashes(change.before, change.after)
            if self._other_tools:
                details.append(message("difference.repackaged.tools"))
        versions = {"before": change.old, "after": change.new} if change.kind in _VERSIONS else {}
        return Finding(
            rule=f"difference.{change.kind}",
            rule_version=VERSION,
            subject=subject_id(package),
            state="found",
            severity=self._severity(change.kind),
            message=message(f"difference.{change.kind}", package=label(package), **versions),
            basis="declared",
            place=f"{self._new}#{package.place}",
            remedy=message(f"difference.{change.kind}.remedy"),
            evidence=self._evidence,
            details=tuple(details),
        )

    def _by_names(self, kind: Kind, changes: list[Change]) -> Iterator[Finding]:
        by_names: dict[tuple[str, str], list[Change]] = {}
        for change in changes:
            by_names.setdefault((change.old, change.new), []).append(change)
        for (old, new), told in sorted(by_names.items()):
            names: dict[str, Value] = {"after": new or DEFAULT_REGISTRY}
            if not kind.endswith("_new"):
                names["before"] = old or DEFAULT_REGISTRY
            said = message(f"difference.{kind}", n=len(told), **names)
            yield self._together(kind, SEVERITIES[kind], said, self._listed(kind, told))

    def _listed(self, kind: Kind, changes: list[Change]) -> tuple[Message, ...]:
        if kind in {"network_new", "crypto_new"}:
            return tuple(_edge(change) for change in changes[:SHOWN])
        names = tuple(_name(change) for change in changes)
        return (message("software.packages", names=names[:SHOWN], n=len(names)),)

    def _together(
        self, kind: str, severity: Severity, said: Message, details: tuple[Message, ...] = ()
    ) -> Finding:
        return Finding(
            rule=f"difference.{kind}",
            rule_version=VERSION,
            subject=self._subject,
            state="found",
            severity=severity,
            message=said,
            basis="declared",
            remedy=message(f"difference.{kind}.remedy") if kind in _REMEDIES else None,
            evidence=self._evidence,
            details=details,
        )


_VERSIONS = frozenset({"downgraded"})


def _hashes(before: Package, after: Package) -> Iterator[Message]:
    old, new = dict(before.hashes), dict(after.hashes)
    for kind in sorted(old.keys() & new.keys()):
        if old[kind] != new[kind]:
            yield message("difference.hash", kind=kind, before=old[kind], after=new[kind])
    if before.filename and after.filename and before.filename != after.filename:
        names = {"before": before.filename, "after": after.filename}
        yield message("difference.filename", **names)


def _edge(change: Change) -> Message:
    """Tells what is depended on, by which package, and where its nature is known from."""
    known: dict[str, Value] = {"package": label(change.package), "why": change.why}
    known |= {"by": change.new} if change.new else {}
    return message(f"difference.edge{'' if change.new else '.alone'}", **known)


def _name(change: Change) -> str:
    """Names a change shortly: an arrow between what differs, where there are two."""
    before, after = change.before, change.after
    if before is None or after is None:
        return label(change.package)
    if change.kind == "renamed":
        return f"{label(before)} → {label(after)}"
    if change.kind in {"origin_changed", "build_changed"}:
        return f"{label(after)} ({change.old} → {change.new})"
    if before.version != after.version:
        return f"{label(before)} → {after.version}"
    return label(after)
