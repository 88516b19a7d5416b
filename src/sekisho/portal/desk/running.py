"""Sorting a month in the background: the same month as on the command line, kept as it came out."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from sekisho.desk.plans import HandedIn, regime_named
from sekisho.desk.register import RegisterRead
from sekisho.desk.triage.drafts import Draft
from sekisho.desk.triage.month.folder import month_files
from sekisho.desk.triage.month.opening import Given, Opened, judge_month, open_month
from sekisho.desk.triage.month.opening import Result as Sorted
from sekisho.desk.triage.pages.words import question_text, update_text
from sekisho.desk.triage.questions import Question, keys_of
from sekisho.library.snapshot import Library
from sekisho.model.canonical import canonical_bytes, decode_hook, plain
from sekisho.model.errors import Defect, Place, SekishoError
from sekisho.model.operator.register import Register
from sekisho.model.operator.update import Answer
from sekisho.model.values.message import message
from sekisho.portal.cases import engine, vault
from sekisho.portal.desk import handing
from sekisho.portal.desk.models import MemoRow, Month, Result, Sheet
from sekisho.portal.refusals import RefusedError
from sekisho.portal.work.task import Effect, Task
from sekisho.read.limits import SHEET
from sekisho.report.catalogue import say

KIND = "triage"
PERSONAL = "plan"
_LIMIT = 4 * 1024 * 1024 * 1024
_OPENED = 20
"""Percent done once the month is open and its questions are known."""
_ZIPPED_AT = (1980, 1, 1, 0, 0, 0)
DRAFTS = "drafts/"
"""The folder of a month in which the drafts lie."""


@dataclass(frozen=True, slots=True)
class _Source:
    """What a month was sorted from."""

    month: Month
    sheet: Sheet
    version: Any
    handed: tuple[HandedIn, ...]
    on: date


def sort_month(task: Task) -> Effect:
    """Sorts a month; what cannot be sorted at all is kept as its result, with the reason."""
    month = Month.objects.select_related("organisation").get(id=UUID(task.key))
    version = handing.newest_register(month.organisation)
    sheet = month.sheets.order_by("-number")[0]
    plans = handing.plans_at_hand(month.organisation)
    source = _Source(month, sheet, version, plans, month.on or task.today)
    try:
        with tempfile.TemporaryDirectory(prefix="sekisho-month-") as folder:
            found = _sorted(source, task, Path(folder))
            memos, drafts = _zipped(found)
    except SekishoError as error:
        said = [plain(defect) for defect in error.defects]
        return lambda: _keep_refusal(source, said)
    return lambda: _keep(source, found, memos, drafts)


def _sorted(source: _Source, task: Task, folder: Path) -> Sorted:
    """Opens and judges a month, with its SBOMs laid out in a folder."""
    register = handing.register_of(source.version)
    sboms = handing.sboms_of(source.month, source.sheet)
    handing.lay_out(((path, row.vault_key) for path, row in sboms.items()), folder)
    opened = open_month(
        Given(
            sheet=vault.read(source.sheet.vault_key, SHEET.bytes),
            name=source.sheet.name,
            register=RegisterRead(register),
            register_name="register",
            plans=source.handed,
            regime=regime_named(register.regime, source.on),
            library=_library(register),
            on=source.on,
            folder=folder,
        )
    )
    task.tell(_OPENED)
    rest = 95 - _OPENED

    def told(done: int, of: int) -> None:
        task.tell(_OPENED + rest * done // of)

    return judge_month(opened, _answers(source.month, opened), told)


def _library(register: Register) -> Library:
    """Gives the library of the site; a real register is not judged by invented facts."""
    library = engine.current_library()
    if library.fictional and not register.fictional:
        raise RefusedError(
            message("portal.month.fictional_library"),
            hint=message("portal.month.fictional_library.remedy"),
        )
    return library


def _answers(month: Month, opened: Opened) -> tuple[Answer, ...]:
    """Gives what was answered, the newest word of each; an answer to nothing is told."""
    newest: dict[str, Answer] = {}
    for row in month.answered.order_by("id"):
        for one in row.answers:
            answer = msgspec.convert(one, Answer, dec_hook=decode_hook)
            newest[answer.question] = answer
    known = keys_of(opened.questions)
    opened.defects += [
        Defect(
            message=message("triage.no_such_question", id=key),
            place=Place(),
            remedy=message("portal.instead.triage.no_such_question.remedy"),
        )
        for key in newest
        if key not in known
    ]
    return tuple(answer for key, answer in newest.items() if key in known)


def _zipped(found: Sorted) -> tuple[bytes, bytes]:
    """Writes the files of a month into two zips: memos and tables, and the drafts."""
    memos, drafts = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(memos, "w") as first, zipfile.ZipFile(drafts, "w") as second:
        for name, content in month_files(found):
            target = second if name.startswith(DRAFTS) else first
            info = zipfile.ZipInfo(name, _ZIPPED_AT)
            info.compress_type = zipfile.ZIP_DEFLATED
            with target.open(info, "w") as written:
                if isinstance(content, Path):
                    with content.open("rb") as read:
                        shutil.copyfileobj(read, written)
                else:
                    written.write(content)
    return memos.getvalue(), drafts.getvalue()


def _keep(source: _Source, found: Sorted, memos: bytes, drafts: bytes) -> None:
    """Keeps a result: its rows in the tables, its files in the vault."""
    keys: list[str] = []
    try:
        stored = vault.put([memos], _LIMIT)
        keys.append(stored.key)
        more = None
        if found.drafts:
            more = vault.put([drafts], _LIMIT, about=PERSONAL)
            keys.append(more.key)
        regime = found.opened.month.regime
        result = Result.objects.create(
            month=source.month,
            number=_next(source.month),
            on=found.opened.month.on,
            register=source.version,
            sheet=source.sheet,
            regime=f"{regime.id}@{regime.version}",
            outcome=found.outcome,
            updates=len(found.judged),
            told=told_of(found),
            plans=[plan.filing.reference for plan in source.handed],
            memos_key=stored.key,
            memos_size=stored.size,
            drafts_key=more.key if more else "",
            drafts_size=more.size if more else 0,
        )
        MemoRow.objects.bulk_create(_rows(result, found), batch_size=500)
    except BaseException:
        for key in keys:
            vault.drop(key)
        raise


def _keep_refusal(source: _Source, said: list[Any]) -> None:
    """Keeps that a month could not be sorted, and why."""
    Result.objects.create(
        month=source.month,
        number=_next(source.month),
        on=source.on,
        register=source.version,
        sheet=source.sheet,
        regime="",
        outcome="refused",
        updates=0,
        told={"defects": said, "keys": [], "questions": [], "drafts": [], "counts": {}},
        memos_key="",
        memos_size=0,
    )


def told_of(found: Sorted) -> dict[str, Any]:
    """Sums up a result for its page, in data and in the words of both languages."""
    opened = found.opened
    still = {question.id for question in found.open}
    return {
        "counts": found.counts,
        "wrong_rows": opened.read.wrong_rows,
        "idle_rows": opened.read.idle_rows,
        "effort": asdict(found.effort),
        "defects": [plain(defect) for defect in opened.defects],
        "notes": [plain(note) for note in opened.notes],
        "keys": sorted(keys_of(opened.questions)),
        "questions": [_question(each, still) for each in opened.questions],
        "drafts": [_draft(each) for each in found.drafts],
    }


def _question(each: Question, still: set[str]) -> dict[str, Any]:
    return {
        "id": each.id,
        "said": {lang: question_text(each, lang) for lang in ("ja", "en")},
        "about": [[one.update.id, update_text(one)] for one in each.about],
        "open": list(each.open),
        "hints": {lang: [say(hint, lang) for hint in each.hints] for lang in ("ja", "en")},
        "waits": each.id in still,
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "kind": draft.filing.kind or "",
        "updates": list(draft.updates),
        "plan": draft.plan.reference if draft.plan else "",
        "lacks": list(draft.lacks),
        "missing": draft.missing,
        "wanted": draft.wanted,
    }


def _rows(result: Result, found: Sorted) -> Iterator[MemoRow]:
    for number, each in enumerate(found.judged, start=1):
        memo = each.memo
        yield MemoRow(
            result=result,
            number=number,
            update_id=memo.update[:500],
            becomes=memo.becomes,
            outcome=memo.outcome,
            memo=canonical_bytes(memo),
        )


def _next(month: Month) -> int:
    locked = Month.objects.select_for_update().get(id=month.id)
    return int(locked.results.count()) + 1
