"""A month from disk: register, plans, updates, questions and answers, law and library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sekisho.cli.regime.notes import open_notes, unseen_notes
from sekisho.cli.register.files import both, open_register
from sekisho.cli.register.plans import open_plans, sift_plans
from sekisho.cli.vet import FOR_FILINGS, choose_library
from sekisho.desk.plans import Sifted, check_operator, one_each
from sekisho.desk.triage.drafts import Draft, drafts_of
from sekisho.desk.triage.effort import Counted, Effort, count_effort
from sekisho.desk.triage.filings import Desk
from sekisho.desk.triage.questions import Question, read_answers
from sekisho.desk.triage.run import (
    Evidences,
    Judged,
    Month,
    ask,
    count_classes,
    judge_all,
    outcome_of,
)
from sekisho.desk.triage.updates import Known, UpdatesRead, read_updates
from sekisho.model.assessment import Outcome
from sekisho.model.case import Case
from sekisho.model.errors import Defect
from sekisho.model.filing import Filing
from sekisho.model.operator.note import Notes
from sekisho.model.operator.register import Register
from sekisho.model.operator.update import Answer
from sekisho.model.values.message import Message, message
from sekisho.read.files import read_bytes
from sekisho.read.limits import SHEET
from sekisho.regime.loader import load_regime

_PROGRESS_FROM = 50
"""Updates from which on it is shown how far the work is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller asked for; what is `None` follows from the rest."""

    updates: Path
    register: Path
    cleared: tuple[Path, ...]
    answers: Path | None
    on: date
    regime: str | None
    library: Path | None
    own_notes: Path | None = None


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


def open_month(asked: Asked) -> Opened:
    """Opens everything a month needs; errors of the parts as their readers raise them."""
    registered = open_register(asked.register)
    register = registered.register
    handed, notes = _plans(asked, register)
    held = (*handed.cleared, *handed.unknown)
    plans = {plan.filing.reference: plan.filing for plan in held}
    folders = {plan.filing.reference: Path(plan.file).parent for plan in held}
    id, _, version = (asked.regime or register.regime or FOR_FILINGS).partition("@")
    regime = load_regime(id, asked.on, version or None)
    stand_in = Case(filing=Filing(fictional=register.fictional))
    library, more = choose_library(stand_in, asked.register, asked.library)
    own = open_notes(asked.own_notes, regime) if asked.own_notes else Notes()
    notes += unseen_notes(own, asked.on, register.operator)
    desk = Desk(register, plans)
    month = Month(desk, regime, library, asked.on, asked.updates.parent, own.notes)
    data = read_bytes(asked.updates, SHEET)
    known = Known(
        cleared=frozenset(plan.filing.reference for plan in handed.cleared),
        refused=frozenset(plan.filing.reference for plan in handed.refused),
    )
    read = read_updates(data, str(asked.updates), register, asked.on, both, known=known)
    opened = Opened(
        month=month,
        read=read,
        questions=ask(month, read.planned, Evidences(month.folder)),
        folders=folders,
        notes=[*notes, *more],
        defects=[*registered.defects, *read.defects],
    )
    if registered.left_rows:
        opened.notes.append(message("register.partly", left=registered.left_rows))
    if read.unread:
        opened.notes.append(message("sheet.unread", columns=read.unread))
    named = {entry.cleared_plan for entry in register.entries if entry.cleared_plan}
    if plans and not named & set(plans):
        opened.notes.append(message("triage.plan_unused", plans=tuple(sorted(plans))))
    return opened


def _plans(asked: Asked, register: Register) -> tuple[Sifted, list[Message]]:
    """Opens the plans handed in as cleared, and tells those that are not."""
    handed, notes = one_each(open_plans(asked.cleared))
    check_operator(handed, register.operator, str(asked.register))
    sifted = sift_plans(handed, asked.on)
    on = asked.on.isoformat()
    named = {entry.entrustment for entry in register.entries}
    left = [message("triage.plan_left", plan=each.name, on=on) for each in sifted.refused]
    left += [
        message("triage.plan_unknown", plan=each.name)
        for each in sifted.unknown
        if each.filing.entrustment is not None and each.filing.reference not in named
    ]
    return sifted, [*notes, *left]


def take_answers(opened: Opened, asked: Asked) -> tuple[Answer, ...]:
    """Reads the answers handed in, if any; what is wrong with one joins the defects."""
    if asked.answers is None:
        return ()
    data = read_bytes(asked.answers, SHEET)
    answers, defects = read_answers(data, str(asked.answers), opened.questions, asked.on, both)
    opened.defects += defects
    return answers


def judge(opened: Opened, answers: Sequence[Answer], *, shows_progress: bool) -> Result:
    """Judges every update, and makes the drafts and the counts."""
    month, read = opened.month, opened.read
    many = shows_progress and len(read.planned) >= _PROGRESS_FROM
    with _Bar(len(read.planned)) if many else _Silent() as told:
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


class _Silent:
    def __enter__(self) -> Callable[[int, int], None]:
        return lambda _done, _of: None

    def __exit__(self, *_: object) -> None:
        return


class _Bar:
    """A bar on the terminal."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress

        self._bar = Progress(console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Callable[[int, int], None]:
        self._bar.start()
        return lambda done, _of: self._bar.update(self._task, completed=done)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
