"""Lawful acts and dates: what the pack cases do not show."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho.model.assessment import ClockDate, LawfulAct
from sekisho.model.case import Event, EventKind
from sekisho.regime.clock import clock_dates
from sekisho.regime.pack import Regime
from sekisho.regime.procedure import lawful_acts


def event(
    kind: EventKind, on: str, *, accepts: bool | None = None, until: str | None = None
) -> Event:
    last = date.fromisoformat(until) if until else None
    return Event(kind=kind, on=date.fromisoformat(on), accepts=accepts, until=last)


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


def test_a_day_at_the_beginning_of_the_calendar_is_answered_too(espa: Regime):
    assert dates(espa, [event("accepted", "0001-01-01")], "2026-12-01")


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


@pytest.mark.parametrize(
    ("received", "warned"), [("2026-12-30", "extend_first"), ("2026-12-31", "begun_too_late")]
)
def test_a_recommendation_after_the_period_leaves_no_order_but_that_of_circumstances_changed(
    espa: Regime, received: str, warned: str
):
    history = [event("accepted", "2026-12-01"), event("recommended", received)]
    shown = dates(espa, history, received)
    assert {"extend_first", "begun_too_late"} & shown.keys() == {warned}
    assert shown[warned].warning
    assert shown[warned].message.params["last"] == "2026-12-30"


def test_a_recommendation_after_the_introduction_is_none_that_came_too_late(espa: Regime):
    history = [
        event("accepted", "2026-12-01"),
        event("introduced", "2027-01-15"),
        event("recommended", "2027-06-07"),
    ]
    assert "begun_too_late" not in dates(espa, history, "2027-06-10")


def test_a_consultation_before_acceptance_is_no_consultation_of_the_authorities(espa: Regime):
    history = [event("consulted", "2026-11-10"), event("accepted", "2026-12-01")]
    refused = acts(espa, history, "2026-12-05")["recommend"].message
    assert refused is not None
    assert refused.id == "procedure.consult_first"


def test_that_the_screening_has_ended_does_not_end_the_period(espa: Regime):
    """Only a notice that shortens the period ends it early (Art. 52(3), (5))."""
    told = [event("accepted", "2026-12-01"), event("cleared", "2026-12-10")]
    assert not acts(espa, told, "2026-12-30")["proceed"].lawful
    after = acts(espa, told, "2026-12-31")["proceed"]
    assert (after.lawful, after.message and after.message.id) == (True, "procedure.proceed.cleared")


def test_a_later_recommendation_forbids_nothing_until_it_is_accepted(espa: Regime):
    received = [event("accepted", "2026-12-01"), event("recommended", "2027-06-07")]
    accepted = [*received, event("answered", "2027-06-10", accepts=True)]
    assert acts(espa, received, "2027-06-08")["proceed"].lawful
    assert not acts(espa, accepted, "2027-06-11")["proceed"].lawful
    assert acts(espa, accepted, "2027-06-11")["file_changed_plan"].article == (
        "Art. 55(3); Art. 52(8)"
    )


def test_what_was_carried_out_is_not_called_still_to_come(espa: Regime):
    done = [event("accepted", "2026-12-01"), event("introduced", "2027-01-10")]
    said = acts(espa, done, "2027-01-11")["proceed"].message
    assert said is not None
    assert said.id == "procedure.proceed.done"


def test_a_withdrawn_filing_has_no_period_and_may_be_filed_anew(espa: Regime):
    history = [event("accepted", "2026-12-01"), event("withdrawn", "2026-12-10")]
    assert dates(espa, history, "2026-12-31") == {}
    assert acts(espa, history, "2026-12-31")["submit"].lawful
    anew = [*history, event("submitted", "2026-12-10"), event("accepted", "2026-12-10")]
    assert dates(espa, anew, "2026-12-10")["standstill_last"].on == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("kind", "until"), [("shortened", "2027-01-15"), ("extended", "2026-12-20")]
)
def test_a_notice_that_does_not_do_what_it_says_moves_nothing(
    espa: Regime, kind: EventKind, until: str
):
    history = [event("accepted", "2026-12-01"), event(kind, "2026-12-10", until=until)]
    shown = dates(espa, history, "2026-12-10")
    assert shown["moved_wrong_way"].warning
    assert shown["standstill_last"].on == date(2026, 12, 30)


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
