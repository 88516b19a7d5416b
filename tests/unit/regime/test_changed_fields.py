"""What differs between two plans, in the words of the change classes."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from sekisho.model.filing import Component, Entrustment, Facility, FieldChange, Filing, RiskMeasure
from sekisho.model.party import Location, Officer, Party, VoteHolder
from sekisho.model.values.ratio import Ratio
from sekisho.regime.pack import Regime
from sekisho.regime.plans.fields import changed_fields

AOBA = Party(
    id="aoba",
    name="株式会社青葉",
    representative="青葉 花子",
    address=Location(address="架空市1", country="JP"),
    law_country="JP",
    vote_holders=(VoteHolder(name="丙", votes=Ratio.parse("26%")),),
    officers=(Officer(name="青葉 花子", born_on=date(1970, 1, 1)),),
)
OTHER = Party(id="other", name="別の会社", address=Location(address="X", country="US"))
PLAN = Filing(
    facility=Facility(overview="旧", supplier="aoba"),
    entrustment=Entrustment(contractor="aoba", ends_on=date(2027, 3, 31)),
    components=(Component(id="ems", name="EMS", supplier="aoba"),),
    risk_measures=(RiskMeasure(id="I-1", applied=True, means="検査"),),
    parties=(AOBA, OTHER),
)


def found(espa: Regime, **differs: object) -> dict[tuple[str, str], tuple[str, str]]:
    changes = changed_fields(espa, PLAN, replace(PLAN, **differs))
    return {(one.path, one.subject): (one.before, one.after) for one in changes}


def test_the_same_plan_does_not_differ(espa: Regime):
    assert changed_fields(espa, PLAN, PLAN) == ()


def test_a_party_is_told_once_for_each_part_it_has(espa: Regime):
    moved = replace(AOBA, address=Location(address="架空市2", country="JP"), representative="次郎")
    assert found(espa, parties=(moved, OTHER)) == {
        (f"{role}.{path}", "aoba"): said
        for role in ("supplier", "component_supplier", "contractor")
        for path, said in (
            ("representative", ("青葉 花子", "次郎")),
            ("address", ("架空市1, JP", "架空市2, JP")),
        )
    }


def test_a_country_alone_is_no_change_of_the_address(espa: Regime):
    moved = replace(AOBA, address=Location(address="架空市1", country="US"))
    assert ("supplier.address.country", "aoba") in found(espa, parties=(moved, OTHER))
    assert ("supplier.address", "aoba") not in found(espa, parties=(moved, OTHER))


def test_another_supplier_is_a_changed_name(espa: Regime):
    changes = found(espa, facility=replace(PLAN.facility, supplier="other"))
    assert changes["supplier.name", "other"] == ("株式会社青葉", "別の会社")
    assert changes["supplier.law_country", "other"] == ("JP", "")
    assert ("contractor.name", "other") not in changes


def test_officers_differ_and_are_not_named(espa: Regime):
    older = replace(AOBA, officers=(Officer(name="青葉 花子", born_on=date(1971, 1, 1)),))
    changes = changed_fields(espa, PLAN, replace(PLAN, parties=(older, OTHER)))
    assert FieldChange(path="supplier.officer", subject="aoba") in changes
    assert {(one.before, one.after) for one in changes} == {("", "")}


def test_shares_and_holders_are_two_changes(espa: Regime):
    holders = (
        VoteHolder(name="丙", votes=Ratio.parse("34%")),
        VoteHolder(name="丁", votes=Ratio.parse("6%")),
    )
    changes = found(espa, parties=(replace(AOBA, vote_holders=holders), OTHER))
    assert changes["supplier.vote_holder.votes", "aoba"] == ("26%", "34%")
    assert changes["supplier.vote_holder", "aoba"] == ("", "6%")


def test_what_is_new_gone_or_written_otherwise_in_the_plan_is_told(espa: Regime):
    changes = found(
        espa,
        facility=replace(PLAN.facility, overview="新"),
        components=(Component(id="new", name="新しい部品"),),
        risk_measures=(RiskMeasure(id="I-1", applied=False, reason="不要"),),
        entrustment=replace(PLAN.entrustment, ends_on=date(2026, 12, 31)),
    )
    assert changes["facility.overview", ""] == ("旧", "新")
    assert changes["component.name", "ems"] == ("EMS", "")
    assert changes["component.name", "new"] == ("", "新しい部品")
    assert changes["risk_measure", "I-1"] == ("yes; 検査", "no; 不要")
    assert changes["entrustment.ends_on", ""] == ("2027-03-31", "2026-12-31")


def test_a_pack_without_classes_of_change_has_nothing_to_tell(baseline: Regime):
    moved = replace(PLAN, facility=replace(PLAN.facility, overview="新"))
    assert changed_fields(baseline, PLAN, moved) == ()
