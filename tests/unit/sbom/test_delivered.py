"""What the readers keep of the file a package is delivered as, of licences and of completeness."""

from __future__ import annotations

import json
from typing import Any

from sekisho.model.inventory import Inventory
from sekisho.read.sbom import read_sbom


def cyclonedx(component: dict[str, Any], **fields: Any) -> Inventory:
    plain = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [component]} | fields
    return read_sbom(json.dumps(plain).encode(), "bom.json")[0]


def test_the_file_as_delivered_is_read_from_references_and_properties():
    (package,) = cyclonedx(
        {
            "type": "library",
            "name": "a",
            "properties": [
                {"name": "bsi:component:filename", "value": "a.tgz"},
                {"name": "bsi:component:executable", "value": "non-executable"},
                {"name": "bsi:component:archive", "value": "archive"},
                {"name": "bsi:component:structured", "value": "perhaps"},
                {"name": "other", "value": 5},
            ],
            "externalReferences": [
                {"type": "vcs", "url": "https://example.jp/a.git"},
                {
                    "type": "distribution",
                    "url": "https://example.jp/a.tgz",
                    "hashes": [{"alg": "SHA-512", "content": "A" * 128}],
                },
                {"type": ["strange"], "url": 7},
            ],
        }
    ).packages

    assert (package.filename, package.executable, package.archive, package.structured) == (
        "a.tgz",
        False,
        True,
        None,
    )
    assert package.distribution == "https://example.jp/a.tgz"
    assert package.distribution_hashes == (("sha512", "a" * 128),)
    assert package.source == "https://example.jp/a.git"


def test_licences_keep_who_said_them():
    (package,) = cyclonedx(
        {
            "type": "library",
            "name": "a",
            "licenses": [
                {"license": {"id": "MIT", "acknowledgement": "declared"}},
                {"expression": "MIT OR X11", "acknowledgement": "concluded"},
            ],
        }
    ).packages

    assert package.declared == ("MIT",)
    assert package.concluded == ("MIT OR X11",)


def test_the_document_keeps_contacts_phases_completeness_and_the_count_of_flaws():
    inventory = cyclonedx(
        {"type": "library", "name": "a", "bom-ref": "a"},
        metadata={
            "authors": [{"name": "Sato", "email": "sato@example.jp"}],
            "manufacturer": {"url": ["https://aoba.example"]},
            "lifecycles": [{"phase": "build"}, {"name": "own"}, 3],
        },
        compositions=[{"aggregate": "incomplete", "assemblies": ["a"]}, {"aggregate": "unknown"}],
        vulnerabilities=[{"id": "X-1"}, {"id": "X-2"}],
    )

    assert inventory.contacts == ("sato@example.jp", "https://aoba.example")
    assert inventory.lifecycles == ("build", "own")
    assert inventory.compositions == (("incomplete", ("a",)), ("unknown", ()))
    assert inventory.vulnerabilities == 2


def test_the_licence_expression_of_xml_keeps_its_acknowledgement():
    text = (
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>'
        '<component type="library"><name>a</name><licenses>'
        '<expression acknowledgement="concluded">MIT</expression></licenses>'
        "</component></components></bom>"
    )

    (package,) = read_sbom(text.encode(), "bom.xml")[0].packages

    assert package.concluded == ("MIT",)


def test_the_distribution_file_of_spdx_3_is_read():
    graph = [
        {"type": "software_Package", "spdxId": "p", "name": "a"},
        {
            "type": "software_File",
            "spdxId": "f",
            "name": "a.bin",
            "software_additionalPurpose": ["executable", "container"],
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha512", "hashValue": "b" * 128}],
        },
        {
            "type": "Relationship",
            "spdxId": "r",
            "from": "p",
            "relationshipType": "hasDistributionArtifact",
            "to": ["f"],
        },
        {"type": "software_Sbom", "spdxId": "s", "software_sbomType": ["build"]},
    ]
    plain = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}

    inventory = read_sbom(json.dumps(plain).encode(), "bom.json")[0]
    (package,) = inventory.packages

    assert inventory.lifecycles == ("build",)
    assert (package.filename, package.executable, package.archive, package.structured) == (
        "a.bin",
        True,
        False,
        True,
    )
    assert package.distribution_hashes == (("sha512", "b" * 128),)
