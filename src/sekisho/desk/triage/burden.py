"""How much a person typed, and how much was taken from what was known already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sekisho.desk.triage.drafts import Draft
from sekisho.desk.triage.updates import Planned
from sekisho.model.canonical import plain
from sekisho.model.operator.update import Answer
from sekisho.read.sheets.listing import ListRow, plain_name

_IDENTITY = frozenset({"question"})


@dataclass(frozen=True, slots=True)
class Burden:
    """What one month took: fields typed, prefilled from the register, reused from earlier plans.

    A cell counts as prefilled where it holds what the register says; a field of a draft as
    reused where the plan states the same in the same place, else it came from sheet or register.
    """

    typed: int
    prefilled: int
    reused: int
    carried: int
    questions: int
    answers: int


def count_burden(
    rows: Sequence[ListRow],
    planned: Sequence[Planned],
    answers: Sequence[Answer],
    questions: int,
    drafts: Sequence[Draft],
) -> Burden:
    """Counts the fields of one month."""
    typed = prefilled = 0
    seen: set[tuple[str, str]] = set()
    for row, each in zip(rows, planned, strict=True):
        known = _known(each, first=(each.entry.facility, each.entry.component) not in seen)
        seen.add((each.entry.facility, each.entry.component))
        for key, node in row.values.items():
            is_known = isinstance(node.value, str) and plain_name(node.value) in known.get(key, ())
            prefilled += is_known
            typed += not is_known
    told = sum(len(set(plain(answer)) - _IDENTITY) for answer in answers)
    reused, carried = _in_drafts(drafts)
    answered = sum(bool(set(plain(answer)) - _IDENTITY) for answer in answers)
    return Burden(typed + told, prefilled, reused, carried, questions, answered)


def _known(planned: Planned, *, first: bool) -> Mapping[str, tuple[str, ...]]:
    """What a sheet made from the register would hold in the row of a component."""
    entry = planned.entry
    names = (plain_name(entry.component), plain_name(entry.name))
    return {
        "component": names if first else (),
        "facility": (plain_name(entry.facility),) if first else (),
        "applied_by": (plain_name(entry.updates_by or "own"),),
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
