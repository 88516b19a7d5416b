"""The delivered files, held against the hashes the SBOMs state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from sekisho.check.software import SHOWN, label
from sekisho.model.case import Case
from sekisho.model.evidence import DeliveredFile, EvidenceItem
from sekisho.model.finding import Finding, Severity
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import Message, message

VERSION = "1"

_HELD = ("sha256", "sha512")
"""The digests taken of a delivered file; by older kinds nobody can be held to bytes any more."""

Hashes = tuple[tuple[str, str], ...]


def of_delivery(case: Case, items: list[EvidenceItem]) -> Iterator[Finding]:
    """Gives what the delivery holds that no SBOM accounts for, and what it lacks."""
    if not case.delivered:
        return
    evidence = tuple(item.evidence.id for item in items)
    stated = _Stated(items)
    handed_in = {item.observed_sha256 for item in case.evidence} - {""}
    unread, unknown = [], []
    for file in case.delivered:
        if not file.sha256:
            unread.append(file)
        elif stated.accounts_for(file) or file.sha256 in handed_in:
            continue
        elif hashes := stated.of_name(file):
            yield _other_bytes(file, hashes, evidence)
        else:
            unknown.append(file)
    total = len(case.delivered)
    if unknown:
        said = message("reconcile.unexplained", n=len(unknown), of=total)
        yield _listed("unexplained", said, (file.path for file in unknown), evidence)
    if missing := stated.not_delivered():
        said = message("reconcile.not_delivered", n=len(missing), of=stated.count)
        yield _listed("not_delivered", said, missing, evidence)
    if unread:
        said = message("reconcile.unread", n=len(unread), of=total)
        yield _listed("unread", said, (file.path for file in unread), evidence)


class _Stated:
    """What the SBOMs state of files: digests, and under which file name."""

    def __init__(self, items: Iterable[EvidenceItem]) -> None:
        self._named: dict[tuple[str, str], str] = {}
        self._by_file: dict[str, list[Hashes]] = {}
        self._seen: set[str] = set()
        for item in items:
            if item.inventory:
                self._take(item.inventory)

    def _take(self, inventory: Inventory) -> None:
        for package in (inventory.primary, *inventory.packages):
            if package is not None:
                name = package.filename or (package.name if package.kind == "file" else "")
                self._add(label(package), name, package.hashes)
        for file in inventory.files:
            self._add(file.name, file.name, file.hashes)

    def _add(self, called: str, name: str, hashes: Hashes) -> None:
        held = tuple(pair for pair in hashes if pair[0] in _HELD)
        for pair in held:
            self._named.setdefault(pair, called)
        if held and name:
            self._by_file.setdefault(_last(name), []).append(held)

    @property
    def count(self) -> int:
        """How many packages and files state a digest that could be compared."""
        return len(set(self._named.values()))

    def accounts_for(self, file: DeliveredFile) -> bool:
        """Says whether a digest of the SBOMs is that of a file, and remembers whose it is."""
        found = [self._named[pair] for pair in _digests(file) if pair in self._named]
        self._seen.update(found)
        return bool(found)

    def of_name(self, file: DeliveredFile) -> Hashes:
        """Gives the digests stated for a file of this name, which then are not its own."""
        return next(iter(self._by_file.get(_last(file.path), ())), ())

    def not_delivered(self) -> tuple[str, ...]:
        """Names what states a digest that no delivered file has."""
        return tuple(sorted(set(self._named.values()) - self._seen))


def _digests(file: DeliveredFile) -> Hashes:
    return (("sha256", file.sha256), ("sha512", file.sha512))


def _last(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _other_bytes(file: DeliveredFile, stated: Hashes, evidence: tuple[str, ...]) -> Finding:
    observed = dict(_digests(file))
    return Finding(
        rule="reconcile.other_bytes",
        rule_version=VERSION,
        subject=f"delivered:{file.path}",
        state="found",
        severity="critical",
        message=message("reconcile.other_bytes", file=file.path),
        basis="observed",
        remedy=message("reconcile.other_bytes.remedy"),
        evidence=evidence,
        details=tuple(
            message("reconcile.differs", kind=kind, stated=digest, observed=observed[kind])
            for kind, digest in stated
        ),
    )


_SEVERITIES: dict[str, Severity] = {
    "unexplained": "medium",
    "not_delivered": "info",
    "unread": "low",
}


def _listed(rule: str, said: Message, names: Iterable[str], evidence: tuple[str, ...]) -> Finding:
    """One finding about many files, with the count and the first by name."""
    names = tuple(names)
    open_ = rule == "unread"
    return Finding(
        rule=f"reconcile.{rule}",
        rule_version=VERSION,
        subject="delivery",
        state="not_checked" if open_ else "found",
        severity=_SEVERITIES[rule],
        message=said,
        basis="observed",
        cause=f"reconcile:{rule}" if open_ else "",
        remedy=message(f"reconcile.{rule}.remedy"),
        evidence=evidence,
        details=(message("software.packages", names=names[:SHOWN], n=len(names)),),
    )
