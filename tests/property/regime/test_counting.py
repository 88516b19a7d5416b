"""Counting days against a slow reference that walks one day at a time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.model.case import Event
from sekisho.regime.clock import clock_dates
from sekisho.regime.days.count import last_day, latest_start, months_before, months_end
from sekisho.regime.loader import load_regime
from sekisho.regime.procedure import lawful_acts
from sekisho.regime.tables.time import Period

DAY = timedelta(days=1)
ESPA = load_regime("jp-espa", date(2026, 12, 1))
CALENDAR = ESPA.calendar
days = st.dates(date(2023, 11, 17), date(2028, 6, 30))
any_days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def slow_months_end(first: date, months: int) -> date:
    """Walks on day by day: through so many month changes, then to the day before the day of the
    same number, or to the end of the month."""
    day, passed = first, 0
    while passed < months:
        day += DAY
        passed += day.day == 1
    while day.day < first.day:
        tomorrow = day + DAY
        if tomorrow.day == 1:
            return day
        day = tomorrow
    return day - DAY


def slow_roll(day: date) -> date:
    closed = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    while day.isoweekday() >= 6 or day in CALENDAR.holidays or (day.month, day.day) in closed:
        day += DAY
    return day


@given(any_days, st.integers(1, 24))
@example(date(2024, 2, 29), 12)
@example(date(2026, 10, 30), 4)
@example(date(2026, 8, 31), 6)
@example(date(2026, 12, 1), 4)
@example(date(2023, 10, 31), 4)
def test_months_end_where_a_walk_through_the_days_ends(first: date, months: int):
    assert months_end(first, months) == slow_months_end(first, months)


@given(any_days, st.integers(1, 24))
def test_a_period_of_months_never_ends_before_it_begins(first: date, months: int):
    assert first <= months_end(first, months)


@given(any_days, st.integers(1, 11))
def test_a_later_start_never_ends_earlier(first: date, months: int):
    assert months_end(first, months) <= months_end(first + DAY, months)


@given(any_days, st.integers(1, 24))
def test_looking_back_gives_the_same_day_of_the_month_or_its_end(day: date, months: int):
    back = months_before(day, months)
    assert back.day == day.day or (back.day < day.day and (back + DAY).day == 1)
    assert (day.year - back.year) * 12 + day.month - back.month == months


@given(days, st.integers(1, 30), st.sampled_from(("counts", "does not")))
@example(date(2027, 1, 4), 1, "does not")
def test_working_days_back_are_as_many_open_days_as_asked(start: date, length: int, first: str):
    period = Period(
        id="back",
        start="renamed",
        unit="working_day",
        length=length,
        direction="back",
        first_day_included=first == "counts",
    )
    end = last_day(period, start, CALENDAR)
    walked, day = [], start if first == "counts" else start - DAY
    while len(walked) < length:
        if slow_roll(day) == day:
            walked.append(day)
        day -= DAY
    if CALENDAR.knows(walked[-1]):
        assert end == walked[-1]
    else:
        assert end is None


@given(days)
@example(date(2026, 12, 1))
@example(date(2027, 4, 5))
def test_the_standstill_is_thirty_days_with_the_first_and_never_rolls(accepted: date):
    period = ESPA.period("standstill")
    assert period is not None
    assert last_day(period, accepted, CALENDAR) == accepted + 29 * DAY


@given(days)
@example(date(2026, 12, 21))
@example(date(2027, 4, 22))
def test_the_answer_is_due_on_a_working_day(received: date):
    period = ESPA.period("answer")
    assert period is not None
    due = last_day(period, received, CALENDAR)
    assert due == slow_roll(received + 9 * DAY)
    assert not CALENDAR.is_closed(due)


@given(days)
@example(date(2026, 7, 31))
@example(date(2023, 11, 16))
@example(date(2024, 2, 29))
def test_the_day_of_designation_is_not_counted(designated: date):
    period = ESPA.period("grace")
    assert period is not None
    assert last_day(period, designated, CALENDAR) == slow_months_end(designated + DAY, 6)


@given(days)
def test_no_later_receipt_than_the_latest_useful_one_fits(accepted: date):
    standstill, answer = ESPA.period("standstill"), ESPA.period("answer")
    assert standstill is not None
    assert answer is not None
    end = last_day(standstill, accepted, CALENDAR)
    assert end is not None
    fits = [
        day
        for day in (accepted + offset * DAY for offset in range(30))
        if slow_roll(day + 9 * DAY) <= end - DAY
    ]
    assert latest_start(answer, end - DAY, CALENDAR, accepted) == (max(fits) if fits else None)


@given(days)
def test_the_last_working_day_is_open_and_the_days_after_it_are_closed(day: date):
    found = CALENDAR.last_open(day)
    assert found is not None
    assert not CALENDAR.is_closed(found)
    assert all(CALENDAR.is_closed(found + n * DAY) for n in range(1, (day - found).days + 1))


@given(st.dates(date(2029, 1, 1), date(2099, 12, 31)))
def test_beyond_the_known_holidays_no_day_is_taken_for_open(day: date):
    assert CALENDAR.next_open(day) is None
    assert CALENDAR.last_open(day) is None


@given(
    days,
    st.lists(
        st.tuples(
            st.sampled_from(["shortened", "extended"]), st.integers(-5, 150), st.integers(-5, 200)
        ),
        max_size=4,
    ),
)
def test_no_notice_moves_the_end_beyond_four_months(
    accepted: date, notices: list[tuple[str, int, int]]
):
    events = [
        Event(kind="accepted", on=accepted),
        *(
            Event(kind=kind, on=accepted + on * DAY, until=accepted + until * DAY)  # type: ignore[arg-type]  # one of two kinds
            for kind, on, until in notices
        ),
    ]
    shown = {row.id: row.on for row in clock_dates(ESPA, events, accepted + 400 * DAY)}
    end, limit = shown["standstill_last"], shown["extension_limit"]
    assert limit == slow_months_end(accepted, 4)
    assert end is not None
    assert accepted <= end <= limit
    assert shown["may_proceed_from"] == end + DAY


EVENTS = ("consulted", "submitted", "returned", "accepted", "shortened", "extended", "recommended", "answered", "changed_plan_filed", "ordered", "cleared", "lapsed", "introduced", "withdrawn")  # fmt: skip


@given(
    st.lists(
        st.tuples(
            st.sampled_from(EVENTS), st.integers(0, 60), st.sampled_from([None, True, False])
        ),
        max_size=8,
    ),
    st.integers(0, 90),
)
def test_any_history_is_answered_and_an_order_is_lawful_only_in_the_window(
    history: list[tuple[str, int, bool | None]], later: int
):
    start = date(2026, 12, 1)
    events = [
        Event(kind=kind, on=start + n * DAY, accepts=accepts)  # type: ignore[arg-type]  # a kind
        for kind, n, accepts in history
    ]
    on = start + later * DAY
    acts = {act.act: act for act in lawful_acts(ESPA, events, on)}
    assert set(acts) == {row.id for row in ESPA.procedure.acts}
    assert all(act.lawful or act.message for act in acts.values())
    if acts["order"].lawful:
        happened = [event for event in events if event.on <= on]
        assert any(event.kind == "recommended" for event in happened)
        assert any(event.kind == "consulted" for event in happened)
        assert not acts["proceed"].lawful or acts["order"].article.startswith("Art. 55")


@given(st.permutations([("accepted", 0), ("consulted", 3), ("recommended", 10)]))
def test_the_order_in_which_events_are_written_down_does_not_matter(
    written: list[tuple[str, int]],
):
    start = date(2026, 12, 1)
    events = [Event(kind=kind, on=start + n * DAY) for kind, n in written]  # type: ignore[arg-type]  # a kind
    ordered = sorted(events, key=lambda event: event.on)
    on = start + 12 * DAY
    assert clock_dates(ESPA, events, on) == clock_dates(ESPA, ordered, on)
    assert lawful_acts(ESPA, events, on) == lawful_acts(ESPA, ordered, on)
