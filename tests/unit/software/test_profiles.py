from __future__ import annotations

from typing import Any

import pytest

from sekisho.check.quality.facts import COMPONENT_FACTS, DOCUMENT_FACTS, FactTable
from sekisho.check.quality.judged import Row, judge
from sekisho.check.quality.own import remarks
from sekisho.model.errors import UsageError
from sekisho.model.inventory import Inventory, Package
from sekisho.regime.loader import list_packs, load_regime
from sekisho.regime.profiles import find_profile, list_profiles
from tests.samples.software import TODAY, package

BSI = "bsi-tr-03183-2-v2.1.0"


def inventory(*packages: Package, **fields: Any) -> Inventory:
    return Inventory(
        **{"format": "CycloneDX", "spec_version": "1.6", "packages": packages} | fields
    )


def rows(profile: str, *packages: Package, **fields: Any) -> dict[str, Row]:
    judged = judge(FactTable(inventory(*packages, **fields)), find_profile(profile))
    return {row.element: row for row in judged.rows}


def said(*packages: Package, **fields: Any) -> dict[str, dict[str, Any]]:
    found = remarks(FactTable(inventory(*packages, **fields)))
    return {remark.id: dict(remark.message.params) for remark in found}


@pytest.mark.parametrize("id", list_profiles())
def test_every_element_asks_for_facts_that_the_table_knows(id: str):
    for element in find_profile(id).elements:
        known = {"component": COMPONENT_FACTS, "document": DOCUMENT_FACTS, "practice": frozenset()}
        assert set(element.any + element.all) <= known[element.of], element.id
        assert bool(element.any or element.all) == (element.of != "practice"), element.id
        assert bool(element.says) == (element.of != "practice"), element.id


def test_an_unknown_profile_is_refused_with_the_ones_there_are():
    with pytest.raises(UsageError) as refused:
        find_profile("../ntia-2021")
    assert refused.value.message.params["known"] == list_profiles()


def test_every_pack_names_a_profile_there_is_or_none():
    for pack in list_packs():
        named = load_regime(pack, TODAY).routes.sbom_profile
        assert not named or find_profile(named)


def test_an_element_counts_who_has_it_and_names_who_has_not():
    found = rows("ntia-2021", package("a", supplier="Aoba"), package("b", place="/components/1"))

    assert (found["supplier"].standing, found["supplier"].n, found["supplier"].total) == (
        "lacking",
        1,
        2,
    )
    assert [(one.label, one.place) for one in found["supplier"].examples] == [
        ("b 1.0.0", "/components/1")
    ]


def test_the_order_of_the_document_changes_no_example():
    many = [package(f"p{n:03}", supplier="") for n in range(50)]

    forward, back = rows("ntia-2021", *many), rows("ntia-2021", *reversed(many))

    assert [one.label for one in forward["supplier"].examples] == [
        one.label for one in back["supplier"].examples
    ]
    assert len(forward["supplier"].examples) == 20


def test_what_a_format_has_no_place_for_is_told_as_such():
    assert rows("cisa-2025-draft", package("a"), spec_version="1.4")["context"].standing == (
        "cannot_say"
    )
    assert (
        rows("cisa-2025-draft", package("a"), spec_version="1.5")["context"].standing == "lacking"
    )
    spdx = rows("cisa-2025-draft", package("a"), format="SPDX", spec_version="2.3")
    assert spdx["context"].standing == "cannot_say"


def test_an_sbom_that_says_all_that_bsi_asks_for_meets_it():
    whole = package(
        "a",
        contact="info@example.jp",
        filename="a.tgz",
        concluded=("MIT",),
        declared=("MIT",),
        licences=("MIT",),
        executable=False,
        archive=True,
        structured=True,
        distribution="https://example.jp/a.tgz",
        distribution_hashes=(("sha512", "a" * 128),),
        source="https://example.jp/a.git",
    )
    found = rows(
        BSI,
        whole,
        edges=(("a", ()),),
        compositions=(("complete", ()),),
        contacts=("info@example.jp",),
        created_at="2026-11-01T09:00:00Z",
        serial="urn:uuid:1",
        lifecycles=("build",),
    )

    assert {row.standing for row in found.values()} == {"met"}


def test_flaws_within_the_document_are_against_bsi():
    assert rows(BSI, package("a"), vulnerabilities=3)["no_vulnerabilities"].standing == "lacking"


def test_an_sbom_without_packages_meets_no_element_of_packages():
    assert rows("ntia-2021")["name"].standing == "lacking"
    assert set(said()) == {"empty"}


def test_what_the_product_does_not_reach_is_counted_even_in_a_circle():
    product, a, b, c = (package(name) for name in ("product", "a", "b", "c"))

    found = said(
        a, b, c, primary=product, edges=(("product", ("a",)), ("b", ("c",)), ("c", ("b",)))
    )

    assert found["unreachable"] == {"n": 2, "total": 4}


def test_what_the_sbom_says_it_does_not_know_is_told():
    found = said(
        package("a", unasserted=("supplier",)),
        package("b"),
        compositions=(("incomplete", ("a",)), ("unknown", ()), ("complete", ("b",))),
    )

    assert found["known_unknowns"] == {"n": 2, "words": ("incomplete", "unknown")}
    assert found["unasserted"] == {"n": 1, "total": 2}


def test_a_licence_outside_the_list_is_counted_and_an_absent_one_is_not():
    found = said(
        package("a", licences=("Own licence",)), package("b"), package("c", licences=("MIT",))
    )

    assert found["licence_unknown"] == {"n": 1, "total": 3}
