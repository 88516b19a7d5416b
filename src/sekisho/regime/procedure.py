"""Which acts the law allows on a day: a pure function of the events, over pack data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from sekisho.model.assessment import LawfulAct
from sekisho.model.case import Event
from sekisho.model.values.message import Message, message
from sekisho.regime.clock import clock_dates, happened, run_period
from sekisho.regime.pack import Regime
from sekisho.regime.rules.vocabulary import Facts, Value, filing_paths
from sekisho.regime.tables.steps import Act

UNSTATED = "unstated"
"""What a recommendation or an order asks for where the events do not say it."""


class Standing(msgspec.Struct, frozen=True):
    """Where a case stands: its state, or the reason why its events fit no procedure."""

    state: str
    facts: Facts
    problem: Message | None = None


def lawful_acts(regime: Regime, events: Iterable[Event], on: date) -> tuple[LawfulAct, ...]:
    """Answers every act of the pack: lawful on that day or not, by whom, until when, and why.

    A history that the procedure does not know allows no act, and each answer says which event
    does not fit.
    """
    past = happened(events, on)
    standing = find_standing(regime, past, on)
    ends = {shown.id: shown.on for shown in clock_dates(regime, past, on)}
    return tuple(_answer(regime, standing, rows, ends) for rows in _by_act(regime.procedure.acts))


def find_standing(regime: Regime, events: Iterable[Event], on: date) -> Standing:
    """Follows the events up to a day through the states of the pack."""
    rules = regime.procedure
    state = rules.first
    past: list[Event] = []
    for event in happened(events, on):
        before = procedure_facts(regime, past, event.on)
        state = _by_time(regime, state, before)
        past.append(event)
        facts = {**procedure_facts(regime, past, event.on), **_window(before)}
        after, problem = _step(regime, state, event, facts)
        if problem is not None:
            return Standing(state, facts, problem)
        state = after
    facts = procedure_facts(regime, past, on)
    return Standing(_by_time(regime, state, facts), facts)


def _window(facts: Facts) -> dict[str, Value]:
    """An event is judged by the window as it was before it, not as it moves it."""
    return {name: facts[name] for name in facts if name.startswith(("window.", "period."))}


def _step(regime: Regime, state: str, event: Event, facts: Facts) -> tuple[str, Message | None]:
    for row in regime.procedure.transitions:
        if row.event != event.kind or state not in row.after:
            continue
        verdict = regime.ask(row.when, facts)
        if verdict.holds:
            return row.to or state, None
        if verdict.answer == "unknown":
            missing = filing_paths(verdict.missing)
            on = event.on.isoformat()
            return state, message("procedure.incomplete", event=event.kind, on=on, facts=missing)
    said = message("procedure.impossible", event=event.kind, on=event.on.isoformat(), state=state)
    return state, said


def _by_time(regime: Regime, state: str, facts: Facts) -> str:
    """The state a case has come to by the passing of time alone."""
    for row in regime.procedure.outcomes:
        if state in row.after and regime.ask(row.when, facts).holds:
            return row.to
    return state


def procedure_facts(regime: Regime, events: Iterable[Event], on: date) -> dict[str, Value]:
    """Gives the facts that the conditions of the procedure speak of, on a day."""
    past = happened(events, on)
    facts: dict[str, Value] = {}
    window = regime.period(regime.procedure.window)
    running = run_period(regime, window, past) if window else None
    if running is not None:
        facts["window.moved_by"] = running.moved_by
        if running.end is not None:
            facts["window.open"] = on <= running.end
    facts |= _period_facts(regime, past, on)
    facts |= _answer_facts(regime, past, on)
    for name, kind in (("recommendation", "recommended"), ("order", "ordered")):
        facts |= _measure(name, kind, past)
    facts["since_accepted"] = _kinds_after(past, {"accepted"})
    facts["since_recommended"] = _kinds_after(past, {"recommended", "ordered"})
    end = running.end if running else None
    facts["since_free"] = _kinds_free(past, end, regime.procedure.freed_by)
    return facts


def _period_facts(regime: Regime, past: tuple[Event, ...], on: date) -> dict[str, Value]:
    """Of a period whose end cannot be told it is not known whether it is over."""
    facts: dict[str, Value] = {}
    for id in regime.procedure.periods:
        period = regime.period(id)
        running = run_period(regime, period, past) if period else None
        facts[f"period.{id}.begun"] = running is not None
        facts[f"period.{id}.stopped"] = running is not None and running.stopped
        if running is None or running.stopped:
            facts[f"period.{id}.over"] = False
        elif running.end is not None:
            facts[f"period.{id}.over"] = on > running.end
    return facts


def _answer_facts(regime: Regime, past: tuple[Event, ...], on: date) -> dict[str, Value]:
    recommended = [index for index, event in enumerate(past) if event.kind == "recommended"]
    if not recommended:
        return {}
    answers = [event for event in past[recommended[-1] :] if event.kind == "answered"]
    facts: dict[str, Value] = {"answer.given": bool(answers)}
    if answers and answers[-1].accepts is not None:
        facts["answer.accepts"] = answers[-1].accepts
    period = regime.period(regime.procedure.answer)
    running = run_period(regime, period, past) if period else None
    if answers:
        facts["answer.overdue"] = False
    elif running and running.end is not None:
        facts["answer.overdue"] = on > running.end
    return facts


def _measure(name: str, kind: str, past: tuple[Event, ...]) -> dict[str, Value]:
    """What the last of its kind asks for; that nothing is said of it is itself known."""
    asked = [event.measure or UNSTATED for event in past if event.kind == kind]
    return {f"{name}.measure": asked[-1]} if asked else {}


def _kinds_after(past: tuple[Event, ...], kinds: set[str]) -> list[str]:
    """The kinds of all events after the last one of the given kinds."""
    marks = [index for index, event in enumerate(past) if event.kind in kinds]
    return [event.kind for event in past[marks[-1] + 1 :]] if marks else []


def _kinds_free(past: tuple[Event, ...], end: date | None, freed_by: tuple[str, ...]) -> list[str]:
    """The kinds of all events since the operator became free to proceed."""
    marks = [index for index, event in enumerate(past) if event.kind in freed_by]
    first = marks[0] + 1 if marks else len(past)
    return [
        event.kind
        for index, event in enumerate(past)
        if index >= first or (end is not None and event.on > end)
    ]


def _by_act(acts: Iterable[Act]) -> Iterator[tuple[Act, ...]]:
    rows = tuple(acts)
    for id in dict.fromkeys(row.id for row in rows):
        yield tuple(row for row in rows if row.id == id)


def _answer(
    regime: Regime, standing: Standing, rows: tuple[Act, ...], ends: dict[str, date | None]
) -> LawfulAct:
    """Answers one act by its row for the state; the first row answers where there is none."""
    row = next((row for row in rows if standing.state in row.after), rows[0])
    refusal = _refusal(regime, standing, row)
    if refusal is not None:
        return LawfulAct(act=row.id, by=row.by, lawful=False, message=refusal, article=row.article)
    return LawfulAct(
        act=row.id,
        by=row.by,
        lawful=True,
        until=ends.get(row.until),
        message=message(row.message) if row.message else None,
        article=row.article,
    )


def _refusal(regime: Regime, standing: Standing, row: Act) -> Message | None:
    if standing.problem is not None:
        return standing.problem
    if standing.state not in row.after:
        return message(row.otherwise, state=standing.state)
    for guard in row.guards:
        verdict = regime.ask(guard.when, standing.facts)
        if verdict.answer == "unknown":
            return message("procedure.not_checked", facts=filing_paths(verdict.missing))
        if not verdict.holds:
            return message(guard.otherwise, state=standing.state)
    return None
