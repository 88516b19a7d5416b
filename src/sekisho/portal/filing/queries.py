"""What the operator's pages read of a draft."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from sekisho.model.evidence import Evidence, EvidenceKind
from sekisho.model.filing import Filing
from sekisho.portal.cases import engine
from sekisho.portal.cases.models import SHOWN, CaseFile, Document
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.personal import filings


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence that the filing lists, and the file, where it is here."""

    evidence: Evidence
    document: Document | None


def draft_of(case: CaseFile) -> Filing:
    """Gives the filing as it is being written."""
    return read_draft(Draft.objects.get(case=case).filing)[0]


def shown_of(case: CaseFile) -> Filing | None:
    """Gives the draft as it was last shown to the authority."""
    document = engine.latest(case, SHOWN)
    return filings.whole(document).filing if document else None


def evidence_rows(case: CaseFile) -> tuple[EvidenceRow, ...]:
    """Gives each piece of evidence of the draft with its newest file."""
    files = {
        row.name: row
        for row in Document.objects.filter(case=case, kind=Document.Kind.EVIDENCE)
        .defer("body")
        .order_by("made_at")
    }
    return tuple(EvidenceRow(row, files.get(row.path)) for row in draft_of(case).evidence)


def listed_evidence(case: CaseFile, name: str, kind: str) -> Evidence:
    """Gives the row of the draft that a file belongs to by its name; else a new one."""
    filing = draft_of(case)
    for row in filing.evidence:
        if PurePosixPath(row.path).name == name:
            return row
    taken = {row.id for row in filing.evidence}
    stem = re.sub(r"[^a-z0-9]+", "-", PurePosixPath(name).stem.lower()).strip("-") or "file"
    id = next(
        made for n in range(len(taken) + 1) if (made := f"{stem}-{n}" if n else stem) not in taken
    )
    chosen: EvidenceKind = kind or "document"  # type: ignore[assignment]  # a choice of the form
    return Evidence(id=id, kind=chosen, path=name, media_type=mimetypes.guess_type(name)[0] or "")
