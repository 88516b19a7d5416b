"""The law as a whole: each order by its own numbers, and what an amendment newly covers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sekisho.model.case import Case, Event
from sekisho.model.filing import Component, Entrustment, Facility, Filing, Introduction, Operator
from sekisho.regime.clock import clock_dates
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.loader import find_pack, load_regime
from sekisho.regime.pack import Regime

ON = date(2026, 12, 1)


def reasons(regime: Regime, filing: Filing, on: date = ON) -> list[str]:
    duties = decide_duties(regime, project(Case(filing=filing), regime, on))
    return [reason.article for duty in duties for reason in duty.reasons if reason.article]


@pytest.mark.parametrize(
    ("sector", "cited"),
    [
        ("gas", "Art. 50(3); Ministerial order (METI Art. 5)"),
        ("telecom", "Art. 50(3); Ministerial order (MIC Art. 5)"),
        ("railway", "Art. 50(3); Ministerial order (MLIT Art. 5)"),
        ("unknown", "Art. 50(3); Ministerial order (METI Art. 5)"),
    ],
)
def test_a_reason_cites_the_order_of_the_authority_in_charge(espa: Regime, sector: str, cited: str):
    case = Case(
        filing=Filing(sector=sector, operator=Operator(party="minato")),
        events=(Event(kind="renamed", on=date(2027, 4, 1)),),
    )
    (duty,) = decide_duties(espa, project(case, espa, ON))
    assert duty.reasons[0].article == cited


@pytest.mark.parametrize(
    ("article", "authority", "cited"),
    [
        ("Ministerial order (METI Art. 9(2))", "mic", "Ministerial order (MIC Art. 10(2))"),
        ("Ministerial order (METI Arts. 11-15)", "mic", "Ministerial order (MIC Arts. 12-16)"),
        ("Ministerial order (METI Arts. 11-15)", "fsa", "Ministerial order (FSA Arts. 11-15)"),
        ("Ministerial order (METI Arts. 11-15)", "", "Ministerial order (METI Arts. 11-15)"),
        ("Ministerial order (MLIT Art. 2)", "mic", "Ministerial order (MLIT Art. 2)"),
        ("Art. 52(3)", "mic", "Art. 52(3)"),
        (
            "Art. 54(1); Ministerial order (METI Art. 23(1)(iv))",
            "mic",
            "Art. 54(1); Ministerial order (MIC)",
        ),
    ],
)
def test_articles_are_renumbered_for_each_order(
    espa: Regime, article: str, authority: str, cited: str
):
    assert espa.cite(article, authority) == cited


def test_an_order_whose_articles_were_not_read_is_cited_without_a_number():
    regime = load_regime("jp-espa", date(2024, 1, 10))
    cited = regime.cite("Art. 54; Ministerial order (METI Art. 23)", "mhlw")
    assert cited == "Art. 54; Ministerial order (MHLW)"


def entrusted(packs: Path, covered_on: str) -> Callable[[tuple[str, ...], date], str]:
    """Says whether work needs a plan, where an amendment of a day brought operation under it."""
    path = packs / "jp-espa" / "works.yaml"
    text = path.read_text(encoding="utf-8")
    old = "{id: operation, title: {ja: 操作, en: Operation}, valid_from: 2023-11-17,"
    assert old in text
    new = old.replace("2023-11-17", covered_on) + " covered_by_amendment: true,"
    path.write_text(text.replace(old, new), encoding="utf-8")
    regime = load_regime("jp-espa", ON, folder=packs)

    def need(works: tuple[str, ...], starts_on: date) -> str:
        filing = Filing(
            act="entrustment",
            sector="gas",
            facility=Facility(kind="gas.supply_control"),
            entrustment=Entrustment(contractor="hibiki", works=works, starts_on=starts_on),  # type: ignore[arg-type]  # plain words
        )
        (duty,) = decide_duties(regime, project(Case(filing=filing), regime, ON))
        return duty.need

    return need


def test_work_newly_covered_has_six_months_of_its_own(packs: Path):
    need = entrusted(packs, "2025-10-01")
    assert need(("operation",), date(2026, 3, 31)) == "not_needed"
    assert need(("operation",), date(2026, 4, 1)) == "needed"
    assert need(("maintenance",), date(2026, 3, 31)) == "needed"
    assert need(("maintenance", "operation"), date(2026, 3, 31)) == "needed"


def test_work_covered_after_the_article_was_amended_is_not_judged(packs: Path):
    need = entrusted(packs, "2026-10-01")
    assert need(("operation",), date(2027, 3, 31)) == "not_checked"
    assert need(("maintenance",), date(2027, 3, 31)) == "needed"


def test_a_change_of_name_ahead_is_shown_before_it_comes(espa: Regime):
    events = (
        Event(kind="renamed", on=date(2027, 4, 1)),
        Event(kind="accepted", on=date(2027, 6, 1)),
    )
    dates = {shown.id: shown.on for shown in clock_dates(espa, events, date(2027, 1, 5))}
    assert dates == {
        "name_change_due": date(2027, 3, 18),
        "name_change_safe": date(2027, 3, 17),
    }


def test_a_shown_date_cites_the_order_of_the_authority(espa: Regime):
    dates = clock_dates(espa, (Event(kind="submitted", on=date(2027, 6, 10)),), date(2027, 6, 10))
    cited = {shown.id: shown.article for shown in espa.cite_dates(dates, "mic")}
    assert cited == {
        "documents_from": "Ministerial order (MIC Art. 10(2))",
        "sales_cut_off": "Ministerial order (MIC Arts. 12-16)",
    }


def test_a_plan_beside_a_change_of_name_is_still_a_plan(espa: Regime):
    case = Case(
        filing=Filing(
            act="introduction",
            sector="gas",
            facility=Facility(kind="gas.supply_control"),
            introduction=Introduction(planned_on=date(2027, 5, 1)),
        ),
        events=(Event(kind="renamed", on=date(2027, 4, 1)),),
    )
    needs = {duty.id: duty.need for duty in decide_duties(espa, project(case, espa, ON))}
    assert needs == {"plan_introduction": "needed", "name_change": "needed"}


def test_what_a_draft_does_not_say_is_not_taken_from_a_change_of_name(espa: Regime):
    case = Case(
        filing=Filing(sector="gas", components=(Component(id="app"),)),
        events=(Event(kind="renamed", on=date(2027, 4, 1)),),
    )
    needs = {duty.id: duty.need for duty in decide_duties(espa, project(case, espa, ON))}
    assert needs["plan_introduction"] == "not_checked"


def test_every_facility_of_the_orders_names_its_article_and_businesses(espa: Regime):
    kinds = [row for row in espa.facilities if row.critical]
    assert len(kinds) == 28
    assert all(row.article and row.businesses for row in kinds)


def test_every_facility_has_its_list_of_components(espa: Regime):
    listed = {kind for row in espa.components for kind in row.facilities}
    assert {row.id for row in espa.facilities if row.critical} == listed


def test_every_business_with_a_criterion_has_a_facility(espa: Regime):
    covered = {business for row in espa.facilities for business in row.businesses}
    assert {row.business for row in espa.designations.criteria} == covered


def test_every_quantity_and_status_is_used():
    rows = find_pack("jp-espa").designations
    used = " ".join([*(row.when for row in rows.criteria), *(row.when for row in rows.returns)])
    grouped = {test for row in rows.same_years for test in row.tests}
    assert all(row.id in used for row in rows.statuses)
    assert all(row.id in used or row.id in grouped for row in rows.tests)
    assert all(row.id in used for row in rows.same_years)
    measured = {name for row in rows.tests for name in (row.quantity, row.of)}
    assert {row.id for row in rows.quantities} == measured - {""}


def test_penalties_are_information_with_an_article_and_a_maximum(espa: Regime):
    assert all(row.article and row.breaks and row.fine for row in espa.penalties)
    duty = next(row for row in espa.duties.duties if row.id == "name_change")
    threatened = next(row for row in espa.penalties if row.id == duty.penalty)
    assert (threatened.article, threatened.fine, threatened.years) == ("Art. 96(vi)", 300_000, None)


def test_before_filings_began_nothing_was_threatened_for_them():
    regime = load_regime("jp-espa", date(2023, 11, 16))
    assert "unfiled" not in {row.id for row in regime.penalties}
    assert "name_change" in {row.id for row in regime.penalties}
