"""VEX documents handed in: what they state that no advisory says, and what is not applied of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from sekisho.check.look import Answer, Check, Look
from sekisho.check.software import SHOWN, Subject, label, sboms
from sekisho.check.vex.beside import MOST, all_told, investigated
from sekisho.check.vex.statements import Paper, Stated, Statements
from sekisho.model.finding import Finding, Severity
from sekisho.model.values.message import Message, message
from sekisho.model.vex.claim import Claim
from sekisho.model.vex.document import VexStatus

VERSION = "1"
_PLACES = 5
_ALONE: dict[VexStatus, tuple[str, Severity]] = {
    "affected": ("vex.affected", "medium"),
    "unknown": ("vex.listed", "medium"),
    "under_investigation": ("vex.under_investigation", "low"),
    "fixed": ("vex.fixed", "info"),
}
"""What a statement is where no advisory says the same: the rule and how grave it is."""


def is_stated(look: Look) -> bool:
    """Says whether anything was handed in that states something of vulnerabilities."""
    return any(
        item.evidence.kind == "vex"
        or (item.inventory is not None and item.inventory.vex is not None)
        for item in look.case.evidence
        if item.evidence.kind in ("vex", "sbom")
    )


def look_at_vex(look: Look) -> Answer:
    """Tells what VEX documents state about the proposed software.

    A flaw somebody calls theirs is found, whether or not an advisory says so. What a statement
    says of a flaw that is published stands beside that finding; here stands what disagrees, what is
    not applied and why, and who stated how much.
    """
    items = sboms(look.case, "sbom")
    if not is_stated(look):
        return Answer(basis="declared", reason=message("vex.none"))
    if not any(item.inventory for item in items):
        return Answer(basis="declared", reason=message("software.no_sbom"))
    told_here = _Told(look)
    findings = [
        *told_here.flaws(),
        *told_here.ignored(),
        *told_here.papers(),
        *told_here.unused_trust(),
        *_unread(look),
    ]
    return Answer(
        findings=tuple(findings),
        looked_at=sum(len(paper.document.statements) for paper in told_here.statements.papers),
        basis="declared",
        consulted=frozenset(told_here.consulted),
    )


class _Told:
    """Everything there is to tell, with what the library says of the same packages."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.statements = Statements.of(look)
        self.consulted: set[str] = set()
        items = sboms(look.case, "sbom")
        self._names = {
            item.evidence.id: label(item.inventory.primary)
            for item in items
            if item.inventory and item.inventory.primary
        }
        self._published: dict[str, frozenset[str]] = {}

    @cached_property
    def _subjects(self) -> dict[str, Subject]:
        """The packages by identity; gathered only where a statement asks for it."""
        return {subject.id: subject for subject in self._look.proposed}

    @cached_property
    def _in(self) -> dict[str, list[Subject]]:
        """The packages of each SBOM."""
        found: dict[str, list[Subject]] = {}
        for subject in self._subjects.values():
            for id in subject.evidence:
                found.setdefault(id, []).append(subject)
        return found

    def flaws(self) -> Iterator[Finding]:
        """Gives a finding for each flaw that is stated and not published, or stated in two ways."""
        for subject, found in self.statements.by_flaw():
            if all(each.statement.status == "not_affected" for each in found):
                continue
            pairs = self.statements.claims(found)
            ids = tuple(
                dict.fromkeys(id for each in found for id in each.statement.vulnerabilities)
            )
            if any(claim.standing == "contradicted" for _, claim in pairs):
                yield self._contradiction(subject, ids, pairs)
            if not self._is_published(found, ids):
                yield from self._alone(subject, ids, pairs)

    def _alone(
        self, subject: str, ids: tuple[str, ...], pairs: tuple[tuple[Stated, Claim], ...]
    ) -> Iterator[Finding]:
        counting = [pair for pair in pairs if pair[1].standing != "superseded"]
        statuses = {claim.status for _, claim in counting}
        status = next((each for each in _ALONE if each in statuses), None)
        if status is None:
            return
        rule, severity = _ALONE[status]
        first = next(claim for _, claim in counting if claim.status == status)
        about = {"package": self._label(subject, pairs), "flaw": ids[0], "author": first.author}
        finding = self._finding(rule, severity, subject, message(rule, **about), pairs)
        if status == "under_investigation":
            finding = _with_first(finding, investigated(first, self._look.on))
        yield finding

    def _contradiction(
        self, subject: str, ids: tuple[str, ...], pairs: tuple[tuple[Stated, Claim], ...]
    ) -> Finding:
        authors = {claim.author for _, claim in pairs if claim.standing == "contradicted"}
        said = message(
            "vex.contradiction",
            package=self._label(subject, pairs),
            flaw=ids[0],
            authors=tuple(sorted(authors)),
        )
        return self._finding("vex.contradiction", "medium", subject, said, pairs)

    def _finding(
        self,
        rule: str,
        severity: Severity,
        subject: str,
        said: Message,
        pairs: tuple[tuple[Stated, Claim], ...],
    ) -> Finding:
        return Finding(
            rule=rule,
            rule_version=VERSION,
            subject=subject,
            state="found",
            severity=severity,
            message=said,
            basis="declared",
            place=" ".join(dict.fromkeys(claim.place for _, claim in pairs[:_PLACES])),
            remedy=message(f"{rule}.remedy"),
            evidence=tuple(dict.fromkeys(stated.paper.evidence for stated, _ in pairs)),
            claims=tuple(claim for _, claim in pairs[:MOST]),
            details=tuple(all_told(pairs, self._look.on)),
        )

    def ignored(self) -> Iterator[Finding]:
        """Gives one finding for each document and reason, with what to ask for."""
        for (at, why), kept in sorted(self.statements.ignored.items()):
            paper = self.statements.papers[at]
            rule = f"vex.ignored.{why}"
            yield Finding(
                rule=rule,
                rule_version=VERSION,
                subject=f"vex:{paper.sha256}:{why}",
                state="found",
                severity="low",
                message=message(rule, n=kept.count, author=paper.author),
                basis="declared",
                place=f"{paper.evidence}#",
                remedy=message(f"{rule}.remedy"),
                evidence=(paper.evidence,),
                details=(
                    message("vex.ignored.of", names=tuple(sorted(kept.names))[:SHOWN]),
                    message("vex.ignored.ids", ids=tuple(sorted(kept.vulnerabilities))[:SHOWN]),
                ),
            )

    def papers(self) -> Iterator[Finding]:
        """Gives one finding a document: who stated how much, and how far it can be relied on."""
        for at, paper in enumerate(self.statements.papers):
            document = paper.document
            rule = "vex.fails_tests" if document.failures else "vex.document"
            about = {"author": paper.author, "format": f"{document.format} {document.spec_version}"}
            said = message(
                "vex.embedded" if paper.is_embedded else "vex.document",
                n=len(document.statements),
                here=self.statements.here[at],
                **about,
            )
            failures = document.failures
            yield Finding(
                rule=rule,
                rule_version=VERSION,
                subject=f"vex:{paper.sha256}",
                state="found",
                severity="low" if failures else "info",
                message=said,
                basis="declared",
                place=f"{paper.evidence}#",
                remedy=message("vex.fails_tests.remedy") if failures else None,
                evidence=(paper.evidence,),
                details=tuple(self._of_paper(paper)),
            )

    def unused_trust(self) -> Iterator[Finding]:
        """Tells of trust that was signed and fits no document: by another digest or author."""
        for said in self.statements.unused_trust():
            yield Finding(
                rule="vex.trust_unused",
                rule_version=VERSION,
                subject=said.about,
                state="found",
                severity="low",
                message=message("vex.trust_unused", by=said.by, author=said.value),
                basis="declared",
                remedy=message("vex.trust_unused.remedy"),
                details=(message("vex.trust_about", about=said.about),),
            )

    def _of_paper(self, paper: Paper) -> Iterator[Message]:
        document = paper.document
        by, signature = self.statements.corroborated(paper)
        yield message("vex.signature", signature=signature, digest=paper.sha256)
        if by:
            yield message("vex.vouched", by=by)
        if id(paper) in self.statements.replaced:
            newer = self.statements.replaced[id(paper)]
            yield message("vex.replaced", version=newer.document.version, by=newer.evidence)
        tests = tuple(dict.fromkeys(failure.test for failure in document.failures))
        if tests:
            yield message("vex.fails_tests", n=len(tests), tests=tests)
        if document.id:
            yield message("vex.id", id=document.id, version=document.version or "-")

    def _is_published(self, found: list[Stated], ids: tuple[str, ...]) -> bool:
        """Says whether an advisory says of the same package, or in the product, what is stated."""
        asked = {id.upper() for id in ids}
        for stated in found:
            own = self._subjects.get(stated.subject)
            held = self._in.get(stated.evidence, []) if stated.is_whole else [own] if own else []
            if any(asked & self._ids_of(subject) for subject in held):
                return True
        return False

    def _ids_of(self, subject: Subject) -> frozenset[str]:
        spot = subject.coordinates
        if spot is None:
            return frozenset()
        if subject.id not in self._published:
            self.consulted.add(f"advisory:{spot.ecosystem}/{spot.name}")
            hits = self._look.library.advisories.match(spot.ecosystem, spot.name, spot.version)
            counted = [hit for hit in hits if not hit.malicious and not hit.not_evaluated]
            self._published[subject.id] = frozenset(id.upper() for hit in counted for id in hit.ids)
        return self._published[subject.id]

    def _label(self, subject: str, pairs: tuple[tuple[Stated, Claim], ...]) -> str:
        if subject in self._subjects:
            return self._subjects[subject].label
        evidence = pairs[0][0].evidence
        return self._names.get(evidence, subject.removeprefix("package:"))


def _unread(look: Look) -> Iterator[Finding]:
    """Tells of documents that could not be read: nobody knows what they state."""
    unread = [item for item in sboms(look.case, "vex") if item.vex is None]
    if unread:
        yield Finding(
            rule="vex.not_checked",
            rule_version=VERSION,
            subject="cause:vex:unread",
            state="not_checked",
            severity="low",
            message=message("vex.unread", n=len(unread)),
            basis="declared",
            cause="vex:unread",
            remedy=message("vex.unread.remedy"),
            evidence=tuple(item.evidence.id for item in unread),
        )


def _with_first(finding: Finding, said: Message) -> Finding:
    others = tuple(each for each in finding.details if each != said)
    return replace(finding, details=(said, *others))


CHECK = Check(name="vex", version=VERSION, run=look_at_vex, applies=is_stated)
