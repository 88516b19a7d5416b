"""How much a person typed, and how much was taken from what was known already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.desk.triage.drafts import Draft
from sekisho.desk.triage.questions import Question
from sekisho.desk.triage.updates import Planned, row_id
from sekisho.model.canonical import plain
from sekisho.model.operator.register import Register
from sekisho.model.operator.update import Answer
from sekisho.read.sheets.listing import ListRow, plain_name

_IDENTITY = frozenset({"question"})


@dataclass(frozen=True, slots=True)
class Effort:
    """What one month took: fields typed, prefilled from the register, reused from earlier plans.

    A cell counts as prefilled where it holds what the register says; a field of a draft as
    reused where the plan states the same in the same place, else it was carried over from sheet
    or register. `twice` are fields that a person stated in a row and in an answer as well.
    """

    typed: int
    prefilled: int
    reused: int
    carried: int
    twice: int
    questions: int
    answers: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: the rows as they were filled in, the answers, the drafts made of them."""

    register: Register
    rows: Sequence[ListRow]
    planned: Sequence[Planned]
    questions: Sequence[Question]
    answers: Sequence[Answer]
    drafts: Sequence[Draft]


def count_effort(it: Counted) -> Effort:
    """Counts the fields of one month."""
    typed, prefilled = _in_rows(it)
    told = {answer.question: set(plain(answer)) - _IDENTITY for answer in it.answers}
    reused, carried = _in_drafts(it.drafts)
    return Effort(
        typed=typed + sum(map(len, told.values())),
        prefilled=prefilled,
        reused=reused,
        carried=carried,
        twice=sum(
            len(
                (told.get(each.update.id) or told.get(question.id, set())) & set(plain(each.update))
            )
            for question in it.questions
            for each in question.about
        ),
        questions=len(it.questions),
        answers=sum(map(bool, told.values())),
    )


def _in_rows(it: Counted) -> tuple[int, int]:
    """Counts the cells of the sheet that a person typed, and those the register gave."""
    typed = prefilled = 0
    ids = {
        (entry.facility, entry.component): row_id(number)
        for number, entry in enumerate(it.register.entries, start=1)
    }
    for row, each in zip(it.rows, it.planned, strict=True):
        known = _known(each, ids.pop((each.entry.facility, each.entry.component), ""))
        for key, node in row.values.items():
            is_known = isinstance(node.value, str) and plain_name(node.value) in known.get(key, ())
            prefilled += is_known
            typed += not is_known
    return typed, prefilled


def _known(planned: Planned, id: str) -> Mapping[str, tuple[str, ...]]:
    """What a sheet made from the register would hold in the row of a component.

    A second row of the same component (without `id`) was added by a person.
    """
    entry = planned.entry
    names = (plain_name(entry.component), plain_name(entry.name))
    return {
        "id": (plain_name(id),) if id else (),
        "component": names if id else (),
        "facility": (plain_name(entry.facility),) if id else (),
        "applied_by": (plain_name(entry.updates_by),),
    }


def _in_drafts(drafts: Sequence[Draft]) -> tuple[int, int]:
    """Counts the fields of drafts: those the plan stated already, and those carried over."""
    reused = carried = 0
    for draft in drafts:
        before = set(_leaves(plain(draft.plan))) if draft.plan else set()
        after = set(_leaves(plain(draft.filing)))
        reused += len(after & before)
        carried += len(after - before)
    return reused, carried


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{path}/{key}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            mark = item.get("id", number) if isinstance(item, dict) else number
            yield from _leaves(item, f"{path}/{mark}")
    else:
        yield path, str(value)
