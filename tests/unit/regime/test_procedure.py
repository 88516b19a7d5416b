"""Lawful acts and dates: what the pack cases do not show."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.model.assessment import ClockDate, LawfulAct
from sekisho.model.case import Event, EventKind
from sekisho.regime.clock import clock_dates
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import lawful_acts


def event(kind: EventKind, on: str, *, accepts: bool | None = None) -> Event:
    return Event(kind=kind, on=date.fromisoformat(on), accepts=accepts)


def acts(regime: Regime, events: list[Event], on: str) -> dict[str, LawfulAct]:
    return {act.act: act for act in lawful_acts(regime, events, date.fromisoformat(on))}


def dates(regime: Regime, events: list[Event], on: str) -> dict[str, ClockDate]:
    return {shown.id: shown for shown in clock_dates(regime, events, date.fromisoformat(on))}


@pytest.mark.parametrize(
    "history",
    [
        [event("ordered", "2026-12-05")],
        [event("accepted", "2026-12-01"), event("accepted", "2026-12-03")],
        [event("accepted", "2026-12-01"), event("ordered", "2026-12-05")],
        [event("accepted", "2026-12-01"), event("introduced", "2026-12-05")],
        [event("withdrawn", "2026-12-01")],
    ],
)
def test_a_history_that_cannot_be_allows_nothing_and_says_why(espa: Regime, history: list[Event]):
    answered = acts(espa, history, "2026-12-10")
    assert not any(act.lawful for act in answered.values())
    assert {act.message.id for act in answered.values() if act.message} == {"procedure.impossible"}


def test_an_answer_that_does_not_say_what_it_answers_is_incomplete(espa: Regime):
    history = [
        event("accepted", "2026-12-01"),
        event("consulted", "2026-12-03"),
        event("recommended", "2026-12-04"),
        event("answered", "2026-12-10"),
    ]
    said = acts(espa, history, "2026-12-11")["order"].message
    assert said is not None
    assert (said.id, said.params["facts"]) == ("procedure.incomplete", ("answer.accepts",))


def test_what_has_not_happened_yet_changes_nothing(espa: Regime):
    history = [event("accepted", "2026-12-01"), event("withdrawn", "2026-12-20")]
    assert acts(espa, history, "2026-12-10")["extend"].lawful
    assert not acts(espa, history, "2026-12-20")["extend"].lawful


def test_after_the_screening_a_recommendation_has_no_window(espa: Regime):
    history = [
        event("accepted", "2026-12-01"),
        event("introduced", "2027-01-10"),
        event("consulted", "2027-06-01"),
        event("recommended", "2027-06-10"),
        event("consulted", "2027-06-20"),
    ]
    order = acts(espa, history, "2027-07-01")["order"]
    assert order.lawful
    assert order.until is None
    assert "extend_first" not in dates(espa, history, "2027-07-01")


def test_a_consultation_before_acceptance_is_no_consultation_of_the_authorities(espa: Regime):
    history = [event("consulted", "2026-11-10"), event("accepted", "2026-12-01")]
    refused = acts(espa, history, "2026-12-05")["recommend"].message
    assert refused is not None
    assert refused.id == "procedure.consult_first"


def test_without_delay_has_no_day_but_shows_the_days_gone_by(espa: Regime):
    notice = dates(espa, [event("introduced", "2026-12-24")], "2026-12-28")["emergency_notice"]
    assert notice.on is None
    assert notice.warning
    assert notice.message.params == {"since": "2026-12-24", "days": 4}


def test_where_the_calendar_ends_no_date_is_made_up(espa: Regime):
    shown = dates(espa, [event("accepted", "2029-03-01")], "2029-03-01")
    last = shown["authority_last_working_day"]
    assert (last.on, last.message.id) == (None, "clock.calendar_ends")
    assert shown["standstill_last"].on == date(2029, 3, 30)


def test_at_the_end_of_all_calendars_nothing_breaks(espa: Regime):
    assert dates(espa, [event("accepted", "9999-12-20")], "9999-12-31")["may_proceed_from"]


def test_a_regime_without_procedure_answers_nothing(baseline: Regime):
    history = [event("accepted", "2026-12-01")]
    assert acts(baseline, history, "2026-12-05") == {}
    assert dates(baseline, history, "2026-12-05") == {}
