"""A month from what was handed in: sheet, register, plans, answers, law and library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sekisho.desk.plans import HandedIn, Sifted, check_operator, one_each, sift_plans
from sekisho.desk.register import RegisterRead
from sekisho.desk.triage.drafts import Draft, drafts_of
from sekisho.desk.triage.effort import Counted, Effort, count_effort
from sekisho.desk.triage.filings import Desk
from sekisho.desk.triage.questions import Question
from sekisho.desk.triage.run import (
    Evidences,
    Judged,
    Month,
    Told,
    ask,
    count_classes,
    judge_all,
    outcome_of,
)
from sekisho.desk.triage.updates import Known, UpdatesRead, read_updates
from sekisho.library.snapshot import Library
from sekisho.model.assessment import Outcome
from sekisho.model.errors import Defect
from sekisho.model.operator.note import Note
from sekisho.model.operator.register import Register
from sekisho.model.operator.update import Answer
from sekisho.model.values.message import Message, message
from sekisho.regime.pack import Regime
from sekisho.report.catalogue import both


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a month is opened from: `name` is that of the sheet, and `folder` where the SBOMs lie
    that it names; `said` is what the caller has to tell beside it.
    """

    sheet: bytes
    name: str
    register: RegisterRead
    register_name: str
    plans: tuple[HandedIn, ...]
    regime: Regime
    library: Library
    on: date
    folder: Path
    notes: tuple[Note, ...] = ()
    said: tuple[Message, ...] = ()


@dataclass(slots=True)
class Opened:
    """A month before its answers; `folders` leads from a plan to where its evidence lies."""

    month: Month
    read: UpdatesRead
    questions: tuple[Question, ...]
    folders: dict[str, Path]
    notes: list[Message] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Result:
    """A month after its answers."""

    opened: Opened
    judged: tuple[Judged, ...]
    open: tuple[Question, ...]
    answers: tuple[Answer, ...]
    drafts: tuple[Draft, ...]
    effort: Effort
    counts: dict[str, int]
    outcome: Outcome


def open_month(given: Given) -> Opened:
    """Opens a month; errors of the parts as their readers raise them."""
    register = given.register.register
    handed, notes = _plans(given, register)
    held = (*handed.cleared, *handed.unknown)
    plans = {plan.filing.reference: plan.filing for plan in held}
    folders = {plan.filing.reference: Path(plan.file).parent for plan in held}
    desk = Desk(register, plans)
    month = Month(desk, given.regime, given.library, given.on, given.folder, given.notes)
    known = Known(
        cleared=frozenset(plan.filing.reference for plan in handed.cleared),
        refused=frozenset(plan.filing.reference for plan in handed.refused),
    )
    read = read_updates(given.sheet, given.name, register, given.on, both, known=known)
    opened = Opened(
        month=month,
        read=read,
        questions=ask(month, read.planned, Evidences(month.folder)),
        folders=folders,
        notes=[*notes, *given.said],
        defects=[*given.register.defects, *read.defects],
    )
    if given.register.left_rows:
        opened.notes.append(message("register.partly", left=given.register.left_rows))
    if read.unread:
        opened.notes.append(message("sheet.unread", columns=read.unread))
    named = {entry.cleared_plan for entry in register.entries if entry.cleared_plan}
    if plans and not named & set(plans):
        opened.notes.append(message("triage.plan_unused", plans=tuple(sorted(plans))))
    return opened


def judge_month(
    opened: Opened, answers: Sequence[Answer], told: Told = lambda _done, _of: None
) -> Result:
    """Judges every update with the answers given, and makes the drafts and the counts."""
    month, read = opened.month, opened.read
    judged = judge_all(month, read.planned, opened.questions, answers, told)
    memos = [each.memo for each in judged]
    still = {each.memo.update for each in judged if each.open}
    left = tuple(
        each for each in opened.questions if any(one.update.id in still for one in each.about)
    )
    drafts = drafts_of(month, judged)
    return Result(
        opened=opened,
        judged=judged,
        open=left,
        answers=tuple(answers),
        drafts=drafts,
        effort=count_effort(
            Counted(
                register=month.desk.register,
                rows=read.rows,
                planned=read.planned,
                questions=opened.questions,
                answers=answers,
                drafts=drafts,
            )
        ),
        counts=dict(count_classes(memos, month.regime)),
        outcome=outcome_of(memos, read.wrong_rows),
    )


def _plans(given: Given, register: Register) -> tuple[Sifted, list[Message]]:
    """Sorts the plans handed in as cleared, and tells those that are not."""
    handed, notes = one_each(given.plans)
    check_operator(handed, register.operator, given.register_name)
    sifted = sift_plans(handed, given.on)
    on = given.on.isoformat()
    named = {entry.entrustment for entry in register.entries}
    left = [message("triage.plan_left", plan=each.name, on=on) for each in sifted.refused]
    left += [
        message("triage.plan_unknown", plan=each.name)
        for each in sifted.unknown
        if each.filing.entrustment is not None and each.filing.reference not in named
    ]
    return sifted, [*notes, *left]
