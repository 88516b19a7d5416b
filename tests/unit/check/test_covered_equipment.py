"""Does a component fall under a list of equipment? Fictional makers throughout."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sekisho.check.covered_equipment import CHECK
from sekisho.check.look import Look
from sekisho.library.snapshot import Library
from sekisho.model.case import Case
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import Component, Filing
from sekisho.model.inventory import Inventory, Package
from sekisho.model.party import Location, Party, VoteHolder
from sekisho.model.values.ratio import Ratio

SELLER = Party(id="seller", name="ミナモ商事株式会社")
MAKER = Party(id="maker", name="Virelume Optics Co., Ltd.")


def case_of(component: Component, *parties: Party):
    return Case(filing=Filing(components=(component,), parties=parties))


def camera(**fields: Any):
    return Component(id="c", type="監視カメラ", name="K-1", **fields)


def found(look_at: Callable[..., Look], case: Case, **how: Any):
    answer = CHECK.run(look_at(case, **how))
    return [(f.rule, f.severity) for f in answer.findings if f.state == "found"]


def test_the_maker_behind_a_house_brand_is_named_with_entry_and_date(look_at: Callable[..., Look]):
    component = camera(supplier="seller", brand="Minamo Eye", models=("ME-4100",))
    (finding,) = CHECK.run(look_at(case_of(component, SELLER))).findings
    assert (finding.rule, finding.severity) == ("covered_equipment.rebadge", "critical")
    assert finding.message.params["maker"] == "Virelume Optics Co., Ltd."
    assert finding.message.params["entry"] == "C-1"
    assert finding.details[0].params["on"] == "2025-06-02"


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({"brand": "MINAMO EYE"}, "medium"),
        ({"brand": "MINAMO EYE", "models": ("ME-9000",)}, None),
        ({"models": ("VL 220",)}, "critical"),
        ({"maker": "maker"}, "critical"),
    ],
)
def test_brand_models_and_maker_each_weigh_their_part(
    look_at: Callable[..., Look], fields: dict[str, Any], severity: str
):
    expected = [severity] if severity else []
    case = case_of(camera(supplier="seller", **fields), SELLER, MAKER)
    assert [grave for _, grave in found(look_at, case)] == expected


def test_a_maker_written_in_another_script_is_found(look_at: Callable[..., Look]):
    maker = Party(id="maker", name="株式会社ヴィレルーム・オプティクス")
    assert found(look_at, case_of(camera(maker="maker"), maker)) == [
        ("covered_equipment.maker", "critical")
    ]


def test_a_product_of_another_class_is_light_and_an_unknown_class_asks_a_person(
    look_at: Callable[..., Look],
):
    other = Component(id="c", type="蓄電池", name="B-1", maker="maker")
    vague = Component(id="c", type="装置", name="X-1", maker="maker")
    assert found(look_at, case_of(other, MAKER))[0][1] == "low"
    (finding,) = CHECK.run(look_at(case_of(vague, MAKER))).findings
    assert finding.severity == "high"
    assert "covered_equipment.class_open" in {line.id for line in finding.details}


@pytest.mark.parametrize(
    ("votes", "rules"), [("51%", ["covered_equipment.affiliate"]), ("50%", [])]
)
def test_whoever_holds_more_than_half_of_the_maker_is_a_tie_to_confirm(
    look_at: Callable[..., Look], votes: str, rules: list[str]
):
    holder = VoteHolder(name="Virelume Optics", votes=Ratio.parse(votes))
    maker = Party(id="m", name="Toride Instruments", vote_holders=(holder,))
    answer = found(look_at, case_of(camera(maker="m"), maker))
    assert [rule for rule, _ in answer] == rules


@pytest.mark.parametrize(("country", "hits"), [("HM", 1), ("JP", 0)])
def test_a_category_turns_on_the_place_of_manufacture(
    look_at: Callable[..., Look], country: str, hits: int
):
    drone = Component(
        id="d",
        type="無人航空機",
        name="T-1",
        maker="seller",
        place_of_manufacture=Location(country=country),
    )
    assert len(found(look_at, case_of(drone, SELLER))) == hits


def test_a_missing_place_of_manufacture_is_not_checked(look_at: Callable[..., Look]):
    drone = Component(id="d", type="ドローン", name="T-1", maker="seller")
    (finding,) = CHECK.run(look_at(case_of(drone, SELLER))).findings
    assert finding.cause == "covered_equipment:placeless"


def test_an_entry_of_the_future_is_light_until_its_day(look_at: Callable[..., Look]):
    component = Component(id="m", name="module", maker="o")
    case = case_of(component, Party(id="o", name="Ostrane Modules"))
    assert found(look_at, case)[0][1] == "low"
    later = CHECK.run(look_at(case, on=date(2027, 3, 1)))
    assert [f.severity for f in later.findings if f.state == "found"] == ["high"]


def test_a_component_nobody_is_named_for_is_not_checked(look_at: Callable[..., Look]):
    (finding,) = CHECK.run(look_at(case_of(camera(supplier="seller"), SELLER))).findings
    assert finding.cause == "covered_equipment:nameless"


def test_a_miss_is_clear_as_declared_only_with_complete_fresh_lists(
    look_at: Callable[..., Look], library: Callable[..., Library]
):
    case = case_of(camera(maker="seller"), SELLER)
    clear = CHECK.run(look_at(case))
    assert (clear.findings, clear.basis) == ((), "declared")
    (finding,) = CHECK.run(look_at(case, library(complete=False))).findings
    assert finding.cause == "covered_equipment:no_complete_list"


def test_an_sbom_alone_is_compared_by_whom_it_credits(look_at: Callable[..., Look]):
    packages = (Package(name="fw", supplier="Virelume Optics"), Package(name="x"))
    inventory = Inventory(format="CycloneDX", spec_version="1.6", packages=packages)
    item = EvidenceItem(evidence=Evidence(id="sbom", kind="sbom"), inventory=inventory)
    (finding,) = CHECK.run(look_at(Case(evidence=(item,)))).findings
    assert (finding.rule, finding.basis) == ("covered_equipment.maker", "observed")
    assert finding.evidence == ("sbom",)
