"""A month from disk: register, plans, updates, questions and answers, law and library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sekisho.cli.regime.notes import open_notes, unseen_notes
from sekisho.cli.register.files import open_register
from sekisho.cli.register.plans import open_plans
from sekisho.cli.vet import choose_library
from sekisho.desk.plans import regime_named
from sekisho.desk.triage.month import opening
from sekisho.desk.triage.month.opening import Given, Opened, Result, judge_month
from sekisho.desk.triage.questions import keys_of, read_answers
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.model.operator.note import Notes
from sekisho.model.operator.update import Answer
from sekisho.read.files import read_bytes
from sekisho.read.limits import SHEET
from sekisho.report.catalogue import both

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


def open_month(asked: Asked) -> Opened:
    """Opens everything a month needs; errors of the parts as their readers raise them."""
    registered = open_register(asked.register)
    register = registered.register
    plans = open_plans(asked.cleared)
    regime = regime_named(asked.regime or register.regime, asked.on)
    stand_in = Case(filing=Filing(fictional=register.fictional))
    library, more = choose_library(stand_in, asked.register, asked.library)
    own = open_notes(asked.own_notes, regime) if asked.own_notes else Notes()
    return opening.open_month(
        Given(
            sheet=read_bytes(asked.updates, SHEET),
            name=str(asked.updates),
            register=registered,
            register_name=str(asked.register),
            plans=plans,
            regime=regime,
            library=library,
            on=asked.on,
            folder=asked.updates.parent,
            notes=own.notes,
            said=(*unseen_notes(own, asked.on, register.operator), *more),
        )
    )


def take_answers(opened: Opened, asked: Asked) -> tuple[Answer, ...]:
    """Reads the answers handed in, if any; what is wrong with one joins the defects."""
    if asked.answers is None:
        return ()
    data = read_bytes(asked.answers, SHEET)
    known = keys_of(opened.questions)
    answers, defects = read_answers(data, str(asked.answers), known, asked.on, both)
    opened.defects += defects
    return answers


def judge(opened: Opened, answers: Sequence[Answer], *, shows_progress: bool) -> Result:
    """Judges every update, and makes the drafts and the counts."""
    many = len(opened.read.planned)
    with _Bar(many) if shows_progress and many >= _PROGRESS_FROM else _Silent() as told:
        return judge_month(opened, answers, told)


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
