"""Writes what a month gave into a folder: pages, memos, assessments, drafts, questions, tables."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from sekisho.cli.register.files import both
from sekisho.cli.triage.sheets import questions_sheet
from sekisho.desk.triage.pages.index import Sheaf, render_index, summary_rows
from sekisho.desk.triage.pages.memo import render_memo
from sekisho.model.canonical import canonical_bytes
from sekisho.model.errors import InputError, UsageError
from sekisho.model.operator.update import Answer, Answers
from sekisho.model.values.message import message
from sekisho.read.files import hash_file, path_within, read_bytes
from sekisho.read.filing.write import write_yaml
from sekisho.read.limits import EVIDENCE, FILING
from sekisho.read.refused import not_written
from sekisho.read.sheets.listing_write import write_csv, write_table
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.cli.triage.months import Result
    from sekisho.desk.triage.drafts import Draft
    from sekisho.model.evidence import Evidence
    from sekisho.model.filing import Filing

_SCHEMA = "sekisho/triage/1"
_OURS = "triage.json"
"""Marks a folder that a run wrote; only such a folder is written again."""


def write_folder(result: Result, folder: Path, lang: str) -> None:
    """Writes a month into a folder that is new, empty, or one that a run wrote before."""
    try:
        _clear(folder, result.opened.month.on)
        _write(result, folder)
    except OSError as error:
        raise not_written(folder, error) from error
    click.echo(say_id("triage.written", lang, name=str(folder / "index.html")), err=True)


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
    from sekisho.model.canonical import plain

    document = {
        "schema": _SCHEMA,
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


def _clear(folder: Path, on: date) -> None:
    """Takes away what an earlier run of the same day wrote, so that none of it is taken for this.

    Memos of another day are a record, and stay.
    """
    if not folder.exists():
        folder.mkdir(parents=True)
        return
    if any(folder.iterdir()):
        written_on = _written_on(folder)
        if written_on != on.isoformat():
            id = "triage.folder_other_day" if written_on else "triage.folder_in_use"
            raise UsageError(
                message(id, name=str(folder), on=written_on), hint=message(f"{id}.remedy")
            )
    for name in ("memos", "assessments", "drafts"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in ("questions.xlsx", "answers.yaml"):
        (folder / name).unlink(missing_ok=True)


def _written_on(folder: Path) -> str:
    """Gives the day of the run that wrote a folder, empty when none did."""
    try:
        document = msgspec.json.decode(read_bytes(folder / _OURS, FILING))
    except (InputError, msgspec.DecodeError):
        return ""
    is_ours = isinstance(document, dict) and document.get("schema") == _SCHEMA
    return str(document.get("on", "")) if is_ours else ""


def _write(result: Result, folder: Path) -> None:
    month = result.opened.month
    memos = [each.memo for each in result.judged]
    names = file_names(tuple(memo.update for memo in memos))
    for part in ("memos", "assessments", "drafts"):
        (folder / part).mkdir()
    for each in result.judged:
        name = names[each.memo.update]
        page = render_memo(each.memo, month.regime)
        (folder / "memos" / f"{name}.html").write_text(page, encoding="utf-8")
        (folder / "memos" / f"{name}.json").write_bytes(canonical_bytes(each.memo) + b"\n")
        (folder / "assessments" / f"{name}.json").write_bytes(each.written)
    for draft in result.drafts:
        _write_draft(draft, result, folder / "drafts" / draft.name)
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
    for lang, name in (("ja", "index.html"), ("en", "index.en.html")):
        (folder / name).write_text(render_index(sheaf, month.regime, lang), encoding="utf-8")
    head, rows = summary_rows(memos, "ja")
    (folder / "summary.xlsx").write_bytes(write_table(" ".join(both("sheet.summary")), head, rows))
    head, rows = summary_rows(memos, "en")
    (folder / "summary.csv").write_bytes(write_csv(head, rows))
    if result.open:
        (folder / "questions.xlsx").write_bytes(questions_sheet(result.open))
    given = tuple(answer for answer in result.answers if answer != Answer(question=answer.question))
    if given:
        (folder / "answers.yaml").write_text(write_yaml(Answers(answers=given)), encoding="utf-8")
    (folder / _OURS).write_bytes(month_json(result))


def _write_draft(draft: Draft, result: Result, folder: Path) -> None:
    """Writes a draft, the plan it changes, and the documents of the plan it still names."""
    folder.mkdir(parents=True)
    opened = result.opened
    reference = draft.plan.reference if draft.plan else ""
    sources = [opened.month.folder, opened.folders.get(reference, opened.month.folder)]
    evidence = tuple(_copied(item, sources, folder) for item in draft.filing.evidence)
    filing = msgspec.structs.replace(draft.filing, evidence=evidence)
    (folder / "filing.yaml").write_text(write_yaml(filing), encoding="utf-8")
    if draft.plan is not None and draft.filing.change is not None:
        _write_plan(draft.plan, folder)


def _write_plan(plan: Filing, folder: Path) -> None:
    (folder / "cleared.yaml").write_text(write_yaml(plan), encoding="utf-8")


def _copied(item: Evidence, sources: list[Path], folder: Path) -> Evidence:
    """Copies a document beside the draft; one that is not there is named all the same."""
    is_sbom = item.kind in ("sbom", "sbom_in_service")
    try:
        source = path_within(sources[0] if is_sbom else sources[1], item.path)
    except InputError:
        return item
    if not item.path or not source.is_file():
        return item
    target = folder / item.path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    digest, _ = hash_file(target, EVIDENCE)
    return msgspec.structs.replace(item, sha256=item.sha256 or digest)


def _safe(id: str) -> str:
    kept = "".join(
        char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in id
    )
    return kept.strip("-.")[:60] or "update"
