"""One SBOM in every form it may be written in: what is read of it is the same."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import msgspec
import pytest
import zstandard

from sekisho.model.errors import InputError, TooLargeError
from sekisho.model.inventory import Inventory, Package
from sekisho.read.limits import Limits
from sekisho.read.sbom import read_sbom

DIGEST = "a" * 64
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "metadata": {
        "timestamp": "2026-04-01T00:00:00Z",
        "tools": [{"vendor": "Example", "name": "maker", "version": "2"}],
        "authors": [{"name": "Sato", "email": "sato@example.test"}],
        "component": {"type": "firmware", "bom-ref": "fw", "name": "関所カメラ", "version": "3.1"},
    },
    "components": [
        {
            "type": "library",
            "bom-ref": "a",
            "group": "org.example",
            "name": "alpha",
            "version": "1.0",
            "purl": "pkg:maven/org.example/alpha@1.0",
            "supplier": {"name": "Example KK"},
            "hashes": [{"alg": "SHA-256", "content": DIGEST}],
            "licenses": [{"license": {"id": "MIT"}}],
            "components": [{"type": "file", "bom-ref": "b", "name": "inner", "version": "2"}],
        },
        {
            "type": "device",
            "name": "radio",
            "cpe": "cpe:2.3:h:example:radio:1:*:*:*:*:*:*:*",
            "licenses": [{"expression": "MIT OR Apache-2.0"}],
        },
    ],
    "dependencies": [{"ref": "fw", "dependsOn": ["a", "b"]}, {"ref": "a", "dependsOn": []}],
}
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1"
     serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" xmlns:v="http://vendor.example/x">
  <metadata>
    <timestamp>2026-04-01T00:00:00Z</timestamp>
    <tools><tool><vendor>Example</vendor><name>maker</name><version>2</version></tool></tools>
    <authors><author><name>Sato</name><email>sato@example.test</email></author></authors>
    <component type="firmware" bom-ref="fw"><name>関所カメラ</name><version>3.1</version></component>
  </metadata>
  <components>
    <component type="library" bom-ref="a">
      <supplier><name>Example KK</name></supplier>
      <group>org.example</group><name>alpha</name><version>1.0</version>
      <hashes><hash alg="SHA-256">{DIGEST}</hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <purl>pkg:maven/org.example/alpha@1.0</purl>
      <components>
        <component type="file" bom-ref="b"><name>inner</name><version>2</version></component>
      </components>
      <v:component><v:name>not of this vocabulary</v:name></v:component>
    </component>
    <component type="device">
      <name>radio</name>
      <licenses><expression>MIT OR Apache-2.0</expression></licenses>
      <cpe>cpe:2.3:h:example:radio:1:*:*:*:*:*:*:*</cpe>
    </component>
  </components>
  <dependencies>
    <dependency ref="fw"><dependency ref="a"/><dependency ref="b"/></dependency>
    <dependency ref="a"/>
  </dependencies>
</bom>"""
SPDX = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "camera",
    "documentNamespace": "https://example.test/camera",
    "creationInfo": {
        "created": "2026-04-01T00:00:00Z",
        "creators": ["Organization: Example KK (pr@example.test)", "Tool: maker-2"],
    },
    "packages": [
        {"SPDXID": "SPDXRef-fw", "name": "camera", "versionInfo": "3.1"},
        {
            "SPDXID": "SPDXRef-a",
            "name": "alpha",
            "versionInfo": "1.0",
            "supplier": "Organization: Example KK",
            "checksums": [{"algorithm": "SHA256", "checksumValue": DIGEST}],
            "licenseDeclared": "MIT",
            "externalRefs": [
                {
                    "referenceCategory": "PACKAGE-MANAGER",
                    "referenceType": "purl",
                    "referenceLocator": "pkg:maven/org.example/alpha@1.0",
                }
            ],
        },
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-fw",
        },
        {
            "spdxElementId": "SPDXRef-fw",
            "relationshipType": "CONTAINS",
            "relatedSpdxElement": "SPDXRef-a",
        },
    ],
}
TAG_VALUE = f"""# made by hand
SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: camera
DocumentNamespace: https://example.test/camera
DocumentComment: <text>PackageName: not one
over lines</text>
Creator: Organization: Example KK (pr@example.test)
Creator: Tool: maker-2
Created: 2026-04-01T00:00:00Z

PackageName: camera
SPDXID: SPDXRef-fw
PackageVersion: 3.1

PackageName: alpha
SPDXID: SPDXRef-a
PackageVersion: 1.0
PackageSupplier: Organization: Example KK
PackageChecksum: SHA256: {DIGEST}
PackageLicenseDeclared: MIT
ExternalRef: PACKAGE-MANAGER purl pkg:maven/org.example/alpha@1.0

FileName: ./a.bin
SPDXID: SPDXRef-file
LicenseConcluded: MIT

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-fw
Relationship: SPDXRef-fw CONTAINS SPDXRef-a
"""
_RUN = "https://example.test/run/"
SPDX_3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {
            "type": "CreationInfo",
            "@id": "_:made",
            "specVersion": "3.0.1",
            "created": "2026-04-01T00:00:00Z",
            "createdBy": [_RUN + "org"],
            "createdUsing": [_RUN + "tool"],
        },
        {"type": "Organization", "spdxId": _RUN + "org", "name": "Example KK"},
        {"type": "Tool", "spdxId": _RUN + "tool", "name": "maker-2"},
        {
            "type": "SpdxDocument",
            "spdxId": "https://example.test/camera",
            "creationInfo": "_:made",
            "name": "camera",
            "rootElement": [_RUN + "fw"],
        },
        {
            "type": "software_Package",
            "spdxId": _RUN + "fw",
            "name": "camera",
            "software_packageVersion": "3.1",
        },
        {
            "type": "software_Package",
            "spdxId": _RUN + "a",
            "name": "alpha",
            "software_packageVersion": "1.0",
            "suppliedBy": _RUN + "org",
            "verifiedUsing": [{"type": "Hash", "algorithm": "sha256", "hashValue": DIGEST}],
            "externalIdentifier": [
                {
                    "type": "ExternalIdentifier",
                    "externalIdentifierType": "packageUrl",
                    "identifier": "pkg:maven/org.example/alpha@1.0",
                }
            ],
        },
        {
            "type": "simplelicensing_LicenseExpression",
            "spdxId": _RUN + "mit",
            "simplelicensing_licenseExpression": "MIT",
        },
        {
            "type": "Relationship",
            "spdxId": _RUN + "1",
            "from": _RUN + "a",
            "relationshipType": "hasDeclaredLicense",
            "to": [_RUN + "mit"],
        },
        {
            "type": "Relationship",
            "spdxId": _RUN + "2",
            "from": _RUN + "fw",
            "relationshipType": "dependsOn",
            "to": [_RUN + "a"],
        },
    ],
}


def read(data: bytes) -> Inventory:
    inventory, defects = read_sbom(data, "bom")
    assert defects == ()
    return inventory


def test_cyclonedx_xml_gives_what_its_json_gives():
    found = read(XML.encode())

    assert found == read(json.dumps(CYCLONEDX).encode())
    assert found.schema_version == "CycloneDX 1.5"
    assert found.schema_faults == ()


def test_cyclonedx_xml_may_be_written_in_another_encoding():
    assert read(XML.replace("UTF-8", "UTF-16").encode("utf-16")) == read(XML.encode())


def test_spdx_tag_value_gives_what_its_json_gives():
    judged = read(json.dumps(SPDX).encode())
    alike = msgspec.structs.replace(judged, schema_version="", schema_faults=(), schema_own=False)

    assert read(TAG_VALUE.encode()) == alike


def test_spdx_yaml_gives_what_its_json_gives():
    yaml = "\n".join(f"{key}: {json.dumps(value)}" for key, value in SPDX.items())

    assert read(yaml.encode()) == read(json.dumps(SPDX).encode())


def test_spdx_3_gives_what_spdx_2_gives_but_for_the_names_of_its_elements():
    third, second = read(json.dumps(SPDX_3).encode()), read(json.dumps(SPDX).encode())

    assert third.spec_version == "3.0.1"
    assert (third.name, third.serial, third.authors, third.tools) == (
        second.name,
        second.serial,
        second.authors,
        second.tools,
    )
    assert [_plain(package) for package in third.packages] == [
        _plain(package) for package in second.packages
    ]
    assert third.primary is not None
    assert third.edges == ((_RUN + "fw", (_RUN + "a",)),)


def _plain(package: Package) -> Package:
    return msgspec.structs.replace(package, ref="", place="")


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_packed_sbom_is_unpacked(pack: Callable[[bytes], bytes]):
    assert read(pack(TAG_VALUE.encode())) == read(TAG_VALUE.encode())


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_packed_sbom_may_not_unpack_beyond_the_cap(pack: Callable[[bytes], bytes]):
    with pytest.raises(TooLargeError):
        read_sbom(pack(b" " * 5_000_000), "bom", Limits(bytes=1_000_000))


def test_the_tools_of_a_newer_xml_are_components():
    newer = XML.replace(
        "<tools><tool><vendor>Example</vendor><name>maker</name><version>2</version></tool></tools>",
        '<tools><components><component type="application"><name>maker</name>'
        "<version>2</version></component></components></tools>",
    )

    assert read(newer.encode()).tools == ("maker 2",)


def test_the_oldest_xml_tells_its_dependencies_in_a_vocabulary_of_its_own():
    old = """<bom xmlns="http://cyclonedx.org/schema/bom/1.1" version="1"
      xmlns:dg="http://cyclonedx.org/schema/ext/dependency-graph/1.0">
      <components><component type="library" bom-ref="a"><name>a</name><version>1</version></component>
      <component type="library" bom-ref="b"><name>b</name><version>1</version></component></components>
      <dg:dependencies><dg:dependency ref="a"><dg:dependency ref="b"/></dg:dependency></dg:dependencies>
      </bom>"""

    assert read(old.encode()).edges == (("a", ("b",)),)


def test_xml_too_deep_or_too_long_is_refused_before_it_is_built():
    deep = XML.replace("<name>radio</name>", "<a>" * 300 + "</a>" * 300)
    with pytest.raises(TooLargeError) as caught:
        read_sbom(deep.encode(), "bom.xml")
    assert caught.value.message.id == "error.too_deep"

    with pytest.raises(TooLargeError):
        read_sbom(XML.encode(), "bom.xml", Limits(nodes=20))


def test_a_fault_in_xml_or_tag_value_is_told_with_its_line():
    with pytest.raises(InputError) as caught:
        read_sbom(XML.replace("</hash>", "</hush>").encode(), "bom.xml")
    assert caught.value.place.line == 14

    with pytest.raises(InputError) as caught:
        read_sbom(TAG_VALUE.replace("PackageName: alpha", "alpha").encode(), "bom.spdx")
    assert caught.value.place.line == 16


def test_an_spdx_3_document_tells_what_is_wrong_in_it():
    broken = json.loads(json.dumps(SPDX_3))
    broken["@graph"] += [
        "no object",
        {"type": "software_Package", "spdxId": _RUN + "a", "name": "again"},
        {"type": "software_Package", "spdxId": _RUN + "x", "software_packageUrl": "no purl"},
        {
            "type": "Relationship",
            "spdxId": _RUN + "3",
            "from": _RUN + "fw",
            "relationshipType": "contains",
            "to": [_RUN + "nowhere"],
        },
    ]

    _, defects = read_sbom(json.dumps(broken).encode(), "bom.json")

    assert sorted(defect.message.id for defect in defects) == [
        "sbom.bad_purl",
        "sbom.missing_ref",
        "sbom.no_name",
        "sbom.not_an_object",
        "sbom.ref_twice",
    ]
