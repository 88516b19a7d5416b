"""The facts a memo relies on, each with where it was stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sekisho.desk.triage.questions import EMERGENCY
from sekisho.desk.triage.updates import FOUR, Planned
from sekisho.model.filing import Filing
from sekisho.model.operator.memo import Fact, FactKind, FactSource
from sekisho.read.sheets.listing import plain_name

_OF_THE_REGISTER = (
    "facility_kind",
    "type",
    "function",
    "supplier",
    "phase",
    "introduced_on",
    "cleared_plan",
    "plan_stated_on",
)
_OF_THE_SHEET = ("nature", "vendor_note", "planned_on", "new_type", "new_name", "new_function")


def facts_of(stated: Planned, answered: Planned, plan: Filing | None) -> tuple[Fact, ...]:
    """Gives the facts of one update: those of the sheet and the register, then the answers.

    `stated` is the update as its row has it, `answered` with the answers laid over it.
    """
    entry, update = answered.entry, answered.update
    known = plan.component(entry.component) if plan else None
    facts = [*_answers(stated, answered), *_work(answered)]
    facts += [
        _fact(name, value, "sheet")
        for name in _OF_THE_SHEET
        if (value := getattr(update, name)) not in (None, "")
    ]
    for name in _OF_THE_REGISTER:
        value = getattr(entry, name)
        if value not in (None, ""):
            facts.append(_fact(name, value, "register"))
        elif known is not None and (value := getattr(known, name, "")):
            facts.append(_fact(name, value, "plan"))
    return tuple(facts)


def _answers(stated: Planned, answered: Planned) -> Iterator[Fact]:
    """What a person said, in the row itself or in answer to a question."""
    update = answered.update
    for name in (*FOUR, *(EMERGENCY if update.emergency else ())):
        if (value := getattr(update, name)) is not None:
            own = getattr(stated.update, name) is not None
            yield _fact(name, value, "sheet" if own else "answers")
    if update.emergency:
        yield _fact("emergency", True, "sheet")
        for name in ("emergency_cause", "occurred_on"):
            if (value := getattr(update, name)) not in (None, ""):
                yield _fact(name, value, "sheet")


def _work(planned: Planned) -> Iterator[Fact]:
    """Who applies the update, and which cleared entrustment covers that."""
    entry, update = planned.entry, planned.update
    source: FactSource = "sheet" if update.applied_by else "register"
    if planned.applied_by is None:
        return
    if not planned.applied_by:
        yield Fact(name="applied_by", value="own_staff", kind="word", source=source)
        return
    yield Fact(name="applied_by", value=planned.applied_by, source=source)
    if update.entrustment:
        yield Fact(name="entrustment", value=update.entrustment, source="sheet")
    elif entry.entrustment:
        yield Fact(name="entrustment", value=entry.entrustment, source="register")
        if plain_name(entry.updates_by) != plain_name(planned.applied_by):
            yield Fact(name="updates_by", value=entry.updates_by, source="register")
        for name in ("entrustment_ends_on", "entrustment_stated_on"):
            if getattr(entry, name):
                yield _fact(name, getattr(entry, name), "register")
    if planned.covered is not None:
        yield _fact(
            "entrustment_cleared", planned.covered, "sheet" if update.entrustment else "register"
        )


def _fact(name: str, value: Any, source: FactSource) -> Fact:
    kind: FactKind = "text"
    if isinstance(value, bool):
        value, kind = "yes" if value else "no", "word"
    elif isinstance(value, date):
        value, kind = value.isoformat(), "day"
    elif name in ("phase", "nature", *FOUR, *EMERGENCY):
        kind = "word"
    return Fact(name=name, value=str(value), kind=kind, source=source)
