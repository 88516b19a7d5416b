from __future__ import annotations

import json
from typing import Any

import pytest

from sekisho.model.inventory import Package
from sekisho.read.sbom import read_sbom

CORE = {
    "SPDXID": "SPDXRef-core",
    "name": "core",
    "versionInfo": "1.0",
    "supplier": "Organization: Aoba (fictional) (info@example.jp)",
    "originator": "Person: Sato",
    "licenseDeclared": "NOASSERTION",
    "licenseConcluded": "MIT",
    "checksums": [{"algorithm": "SHA256", "checksumValue": "b" * 64}],
    "externalRefs": [
        {
            "referenceCategory": "PACKAGE-MANAGER",
            "referenceType": "purl",
            "referenceLocator": "pkg:npm/core@1.0",
        }
    ],
}
PRODUCT = {"SPDXID": "SPDXRef-product", "name": "product", "versionInfo": "NOASSERTION"}


def document(*packages: Any, **fields: Any) -> bytes:
    plain = {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "packages": packages,
        **fields,
    }
    return json.dumps(plain).encode()


def related(left: str, kind: str, right: str) -> dict[str, str]:
    return {"spdxElementId": left, "relationshipType": kind, "relatedSpdxElement": right}


def test_a_package_is_read_with_what_it_states():
    inventory, defects = read_sbom(document(CORE), "bom.spdx.json")

    assert defects == ()
    assert inventory.packages == (
        Package(
            name="core",
            version="1.0",
            purl="pkg:npm/core@1.0",
            supplier="Aoba (fictional)",
            maker="Sato",
            licences=("MIT",),
            hashes=(("sha256", "b" * 64),),
            ref="SPDXRef-core",
            place="/packages/0",
            contact="info@example.jp",
            concluded=("MIT",),
            unasserted=("licence_declared",),
        ),
    )


def test_what_is_not_asserted_is_absent():
    (package,) = read_sbom(document(PRODUCT), "bom.spdx.json")[0].packages

    assert package.version == ""


def test_relationships_become_edges_in_one_direction():
    links = [
        related("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-product"),
        related("SPDXRef-core", "DEPENDENCY_OF", "SPDXRef-product"),
        related("SPDXRef-product", "CONTAINS", "SPDXRef-file"),
    ]
    files = [{"SPDXID": "SPDXRef-file", "fileName": "a.c"}]

    inventory, defects = read_sbom(
        document(PRODUCT, CORE, relationships=links, files=files), "bom.spdx.json"
    )

    assert inventory.primary is not None
    assert inventory.primary.name == "product"
    assert [package.name for package in inventory.packages] == ["core"]
    assert inventory.edges == (("SPDXRef-product", ("SPDXRef-core",)),)
    assert defects == ()


def test_a_relationship_to_nothing_is_noted():
    links = [related("SPDXRef-core", "DEPENDS_ON", "SPDXRef-lost")]

    _, defects = read_sbom(document(CORE, relationships=links), "bom.spdx.json")

    assert [defect.message.params for defect in defects] == [{"ref": "SPDXRef-lost"}]


def test_an_export_wrapped_in_one_more_object_is_read():
    wrapped = b'{"sbom": ' + document(CORE) + b"}"

    assert read_sbom(wrapped, "bom.spdx.json")[0].packages[0].name == "core"


def test_the_creator_is_told_from_the_tool():
    about = {"created": "2026-11-01T00:00:00Z", "creators": ["Tool: maker-2", "Organization: Aoba"]}

    inventory, _ = read_sbom(document(CORE, creationInfo=about), "bom.spdx.json")

    assert (inventory.tools, inventory.authors) == (("maker-2",), ("Aoba",))


@pytest.mark.parametrize("version", ["SPDX-2.2", "SPDX-2.3"])
def test_both_versions_are_read(version: str):
    data = document(CORE).replace(b"SPDX-2.3", version.encode())

    assert read_sbom(data, "bom.spdx.json")[0].format == "SPDX"


def test_a_package_published_under_two_names_is_known_by_both():
    second = {**CORE["externalRefs"][0], "referenceLocator": "pkg:deb/debian/core@1.0"}  # type: ignore[dict-item]
    both = {**CORE, "externalRefs": [*CORE["externalRefs"], second, second]}

    inventory, defects = read_sbom(document(both), "bom.json")

    assert [package.purl for package in inventory.packages] == [
        "pkg:npm/core@1.0",
        "pkg:deb/debian/core@1.0",
    ]
    assert defects == ()


def test_a_reference_to_another_document_is_noted():
    other = {"externalDocumentId": "DocumentRef-a", "spdxDocument": "https://example.jp/a"}

    _, defects = read_sbom(document(CORE, externalDocumentRefs=[other]), "bom.spdx.json")

    assert [(d.message.id, d.place.pointer) for d in defects] == [
        ("sbom.refers_elsewhere", "/externalDocumentRefs/0")
    ]
