"""Plans handed in as cleared: of one operator, each once, and only where their events say so."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sekisho.model.canonical import sha256_of
from sekisho.model.case import Event
from sekisho.model.errors import Defect, Place, UsageError
from sekisho.model.filing import Filing
from sekisho.model.party import Party
from sekisho.model.values.message import Message, message
from sekisho.read.beside.events import own_events
from sekisho.read.sheets.listing import plain_name
from sekisho.regime.clock import happened
from sekisho.regime.loader import load_regime
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import find_standing, lawful_acts

STATUTE = "jp-espa"
"""The pack of a register and of plans that name none."""

_PROCEED = "proceed"
_CARRIED_OUT = "introduced"
_PLANS = (None, "plan", "change")
"""Kinds of filing that wait for a period; what is notified or reported afterwards is no plan."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A plan, the file it stands in, and the dated events beside it (`None`: there are none).

    `stated_on` is the day from which a person says that it was cleared, where no events do;
    `shares_folder` tells that other plans lie beside the same events.
    """

    filing: Filing
    file: str
    events: tuple[Event, ...] | None = None
    stated_on: date | None = None
    shares_folder: bool = False

    @property
    def name(self) -> str:
        """What the plan is called: its reference, else its file."""
        return self.filing.reference or self.file

    @property
    def introduces_as_planned(self) -> bool:
        """Whether only the plan itself says when it was carried out."""
        introduction = self.filing.introduction
        planned = introduction.planned_on if introduction else None
        return planned is not None and self.carried_out_on() is None

    def carried_out_on(self) -> date | None:
        """Gives the day on which the plan was carried out by its events."""
        days = [event.on for event in self.events or () if event.kind == _CARRIED_OUT]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The plans that were cleared, and those that are left out: by their events, or unknown."""

    cleared: tuple[HandedIn, ...] = ()
    refused: tuple[HandedIn, ...] = ()
    unknown: tuple[HandedIn, ...] = ()
    reasons: tuple[Defect, ...] = ()


def sift(plans: Iterable[HandedIn], regime_of: Callable[[str], Regime], on: date) -> Sifted:
    """Says of each plan whether its operator was free to carry it out on a day, and why not.

    Free is who was told so, and whose period ended without a word: both may rely on the plan.
    `regime_of` gives the rules by the regime a plan names.
    """
    cleared: list[HandedIn] = []
    refused: list[HandedIn] = []
    unknown: list[HandedIn] = []
    reasons: list[Defect] = []
    for plan in plans:
        known = dataclasses.replace(plan, events=_until(plan, on))
        reason = _not_cleared(known, regime_of(plan.filing.regime), on)
        if reason is None:
            cleared.append(known)
        else:
            (refused if known.events or not _is_plan(known) else unknown).append(known)
            remedy = message(f"{reason.id}.remedy", plan=plan.name)
            reasons.append(Defect(message=reason, place=Place(file=plan.file), remedy=remedy))
    return Sifted(tuple(cleared), tuple(refused), tuple(unknown), tuple(reasons))


def regime_named(named: str, on: date) -> Regime:
    """Loads the rules that a register or a plan names, as they stand on a day; errors as in
    `load_regime`.
    """
    id, _, version = (named or STATUTE).partition("@")
    return load_regime(id, on, version or None)


def sift_plans(plans: Sequence[HandedIn], on: date) -> Sifted:
    """Says which plans were cleared on a day, each under the rules it names."""
    return sift(plans, cache(lambda named: regime_named(named, on)), on)


def one_each(plans: Sequence[HandedIn]) -> tuple[tuple[HandedIn, ...], tuple[Message, ...]]:
    """Gives each plan once, and tells which were handed in more than once with the same content.

    Raises `UsageError` where one reference stands for different plans or different events.
    """
    kept: dict[str, HandedIn] = {}
    notes = []
    for plan in plans:
        digest = sha256_of(plan.filing)
        key = plan.filing.reference or digest
        before = kept.get(key)
        if before is None:
            kept[key] = plan
            continue
        if sha256_of(before.filing) != digest or _other_events(before, plan):
            raise UsageError(
                message("plans.same_reference", plan=plan.name, files=(before.file, plan.file)),
                hint=message("plans.same_reference.remedy"),
            )
        notes.append(message("plans.twice", plan=plan.name, files=(before.file, plan.file)))
        if before.events is None:
            kept[key] = plan
    return tuple(kept.values()), tuple(notes)


def check_operator(plans: Iterable[HandedIn], named: str = "", source: str = "") -> None:
    """Raises `UsageError` where plans are of different operators.

    `named` is the operator of the register they are for, and `source` its file. A plan that names
    nobody is of anyone.
    """
    known = [(Party(id="", name=named), source)] if named else []
    for plan in plans:
        party = plan.filing.party(plan.filing.operator.party)
        if party is None or not party.name:
            continue
        for other, file in known:
            if not _same(other, party):
                names = (other.name, party.name)
                raise UsageError(
                    message("plans.two_operators", operators=names, files=(file, plan.file)),
                    hint=message("plans.two_operators.remedy"),
                )
        known.append((party, plan.file))


def _not_cleared(plan: HandedIn, regime: Regime, on: date) -> Message | None:
    """Gives the reason for which a plan does not count as cleared."""
    if not _is_plan(plan):
        return message("plans.no_plan", plan=plan.name, kind=str(plan.filing.kind))
    if not plan.events:
        if plan.stated_on:
            return None
        id = "plans.shared_events" if plan.shares_folder else "plans.no_events"
        return message(id, plan=plan.name)
    standing = find_standing(regime, plan.events, on)
    if standing.problem is not None:
        event = plan.events[-1]
        return message(
            "plans.no_procedure",
            plan=plan.name,
            event=str(standing.problem.params.get("event", event.kind)),
            on=str(standing.problem.params.get("on", event.on.isoformat())),
        )
    if _is_free(regime, plan.events, on):
        return None
    return message("plans.not_free", plan=plan.name, on=on.isoformat(), state=standing.state)


def _is_free(regime: Regime, events: tuple[Event, ...], on: date) -> bool:
    """Whether the plan may be carried out, or was when that was allowed and still could be."""
    done = [at for at, event in enumerate(events) if event.kind == _CARRIED_OUT]
    if done and not _may_proceed(regime, events[: done[0]], events[done[0]].on):
        return False
    return _may_proceed(regime, tuple(e for e in events if e.kind != _CARRIED_OUT), on)


def _may_proceed(regime: Regime, events: tuple[Event, ...], on: date) -> bool:
    acts = lawful_acts(regime, events, on)
    return any(act.act == _PROCEED and act.lawful for act in acts)


def _is_plan(plan: HandedIn) -> bool:
    return plan.filing.kind in _PLANS


def _until(plan: HandedIn, on: date) -> tuple[Event, ...] | None:
    if plan.events is None:
        return None
    return happened(own_events(plan.events, plan.filing), on)


def _other_events(before: HandedIn, plan: HandedIn) -> bool:
    return None not in (before.events, plan.events) and before.events != plan.events


def _same(left: Party, right: Party) -> bool:
    """Whether two parties are one: by their numbers where both have one, else by any name."""
    numbers = (left.identifiers.corporate_number, right.identifiers.corporate_number)
    if all(numbers):
        return numbers[0] == numbers[1]
    return bool(_names(left) & _names(right))


def _names(party: Party) -> set[str]:
    return {plain_name(name) for name in (party.name, *party.other_names) if name}
