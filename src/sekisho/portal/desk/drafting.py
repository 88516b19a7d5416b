"""A draft of a month becomes a case: with its documents, and the plan that it changes."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from msgspec.structs import replace

from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.cases import vault
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.desk import queries
from sekisho.portal.desk.door import enter
from sekisho.portal.desk.models import OpenedDraft, Plan, Result
from sekisho.portal.filing import acts as filing_acts
from sekisho.portal.filing.workbench.tree import texts_of
from sekisho.portal.refusals import UnknownError
from sekisho.read.filing import read_filing

_OURS = frozenset({"schema", "regime", "fictional"})


def open_draft(doing: Doing, month_id: UUID, number: int, name: str) -> UUID:
    """Opens a case with a draft of a result, and gives its id; one that was opened, again.

    What the month filled in counts as filled in by a tool. Documents of a plan that is a case of
    this portal come along; others are handed in as evidence.
    """
    who_may.require(doing.sitting, "case.open")
    with enter(doing, "triage.run") as desk:
        result = desk.month(month_id).results.filter(number=number).first()
        if result is None:
            raise UnknownError
        known = OpenedDraft.objects.filter(result=result, name=name).first()
        if known is not None:
            return known.case_id
        files = queries.draft_files(result, name)
        if "filing.yaml" not in files:
            raise UnknownError
        filing = read_filing(files.pop("filing.yaml"), "filing.yaml")
        before = files.pop("cleared.yaml", None)
        cleared = read_filing(before, "cleared.yaml") if before else None
        case_id = filing_acts.open_case(doing, _as_prefilled(filing), cleared)
        OpenedDraft.objects.create(result=result, name=name, case_id=case_id)
    _attach(doing, case_id, filing, files, _case_of(result, name))
    return case_id


def _as_prefilled(filing: Filing) -> Filing:
    stated = texts_of(filing)
    return replace(filing, prefilled=tuple(f"/{key}" for key in stated if key not in _OURS))


def _case_of(result: Result, name: str) -> CaseFile | None:
    """Gives the case of this portal from whose plan a draft was filled, where there is one."""
    reference = next(
        (draft["plan"] for draft in result.told["drafts"] if draft["name"] == name), ""
    )
    plan = Plan.objects.filter(
        organisation=result.month.organisation_id,
        reference=reference,
        case__isnull=False,
        dropped_at__isnull=True,
    )
    row = plan.select_related("case").first() if reference else None
    return row.case if row else None


def _attach(
    doing: Doing, case_id: UUID, filing: Filing, files: dict[str, bytes], source: CaseFile | None
) -> None:
    """Attaches what is here of the documents that the draft lists."""
    papers = {
        row.name: row.vault_key
        for row in Document.objects.filter(case=source, kind=Document.Kind.EVIDENCE)
        .defer("body")
        .order_by("made_at")
        if source is not None
    }
    again = Doing(doing.sitting, doing.at)
    for evidence in filing.evidence:
        data = files.get(evidence.path)
        if data is not None:
            filing_acts.add_evidence(case_id, again, evidence, [data])
        elif evidence.path in papers:
            chunks = vault.open_stream(papers[evidence.path])
            with transaction.atomic():
                filing_acts.add_evidence(case_id, again, evidence, chunks)
