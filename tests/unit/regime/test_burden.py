"""The burden: what a case asks of the one who files it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from sekisho.library.snapshot import starter_library
from sekisho.model.burden import Burden
from sekisho.model.case import Case, Event
from sekisho.model.filing import Filing
from sekisho.model.party import Officer, Party
from sekisho.read.case import open_filing
from sekisho.regime.burden.measure import measure_burden
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.loader import load_regime
from sekisho.report.burden_line import burden_line
from sekisho.vet import vet

EXAMPLES = Path(__file__).parents[3] / "examples"
ON = date(2026, 12, 1)
REGIME = load_regime("jp-espa", ON)
GRID = open_filing(EXAMPLES / "grid-control-update")


def burden(case: Case, on: date = ON) -> Burden:
    facts = project(case, REGIME, on)
    return measure_burden(REGIME, case, facts, decide_duties(REGIME, facts), on)


def filing() -> Filing:
    assert GRID.filing is not None
    return GRID.filing


def test_every_field_asked_for_is_typed_reused_or_prefilled():
    told = burden(GRID)
    assert told.fields == told.typed + told.reused + told.prefilled > 50


def test_a_plan_that_repeats_the_cleared_one_is_reused_where_it_states_the_same():
    told = burden(replace(GRID, cleared=filing()))
    assert told.fields == burden(GRID).fields
    assert told.typed == 0 or told.typed < told.reused


def test_a_name_that_differs_from_the_cleared_filing_is_typed_again():
    moved = replace(
        filing(), facility=replace(filing().facility, overview="another overview, in other words")
    )
    before, after = (burden(replace(GRID, filing=f, cleared=filing())) for f in (filing(), moved))
    assert after.typed == before.typed + 1


def test_a_pointer_marks_everything_below_it_as_filled_in_by_a_tool():
    marked = burden(replace(GRID, filing=replace(filing(), prefilled=("/parties",))))
    plain = burden(GRID)
    assert marked.prefilled > 30
    assert marked.typed == plain.typed - marked.prefilled


def test_a_pointer_does_not_reach_what_only_begins_alike():
    assert burden(replace(GRID, filing=replace(filing(), prefilled=("/facil",)))).prefilled == 0


def test_each_further_officer_asks_for_three_fields_and_a_document():
    def with_one_more(party: Party) -> Party:
        kept = party.officers
        return replace(party, officers=(*kept, Officer(name="架空 一郎"))) if kept else party

    parties = tuple(with_one_more(party) for party in filing().parties)
    more = burden(replace(GRID, filing=replace(filing(), parties=parties)))
    asked = burden(GRID)
    assert (more.fields - asked.fields) % 3 == 0
    assert more.fields > asked.fields


def test_days_before_acceptance_run_from_submission_and_the_clock_from_acceptance():
    events = (
        Event(kind="submitted", on=date(2026, 11, 20)),
        Event(kind="accepted", on=date(2026, 12, 1)),
        Event(kind="asked", on=date(2026, 12, 3)),
    )
    told = burden(replace(GRID, events=events), date(2026, 12, 5))
    assert (told.days_before_acceptance, told.days_on_clock, told.questions) == (11, 30, 1)


def test_a_shortened_period_is_fewer_days_on_the_clock():
    events = (
        Event(kind="accepted", on=date(2026, 12, 1)),
        Event(kind="shortened", on=date(2026, 12, 8), until=date(2026, 12, 10)),
    )
    assert burden(replace(GRID, events=events), date(2026, 12, 9)).days_on_clock == 10


def test_an_event_that_frees_ends_the_days_on_the_clock():
    events = (
        Event(kind="accepted", on=date(2026, 12, 1)),
        Event(kind="changed_plan_filed", on=date(2026, 12, 14)),
    )
    assert burden(replace(GRID, events=events), date(2026, 12, 20)).days_on_clock == 13


def test_before_anything_is_submitted_the_period_is_as_long_as_the_law_makes_it():
    told = burden(replace(GRID, events=()))
    assert told.days_before_acceptance is None
    assert told.days_on_clock == 30


def test_where_nothing_has_to_be_filed_nothing_is_asked():
    assert burden(open_filing(EXAMPLES / "quick-patch")) == Burden()


def test_every_assessment_of_every_regime_carries_its_burden():
    library = starter_library()
    with_law = vet(GRID, REGIME, library, ON).burden
    without = vet(GRID, load_regime("baseline", ON), library, ON).burden
    assert with_law.fields > 0
    assert without == Burden()


def test_the_line_leaves_out_what_comes_to_nothing():
    assert burden_line(Burden(fields=3, typed=3, days_on_clock=30), "en") == (
        "Burden: 3 fields asked for (3 to type), 30 days on the clock"
    )
    assert "記載事項3件" in burden_line(Burden(fields=3, typed=3), "ja")
