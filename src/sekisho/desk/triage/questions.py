"""What only a person can know, asked once for all updates that are alike, and the answers."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec.structs import asdict, replace

from sekisho.desk.triage.updates import FOUR, Planned, spelt_out, wrong_answers
from sekisho.model.canonical import sha256_of
from sekisho.model.errors import Defect, Place
from sekisho.model.operator.update import Answer, Answers
from sekisho.model.values.message import Message, message
from sekisho.read.filing.stored import read_stored
from sekisho.read.sheets.listing import (
    Listing,
    Wording,
    columns_of,
    defect,
    is_list,
    read_listing,
    record_of,
)

QUESTIONS = Listing(key="questions", columns=tuple(columns_of(Answer)), needed=("question",))

EMERGENCY = ("service_hindered", "no_other_means", "caused_to_escape_duty")
_ANSWERS = (*FOUR, *EMERGENCY)
_ALIKE = frozenset({"security_patch", "bug_fix", "configuration"})
"""Natures of which many may be confirmed at once; the others speak of a change themselves."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to a person: for the updates `about`, which of the facts `open` hold.

    The id names the updates and what is asked of them, so that an answer never reaches an
    update it was not given for.
    """

    id: str
    about: tuple[Planned, ...]
    open: tuple[str, ...]
    hints: tuple[Message, ...] = ()

    @property
    def said(self) -> Message:
        """The question in one sentence."""
        first = self.about[0]
        kind = "emergency" if any(name in EMERGENCY for name in self.open) else "unchanged"
        if set(self.open) == {"confirmed_by"}:
            kind = "name"
        return message(
            f"triage.question.{kind}",
            n=len(self.about),
            nature=first.update.nature or "unstated",
            type=first.entry.type or first.entry.name or first.entry.component,
            supplier=first.entry.supplier or first.entry.facility,
            updates=tuple(planned.update.id for planned in self.about),
        )


def group_questions(
    open_by: Iterable[tuple[Planned, tuple[str, ...], tuple[Message, ...]]],
) -> tuple[Question, ...]:
    """Puts one question for all updates of the same supplier, kind of component and nature.

    An update whose nature is not stated or speaks of a change, at which something should be
    looked, or which was an emergency is asked about alone. The largest question comes first.
    """
    groups: dict[tuple[Any, ...], list[tuple[Planned, tuple[Message, ...]]]] = defaultdict(list)
    for planned, paths, hints in open_by:
        open_ = tuple(path.partition(".")[2] for path in paths)
        update, entry = planned.update, planned.entry
        alone = update.nature not in _ALIKE or bool(hints) or bool(update.emergency)
        key = (open_, entry.supplier, entry.type, update.nature, update.id if alone else "")
        groups[key].append((planned, hints))
    questions = [
        _question(tuple(planned for planned, _ in about), key[0], about[0][1])
        for key, about in groups.items()
    ]
    return tuple(sorted(questions, key=lambda each: (-len(each.about), each.about[0].update.id)))


@dataclass(frozen=True, slots=True)
class Answered:
    """By which question an update was answered, and how many were answered by it at once."""

    question: str
    together: int


def apply_answers(
    planned: Sequence[Planned], questions: Sequence[Question], answers: Sequence[Answer]
) -> tuple[list[Planned], dict[str, Answered]]:
    """Gives the updates with the answers laid over them, and by which question each was answered.

    An answer that names one update comes before the answer to the question it is part of. What
    a row of the sheet states itself is never overwritten.
    """
    by_id = {answer.question: answer for answer in answers if answer != _empty(answer)}
    told: dict[str, Answer] = {}
    by: dict[str, Answered] = {}
    for question in questions:
        ids = [each.update.id for each in question.about]
        own = [id for id in ids if id in by_id]
        told |= {id: by_id[id] for id in own}
        by |= {id: Answered(question.id, 1) for id in own}
        if question.id in by_id:
            rest = [id for id in ids if id not in by_id]
            told |= dict.fromkeys(rest, by_id[question.id])
            by |= dict.fromkeys(rest, Answered(question.id, len(rest)))
    result = []
    for each in planned:
        answer = told.get(each.update.id)
        update = _told(each, answer) if answer else each.update
        result.append(dataclasses.replace(each, update=spelt_out(update)))
    return result, by


def keys_of(questions: Iterable[Question]) -> frozenset[str]:
    """Gives what an answer may be given for: each question, and each update it is about."""
    asked = tuple(questions)
    updates = (each.update.id for question in asked for each in question.about)
    return frozenset({question.id for question in asked} | set(updates))


def read_answers(
    data: bytes, name: str, known: Collection[str], on: date, wording: Wording
) -> tuple[tuple[Answer, ...], tuple[Defect, ...]]:
    """Reads answers from the sheet of questions, from CSV, YAML or JSON; `known` is what may be
    answered (`keys_of`).

    What is wrong with one answer is told with its place, and the answer is not counted. Raises
    `InputError` when the document cannot be read at all.
    """
    answers: list[Answer] = []
    defects: list[Defect] = []
    twice: set[str] = set()
    for answer, places, place, found in _answers(data, name, wording):
        stated = asdict(answer)
        wrong = [*found, *wrong_answers(stated, places, place, on)]
        if answer.question and answer.question not in known and answer != _empty(answer):
            wrong.append(defect(message("triage.no_such_question", id=answer.question), place))
        if any(answer.question == other.question != "" for other in answers):
            wrong.append(defect(message("triage.answered_twice", id=answer.question), place))
            twice.add(answer.question)
        if not wrong:
            answers.append(answer)
        defects += wrong
    # Which of two answers is meant nobody can tell: the question stays open.
    return tuple(each for each in answers if each.question not in twice), tuple(defects)


def question_rows(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Gives the rows of the sheet of questions: ids alone, to be answered."""
    return [{"question": question.id} for question in questions]


def _answers(
    data: bytes, name: str, wording: Wording
) -> Iterable[tuple[Answer, Mapping[str, Place], Place, tuple[Defect, ...]]]:
    if is_list(data, name):
        for row in read_listing(data, name, QUESTIONS, wording).rows:
            made, found = record_of(row, Answer)
            if isinstance(made, Answer):
                places = {key: node.place for key, node in row.values.items()}
                yield made, places, row.place, (*row.defects, *found)
        return
    document, where = read_stored(data, name, Answers, "triage")
    for number, answer in enumerate(document.answers):
        yield answer, {}, where.get(f"/answers/{number}", Place(file=name)), ()


def _question(
    about: tuple[Planned, ...], open_: tuple[str, ...], hints: tuple[Message, ...]
) -> Question:
    about = tuple(sorted(about, key=lambda each: each.update.id))
    asked = [
        [each.update.id, each.entry.component, each.update.version, each.entry.version]
        for each in about
    ]
    digest = sha256_of({"about": asked, "open": list(open_)})
    return Question(f"Q-{digest[:6].upper()}", about, open_, hints)


def _told(planned: Planned, answer: Answer) -> Any:
    update = planned.update
    told: dict[str, Any] = {
        name: value
        for name in _ANSWERS
        if getattr(update, name) is None and (value := getattr(answer, name)) is not None
    }
    if answer.nothing_changed and update.nothing_changed is None:
        told["nothing_changed"] = True
    if not update.confirmed_by:
        told |= {"confirmed_by": answer.confirmed_by, "confirmed_on": answer.confirmed_on}
    return replace(update, **told)


def _empty(answer: Answer) -> Answer:
    return Answer(question=answer.question)
