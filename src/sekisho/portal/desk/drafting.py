"""A draft of a month becomes a case: with its documents, and the plan that it changes."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from msgspec.structs import replace

from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.cases import vault
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import Document
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

    What the month filled in counts as filled in by a tool. Documents of the plan that are here
    come along.
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
        papers = _papers(result, name, filing)
    _attach(doing, case_id, filing, files, papers)
    return case_id


def _as_prefilled(filing: Filing) -> Filing:
    stated = texts_of(filing)
    return replace(filing, prefilled=tuple(f"/{key}" for key in stated if key not in _OURS))


def _papers(result: Result, name: str, filing: Filing) -> dict[str, str]:
    """Gives where in the vault the documents of the plan lie from which a draft was filled, by
    the path under which the draft lists each.
    """
    reference = next(
        (draft["plan"] for draft in result.told["drafts"] if draft["name"] == name), ""
    )
    plan = Plan.objects.filter(
        organisation=result.month.organisation_id, reference=reference, dropped_at__isnull=True
    ).first()
    if plan is None or not reference:
        return {}
    if plan.case_id is not None:
        rows = Document.objects.filter(case=plan.case_id, kind=Document.Kind.EVIDENCE)
        return dict(rows.order_by("made_at").values_list("name", "vault_key"))
    paths = [row.path for row in filing.evidence]
    names = [PurePosixPath(path).name for path in paths]
    here = dict(plan.papers.order_by("id").values_list("name", "vault_key"))
    return {
        path: here[name]
        for path, name in zip(paths, names, strict=True)
        if name in here and names.count(name) == 1
    }


def _attach(
    doing: Doing, case_id: UUID, filing: Filing, files: dict[str, bytes], papers: dict[str, str]
) -> None:
    """Attaches what is here of the documents that the draft lists."""
    again = Doing(doing.sitting, doing.at)
    for evidence in filing.evidence:
        if evidence.path in files:
            filing_acts.add_evidence(case_id, again, evidence, [files[evidence.path]])
        elif evidence.path in papers:
            chunks = vault.open_stream(papers[evidence.path])
            filing_acts.add_evidence(case_id, again, evidence, chunks)
