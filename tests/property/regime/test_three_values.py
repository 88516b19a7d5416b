"""Taking a fact away never turns an answer round: it stays or becomes unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from sekisho.regime.duties import decide_duties
from sekisho.regime.loader import load_regime
from sekisho.regime.rules.evaluator import named
from sekisho.regime.rules.vocabulary import CASE, Facts, Value

ESPA = load_regime("jp-espa", date(2026, 12, 1))
VALUES: dict[str, st.SearchStrategy[Value]] = {
    "bool": st.booleans(),
    "int": st.integers(0, 100),
    "text": st.sampled_from(["in_service", "before_introduction", "company", "state_organ", ""]),
    "texts": st.lists(st.sampled_from(["board", "plan", "x"]), max_size=3),
    "day": st.dates(date(2023, 1, 1), date(2028, 1, 1)).map(
        lambda day: datetime(day.year, day.month, day.day, tzinfo=UTC)
    ),
}
facts = st.fixed_dictionaries({name: VALUES[kind] for name, kind in CASE.items()})
CONDITIONS = sorted(
    text
    for row in (*ESPA.duties.duties, *ESPA.duties.exemptions)
    for text in (row.when, getattr(row, "about", ""), getattr(row, "claimed", ""))
    if text
)


@given(facts, st.sampled_from(CONDITIONS), st.data())
def test_a_missing_fact_never_turns_a_yes_into_a_no(known: Facts, text: str, data: st.DataObject):
    full = ESPA.ask(text, known)
    gone = data.draw(st.sets(st.sampled_from(sorted(named(text)))))
    less = ESPA.ask(text, {name: value for name, value in known.items() if name not in gone})
    assert less.answer in {full.answer, "unknown"}
    assert full.answer != "unknown"


@given(facts, st.sets(st.sampled_from(sorted(CASE))))
def test_a_duty_with_a_missing_fact_is_answered_with_a_reason(known: Facts, gone: set[str]):
    left = {name: value for name, value in known.items() if name not in gone} | {
        "filing.given": True
    }
    for duty in decide_duties(ESPA, left):
        assert duty.reasons
        assert duty.need in {"needed", "not_needed", "not_checked"}


@given(st.sampled_from(CONDITIONS))
def test_over_no_facts_nothing_is_answered_yes(text: str):
    assert ESPA.ask(text, {}).answer == "unknown"
