"""The index of attachments: what is handed in, whether it holds, and what lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sekisho.desk.package.copies import place_copies
from sekisho.desk.package.view import Vetted, View
from sekisho.desk.paper.sheet import Block, Cell, Section, State, Table
from sekisho.model.evidence import EvidenceItem
from sekisho.model.finding import Finding
from sekisho.report.catalogue import knows, say, visible

Condition = Literal[
    "valid", "present", "stale", "undated", "unjudged", "differs", "absent", "unnamed", "lacking"
]

_LOOKS: dict[Condition, State] = {
    "valid": "good",
    "present": "stated",
    "stale": "missing",
    "undated": "missing",
    "unjudged": "open",
    "differs": "missing",
    "absent": "missing",
    "unnamed": "open",
    "lacking": "missing",
}

_LACKS = {
    "completeness.registry_certificate": "registry_certificate",
    "completeness.officer_documents": "officer_identity",
}
"""What the check of completeness says of a party -> the document that lacks."""

_STALE, _UNDATED = "completeness.document_freshness", "completeness.evidence.date"
"""What the same check says of a document."""

_WITHHELD = ("authority", "sealed")
"""Markings under which nothing of a document leaves for anyone but the authority."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One document of the index; `item` is absent for one that lacks."""

    party: str
    proves: str
    condition: Condition
    item: EvidenceItem | None = None


def list_attachments(vetted: Vetted) -> tuple[Attachment, ...]:
    """Lists every document handed in and every one that lacks, in the order of the filing.

    Whether a document is fresh, and which one lacks, is what the check of completeness found:
    nothing is judged here a second time.
    """
    given = [_given(vetted, item) for item in vetted.case.evidence]
    lacking = [
        Attachment(party, _LACKS[finding.rule], "lacking")
        for finding in vetted.assessment.findings
        if finding.state == "found" and finding.rule in _LACKS
        for party in _parties(finding)
    ]
    return (*lacking, *given)


def attachment_section(view: View) -> Section:
    """Makes the index: required documents by party first, whatever else is handed in after."""
    found = list_attachments(view.vetted)
    proofs = _proofs(view.vetted)
    required = [each for each in found if each.proves in proofs or each.item is None]
    order = [*view.vetted.numbers]
    required.sort(key=lambda each: order.index(each.party) if each.party in order else len(order))
    others = [each for each in found if each not in required]
    blocks = [
        Block(title=view.say(f"package.attachments.{id}"), tables=(_table(view, id, group),))
        for id, group in (("required", required), ("others", others))
        if group
    ]
    if not blocks:
        blocks = [Block(notes=(view.say("package.attachments.none"),))]
    return Section(view.say("package.section.attachments"), tuple(blocks))


def condition_text(view: View, attachment: Attachment) -> Cell:
    """Says how a document stands; in words, never by its colour alone."""
    text = view.say(f"package.condition.{attachment.condition}")
    defects = attachment.item.defects if attachment.item else ()
    if attachment.condition == "absent" and defects:
        text = f"{text}: {say(defects[0].message, view.lang)}"
    return Cell(text, _LOOKS[attachment.condition])


def proof_text(view: View, proves: str) -> str:
    """Names what a document shows; a word of the pack without a name stays as it is."""
    id = f"package.proves.{proves}"
    return view.say(id) if knows(id, view.lang) else visible(proves)


def _parties(finding: Finding) -> list[str]:
    """The parties of whom a finding says that a document lacks; one finding may name several."""
    named = finding.message.params.get("ids")
    ids = named if isinstance(named, tuple) else (finding.subject,)
    return [str(id).removeprefix("party:") for id in ids]


def _given(vetted: Vetted, item: EvidenceItem) -> Attachment:
    evidence = item.evidence
    return Attachment(evidence.party, evidence.proves, _condition(vetted, item), item)


def _condition(vetted: Vetted, item: EvidenceItem) -> Condition:
    """The file comes first: of one that is not there nothing else can be said."""
    evidence = item.evidence
    told: Condition = "present"
    if not evidence.path:
        told = "unnamed"
    elif not item.observed_sha256:
        told = "absent"
    elif evidence.sha256 and evidence.sha256 != item.observed_sha256:
        told = "differs"
    elif evidence.proves in _proofs(vetted):
        told = _age(vetted, evidence.id)
    return told


def _age(vetted: Vetted, id: str) -> Condition:
    """How fresh a document is, as the check of completeness found it."""
    found = [each for each in vetted.assessment.findings if each.subject == f"evidence:{id}"]
    said = {finding.rule: finding.state for finding in found}
    if said.get(_STALE) == "found":
        return "stale"
    if said.get(_UNDATED) == "found":
        return "undated"
    if "not_checked" in (said.get(_STALE), said.get(_UNDATED)) or not _is_judged(vetted):
        return "unjudged"
    return "valid"


def _is_judged(vetted: Vetted) -> bool:
    """Whether the check of completeness looked at the documents at all."""
    runs = [run for run in vetted.assessment.checks if run.check == "completeness"]
    return any(run.looked_at and run.reason is None for run in runs)


def _proofs(vetted: Vetted) -> frozenset[str]:
    contents = vetted.regime.contents
    return frozenset(
        (*contents.registry_proofs, *contents.officer_proofs, *contents.officer_bundles)
    )


def _table(view: View, id: str, attachments: list[Attachment]) -> Table:
    names = ("number", "what", "file", "date", "condition")
    letter = "H" if id == "required" else "I"
    rows = tuple(
        (Cell(f"{letter}-{number}"), *_cells(view, each))
        for number, each in enumerate(attachments, 1)
    )
    return Table(
        caption=view.say(f"package.attachments.{id}"),
        head=tuple(view.say(f"package.attachment.{name}") for name in names),
        rows=rows,
        widths=(7, 27, 36, 16, 14),
    )


def _cells(view: View, attachment: Attachment) -> Iterator[Cell]:
    party = view.party(attachment.party) if attachment.party else ""
    what = (party, proof_text(view, attachment.proves))
    item = attachment.item
    if item is None:
        yield Cell("\n".join(part for part in what if part))
        yield view.cell("")
        yield view.cell("", needed=False)
    elif view.copy == "shareable" and item.evidence.marking in _WITHHELD:
        for _ in range(3):
            yield Cell(view.say("package.hidden"), "hidden")
    else:
        component = view.filing.component(item.evidence.component)
        about = (component.name or component.id) if component else ""
        kind = view.say(f"word.{item.evidence.kind}") if not attachment.proves else ""
        yield Cell("\n".join(part for part in (*what, about, kind) if part))
        yield Cell(file_text(view, item), code=item.observed_sha256)
        yield view.cell(
            _dates(view, item), needed=None if attachment.condition == "undated" else False
        )
    yield condition_text(view, attachment)


def file_text(view: View, item: EvidenceItem) -> str:
    """Names the file as it lies in the package; a sealed one by the name the filing gives it."""
    stated = item.evidence.path
    if view.copy == "shareable":
        return stated
    copied = place_copies(view.vetted.case.evidence).get(stated, stated)
    if item.evidence.marking == "sealed":
        return view.say("package.sealed_apart", file=stated)
    return copied


def _dates(view: View, item: EvidenceItem) -> str:
    evidence = item.evidence
    dates = [
        view.say(f"package.{id}", day=day.isoformat())
        for id, day in (("issued", evidence.issued_on), ("until", evidence.valid_until))
        if day
    ]
    return "\n".join(dates)
