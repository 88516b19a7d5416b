"""Reading VEX: each format gives the same statements, and what is wrong is noted with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sekisho.model.errors import InputError
from sekisho.model.vex.document import VexDocument
from sekisho.read.limits import Limits
from sekisho.read.vex.reader import read_vex

PURL = "pkg:pypi/aoba-iec104@2.4.0"


def openvex(*statements: Any, **more: Any) -> dict[str, Any]:
    return {
        "@context": "https://openvex.dev/ns/v0.2.0",
        "@id": "https://aoba.example/vex/1",
        "author": "Aoba Micro",
        "timestamp": "2026-11-20T09:00:00+09:00",
        "version": 1,
        "statements": list(statements),
    } | more


def said(status: str = "not_affected", purl: str = PURL, **more: Any) -> dict[str, Any]:
    return {
        "vulnerability": {"name": "CVE-2099-10001", "aliases": ["EXA-2026-0001"]},
        "products": [{"@id": purl}],
        "status": status,
    } | more


def csaf(version: str = "2.0", **more: Any) -> dict[str, Any]:
    return {
        "document": {
            "category": "csaf_vex",
            "csaf_version": version,
            "publisher": {"category": "vendor", "name": "Aoba Micro"},
            "title": "Gateway",
            "tracking": {
                "id": "AM-1",
                "status": "final",
                "version": "1",
                "initial_release_date": "2026-11-20T00:00:00Z",
                "current_release_date": "2026-11-20T00:00:00Z",
                "revision_history": [{"date": "2026-11-20T00:00:00Z", "number": "1"}],
            },
        }
    } | more


def read(plain: dict[str, Any]) -> tuple[VexDocument, list[str]]:
    document, defects = read_vex(json.dumps(plain).encode(), "vex.json")
    return document, [defect.message.id for defect in defects]


def test_openvex_gives_author_product_status_and_reason():
    justified = said(justification="vulnerable_code_not_present", impact_statement="Left out.")
    document, defects = read(openvex(justified, role="vendor"))

    (statement,) = document.statements
    assert not defects
    assert (document.format, document.spec_version, document.author) == (
        "OpenVEX",
        "0.2.0",
        "Aoba Micro",
    )
    assert statement.vulnerabilities == ("CVE-2099-10001", "EXA-2026-0001")
    assert statement.products[0].purls == (PURL,)
    assert (statement.status, statement.justification, statement.impact, statement.place) == (
        "not_affected",
        "vulnerable_code_not_present",
        "Left out.",
        "/statements/0",
    )


def test_the_first_openvex_names_products_and_vulnerabilities_as_text():
    old = {"vulnerability": "CVE-2099-10001", "products": [PURL], "status": "fixed"}
    document, defects = read(openvex(old, **{"@context": "https://openvex.dev/ns"}))

    (statement,) = document.statements
    assert not defects
    assert document.spec_version == "0.0.1"
    assert (statement.vulnerabilities, statement.products[0].purls) == (
        ("CVE-2099-10001",),
        (PURL,),
    )


def test_parts_stand_within_the_product_that_was_named():
    product = {"@id": "pkg:oci/gateway@1", "subcomponents": [{"@id": PURL}]}
    document, _ = read(openvex(said("fixed", products=[product])))

    (found,) = document.statements[0].products
    assert found.purls == ("pkg:oci/gateway@1",)
    assert found.within[0].purls == (PURL,)


@pytest.mark.parametrize(
    ("statement", "defect", "kept"),
    [
        (said("not_affected"), "vex.no_reason", 1),
        (said("affected"), "vex.no_action", 1),
        (said("fixed", justification="component_not_present"), "vex.justified_otherwise", 1),
        (said(justification="we_are_sure"), "vex.bad_justification", 1),
        (said("safe"), "vex.bad_status", 0),
        (said("fixed", products=[]), "vex.no_product", 1),
        (said("fixed", products=[{"name": "gateway"}]), "vex.no_identity", 1),
        (said("fixed", vulnerability={}), "vex.no_vulnerability", 0),
        (said("fixed", timestamp="2026-02-30T00:00:00Z"), "vex.bad_date", 1),
        (said("fixed", timestamp="99999-01-01T00:00:00Z"), "vex.bad_date", 1),
        ("fixed", "vex.not_an_object", 0),
    ],
)
def test_what_openvex_asks_for_and_is_not_there_is_noted(statement: Any, defect: str, kept: int):
    document, defects = read(openvex(statement, said("fixed", purl="pkg:npm/other@1")))

    assert defect in defects
    assert len(document.statements) == kept + 1


@pytest.mark.parametrize("lacking", ["@id", "author", "timestamp", "version", "statements"])
def test_a_document_that_does_not_say_who_states_it_is_told_so(lacking: str):
    plain = openvex(said("fixed"))
    del plain[lacking]

    assert "vex.lacks" in read(plain)[1]


def test_csaf_gives_a_statement_for_each_status_and_reason():
    tree = {
        "branches": [
            {
                "category": "vendor",
                "name": "Aoba Micro",
                "branches": [
                    {
                        "category": "product_name",
                        "name": "gateway",
                        "branches": [
                            {
                                "category": "product_version",
                                "name": version,
                                "product": {"product_id": f"P-{version}", "name": "gateway"},
                            }
                            for version in ("1", "2", "3")
                        ],
                    }
                ],
            }
        ],
        "product_groups": [{"group_id": "G", "product_ids": ["P-1", "P-2"]}],
    }
    flaw = {
        "cve": "CVE-2099-10001",
        "notes": [],
        "product_status": {"known_not_affected": ["P-1", "P-2"], "known_affected": ["P-3"]},
        "flags": [{"label": "component_not_present", "group_ids": ["G"]}],
        "remediations": [
            {"category": "mitigation", "details": "Close the port.", "product_ids": ["P-3"]},
            {"category": "vendor_fix", "details": "Update to 4.", "product_ids": ["P-3"]},
        ],
    }
    document, defects = read(csaf(product_tree=tree, vulnerabilities=[flaw]))

    clean, affected = document.statements
    assert not defects
    assert not document.failures
    assert (clean.status, clean.justification) == ("not_affected", "component_not_present")
    assert [product.version for product in clean.products] == ["1", "2"]
    assert clean.products[0].vendor == "Aoba Micro"
    assert (affected.status, affected.action) == ("affected", "Update to 4.")


def test_what_is_installed_on_something_is_a_part_of_it():
    helper = {"product_identification_helper": {"purl": PURL}}
    tree = {
        "full_product_names": [
            {"product_id": "P", "name": "Parser", **helper},
            {"product_id": "O", "name": "Box"},
        ],
        "relationships": [
            {
                "category": "installed_on",
                "product_reference": "P",
                "relates_to_product_reference": "O",
                "full_product_name": {"product_id": "PO", "name": "Parser on Box"},
            }
        ],
    }
    flaw = {"cve": "CVE-2099-1", "product_status": {"fixed": ["PO"]}}
    document, _ = read(csaf(product_tree=tree, vulnerabilities=[flaw]))

    (product,) = document.statements[0].products
    assert product.name == "Box"
    assert product.within[0].purls == (PURL,)


def test_products_made_of_each_other_end_the_way():
    names = {"A": "B", "B": "A"}
    tree = {
        "relationships": [
            {
                "product_reference": other,
                "relates_to_product_reference": other,
                "full_product_name": {"product_id": id, "name": id},
            }
            for id, other in names.items()
        ]
    }
    flaw = {"cve": "CVE-2099-1", "product_status": {"fixed": ["A"]}}
    document, _ = read(csaf(product_tree=tree, vulnerabilities=[flaw]))

    assert {failure.test for failure in document.failures} >= {"6.1.3"}
    assert document.statements[0].products[0].name == "A"


def test_cyclonedx_states_by_analysis_and_by_version():
    flaws = [
        {
            "id": "CVE-2099-1",
            "analysis": {"state": "not_affected", "justification": "code_not_present"},
            "affects": [{"ref": "a"}],
        },
        {
            "id": "CVE-2099-2",
            "affects": [
                {
                    "ref": "urn:cdx:00000000-0000-4000-8000-000000000048/2#b",
                    "versions": [
                        {"version": "1", "status": "affected"},
                        {"version": "2", "status": "unaffected"},
                    ],
                }
            ],
        },
        {"id": "CVE-2099-3", "affects": [{"ref": "c"}]},
    ]
    document, defects = read(
        {"bomFormat": "CycloneDX", "specVersion": "1.6", "vulnerabilities": flaws, "version": 3}
    )

    told = [(each.vulnerabilities[0], each.status) for each in document.statements]
    assert told == [
        ("CVE-2099-1", "not_affected"),
        ("CVE-2099-2", "affected"),
        ("CVE-2099-2", "not_affected"),
        ("CVE-2099-3", "unknown"),
    ]
    assert document.statements[0].justification == "vulnerable_code_not_present"
    linked = document.statements[1].products[0]
    assert (linked.ref, linked.bom, linked.version) == (
        "b",
        "urn:uuid:00000000-0000-4000-8000-000000000048/2",
        "1",
    )
    assert not defects


@pytest.mark.parametrize(
    ("version", "purl", "stated"),
    [
        ({}, "pkg:npm/%40aoba/core@2.0.0?arch=x86", "2.0.0"),
        ({"version": "1.0.0"}, "pkg:npm/%40aoba/core?arch=x86", "1.0.0"),
        ({"range": "vers:npm/<2.0.0"}, "pkg:npm/%40aoba/core?arch=x86", ""),
    ],
)
def test_versions_that_are_stated_are_meant_and_not_that_of_the_component(
    version: dict[str, str], purl: str, stated: str
):
    component = {
        "type": "library",
        "bom-ref": "c",
        "name": "core",
        "version": "2.0.0",
        "purl": "pkg:npm/%40aoba/core@2.0.0?arch=x86",
    }
    affects = {"ref": "c"} | ({"versions": [version]} if version else {})
    plain = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    flaw = {"id": "CVE-2099-1", "affects": [affects]}
    document, _ = read(plain | {"components": [component], "vulnerabilities": [flaw]})

    (product,) = document.statements[0].products
    assert (product.purls, product.version) == ((purl,), stated)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{}", "error.vex_unknown"),
        (b"[]", "error.vex_unknown"),
        (b"<html/>", "error.vex_unknown"),
        (b"", "error.empty"),
        (b'{"document": {"csaf_version": "1.2"}}', "error.vex_version"),
        (b'{"@context": "https://openvex.dev/ns/v9.9.9"}', "error.vex_version"),
        (b'{"bomFormat": "CycloneDX", "specVersion": "1.6"}', "error.vex_none_stated"),
        (b'{"@context": "https://openvex.dev/ns", "author": "a", "author": "b"}', "error.duplicate_key"),
        (b'{"document": {"csaf_version": "2.0"}, "x": ' + b"[" * 300 + b"]" * 300 + b"}", "error.too_deep"),
        (b'{"document": {"csaf_version": "2.0"', "error.not_json_comma"),
    ],
)  # fmt: skip
def test_what_is_no_vex_is_refused_with_its_reason(data: bytes, reason: str):
    with pytest.raises(InputError) as refused:
        read_vex(data, "vex.json")

    assert refused.value.message.id == reason
    assert refused.value.place.file == "vex.json"


def test_a_document_over_the_cap_is_refused_before_it_is_read():
    data = json.dumps(openvex(*[said("fixed")] * 50)).encode()
    with pytest.raises(InputError) as refused:
        read_vex(data, "vex.json", Limits(bytes=1000))

    assert refused.value.message.id == "error.too_many_bytes"


def test_a_group_that_is_named_over_and_over_is_followed_to_an_end():
    ids = [f"P{n}" for n in range(3000)]
    tree = {"product_groups": [{"group_id": "G", "product_ids": ids}]}
    flaw = {"cve": "CVE-2099-1", "flags": [{"group_ids": ["G"]}] * 1000}
    with pytest.raises(InputError) as refused:
        read(csaf(product_tree=tree, vulnerabilities=[flaw]))

    assert refused.value.message.id == "error.too_many_values"


def test_a_long_way_of_relationships_is_walked_once():
    tree = {
        "relationships": [
            {
                "product_reference": f"P{n + 1}",
                "relates_to_product_reference": f"P{n + 1}",
                "full_product_name": {"product_id": f"P{n}", "name": "p"},
            }
            for n in range(20_000)
        ]
    }
    document, _ = read(csaf(product_tree=tree))

    assert "6.1.3" not in {failure.test for failure in document.failures}


def test_prose_is_kept_up_to_a_length():
    long = said(justification="component_not_present", impact_statement="x" * 100_000)

    assert len(read(openvex(long))[0].statements[0].impact) == 500


def test_a_tree_as_deep_as_the_cap_is_walked():
    tree: dict[str, Any] = {"category": "vendor", "name": "v", "product": {"product_id": "P"}}
    for _ in range(90):
        tree = {"category": "product_family", "name": "f", "branches": [tree]}
    document, _ = read(csaf("2.1", product_tree={"branches": [tree]}))

    assert "6.1.34" in {failure.test for failure in document.failures}
