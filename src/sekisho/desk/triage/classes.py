"""Sorts an update by what the engine answered; which class that is, the pack says."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from sekisho.desk.triage.updates import FOUR, Planned
from sekisho.model.assessment import Duty
from sekisho.model.case import Case
from sekisho.model.filing import Filing
from sekisho.model.operator.memo import Alternative
from sekisho.model.values.message import Message, message
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.pack import Regime
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.evaluator import named
from sekisho.regime.rules.vocabulary import Facts, filing_paths
from sekisho.regime.tables.desk.triage import ClassRow

_NOT_STATED = "duty.not_stated"
_OF_A_PERSON = frozenset({f"change.{name}" for name in FOUR}) | {
    "change.confirmed_by",
    "emergency.service_hindered",
    "emergency.no_other_means",
    "emergency.caused_to_escape_duty",
}
"""Facts that no register and no file can state."""
_INSTEAD: Mapping[str | None, tuple[str, ...]] = {
    "yes": ("no",),
    "no": ("yes",),
    "unclear": ("yes", "no"),
}
"""What could have been answered instead."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The class of an update, the others that hold beside it, and what is missing.

    `open` are the facts only a person can state and nobody did, `missing` those that the
    register or the sheet lacks; both in the words of a filing.
    """

    row: ClassRow
    also: tuple[ClassRow, ...]
    open: tuple[str, ...]
    missing: tuple[str, ...]
    asks: tuple[Message, ...]


def sort_update(regime: Regime, facts: Facts, duties: tuple[Duty, ...], planned: Planned) -> Sorted:
    """Gives the class of an update from the duties the engine decided."""
    unclear = unclear_in(planned)
    lacking = _lacking(regime, duties)
    told = {f"{record}.{name}" for name in unclear for record in ("change", "emergency")}
    left = tuple(path for path in lacking if path in _OF_A_PERSON and path not in told)
    known = {
        **add_duties(facts, duties),
        "update.unclear": list(unclear),
        "update.open": list(left),
        "duties.unverified": [duty.id for duty in duties if _is_unverified(regime, duty)],
    }
    *rows, last = regime.triage.classes
    holding = tuple(row for row in rows if regime.ask(row.when, known).holds) or (last,)
    asks = tuple(
        message(row.message, article=row.article)
        for row in regime.triage.asks
        if row.fact in unclear and any(duty.need == "not_checked" for duty in duties)
    )
    missing = tuple(path for path in lacking if path not in _OF_A_PERSON)
    return Sorted(holding[0], holding[1:], left, missing, asks)


def open_questions(regime: Regime, case: Case, planned: Planned, on: date) -> tuple[str, ...]:
    """Gives what only a person can state of an update and nobody did."""
    facts = project(case, regime, on)
    return sort_update(regime, facts, decide_duties(regime, facts), planned).open


def alternatives(
    regime: Regime, case: Case, planned: Planned, on: date, becomes: str
) -> tuple[Alternative, ...]:
    """Tries other answers, one at a time, and gives those that put the update in another class."""
    if case.filing is None:
        return ()
    found: list[Alternative] = []
    for name, value, other, changed in _others(case.filing, planned):
        facts = project(replace(case, filing=other), regime, on)
        sorted_ = sort_update(regime, facts, decide_duties(regime, facts), changed)
        if sorted_.row.id != becomes:
            found.append(Alternative(name=name, value=value, becomes=sorted_.row.id))
    return tuple(found)


def unclear_in(planned: Planned) -> tuple[str, ...]:
    """Names what a person looked at and cannot tell."""
    names = (*FOUR, "service_hindered", "no_other_means", "caused_to_escape_duty")
    return tuple(name for name in names if getattr(planned.update, name) == "unclear")


def _others(filing: Filing, planned: Planned) -> list[tuple[str, str, Filing, Planned]]:
    """Lists the answers that could have been given instead, each with the filing it makes."""
    change = filing.change
    if change is None:
        return []
    found: list[tuple[str, str, Filing, Planned]] = []
    for name in FOUR:
        told = getattr(planned.update, name)
        for value in _INSTEAD.get(told, ()):
            other = replace(
                change,
                **{name: value == "yes"},
                fields=change.fields if value == "yes" else (),
            )
            changed = dataclasses.replace(planned, update=replace(planned.update, **{name: value}))
            found.append((name, value, replace(filing, change=other), changed))
    if planned.applied_by is None:
        own = replace(change, applied_by="", entrustment_cleared=None)
        found.append(("applied_by", "own_staff", replace(filing, change=own), planned))
    elif planned.applied_by:
        covered = planned.covered is not True
        other = replace(change, entrustment_cleared=covered)
        value = "yes" if covered else "no"
        found.append(("entrustment_cleared", value, replace(filing, change=other), planned))
    if not planned.applied_by:
        # Whoever it would be: it is not the operator's own staff, and no plan covers it.
        other = replace(change, applied_by="another", entrustment_cleared=False)
        found.append(("applied_by", "another", replace(filing, change=other), planned))
    if filing.emergency is not None:
        found.append(("emergency", "no", replace(filing, emergency=None), planned))
    return found


def _lacking(regime: Regime, duties: tuple[Duty, ...]) -> tuple[str, ...]:
    """Gives the paths of a filing for want of which a duty was not decided, once each."""
    confirms = {
        row.confirm.message: filing_paths(named(row.confirm.when))
        for row in regime.duties.duties
        if row.confirm
    }
    found: dict[str, None] = {}
    for duty in duties:
        if duty.need != "not_checked":
            continue
        for reason in duty.reasons:
            paths = confirms.get(reason.message.id, ())
            if reason.message.id == _NOT_STATED:
                stated = reason.message.params.get("facts", ())
                paths = stated if isinstance(stated, tuple) else (str(stated),)
            found.update(dict.fromkeys(paths))
    return tuple(found)


def _is_unverified(regime: Regime, duty: Duty) -> bool:
    """Whether a duty was not decided because its rule was not compared with the law."""
    if duty.need != "not_checked":
        return False
    rows = {row.id for row in regime.duties.duties if row.unverified}
    rows |= {row.id for row in regime.duties.exemptions if row.unverified}
    return any(reason.rule in rows for reason in duty.reasons)
