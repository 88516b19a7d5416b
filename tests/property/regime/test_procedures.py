"""Every procedure: which states there are, which of them end it, and that none is a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.model.case import Event, EventKind, Measure
from sekisho.regime.loader import list_packs, load_regime
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import find_standing, lawful_acts

DAY = timedelta(days=1)
START = date(2024, 1, 30)
"""A day before a leap day, Golden Week, Easter and two turns of the year."""
LONG = 500 * DAY
WAITS = (1, 200)
MOVING = {"shortened"}
"""Events after which a state may be another one though its name is the same."""
UNTOLD = {"procedure.impossible", "procedure.incomplete", "procedure.not_checked"}
PACKS = [id for id in list_packs() if load_regime(id, START).procedure.acts]
ENDS = {
    "jp-espa": set[str](),
    "uk-nsi": {"completed", "completed_under_order"},
}
"""The states after which nothing can happen; after a Japanese plan something always can (Art. 55)."""


@cache
def regime_of(id: str) -> Regime:
    return load_regime(id, START)


def states_of(regime: Regime) -> set[str]:
    rules = regime.procedure
    moved = {row.to for row in (*rules.transitions, *rules.outcomes)}
    return {rules.first, *moved} - {""}


def next_events(regime: Regime, on: date) -> Iterator[Event]:
    """Every event the pack knows, in every way that makes a difference."""
    for kind in dict.fromkeys(row.event for row in regime.procedure.transitions):
        if kind in {"shortened", "extended"} and regime.id == "jp-espa":
            days = (0, 10) if kind == "shortened" else (60,)
            yield from (Event(kind=kind, on=on, until=on + n * DAY) for n in days)  # type: ignore[arg-type]  # a kind
        elif kind == "answered":
            yield from (Event(kind="answered", on=on, accepts=accepts) for accepts in (True, False))
        elif kind in {"recommended", "ordered"} and regime.id == "jp-espa":
            yield from (Event(kind=kind, on=on, measure=each) for each in get_args(Measure))  # type: ignore[arg-type]  # a kind
        elif kind == "length_agreed":
            yield Event(kind="length_agreed", on=on, days=5)
        else:
            yield Event(kind=kind, on=on)  # type: ignore[arg-type]  # a kind


def shaping(event: Event) -> str | None:
    """What of an event makes a state another one though its name is the same."""
    return event.kind if event.kind in MOVING else event.measure


@cache
def histories(id: str) -> dict[str, tuple[Event, ...]]:
    """Gives for every state that can be reached the shortest history found that leads there."""
    regime = regime_of(id)
    found: dict[str, tuple[Event, ...]] = {regime.procedure.first: ()}
    seen: set[tuple[str, frozenset[str | None]]] = set()
    waiting: list[tuple[Event, ...]] = [()]
    while waiting:
        past = waiting.pop(0)
        last = past[-1].on if past else START
        for wait in WAITS:
            on = last + wait * DAY
            for event in (None, *next_events(regime, on)):
                history = past if event is None else (*past, event)
                standing = find_standing(regime, history, on)
                key = standing.state, frozenset(map(shaping, history))
                if standing.problem is None and key not in seen:
                    seen.add(key)
                    found.setdefault(standing.state, history)
                    waiting.append(history)
    return found


@pytest.mark.parametrize("id", PACKS)
def test_every_state_can_be_reached(id: str):
    assert set(histories(id)) == states_of(regime_of(id))


@pytest.mark.parametrize("id", PACKS)
def test_the_states_that_end_it_are_those_of_the_law(id: str):
    regime = regime_of(id)
    leaving = {
        state
        for row in regime.procedure.transitions
        for state in row.after
        if row.to not in {"", state}
    } | {state for row in regime.procedure.outcomes for state in row.after}
    staying = {state for row in regime.procedure.transitions for state in row.after} - leaving
    ends = states_of(regime) - leaving - staying
    assert ends == ENDS[id]


@pytest.mark.parametrize("id", PACKS)
def test_no_event_leads_out_of_a_state_that_ends_it(id: str):
    regime = regime_of(id)
    for state in ENDS[id]:
        history = histories(id)[state]
        last = history[-1].on
        for wait in WAITS:
            for kind in get_args(EventKind):
                on = last + wait * DAY
                event = Event(kind=kind, on=on, until=on, days=1, accepts=True)
                standing = find_standing(regime, (*history, event), on)
                assert standing.problem is not None
                assert standing.state == state


@st.composite
def paths(draw: st.DrawFn, id: str) -> list[Event]:
    """A history in which every event fits the procedure."""
    regime, on, events = regime_of(id), START, list[Event]()
    for _ in range(draw(st.integers(0, 6))):
        on += draw(st.integers(0, 45)) * DAY
        fitting = [
            event
            for event in next_events(regime, on)
            if find_standing(regime, (*events, event), on).problem is None
        ]
        if not fitting:
            break
        events.append(draw(st.sampled_from(fitting)))
    return events


@pytest.mark.parametrize("id", PACKS)
@settings(max_examples=30)
@given(data=st.data())
def test_every_path_comes_to_rest_and_it_is_said_what_may_be_done(id: str, data: st.DataObject):
    regime = regime_of(id)
    events = data.draw(paths(id))
    last = events[-1].on if events else START
    rest = find_standing(regime, events, last + LONG)
    assert rest.problem is None
    assert find_standing(regime, events, last + 2 * LONG).state == rest.state
    acts = lawful_acts(regime, events, last + LONG)
    said = {act.message.id for act in acts if act.message}
    assert not said & UNTOLD
    assert all(act.lawful or act.message for act in acts)
    assert rest.state in ENDS[id] or any(act.lawful for act in acts)


@pytest.mark.parametrize("id", PACKS)
@settings(max_examples=30)
@given(data=st.data())
def test_no_day_leaves_an_act_unanswered(id: str, data: st.DataObject):
    regime = regime_of(id)
    events = data.draw(paths(id))
    on = START + data.draw(st.integers(-5, 400)) * DAY
    acts = lawful_acts(regime, events, on)
    assert {act.act for act in acts} == {row.id for row in regime.procedure.acts}
    assert not {act.message.id for act in acts if act.message} & UNTOLD
    late = {"answer"}  # an answer that is overdue is owed nonetheless
    ends = [act.until for act in acts if act.lawful and act.until and act.act not in late]
    assert all(end >= on for end in ends)


@pytest.mark.parametrize("id", PACKS)
@settings(max_examples=30)
@given(data=st.data())
def test_a_lawful_act_can_be_done_and_an_unlawful_one_of_the_authority_cannot(
    id: str, data: st.DataObject
):
    """The table of acts and the table of events agree on a day."""
    regime = regime_of(id)
    events = data.draw(paths(id))
    on = (events[-1].on if events else START) + data.draw(st.integers(0, 60)) * DAY
    state = find_standing(regime, events, on).state
    for act in lawful_acts(regime, events, on):
        kinds = DONE_BY[id].get(act.act)
        if kinds is None:
            continue
        possible = any(
            find_standing(regime, (*events, event), on).problem is None
            for event in next_events(regime, on)
            if event.kind in kinds
        )
        if act.lawful:
            assert possible, (act.act, state)
        elif act.by != "operator" and act.act not in GUARDED[id]:
            assert not possible, (act.act, state)


DONE_BY: dict[str, dict[str, set[str]]] = {
    "jp-espa": {
        "proceed": {"introduced"},
        "answer": {"answered"},
        "file_changed_plan": {"changed_plan_filed"},
        "return": {"returned"},
        "shorten": {"shortened"},
        "extend": {"extended"},
        "recommend": {"recommended"},
        "order": {"ordered"},
    },
    "uk-nsi": {
        "submit": {"submitted"},
        "volunteer": {"volunteered"},
        "complete": {"completed"},
        "return": {"returned"},
        "call_in": {"called_in"},
        "extend": {"extended"},
        "agree_length": {"length_agreed"},
        "stop": {"stopped"},
        "resume": {"resumed"},
        "hold": {"held"},
        "order": {"ordered"},
        "clear": {"cleared"},
        "validate": {"validated"},
    },
}
"""By which events an act is done."""

GUARDED: dict[str, set[str]] = {"jp-espa": {"recommend", "order"}, "uk-nsi": {"complete"}}
"""Acts that may have happened though they were not lawful: without consultation, say."""
