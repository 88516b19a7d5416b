"""Duties, required checks and routes: what the pack cases do not show."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from sekisho.model.assessment import Duty
from sekisho.model.case import Case, Event, EventKind
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import (
    Change,
    Component,
    Emergency,
    Facility,
    FieldChange,
    Filing,
    Introduction,
    Operator,
)
from sekisho.model.finding import CheckRun, Finding
from sekisho.model.inventory import Inventory, Package
from sekisho.model.party import Control, Party
from sekisho.model.values.message import message
from sekisho.model.values.ratio import Ratio
from sekisho.regime.duties import decide_duties
from sekisho.regime.facts import project
from sekisho.regime.loader import load_regime
from sekisho.regime.pack import Regime
from sekisho.regime.routes import choose_route

ON = date(2026, 12, 1)
PATCH = Change(
    of="KG-2025-003",
    phase="in_service",
    facility_replaced=False,
    type_changed=False,
    name_changed=False,
    function_changed=False,
    confirmed_by="白瀬 ひかり",
)
SBOM = EvidenceItem(evidence=Evidence(id="sbom", kind="sbom"))
IN_SERVICE = EvidenceItem(evidence=Evidence(id="old", kind="sbom_in_service"))


def decided(regime: Regime, filing: Filing) -> dict[str, Duty]:
    facts = project(Case(filing=filing), regime, ON)
    return {duty.id: duty for duty in decide_duties(regime, facts)}


def required(regime: Regime, case: Case) -> frozenset[str]:
    facts = project(case, regime, ON)
    return regime.required_checks(facts, decide_duties(regime, facts))


def plan(**fields: object) -> Filing:
    given = {"act": "introduction", "sector": "electricity"} | fields
    return Filing(**given)  # type: ignore[arg-type]  # the fields of a filing


def test_without_a_filing_no_duty_is_decided(espa: Regime):
    assert decide_duties(espa, project(Case(), espa, ON)) == ()


def test_a_filing_that_states_no_act_is_not_judged(espa: Regime):
    duties = decided(espa, Filing())
    assert {duty.need for duty in duties.values()} == {"not_checked"}
    assert duties["plan_introduction"].reasons[0].message.params["facts"] == ("act",)


def test_a_reason_names_its_article_and_how_far_it_was_compared(espa: Regime):
    reason, relied = decided(espa, plan())["plan_introduction"].reasons
    assert relied.message.id == "duty.relies_on_designation"
    assert (reason.article, reason.verified_to) == ("Art. 52(1)", date(2026, 6, 14))


def test_without_sector_and_authority_the_form_number_stays_open(espa: Regime):
    duty = decided(espa, plan(sector=""))["plan_introduction"]
    assert (duty.need, duty.form) == ("needed", "")
    assert duty.reasons[-1].message.id == "duty.form_unknown"


@pytest.mark.parametrize(
    "stated",
    [
        {"sector": "electricity"},
        {"sector": "電気事業"},
        {"sector": "Electricity"},
        {"sector": "", "authority": "meti"},
        {"sector": "", "authority": "経済産業大臣"},
        {"sector": "", "authority": " ｍｅｔｉ"},
    ],
)
def test_a_word_or_its_exact_title_in_either_language_gives_the_form(
    espa: Regime, stated: dict[str, str]
):
    assert decided(espa, plan(**stated))["plan_introduction"].form == "4(1)"


@pytest.mark.parametrize(
    ("stated", "id", "said"),
    [
        ({"sector": "電気"}, "duty.form_unknown_word", ("word.sector", "電気")),
        (
            {"authority": "経済産業省"},
            "duty.form_unknown_word",
            ("word.authority", "経済産業省"),
        ),
        (
            {"authority": "mhlw"},
            "duty.form_not_held",
            ("mhlw (厚生労働大臣 / Minister of Health, Labour and Welfare)",),
        ),
    ],
)
def test_an_unknown_form_says_what_is_missing_for_it(
    espa: Regime, stated: dict[str, str], id: str, said: tuple[str, ...]
):
    duty = decided(espa, plan(**stated))["plan_introduction"]
    told = duty.reasons[-1].message
    assert (duty.form, told.id, tuple(told.params.values())) == ("", id, said)


def test_a_kind_of_facility_is_known_by_its_title(espa: Regime):
    filing = plan(facility=Facility(kind="特定重要設備に当たらない設備"))
    assert decided(espa, filing)["plan_introduction"].need == "not_needed"


def test_a_facility_that_is_stated_to_be_none_needs_no_plan(espa: Regime):
    filing = plan(facility=Facility(kind="not_critical"))
    assert decided(espa, filing)["plan_introduction"].need == "not_needed"


def test_a_word_the_pack_does_not_know_frees_from_nothing(espa: Regime):
    filing = plan(facility=Facility(kind="grid contrl"))
    assert decided(espa, filing)["plan_introduction"].need == "needed"


def test_within_the_grace_the_duty_waits_for_the_day_of_the_act():
    read = load_regime("jp-espa", date(2026, 12, 1), "2026-07-01")
    young = Operator(designated_on=date(2026, 7, 31))
    late = Introduction(planned_on=date(2027, 2, 1))
    early = Introduction(planned_on=date(2027, 1, 31))
    assert decided(read, plan(operator=young))["plan_introduction"].need == "not_checked"
    needs = [
        decided(read, plan(operator=young, introduction=act))["plan_introduction"].need
        for act in (late, early)
    ]
    assert needs == ["needed", "not_needed"]


def test_grace_under_a_text_nobody_compared_is_not_judged_and_the_earlier_text_told(espa: Regime):
    young = Operator(designated_on=date(2026, 7, 31))
    for day in (date(2027, 1, 31), date(2027, 2, 1)):
        filing = plan(operator=young, introduction=Introduction(planned_on=day))
        duty = decided(espa, filing)["plan_introduction"]
        assert duty.need == "not_checked"
        ids = [reason.message.id for reason in duty.reasons]
        assert ids == ["duty.unverified", "duty.amended.earlier"]
        assert duty.reasons[1].message.params["last"] == "2027-01-31"


def test_a_rule_nobody_compared_leaves_another_exemption_standing(espa: Regime):
    own = Party(id="own", controlled_by_operator=Control(votes=Ratio(1)))
    filing = plan(
        operator=Operator(designated_on=date(2026, 7, 31)),
        facility=Facility(kind="gas.supply_control", supplier="own", embedded_facility=False),
        introduction=Introduction(planned_on=date(2027, 1, 15)),
        parties=(own,),
    )
    assert decided(espa, filing)["plan_introduction"].need == "not_needed"


def test_an_emergency_nobody_described_is_not_judged(espa: Regime):
    duties = decided(espa, plan(emergency=Emergency()))
    assert {duty.need for duty in duties.values()} == {"not_checked"}


def test_a_change_of_an_unknown_field_beside_a_known_one_keeps_what_is_known(espa: Regime):
    fields = (
        FieldChange(path="supplier.name", before="甲株式会社", after="乙株式会社"),
        FieldChange(path="supplier.colour", before="青", after="赤"),
    )
    change = Change(
        of="KG-2026-001",
        phase="before_introduction",
        facility_replaced=False,
        type_changed=False,
        name_changed=False,
        function_changed=False,
        confirmed_by="白瀬 ひかり",
        fields=fields,
    )
    duties = decided(espa, plan(change=change))
    assert duties["change"].need == "needed"
    assert duties["change_report"].need == "not_checked"


def test_where_nothing_is_to_be_filed_only_the_software_is_asked_about(espa: Regime):
    filing = plan(change=PATCH, components=(Component(id="gateway"),))
    assert required(espa, Case(filing=filing)) == frozenset()
    both = Case(filing=filing, evidence=(SBOM, IN_SERVICE))
    assert required(espa, both) == {"known_flaws", "malicious", "difference"}


def test_a_plan_asks_for_parties_and_completeness(espa: Regime):
    assert required(espa, Case(filing=plan())) == {"completeness", "screening"}


def test_an_open_duty_is_no_pass(espa: Regime):
    """Completeness is then required and does not run, so the vetting ends unanswered."""
    unconfirmed = plan(change=Change(phase="in_service"))
    assert "completeness" in required(espa, Case(filing=unconfirmed))
    assert "completeness" in required(espa, Case())


def test_the_baseline_asks_for_the_difference_only_when_there_is_one(baseline: Regime):
    always = {"known_flaws", "malicious"}
    assert required(baseline, Case(evidence=(SBOM,))) == always
    assert required(baseline, Case(evidence=(SBOM, IN_SERVICE))) == always | {"difference"}


def test_the_baseline_asks_for_a_screening_only_when_somebody_is_named(baseline: Regime):
    package = Package(name="aoba-core", supplier="青葉マイクロ株式会社")
    inventory = Inventory(format="CycloneDX", spec_version="1.6", packages=(package,))
    named = Case(evidence=(replace(SBOM, inventory=inventory),))
    assert "screening" not in required(baseline, Case(evidence=(SBOM,)))
    assert "screening" in required(baseline, named)


def finding(severity: str) -> Finding:
    return Finding(
        rule="known_flaws",
        rule_version="1",
        subject="package:pkg:npm/a@1",
        state="found",
        severity=severity,  # type: ignore[arg-type]  # a severity
        message=message("known_flaws.found"),
    )


def test_the_baseline_holds_looks_or_passes(baseline: Regime):
    facts = project(Case(evidence=(SBOM,)), baseline, ON)
    answered = CheckRun(check="known_flaws", version="1", state="clear", required=True)
    open_run = CheckRun(
        check="malicious", version="1", state="not_checked", required=True, unanswered=1
    )
    ways = [
        choose_route(baseline, facts, (), (finding("critical"),), (open_run,)),
        choose_route(baseline, facts, (), (finding("medium"),), (answered,)),
        choose_route(baseline, facts, (), (finding("low"),), (open_run,)),
        choose_route(baseline, facts, (), (), (answered,)),
    ]
    assert [way.id for way in ways] == ["hold", "look", "unanswered", "pass"]


def test_the_route_gives_the_reasons_of_what_is_needed(espa: Regime):
    facts = project(Case(filing=plan(change=PATCH)), espa, ON)
    route = choose_route(espa, facts, decide_duties(espa, facts), (), ())
    assert route.id == "nothing_to_file"
    assert "duty.component_change.no" in [reason.id for reason in route.reasons]


@pytest.mark.parametrize(
    ("events", "on", "id", "said"),
    [
        ([], "2026-12-05", "file_plan", "route.file_plan"),
        ([("accepted", "2026-12-01")], "2026-12-30", "in_vetting", "route.in_vetting"),
        ([("accepted", "2026-12-01")], "2026-12-31", "lapsed", "route.lapsed"),
        ([("accepted", "2026-12-01"), ("cleared", "2026-12-10")], "2026-12-20", "in_vetting", ""),
        ([("accepted", "2026-12-01"), ("cleared", "2026-12-10")], "2026-12-31", "cleared", ""),
        ([("accepted", "2026-12-01"), ("recommended", "2026-12-10")], "2026-12-20", "recommended", ""),
        ([("accepted", "2026-12-01"), ("recommended", "2026-12-28")], "2027-01-04", "lapsed", "route.lapsed_unanswered"),
        ([("accepted", "2026-12-01"), ("recommended", "2027-02-01")], "2027-02-02", "recommended_later", ""),
        ([("accepted", "2026-12-01"), ("withdrawn", "2026-12-02")], "2026-12-31", "file_plan", ""),
        ([("accepted", "2026-12-01"), ("introduced", "2027-01-10")], "2027-01-11", "introduced", ""),
        ([("ordered", "2026-12-01")], "2026-12-05", "cannot_tell", "route.events_do_not_fit"),
    ],
)  # fmt: skip
def test_the_route_says_where_the_procedure_stands_on_the_day(
    espa: Regime, events: list[tuple[EventKind, str]], on: str, id: str, said: str
):
    past = tuple(Event(kind=kind, on=date.fromisoformat(day)) for kind, day in events)
    facts = project(Case(filing=plan(), events=past), espa, date.fromisoformat(on))
    route = choose_route(espa, facts, decide_duties(espa, facts), (), ())
    assert (route.id, said or route.message.id) == (id, route.message.id)


def test_an_accepted_recommendation_is_carried_out_before_anything_else(espa: Regime):
    past = (
        Event(kind="accepted", on=date(2026, 12, 1)),
        Event(kind="recommended", on=date(2026, 12, 8)),
        Event(kind="answered", on=date(2026, 12, 12), accepts=True),
    )
    facts = project(Case(filing=plan(), events=past), espa, date(2027, 2, 1))
    assert choose_route(espa, facts, decide_duties(espa, facts), (), ()).id == "agreed"
