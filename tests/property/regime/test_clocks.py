"""The clocks of every pack against the slow reading."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sekisho.model.case import Event
from sekisho.regime.clock import clock_dates, run_period
from sekisho.regime.loader import load_regime
from sekisho.regime.pack import Regime
from tests.property.regime.slowly import (
    DAY,
    KNOWN_TO,
    assess,
    is_closed_in_japan,
    is_working_day_in_britain,
    months_from,
    standstill,
    working_days_from,
)

ESPA = load_regime("jp-espa", date(2026, 12, 1))
NSI = load_regime("uk-nsi", date(2026, 12, 1))
accepted_in_japan = st.dates(date(2023, 11, 17), date(2028, 6, 30))
in_britain = st.dates(date(2022, 1, 4), date(2026, 12, 31))
KINDS = ("stopped", "resumed", "extended", "length_agreed")


def end_of(regime: Regime, id: str, events: list[Event]) -> date | None:
    period = regime.period(id)
    assert period is not None
    running = run_period(regime, period, sorted(events, key=lambda event: event.on))
    return running.end if running else None


@given(st.dates(date(2022, 1, 1), KNOWN_TO))
@example(date(2026, 11, 30))
@example(date(2027, 1, 4))
@example(date(2022, 9, 19))
@example(date(2026, 3, 17))
@example(date(2026, 6, 15))
def test_a_working_day_of_the_british_pack_is_one_in_every_part(day: date):
    assert NSI.calendar.is_closed(day) is not is_working_day_in_britain(day)


@given(st.dates(date(2023, 1, 1), date(2028, 12, 31)))
def test_a_closed_day_of_the_japanese_pack_is_one_of_the_act(day: date):
    assert ESPA.calendar.is_closed(day) is is_closed_in_japan(day)


@given(in_britain)
@example(date(2026, 11, 30))
@example(date(2026, 12, 24))
@example(date(2024, 2, 29))
@example(date(2027, 3, 25))
def test_the_review_period_is_thirty_working_days_with_the_first(accepted: date):
    events = [Event(kind="accepted", on=accepted)]
    assert end_of(NSI, "review", events) == working_days_from(accepted, 30)


@given(
    st.dates(date(2022, 1, 4), date(2040, 12, 31)), st.sampled_from(["became_known", "completed"])
)
@example(date(2024, 2, 29), "completed")
@example(date(2026, 8, 31), "became_known")
def test_months_and_years_for_a_call_in_end_before_the_corresponding_day(day: date, kind: str):
    id, months = ("since_known", 6) if kind == "became_known" else ("since_event", 60)
    assert end_of(NSI, id, [Event(kind=kind, on=day)]) == months_from(day, months)  # type: ignore[arg-type]  # one of two kinds


@st.composite
def assessments(draw: st.DrawFn) -> tuple[date, list[tuple[str, date, int]]]:
    """A call-in and whatever may be told after it, in any order and as often as one likes."""
    called_in = draw(st.dates(date(2022, 1, 4), date(2026, 9, 30)))
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(KINDS), st.integers(0, 220), st.integers(1, 40)), max_size=9
        )
    )
    events = [(kind, called_in + offset * DAY, days) for kind, offset, days in rows]
    return called_in, sorted(events, key=lambda event: event[1])


@settings(max_examples=120)
@given(assessments())
@example(
    (date(2026, 12, 7), [("stopped", date(2026, 12, 18), 1), ("resumed", date(2027, 1, 8), 1)])
)
@example(
    (
        date(2026, 12, 7),
        [("extended", date(2026, 12, 8), 1), ("length_agreed", date(2026, 12, 9), 5)],
    )
)
def test_the_assessment_period_is_what_living_through_it_gives(
    written: tuple[date, list[tuple[str, date, int]]],
):
    called_in, rows = written
    events = [
        Event(kind="called_in", on=called_in),
        *(
            Event(kind=kind, on=on, days=days if kind == "length_agreed" else None)
            for kind, on, days in rows
        ),  # type: ignore[arg-type]  # a kind
    ]
    lived = assess(called_in, rows, KNOWN_TO)
    for id in ("initial", "additional", "voluntary"):
        ended = lived.ends.get(id) if lived.phase != id else None
        assert end_of(NSI, id, events) == ended, id


@settings(max_examples=200)
@given(
    accepted_in_japan,
    st.lists(
        st.tuples(
            st.sampled_from(["shortened", "extended"]), st.integers(-5, 150), st.integers(-5, 200)
        ),
        max_size=5,
    ),
)
def test_the_standstill_is_what_living_through_the_notices_gives(
    accepted: date, written: list[tuple[str, int, int]]
):
    notices = sorted(
        ((kind, accepted + on * DAY, accepted + until * DAY) for kind, on, until in written),
        key=lambda notice: notice[1],
    )
    events = [
        Event(kind="accepted", on=accepted),
        *(Event(kind=kind, on=on, until=until) for kind, on, until in notices if on >= accepted),  # type: ignore[arg-type]  # a kind
    ]
    lived = standstill(accepted, notices, accepted + 200 * DAY)
    assert end_of(ESPA, "standstill", events) == lived


@given(assessments(), st.integers(0, 300), st.randoms(use_true_random=False))
def test_neither_the_order_written_nor_what_comes_later_changes_a_date(
    written: tuple[date, list[tuple[str, date, int]]], later: int, chance: object
):
    called_in, rows = written
    on = called_in + later * DAY
    days = {on for _, on, _ in rows} | {called_in}
    if len(days) <= len(rows):
        return
    events = [
        Event(kind="called_in", on=called_in),
        *(
            Event(kind=kind, on=on, days=days if kind == "length_agreed" else None)
            for kind, on, days in rows
        ),  # type: ignore[arg-type]  # a kind
    ]
    mixed = list(events)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a Random
    past = [event for event in events if event.on <= on]
    assert clock_dates(NSI, mixed, on) == clock_dates(NSI, past, on)


@given(st.dates(date(2027, 10, 1), date(2099, 12, 31)))
def test_no_date_is_told_beyond_the_known_bank_holidays(called_in: date):
    end = end_of(NSI, "initial", [Event(kind="called_in", on=called_in)])
    last = working_days_from(called_in, 30) if called_in <= KNOWN_TO else date.max
    assert end == (last if last <= KNOWN_TO else None)
