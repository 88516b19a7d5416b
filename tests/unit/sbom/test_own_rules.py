"""SPDX against rules of our own: required fields, allowed words, forms of dates and ids."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sekisho.read.sbom import read_sbom

PACKAGE = {"SPDXID": "SPDXRef-a", "name": "a", "downloadLocation": "NOASSERTION"}
SOUND: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "dataLicense": "CC0-1.0",
    "name": "架空の例",
    "documentNamespace": "https://spdx.example/a",
    "creationInfo": {"created": "2026-12-01T00:00:00Z", "creators": ["Organization: Aoba Micro"]},
    "packages": [PACKAGE],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-a",
        }
    ],
}
CREATION = {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1"}
CREATION_3 = {**CREATION, "created": "2026-12-01T00:00:00Z", "createdBy": ["urn:x:p"]}
PACKAGE_3 = {
    "type": "software_Package",
    "spdxId": "urn:x:a",
    "creationInfo": "_:c",
    "name": "a",
}


def _faults(document: dict[str, Any]) -> set[tuple[str, str, str]]:
    inventory, _ = read_sbom(json.dumps(document).encode(), "a.spdx.json")
    assert inventory.schema_own
    return {(fault.kind, fault.place, fault.about) for fault in inventory.schema_faults}


def _of_version_3(*elements: dict[str, Any]) -> dict[str, Any]:
    context = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
    return {"@context": context, "@graph": list(elements)}


def test_a_sound_document_breaks_no_rule_and_says_by_what_it_was_judged():
    inventory, _ = read_sbom(json.dumps(SOUND).encode(), "a.spdx.json")

    assert inventory.schema_faults == ()
    assert (inventory.schema_version, inventory.schema_own) == ("SPDX 2.3", True)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"dataLicense": None}, ("value", "/dataLicense", "")),
        ({"documentNamespace": "https://a#b"}, ("form", "/documentNamespace", "")),
        ({"SPDXID": "SPDXRef-x"}, ("value", "/SPDXID", "")),
        (
            {"creationInfo": {"created": "2026-12-01", "creators": ["Tool: x"]}},
            ("form", "/creationInfo/created", ""),
        ),
        (
            {"creationInfo": {"created": "2026-12-01T00:00:00Z", "creators": ["x"]}},
            ("form", "/creationInfo/creators/*", ""),
        ),
        ({"packages": [{**PACKAGE, "SPDXID": "a b"}]}, ("form", "/packages/*/SPDXID", "")),
        (
            {"packages": [{"SPDXID": "SPDXRef-a", "name": "a"}]},
            ("lacking", "/packages/*", "downloadLocation"),
        ),
        (
            {"packages": [{**PACKAGE, "supplier": "Aoba"}]},
            ("form", "/packages/*/supplier", ""),
        ),
        (
            {"relationships": [{**SOUND["relationships"][0], "relationshipType": "NEAR"}]},
            ("value", "/relationships/*/relationshipType", ""),
        ),
    ],
)
def test_each_rule_is_held(wrong: dict[str, Any], fault: tuple[str, str, str]):
    assert fault in _faults({**SOUND, **wrong})


def test_a_rule_broken_late_in_a_long_list_is_placed_where_it_stands():
    packages = [{**PACKAGE, "SPDXID": f"SPDXRef-{n}"} for n in range(1200)]
    packages[1100] = {**PACKAGE, "SPDXID": "SPDXRef-1100", "builtDate": "yesterday"}
    inventory, _ = read_sbom(json.dumps({**SOUND, "packages": packages}).encode(), "a")

    assert [fault.first for fault in inventory.schema_faults] == ["/packages/1100/builtDate"]


def test_the_older_version_asks_for_licences_too():
    assert ("lacking", "/packages/*", "copyrightText") in _faults(
        {**SOUND, "spdxVersion": "SPDX-2.2"}
    )


def test_tag_value_is_not_judged_since_not_all_of_it_is_kept():
    text = b"SPDXVersion: SPDX-2.3\nPackageName: a\nSPDXID: SPDXRef-a\n"
    inventory, _ = read_sbom(text, "a.spdx")

    assert (inventory.schema_version, inventory.schema_own) == ("", False)


@pytest.mark.parametrize(
    ("elements", "faults"),
    [
        ((CREATION_3, PACKAGE_3), set()),
        ((CREATION,), {("lacking", "/@graph/*", "created"), ("lacking", "/@graph/*", "createdBy")}),
        (({**PACKAGE_3, "spdxId": "no iri"},), {("form", "/@graph/*/spdxId", "")}),
        (
            ({"type": "software_Package"},),
            {
                ("lacking", "/@graph/*", "spdxId"),
                ("lacking", "/@graph/*", "creationInfo"),
                ("lacking", "/@graph/*", "name"),
            },
        ),
    ],
)
def test_version_3_is_held_to_its_own_rules(
    elements: tuple[dict[str, Any], ...], faults: set[tuple[str, str, str]]
):
    assert _faults(_of_version_3(*elements)) == faults
