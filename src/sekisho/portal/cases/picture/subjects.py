"""What was found, by what it was found about, each with the evidence it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sekisho.model.assessment import Assessment
from sekisho.model.filing import Filing
from sekisho.model.finding import SEVERITIES, Finding, Severity
from sekisho.portal.cases.models import Document
from sekisho.report.catalogue import say_id, say_term
from sekisho.report.outline import check_of


@dataclass(frozen=True, slots=True)
class Paper:
    """A piece of evidence by its name, and the document, where it is here."""

    name: str
    document: Document | None


@dataclass(frozen=True, slots=True)
class At:
    """A place in a document of the case, by the id of the document and a JSON pointer."""

    name: str
    document: Document
    pointer: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: the check it came from, the evidence it rests on, and the places it is about."""

    finding: Finding
    check: str
    papers: tuple[Paper, ...]
    places: tuple[At, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What was found about one subject, the gravest first."""

    title: str
    gravest: Severity
    found: tuple[Found, ...]


def by_subject(
    assessment: Assessment, filing: Filing, documents: Iterable[Document], lang: str
) -> tuple[About, ...]:
    """Groups what was found by component, party, or the filing as a whole; the gravest first."""
    documents = tuple(documents)
    files = {row.name: row for row in documents if row.kind == Document.Kind.EVIDENCE}
    paths = {row.id: row.path for row in filing.evidence}
    known = {id: (path, files[path]) for id, path in paths.items() if path in files}
    for row in documents:
        if row.kind == Document.Kind.FILING:
            known["filing"] = (say_term("filing", lang), row)
    groups: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.state == "found":
            groups.setdefault(_owner(finding, filing), []).append(finding)

    def found(finding: Finding) -> Found:
        papers = tuple(
            Paper(paths.get(id, id), files.get(paths.get(id, ""))) for id in finding.evidence
        )
        check = check_of(finding, assessment.checks)
        return Found(finding, check, papers, tuple(_places(finding.place, known)))

    made = [
        About(
            _title(owner, filing, lang),
            min((one.severity for one in findings), key=SEVERITIES.index),
            tuple(
                found(one)
                for one in sorted(findings, key=lambda one: SEVERITIES.index(one.severity))
            ),
        )
        for owner, findings in groups.items()
    ]
    return tuple(sorted(made, key=lambda about: SEVERITIES.index(about.gravest)))


def _places(place: str, known: dict[str, tuple[str, Document]]) -> Iterator[At]:
    """The places that a finding names, `ID#POINTER` each, of documents that are here."""
    for one in place.split():
        id, sharp, pointer = one.partition("#")
        if not sharp:
            id, pointer = "filing", one
        if id in known and pointer.startswith("/"):
            name, document = known[id]
            yield At(name, document, pointer)


def _owner(finding: Finding, filing: Filing) -> str:
    """A package belongs to the component whose SBOM lists it."""
    kind, _, id = finding.subject.partition(":")
    if kind == "component" and filing.component(id):
        return finding.subject
    if kind == "party" and filing.party(id):
        return finding.subject
    if kind in {"package", "evidence", "cause"}:
        listed = {row.id: row.component for row in filing.evidence}
        asked = finding.evidence or (id,)
        if component := next((listed[one] for one in asked if listed.get(one)), ""):
            return f"component:{component}"
    return "filing"


def _title(owner: str, filing: Filing, lang: str) -> str:
    kind, _, id = owner.partition(":")
    if kind == "component":
        component = filing.component(id)
        name = f"{component.name} {component.version}".strip() if component else id
        return say_id("portal.subject.component", lang, name=name or id)
    if kind == "party":
        party = filing.party(id)
        return say_id("portal.subject.party", lang, name=(party.name if party else "") or id)
    return say_term("filing", lang)
