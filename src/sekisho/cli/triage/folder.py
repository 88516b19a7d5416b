"""Writes what a month gave into a folder: pages, memos, assessments, drafts, questions, tables."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import click
import msgspec

from sekisho.desk.triage.month.folder import RESULT, SCHEMA, month_files
from sekisho.desk.triage.month.opening import Result
from sekisho.model.errors import InputError, UsageError
from sekisho.model.values.message import message
from sekisho.read.files import path_within, read_bytes
from sekisho.read.limits import FILING
from sekisho.read.refused import not_written
from sekisho.report.catalogue import say_id


def write_folder(result: Result, folder: Path, lang: str) -> None:
    """Writes a month into a folder that is new, empty, or one that a run wrote before."""
    try:
        _clear(folder, result.opened.month.on)
        _write(result, folder)
    except OSError as error:
        raise not_written(folder, error) from error
    click.echo(say_id("triage.written", lang, name=str(folder / "index.html")), err=True)


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
        document = msgspec.json.decode(read_bytes(folder / RESULT, FILING))
    except (InputError, msgspec.DecodeError):
        return ""
    is_ours = isinstance(document, dict) and document.get("schema") == SCHEMA
    return str(document.get("on", "")) if is_ours else ""


def _write(result: Result, folder: Path) -> None:
    for part in ("memos", "assessments", "drafts"):
        (folder / part).mkdir()
    for name, content in month_files(result):
        path = path_within(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Path):
            shutil.copyfile(content, path)
        else:
            path.write_bytes(content)
