from calendar import monthrange
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from sekisho.desk.planning import Goal, make_plan
from sekisho.desk.planning.goal import Chain, count_back, latest_acceptance
from sekisho.regime.days.count import last_day
from sekisho.regime.loader import load_regime

REGIME = load_regime("jp-espa", date(2026, 11, 26))
ONE = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))

STANDSTILL = REGIME.period("standstill")
EXTENSION = REGIME.period("extension")
ANSWER = REGIME.period("answer")
assert STANDSTILL
assert EXTENSION
assert ANSWER
PLAIN = Chain((STANDSTILL,), (False,))
LONGEST = Chain((EXTENSION,), (False,))


def slow_thirty_days(accepted: date) -> date:
    """Counts one finger after another: the day of acceptance is day 1."""
    day, counted = accepted, 1
    while counted < 30:
        day, counted = day + ONE, counted + 1
    return day


def slow_four_months(accepted: date) -> date:
    """Walks to the corresponding day four months on; without one the month's last day ends it."""
    year, month = accepted.year, accepted.month
    for _ in range(4):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    if accepted.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1])
    return date(year, month, accepted.day) - ONE


@given(DAYS)
@example(date(2027, 3, 1))
@example(date(2028, 2, 29))
@example(date(2028, 3, 1))
@example(date(2027, 1, 1))
@example(date(2026, 12, 31))
@example(date(2027, 5, 31))
def test_the_latest_acceptance_is_the_exact_inverse_of_the_forward_clock(go_live: date):
    for period, forward in ((PLAIN, slow_thirty_days), (LONGEST, slow_four_months)):
        accepted = latest_acceptance(period, go_live, REGIME.calendar)
        assert forward(accepted) < go_live
        assert forward(accepted + ONE) >= go_live
        assert period.last_day(accepted, REGIME.calendar) == forward(accepted)


@given(DAYS, st.booleans())
def test_periods_one_after_another_are_inverted_as_a_whole(go_live: date, follows: bool):  # noqa: FBT001  # drawn
    chain = Chain((STANDSTILL, ANSWER, EXTENSION), (False, False, follows))
    accepted = latest_acceptance(chain, go_live, REGIME.calendar)
    if accepted is None:
        return
    end, after = (chain.last_day(accepted + n * ONE, REGIME.calendar) for n in (0, 1))
    assert end < go_live <= after
    first = slow_thirty_days(accepted)
    answered = last_day(ANSWER, first, REGIME.calendar)
    assert end == slow_four_months(answered + ONE if follows else answered)


@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_back_one_open_day_after_another(day: date, days: int):
    found = count_back(day, days, REGIME.calendar, working=True)
    if found is None:
        return
    between = [found + n * ONE for n in range((day - found).days)]
    assert sum(not REGIME.calendar.is_closed(each) for each in between) == days
    assert days == 0 or not REGIME.calendar.is_closed(found)


@given(
    go_live=DAYS, allowance=st.integers(0, 200), vendor=st.integers(0, 200), working=st.booleans()
)
def test_every_step_of_a_plan_comes_before_the_next(
    *, go_live: date, allowance: int, vendor: int, working: bool
):
    goal = Goal(go_live=go_live, allowance=allowance, vendor=vendor, in_working_days=working)
    for case in make_plan(REGIME, goal, date(2026, 11, 26)).cases:
        steps = ["vendor", "submission", "acceptance", "period_last", "go_live"]
        days = [case.date_of(step) for step in steps]
        known = [day for day in days if day is not None]
        assert known == sorted(known)
        assert days[3] < days[4]
        for row in case.dates:
            assert row.working_on is None or row.working_on <= row.on
            assert row.working_on is None or not REGIME.calendar.is_closed(row.working_on)
