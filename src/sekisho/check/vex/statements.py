"""The statements of a case about its packages: which count, which are replaced, which disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from sekisho.check.look import Look
from sekisho.check.software import Subject, sboms
from sekisho.check.vex.identities import Found, Identities, Known, Why
from sekisho.model.case import Statement
from sekisho.model.vex.claim import Claim, ClaimMatch, SignatureState, Standing
from sekisho.model.vex.document import VexDocument, VexProduct, VexStatement, VexStatus
from sekisho.read.vex.conformance.view import number_of
from sekisho.read.vex.fields import moment

TRUST = "vex:"
"""What stands before the digest of a document in a statement of trust in it."""

AGAINST: frozenset[VexStatus] = frozenset({"affected"})
FOR: frozenset[VexStatus] = frozenset({"not_affected", "fixed"})
_NAMED_HERE = 20


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A VEX document of the case: a piece of evidence of its own, or what an SBOM says itself."""

    evidence: str
    sha256: str
    document: VexDocument
    is_embedded: bool = False

    @property
    def author(self) -> str:
        """Who states it; the digest where the document names nobody."""
        return self.document.author or self.sha256[:12]

    def order(self) -> tuple[Any, ...]:
        """Orders the versions of one document from the oldest."""
        number = number_of(self.document.version)
        at = moment(self.document.updated_at) or moment(self.document.issued_at)
        return (number.key if number else (), at.isoformat() if at else "")


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """One statement about one thing of the case.

    `subject` is what it is about, and all that is in the SBOM `evidence` when it `is_whole`.
    """

    paper: Paper
    statement: VexStatement
    match: ClaimMatch
    evidence: str
    subject: str
    is_whole: bool

    @property
    def on(self) -> date | None:
        """The day of the statement; `None` where none is stated, or one that cannot be read."""
        found = moment(self._written)
        return found.date() if found else None

    def at(self) -> str:
        """The moment of the statement, to order those of one document."""
        found = moment(self._written)
        return found.isoformat() if found else ""

    @property
    def _written(self) -> str:
        said, document = self.statement, self.paper.document
        own = said.changed_at or said.stated_at
        return own or document.updated_at or document.issued_at

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.paper.evidence}#{self.statement.place}"


class Ignored(msgspec.Struct):
    """Statements of one document that are not applied for one reason."""

    count: int = 0
    names: set[str] = msgspec.field(default_factory=set)
    vulnerabilities: set[str] = msgspec.field(default_factory=set)


class Statements:
    """Every VEX document of a case, held against its proposed SBOMs."""

    @classmethod
    def of(cls, look: Look) -> Statements:
        """Gives the statements of a look, gathered once for all who ask."""
        found: Statements = look.shared.get("vex") or cls(look)
        look.shared["vex"] = found
        return found

    def __init__(self, look: Look) -> None:
        self._look = look
        self.papers, self.replaced = _papers(look)
        self.here: dict[int, int] = {}
        self.ignored: dict[tuple[int, Why], Ignored] = {}
        self._of: dict[tuple[str, str], list[Stated]] = {}
        self._whole: dict[tuple[str, str], list[Stated]] = {}
        if not self.papers:
            return
        known = Identities(sboms(look.case, "sbom"))
        for at, paper in enumerate(self.papers):
            self.here[at] = 0
            for statement in paper.document.statements:
                self._take(at, paper, statement, known)

    @cached_property
    def _trusted(self) -> dict[tuple[str, str], list[Statement]]:
        """The signed statements of trust by digest of the document and author named."""
        found: dict[tuple[str, str], list[Statement]] = {}
        for statement in self._look.stated("vex_trust"):
            digest = statement.about.strip().lower().removeprefix(TRUST)
            found.setdefault((digest, _plain(statement.value)), []).append(statement)
        return found

    def about(self, subject: str, evidence: Iterable[str], ids: Iterable[str]) -> list[Stated]:
        """Gives what is stated of a package under any of some ids, in a stable order."""
        found: dict[int, Stated] = {}
        for id in ids:
            for stated in self._of.get((subject, id.upper()), ()):
                found[id_of(stated)] = stated
            for where in evidence:
                for stated in self._whole.get((where, id.upper()), ()):
                    found[id_of(stated)] = stated
        return sorted(found.values(), key=lambda each: (each.paper.evidence, each.place))

    def by_flaw(self) -> Iterator[tuple[str, list[Stated]]]:
        """Gives (subject, statements) for each flaw of each thing that anything is stated of."""
        seen: set[int] = set()
        for (subject, _), found in sorted(self._of.items()):
            ids = {id for each in found for id in each.statement.vulnerabilities}
            whole = self.about(subject, (), ids)
            if not all(id_of(each) in seen for each in whole):
                seen.update(id_of(each) for each in whole)
                yield subject, whole

    def claims(self, found: list[Stated]) -> tuple[tuple[Stated, Claim], ...]:
        """Lays statements about one flaw in one package beside each other."""
        standing = _standing(found, self.replaced)
        return tuple((each, self._claim(each, standing[id_of(each)])) for each in found)

    def corroborated(self, paper: Paper) -> tuple[str, SignatureState]:
        """Names who vouches for a document, and says whether its author's own signature holds."""
        by = ""
        signature: SignatureState = "not_verified"
        author = _plain(paper.document.author)
        for statement in self._trusted.get((paper.sha256, author), ()) if author else ():
            if _plain(statement.by) == author:
                signature = "verified"
            else:
                by = by or statement.by
        return by, signature

    def unused_trust(self) -> list[Statement]:
        """Gives the signed statements of trust that fit no document by digest and author."""
        held = {(paper.sha256, _plain(paper.document.author)) for paper in self.papers}
        return [said for key, all_ in self._trusted.items() if key not in held for said in all_]

    def _claim(self, stated: Stated, standing: Standing) -> Claim:
        by, signature = self.corroborated(stated.paper)
        document, said = stated.paper.document, stated.statement
        return Claim(
            status=said.status,
            author=stated.paper.author,
            author_role=document.author_role,
            signature=signature,
            document=document.id,
            document_version=document.version,
            document_sha256=stated.paper.sha256,
            on=stated.on,
            justification=said.justification or said.justified,
            standing=standing,
            match=stated.match,
            corroborated_by=by,
            place=stated.place,
        )

    def _take(self, at: int, paper: Paper, statement: VexStatement, known: Identities) -> None:
        own = paper.evidence if paper.is_embedded else ""
        counted = False
        for product in statement.products:
            found = known.find(product, own)
            if found is None:
                # The product is another, and so is what is inside it.
                continue
            self._ignore(at, statement, found)
            for each in found.known:
                parts = [each]
                if product.within:
                    parts = self._parts(at, statement, product, each, known)
                counted = counted or bool(parts)
                for part in parts:
                    where = (part.evidence, part.subject, part.is_whole)
                    self._keep(Stated(paper, statement, found.match, *where))
        self.here[at] += counted

    def _parts(
        self, at: int, statement: VexStatement, product: VexProduct, whole: Known, known: Identities
    ) -> list[Known]:
        """The parts of one product that are named exactly; of the others the reason is kept."""
        parts: list[Known] = []
        for part in product.within:
            found = known.find(part, whole.evidence)
            if found is not None:
                self._ignore(at, statement, found)
                parts += [each for each in found.known if each.evidence == whole.evidence]
        return parts

    def _keep(self, stated: Stated) -> None:
        for id in dict.fromkeys(id.upper() for id in stated.statement.vulnerabilities):
            if stated.is_whole:
                self._whole.setdefault((stated.evidence, id), []).append(stated)
            self._of.setdefault((stated.subject, id), []).append(stated)

    def _ignore(self, at: int, statement: VexStatement, found: Found) -> None:
        if found.why is None:
            return
        kept = self.ignored.setdefault((at, found.why), Ignored())
        kept.count += 1
        if len(kept.names) < _NAMED_HERE:
            kept.names.update(found.names)
            kept.vulnerabilities.add(statement.vulnerabilities[0])


def id_of(stated: Stated) -> int:
    """Tells statements apart that are alike in all they say."""
    return id(stated)


def covers(stated: Stated, subject: Subject) -> bool:
    """Says whether a statement speaks of a package wherever it stands: one about a product does so
    for that product alone.
    """
    return not stated.is_whole or set(subject.evidence) <= {stated.evidence}


def _papers(look: Look) -> tuple[list[Paper], dict[int, Paper]]:
    """Every document once, and which ones a newer version of the same document replaces."""
    papers: list[Paper] = []
    for item in sboms(look.case, "vex"):
        if item.vex and all(item.observed_sha256 != each.sha256 for each in papers):
            papers.append(Paper(item.evidence.id, item.observed_sha256, item.vex))
    for item in sboms(look.case, "sbom"):
        if item.inventory and item.inventory.vex:
            own = item.inventory.vex
            papers += [Paper(item.evidence.id, item.observed_sha256, own, is_embedded=True)]
    newest: dict[tuple[str, str], Paper] = {}
    for paper in papers:
        key = (paper.document.id, _plain(paper.document.author))
        if paper.document.id and paper.order() > newest.setdefault(key, paper).order():
            newest[key] = paper
    replaced = {
        id(paper): other
        for paper in papers
        if paper.document.id
        and (other := newest[paper.document.id, _plain(paper.document.author)]).order()
        > paper.order()
    }
    return papers, replaced


def _standing(found: list[Stated], replaced: dict[int, Paper]) -> dict[int, Standing]:
    """What replaced is no longer counts; what still counts may contradict itself."""
    standing: dict[int, Standing] = {}
    latest: dict[int, str] = {}
    for each in found:
        key = id(each.paper)
        latest[key] = max(latest.get(key, ""), each.at())
    for each in found:
        is_old = id(each.paper) in replaced or each.at() < latest[id(each.paper)]
        standing[id_of(each)] = "superseded" if is_old else "counts"
    counting = [each for each in found if standing[id_of(each)] == "counts"]
    statuses = {each.statement.status for each in counting}
    if statuses & AGAINST and statuses & FOR:
        standing |= {
            id_of(each): "contradicted"
            for each in counting
            if each.statement.status in AGAINST | FOR
        }
    return standing


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
