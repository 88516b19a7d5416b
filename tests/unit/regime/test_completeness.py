"""Completeness: a plan is asked for everything its pack requires, and for nothing more."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from sekisho.check.completeness import look_at_completeness
from sekisho.check.look import Answer, Look
from sekisho.library.snapshot import starter_library
from sekisho.model.case import Case
from sekisho.model.evidence import Evidence
from sekisho.model.filing import (
    Change,
    Component,
    Emergency,
    Entrustment,
    Facility,
    Filing,
    Introduction,
    Operator,
    Reentrustment,
    RiskMeasure,
    Shortcut,
)
from sekisho.model.party import ForeignGovernmentSale, Location, Officer, Party, VoteHolder
from sekisho.model.values.ratio import Ratio
from sekisho.regime.loader import load_regime

ON = date(2026, 12, 1)
KOBE = Location(address="架空県架空市1-1", country="JP")
YEARS = (date(2026, 3, 31), date(2025, 3, 31), date(2024, 3, 31))
AOBA = Party(
    id="aoba",
    name="青葉制御株式会社",
    representative="青葉 緑",
    address=KOBE,
    law_country="JP",
    vote_holders=(VoteHolder(name="青葉 緑", country="JP", votes=Ratio(1)),),
    officers=(
        Officer(name="青葉 緑", title="代表取締役", born_on=date(1970, 4, 1), nationality="JP"),
    ),
    fiscal_years_ended_on=YEARS,
)
PASSPORT = Evidence(id="passport", party="aoba", proves="passport", valid_until=date(2030, 1, 1))
CERTIFICATE = Evidence(
    id="certificate", party="aoba", proves="registry_certificate", issued_on=date(2026, 11, 1)
)
WHOLE = Filing(
    kind="plan",
    act="introduction",
    sector="electricity",
    filed_on=date(2026, 11, 27),
    operator=Operator(party="kasumi"),
    facility=Facility(
        kind="electricity.grid_control",
        overview="系統監視・制御システム",
        supplier="aoba",
        place_of_manufacture=KOBE,
        embedded_facility=False,
    ),
    introduction=Introduction(content="更新", planned_on=date(2027, 1, 15)),
    components=(
        Component(
            id="scada",
            type="業務アプリケーション",
            name="AobaGrid",
            function="系統の監視",
            supplier="aoba",
            place_of_manufacture=KOBE,
        ),
    ),
    parties=(Party(id="kasumi", name="霞送電株式会社"), AOBA),
    risk_measures=(RiskMeasure(id="I-1a", applied=True, means="受入検査"),),
    evidence=(PASSPORT, CERTIFICATE),
)


def looked(filing: Filing | None, regime: str = "jp-espa", cleared: Filing | None = None) -> Answer:
    return look_at_completeness(
        Look(
            case=Case(filing=filing, cleared=cleared),
            regime=load_regime(regime, ON),
            library=starter_library(),
            on=ON,
        )
    )


def asked(filing: Filing, cleared: Filing | None = None) -> list[tuple[str, str]]:
    return [
        (finding.rule.removeprefix("completeness."), finding.place.removeprefix("filing#"))
        for finding in looked(filing, cleared=cleared).findings
        if finding.rule != "completeness.measures"
    ]


def with_party(**fields: object) -> Filing:
    return replace(WHOLE, parties=(WHOLE.parties[0], replace(AOBA, **fields)))


def test_a_whole_plan_lacks_nothing():
    answer = looked(WHOLE)
    assert asked(WHOLE) == []
    assert answer.basis == "declared"
    assert answer.reason is None
    assert answer.looked_at > 5


def test_measures_the_filing_does_not_speak_of_are_only_a_hint():
    (hint,) = looked(WHOLE).findings
    assert (hint.rule, hint.severity) == ("completeness.measures", "info")
    assert "I-1b" in hint.message.params["measures"]
    assert "M-1" not in hint.message.params["measures"]


@pytest.mark.parametrize(
    ("fields", "rule", "place"),
    [
        ({"name": ""}, "party.name", "/parties/1/name"),
        ({"representative": ""}, "party.representative", "/parties/1/representative"),
        ({"law_country": ""}, "party.law_country", "/parties/1/law_country"),
        ({"address": Location(country="JP")}, "party.address", "/parties/1/address/address"),
        ({"vote_holders": ()}, "party.vote_holders", "/parties/1/vote_holders"),
        ({"fiscal_years_ended_on": ()}, "party.fiscal_years", "/parties/1/fiscal_years_ended_on"),
        (
            {"vote_holders": (VoteHolder(name="青葉 緑", country="JP"),)},
            "holder.votes",
            "/parties/1/vote_holders/0/votes",
        ),
        (
            {"officers": (Officer(name="青葉 緑", nationality="JP"),)},
            "officer.born_on",
            "/parties/1/officers/0/born_on",
        ),
        (
            {"fiscal_years_ended_on": (date(2025, 3, 31), date(2024, 3, 31), date(2023, 3, 31))},
            "newer_year",
            "/parties/1/fiscal_years_ended_on",
        ),
        (
            {"fiscal_years_ended_on": YEARS[:2]},
            "three_years",
            "/parties/1/fiscal_years_ended_on",
        ),
    ],
)
def test_each_missing_item_of_a_supplier_is_asked_for_once_with_its_place(
    fields: dict[str, object], rule: str, place: str
):
    assert asked(with_party(**fields)) == [(rule, place)]


@pytest.mark.parametrize("country", ["HM", "JP"])
def test_the_registry_certificate_is_asked_of_every_party_a_japanese_one_too(country: str):
    bare = replace(with_party(law_country=country), evidence=(PASSPORT,))
    assert asked(bare) == [("registry_certificate", "/parties/1")]


def test_parties_without_a_document_are_named_in_one_finding():
    makers = tuple(replace(AOBA, id=f"maker-{n}", name=f"架空第{n}工業") for n in (1, 2, 3))
    parts = tuple(replace(WHOLE.components[0], id=one.id, supplier=one.id) for one in makers)
    filing = replace(WHOLE, components=parts, parties=(*WHOLE.parties, *makers))
    told = {finding.rule: finding for finding in looked(filing).findings}
    certificate = told["completeness.registry_certificate"]
    assert (certificate.subject, certificate.place) == ("filing", "filing#/parties")
    assert certificate.message.params["subjects"] == ("架空第1工業", "架空第2工業", "架空第3工業")
    assert len(told["completeness.officer_documents"].message.params["ids"]) == 3


@pytest.mark.parametrize(
    ("sector", "kind", "state"),
    [
        ("telecom", "telecom.switching", "not_checked"),
        ("electricity", "electricity.grid_control", "found"),
    ],
)
def test_a_waiver_that_stands_on_a_web_page_of_one_ministry_is_not_checked_there(
    sector: str, kind: str, state: str
):
    filing = replace(
        WHOLE, sector=sector, facility=replace(WHOLE.facility, kind=kind), evidence=(PASSPORT,)
    )
    (told,) = (
        each for each in looked(filing).findings if each.rule.endswith("registry_certificate")
    )
    assert told.state == state
    foreign = replace(AOBA, law_country="HM")
    abroad = replace(filing, parties=(WHOLE.parties[0], foreign))
    (told,) = (
        each for each in looked(abroad).findings if each.rule.endswith("registry_certificate")
    )
    assert told.state == "found"


def test_nobody_with_five_percent_is_stated_and_not_left_open():
    assert asked(with_party(vote_holders=(), no_vote_holders=True)) == []


def test_a_state_organ_has_no_shareholders_to_state():
    organ = with_party(
        status="state_organ",
        representative="",
        vote_holders=(),
        officers=(),
        fiscal_years_ended_on=(),
    )
    asked_for = asked(replace(organ, facility=replace(WHOLE.facility, embedded_facility=True)))
    assert asked_for == []


def test_a_component_states_type_name_function_and_supplier():
    bare = replace(WHOLE, components=(Component(id="scada"),))
    assert [rule for rule, _ in asked(bare)] == [
        "component.type",
        "component.name",
        "component.function",
        "component.supplier",
        "component.place_of_manufacture",
        "component.place_of_manufacture.country",
    ]


@pytest.mark.parametrize(
    ("evidence", "rules"),
    [
        ((), ["officer_documents"]),
        ((replace(PASSPORT, valid_until=None),), ["evidence.date"]),
        ((replace(PASSPORT, valid_until=date(2026, 11, 26)),), ["document_freshness"]),
        ((replace(PASSPORT, valid_until=date(2026, 11, 27)),), []),
        ((replace(PASSPORT, valid_until=None, issued_on=date(2026, 8, 26)),), ["document_freshness"]),
        ((replace(PASSPORT, valid_until=None, issued_on=date(2026, 8, 27)),), []),
        ((replace(PASSPORT, proves="officer_identity"),), []),
        ((replace(PASSPORT, valid_until=date(2026, 11, 26), issued_on=date(2026, 11, 1)),), ["document_freshness"]),
    ],
)  # fmt: skip
def test_documents_are_valid_on_the_day_of_filing_or_three_months_young(
    evidence: tuple[Evidence, ...], rules: list[str]
):
    assert [rule for rule, _ in asked(replace(WHOLE, evidence=(*evidence, CERTIFICATE)))] == rules


HIBIKI = replace(AOBA, id="hibiki", name="響システムズ株式会社")
SMALL = Party(
    id="small", name="小波運用株式会社", representative="小波 一", address=KOBE, law_country="JP"
)
OUTSOURCED = Filing(
    kind="plan",
    act="entrustment",
    sector="finance",
    filed_on=date(2026, 11, 27),
    operator=Operator(party="bank"),
    facility=Facility(kind="finance.core_system", overview="勘定系システム"),
    entrustment=Entrustment(
        contractor="hibiki", works=("operation",), content="運用", starts_on=date(2027, 4, 1)
    ),
    reentrustments=(
        Reentrustment(
            id="night",
            contractor="small",
            shortcut=Shortcut(
                content_known=True, work_zone_controlled=True, work_audited=True, proof="audit"
            ),
        ),
    ),
    parties=(Party(id="bank", name="架空中央銀行株式会社"), HIBIKI, SMALL),
    risk_measures=(RiskMeasure(id="M-1", applied=False, reason="該当なし"),),
    evidence=(
        Evidence(id="audit"),
        replace(PASSPORT, party="hibiki"),
        replace(CERTIFICATE, party="hibiki"),
        replace(CERTIFICATE, id="certificate-small", party="small"),
    ),
)


def test_under_the_shortcut_owners_officers_and_content_are_left_out():
    assert asked(OUTSOURCED) == []


def test_under_the_shortcut_name_address_and_law_country_stay():
    bare = replace(OUTSOURCED, parties=(*OUTSOURCED.parties[:2], Party(id="small")))
    rules = [rule for rule, _ in asked(bare)]
    assert set(rules) >= {"party.name", "party.address", "party.law_country"}
    assert "party.officers" not in rules


@pytest.mark.parametrize(
    "shortcut",
    [
        Shortcut(content_known=True, work_zone_controlled=True, work_audited=True, proof="lost"),
        Shortcut(content_known=True, work_zone_controlled=True, proof="audit"),
        Shortcut(content_known=False, work_zone_controlled=True, work_audited=True, proof="audit"),
    ],
)
def test_a_shortcut_that_is_not_proven_spares_nothing(shortcut: Shortcut):
    link = replace(OUTSOURCED.reentrustments[0], shortcut=shortcut)
    rules = {rule for rule, _ in asked(replace(OUTSOURCED, reentrustments=(link,)))}
    assert rules == {
        "shortcut",
        "party.vote_holders",
        "party.officers",
        "party.fiscal_years",
        "reentrustment.content",
        "reentrustment.period",
    }


def test_a_reached_share_of_sales_is_told_with_its_country_and_year():
    sales = tuple(
        ForeignGovernmentSale(
            fiscal_year_ended_on=YEARS[0], body=body, country="BV", share=Ratio.parse(share)
        )
        for body, share in (("省", "12%"), ("中央銀行", "8%"), ("", "6%"))
    )
    findings = looked(with_party(foreign_government_sales=sales)).findings
    told = {finding.rule: finding for finding in findings}
    assert told["completeness.sales_share"].message.params["share"] == "26%"
    assert (
        told["completeness.sale.body"].place == "filing#/parties/1/foreign_government_sales/2/body"
    )


def test_a_reference_to_nothing_is_told():
    lost = replace(WHOLE, risk_measures=(replace(WHOLE.risk_measures[0], evidence=("lost",)),))
    assert asked(lost) == [("reference", "/risk_measures/0/evidence/0")]


def test_years_that_do_not_count_yet_are_not_the_three_asked_for():
    """None of the stated years ended two months before the filing."""
    early = with_party(fiscal_years_ended_on=(date(2026, 9, 30),))
    assert asked(early) == [("three_years", "/parties/1/fiscal_years_ended_on")]


def test_a_link_of_the_chain_that_hangs_on_nothing_is_told():
    (link,) = OUTSOURCED.reentrustments
    broken = replace(OUTSOURCED, reentrustments=(replace(link, entrusted_by="lost"),))
    assert asked(broken) == [("reference", "/reentrustments/0/entrusted_by")]


def test_an_emergency_change_names_the_plan_it_changes():
    change = Change(
        phase="before_introduction",
        facility_replaced=False,
        type_changed=False,
        name_changed=False,
        function_changed=True,
        confirmed_by="白瀬 ひかり",
        reason="修正",
    )
    emergency = Emergency(
        done_on=date(2026, 11, 20),
        cause="故障",
        service_hindered=True,
        no_other_means=True,
        caused_to_escape_duty=False,
    )
    filing = Filing(act="introduction", sector="electricity", change=change, emergency=emergency)
    plan = Filing(act="introduction")
    assert ("change.of", "/change/of") in asked(filing, plan)


def test_a_filing_of_another_kind_than_needed_is_told():
    assert asked(replace(WHOLE, kind="change_report")) == [("kind", "/kind")]


def test_where_nothing_is_to_be_filed_nothing_is_asked():
    patch = Change(
        phase="in_service",
        facility_replaced=False,
        type_changed=False,
        name_changed=False,
        function_changed=False,
        confirmed_by="白瀬 ひかり",
    )
    answer = looked(Filing(act="introduction", sector="electricity", change=patch))
    assert answer == Answer(basis="declared")


def test_where_the_duty_is_open_the_check_does_not_run():
    answer = looked(Filing(act="introduction", change=Change()))
    assert answer.reason is not None
    assert answer.reason.id == "completeness.duty_unknown"


def test_the_baseline_asks_for_no_contents():
    assert looked(WHOLE, "baseline") == Answer(basis="declared")
    assert looked(None, "baseline") == Answer(basis="declared")


def test_without_a_filing_the_law_has_nothing_to_ask():
    reason = looked(None).reason
    assert reason is not None
    assert reason.id == "completeness.no_filing"


def test_the_order_of_the_filing_changes_only_the_places():
    bare = replace(WHOLE, parties=(Party(id="kasumi"), Party(id="aoba")), components=())
    turned = replace(bare, parties=bare.parties[::-1])

    def told(filing: Filing) -> list[object]:
        return [replace(finding, place="") for finding in looked(filing).findings]

    assert told(bare) == told(turned)
    assert told(bare) != []


@pytest.mark.parametrize(
    ("kind", "type", "told"),
    [
        ("electricity.grid_control", "龍", 1),
        ("electricity.grid_control", "サーバー", 0),
        ("electricity.grid_control", "業務アプリケーション", 0),
        ("electricity.grid_control", "", 0),
        # An order that names examples, and a list that was read as one, exclude nothing.
        ("credit_card.core_system", "龍", 0),
        ("telecom.switching", "龍", 0),
    ],
)
def test_a_component_of_a_kind_the_order_does_not_list_is_a_hint(kind: str, type: str, told: int):
    filing = replace(
        WHOLE,
        facility=replace(WHOLE.facility, kind=kind),
        components=(replace(WHOLE.components[0], type=type),),
    )
    hints = [row for row in looked(filing).findings if row.rule == "completeness.component_kind"]
    assert len(hints) == told
    assert all(
        hint.severity == "info" and hint.place == "filing#/components/0/type" for hint in hints
    )


def test_a_finding_cites_the_order_of_the_authority_in_charge():
    filing = replace(WHOLE, sector="telecom", risk_measures=())
    found = {row.rule: row.details for row in looked(filing).findings}
    (cited,) = found["completeness.risk_measures"]
    assert cited.params["article"] == "Ministerial order (MIC Art. 17)"
