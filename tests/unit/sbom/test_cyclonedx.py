from __future__ import annotations

import json
from typing import Any

import pytest

from sekisho.model.inventory import Package
from sekisho.read.sbom import read_sbom

SHA256 = "a" * 64


def document(*components: Any, **fields: Any) -> bytes:
    plain = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components, **fields}
    return json.dumps(plain).encode()


def ids(data: bytes) -> list[str]:
    return [defect.message.id for defect in read_sbom(data, "bom.json")[1]]


def test_a_component_is_read_with_what_it_states():
    component = {
        "type": "library",
        "bom-ref": "r1",
        "group": "jp.example",
        "name": "core",
        "version": "1.0",
        "purl": "pkg:maven/jp.example/core@1.0",
        "supplier": {"name": "Aoba (fictional)"},
        "publisher": "Kita (fictional)",
        "hashes": [{"alg": "SHA-256", "content": SHA256.upper()}],
        "licenses": [{"license": {"id": "MIT"}}, {"expression": "Apache-2.0 OR MIT"}],
    }

    inventory, defects = read_sbom(document(component), "bom.json")

    assert defects == ()
    assert inventory.packages == (
        Package(
            name="core",
            version="1.0",
            group="jp.example",
            purl="pkg:maven/jp.example/core@1.0",
            supplier="Aoba (fictional)",
            maker="Kita (fictional)",
            licences=("Apache-2.0 OR MIT", "MIT"),
            hashes=(("sha256", SHA256),),
            ref="r1",
            place="/components/0",
        ),
    )


@pytest.mark.parametrize("version", ["1.2", "1.3", "1.4", "1.5", "1.6", "1.7"])
def test_every_version_with_a_json_form_is_read(version: str):
    inventory, _ = read_sbom(document({"name": "core"}, specVersion=version), "bom.json")

    assert inventory.spec_version == version


def test_nested_components_follow_their_parent_and_keep_their_place():
    inner = {"name": "inner", "components": [{"name": "innermost"}]}

    inventory, _ = read_sbom(document({"name": "outer", "components": [inner]}), "bom.json")

    assert [(p.name, p.place) for p in inventory.packages] == [
        ("outer", "/components/0"),
        ("inner", "/components/0/components/0"),
        ("innermost", "/components/0/components/0/components/0"),
    ]


def test_what_the_document_is_about_stands_apart():
    about = {
        "timestamp": "2026-11-01T00:00:00Z",
        "authors": [{"name": "Sato (fictional)"}],
        "tools": {"components": [{"name": "maker", "version": "2"}]},
        "component": {"name": "product", "bom-ref": "p", "components": [{"name": "part"}]},
    }

    inventory, _ = read_sbom(document({"name": "core"}, metadata=about), "bom.json")

    assert inventory.primary is not None
    assert inventory.primary.name == "product"
    assert [package.name for package in inventory.packages] == ["part", "core"]
    assert inventory.created_at == "2026-11-01T00:00:00Z"
    assert inventory.authors == ("Sato (fictional)",)
    assert inventory.tools == ("maker 2",)


def test_dependencies_become_edges_and_a_missing_one_is_noted_once():
    data = document(
        {"name": "a", "bom-ref": "a"},
        {"name": "b", "bom-ref": "b"},
        dependencies=[
            {"ref": "a", "dependsOn": ["b", "lost"]},
            {"ref": "b", "dependsOn": ["lost"]},
        ],
    )

    inventory, defects = read_sbom(data, "bom.json")

    assert inventory.edges == (("a", ("b", "lost")), ("b", ("lost",)))
    assert [(d.message.id, d.place.pointer) for d in defects] == [
        ("sbom.missing_ref", "/dependencies/0")
    ]


@pytest.mark.parametrize(
    ("component", "defect"),
    [
        ({"version": "1"}, "sbom.unreadable_item"),
        ({"name": " "}, "sbom.no_name"),
        ("core", "sbom.not_an_object"),
        ({"name": "core", "purl": "npm/core@1"}, "sbom.bad_purl"),
        ({"name": "core", "version": 1}, "sbom.bad_field"),
        ({"name": "core", "hashes": [{"alg": "SHA-256", "content": "ab"}]}, "sbom.bad_hash"),
        ({"name": "core", "hashes": [{"alg": "SHA-256", "content": "z" * 64}]}, "sbom.bad_hash"),
    ],
)
def test_a_bad_record_is_noted_and_the_rest_is_read(component: Any, defect: str):
    inventory, defects = read_sbom(document(component, {"name": "sound"}), "bom.json")

    assert [found.message.id for found in defects] == [defect]
    assert defects[0].remedy is not None
    assert inventory.packages[-1].name == "sound"


def test_a_field_in_the_wrong_form_loses_itself_alone():
    bad = {"name": "core", "version": "1.0", "supplier": "a name, not an object"}

    (package,) = read_sbom(document(bad), "bom.json")[0].packages

    assert (package.name, package.version, package.supplier) == ("core", "1.0", "")


def test_a_reference_used_twice_is_noted():
    twice = {"name": "core", "bom-ref": "r"}

    assert ids(document(twice, twice)) == ["sbom.ref_twice"]


def test_services_are_left_out_and_said_to_be():
    assert ids(document(services=[{"name": "cloud", "bom-ref": "s"}])) == ["sbom.services"]


def test_the_defects_of_equal_documents_do_not_depend_on_their_order():
    bad = [{"name": f"p{n}", "purl": f"none{n}"} for n in range(150)]

    forth = [defect.message for defect in read_sbom(document(*bad), "bom.json")[1]]
    back = [defect.message for defect in read_sbom(document(*reversed(bad)), "bom.json")[1]]

    assert forth == back
    assert forth[-1].id == "sbom.more_defects"
    assert forth[-1].params == {"n": 50}


def test_parts_within_a_component_are_kept_beside_a_faulty_one():
    outer = {"name": "outer", "components": [{"name": "inner"}]}

    inventory, defects = read_sbom(document(outer, {"name": "odd", "version": 5}), "bom.json")

    assert [package.name for package in inventory.packages] == ["outer", "inner", "odd"]
    assert [(d.message.id, d.place.pointer) for d in defects] == [
        ("sbom.bad_field", "/components/1/version")
    ]


@pytest.mark.parametrize(
    ("aggregate", "noted"),
    [
        ("complete", []),
        ("not_specified", []),
        ("unknown", ["sbom.completeness_unknown"]),
        ("incomplete", ["sbom.incomplete"]),
        ("incomplete_first_party_only", ["sbom.incomplete"]),
        ("incomplete_third_party_opensource_only", ["sbom.incomplete"]),
        ("Incomplete, see annex", ["sbom.incomplete"]),
    ],
)
def test_what_a_document_says_of_its_own_completeness_is_noted(aggregate: str, noted: list[str]):
    statements = [{"aggregate": aggregate, "assemblies": ["core"]}]

    assert ids(document({"name": "core"}, compositions=statements)) == noted


def test_a_statement_about_vulnerabilities_alone_says_nothing_of_packages():
    statements = [{"aggregate": "incomplete", "vulnerabilities": ["v-1"]}]

    assert ids(document({"name": "core"}, compositions=statements)) == []


def test_one_word_said_of_many_parts_is_one_note_with_their_number():
    statements = [{"aggregate": "incomplete", "assemblies": [f"c{at}"]} for at in range(300)]

    (noted,) = read_sbom(document({"name": "core"}, compositions=statements), "bom.json")[1]

    assert noted.message.params == {"word": "incomplete", "n": 300}


def test_parts_said_to_be_missing_are_told_among_many_smaller_defects():
    bad = {"name": "core", "purl": "none"}
    statements = [{"aggregate": "incomplete"}]

    assert ids(document(*[bad] * 11_000, compositions=statements))[0] == "sbom.incomplete"


def test_a_package_lost_after_very_many_smaller_defects_is_still_told():
    assert ids(document(*[{"name": "core", "purl": "none"}] * 11_000, 7))[0] == "sbom.not_an_object"


def test_a_reference_to_another_sbom_is_noted_where_it_stands():
    other = {"externalReferences": [{"type": "bom", "url": "urn:cdx:fictional/1"}]}
    page = {"externalReferences": [{"type": "website", "url": "https://example.jp"}]}
    components = [{"name": "core", **other}, {"name": "page", **page}]
    about = {"component": {"name": "product", **other}}

    _, defects = read_sbom(document(*components, metadata=about, **other), "bom.json")

    assert {d.message.id for d in defects} == {"sbom.refers_elsewhere"}
    assert [d.place.pointer for d in defects] == [
        "/components/0",
        "/externalReferences/0",
        "/metadata/component",
    ]
