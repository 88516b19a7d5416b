"""What a month gives, as the files of one folder: pages, memos, assessments, drafts, tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import msgspec

from sekisho.desk.triage.drafts import Draft
from sekisho.desk.triage.month.opening import Result
from sekisho.desk.triage.month.sheets import questions_sheet
from sekisho.desk.triage.pages.index import Sheaf, render_index, summary_rows
from sekisho.desk.triage.pages.memo import render_memo
from sekisho.model.canonical import canonical_bytes, plain
from sekisho.model.errors import InputError
from sekisho.model.evidence import Evidence
from sekisho.model.operator.update import Answer, Answers
from sekisho.read.files import hash_file, path_within
from sekisho.read.filing.write import write_yaml
from sekisho.read.limits import EVIDENCE
from sekisho.read.sheets.listing_write import write_csv, write_table
from sekisho.report.catalogue import both

SCHEMA = "sekisho/triage/1"
RESULT = "triage.json"
"""The file that sums a month up, and marks a folder that a run wrote."""


def month_files(result: Result) -> Iterator[tuple[str, bytes | Path]]:
    """Gives every file of a month by its path in the folder, one after the other: its bytes, or
    the file of which it is a copy.
    """
    month = result.opened.month
    memos = [each.memo for each in result.judged]
    names = file_names(tuple(memo.update for memo in memos))
    for each in result.judged:
        name = names[each.memo.update]
        yield f"memos/{name}.html", render_memo(each.memo, month.regime).encode()
        yield f"memos/{name}.json", canonical_bytes(each.memo) + b"\n"
        yield f"assessments/{name}.json", each.written
    for draft in result.drafts:
        yield from _draft_files(draft, result)
    sheaf = Sheaf(
        on=month.on,
        operator=month.desk.register.operator,
        fictional=month.desk.register.fictional,
        memos=memos,
        files={id: f"memos/{name}.html" for id, name in names.items()},
        counts=result.counts,
        open=result.open,
        drafts=result.drafts,
        defects=result.opened.defects,
        effort=result.effort,
    )
    for lang, page in (("ja", "index.html"), ("en", "index.en.html")):
        yield page, render_index(sheaf, month.regime, lang).encode()
    head, rows = summary_rows(memos, "ja")
    yield "summary.xlsx", write_table(" ".join(both("sheet.summary")), head, rows)
    head, rows = summary_rows(memos, "en")
    yield "summary.csv", write_csv(head, rows)
    if result.open:
        yield "questions.xlsx", questions_sheet(result.open)
    given = tuple(answer for answer in result.answers if answer != Answer(question=answer.question))
    if given:
        yield "answers.yaml", write_yaml(Answers(answers=given)).encode()
    yield RESULT, month_json(result)


def file_names(ids: tuple[str, ...]) -> dict[str, str]:
    """Gives a file name for each update: its id where that is safe, else what is left of it."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for id in sorted(ids):
        name, number = _safe(id), 1
        while name.casefold() in taken:
            number += 1
            name = f"{_safe(id)}-{number}"
        taken.add(name.casefold())
        names[id] = name
    return names


def month_json(result: Result) -> bytes:
    """Gives a month as JSON: every memo, what is open, what was wrong, what was counted."""
    document = {
        "schema": SCHEMA,
        "on": result.opened.month.on.isoformat(),
        "outcome": result.outcome,
        "counts": result.counts,
        "wrong_rows": result.opened.read.wrong_rows,
        "idle_rows": result.opened.read.idle_rows,
        "defects": [plain(defect) for defect in result.opened.defects],
        "questions": [
            {
                "id": each.id,
                "updates": [planned.update.id for planned in each.about],
                "open": list(each.open),
            }
            for each in result.open
        ],
        "drafts": [
            {"name": draft.name, "kind": draft.filing.kind or "", "updates": list(draft.updates)}
            for draft in result.drafts
        ],
        "effort": asdict(result.effort),
        "memos": [plain(each.memo) for each in result.judged],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def _draft_files(draft: Draft, result: Result) -> Iterator[tuple[str, bytes | Path]]:
    """Gives a draft, the plan it changes, and the documents of the plan that it still names."""
    folder, opened = f"drafts/{draft.name}", result.opened
    reference = draft.plan.reference if draft.plan else ""
    sources = (opened.month.folder, opened.folders.get(reference, opened.month.folder))
    evidence = []
    for item in draft.filing.evidence:
        source = _source(item, sources)
        if source is None:
            evidence.append(item)
            continue
        yield f"{folder}/{item.path}", source
        digest, _ = hash_file(source, EVIDENCE)
        evidence.append(msgspec.structs.replace(item, sha256=item.sha256 or digest))
    filing = msgspec.structs.replace(draft.filing, evidence=tuple(evidence))
    yield f"{folder}/filing.yaml", write_yaml(filing).encode()
    if draft.plan is not None and draft.filing.change is not None:
        yield f"{folder}/cleared.yaml", write_yaml(draft.plan).encode()


def _source(item: Evidence, sources: tuple[Path, Path]) -> Path | None:
    """Finds a document that lies beside the sheet or the plan; one that is not there is named
    all the same.
    """
    is_sbom = item.kind in ("sbom", "sbom_in_service")
    try:
        source = path_within(sources[0] if is_sbom else sources[1], item.path)
    except InputError:
        return None
    return source if item.path and source.is_file() else None


def _safe(id: str) -> str:
    kept = "".join(
        char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in id
    )
    return kept.strip("-.")[:60] or "update"
