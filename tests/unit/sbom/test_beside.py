"""What an SBOM tells beside its packages: services, what it was built with, links to others."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sekisho.library.snapshot import starter_library
from sekisho.model.case import Case
from sekisho.model.evidence import Evidence
from sekisho.model.finding import Finding
from sekisho.model.inventory import Inventory, ServiceEntry
from sekisho.read.case import evidence_from_bytes
from sekisho.read.sbom import read_sbom
from sekisho.regime.loader import load_regime
from sekisho.vet import vet

SERIAL = "3e671687-395b-41f5-a30f-a58921a69b79"
DAY = date(2026, 12, 1)


def _bom(**fields: Any) -> bytes:
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return json.dumps({**head, **fields}).encode()


def _read(**fields: Any) -> Inventory:
    return read_sbom(_bom(**fields), "bom.json")[0]


def _xml(body: str) -> Inventory:
    space = "http://cyclonedx.org/schema/bom/1.6"
    return read_sbom(f'<bom xmlns="{space}" version="1">{body}</bom>'.encode(), "bom.xml")[0]


def _findings(*documents: bytes) -> tuple[Finding, ...]:
    evidence = tuple(
        evidence_from_bytes(Evidence(id=f"e{at}", kind="sbom", path=f"e{at}"), data)
        for at, data in enumerate(documents)
    )
    return vet(
        Case(evidence=evidence), load_regime("baseline", DAY), starter_library(), DAY
    ).findings


def _linked(found: tuple[Finding, ...]) -> list[str]:
    rule = "provenance.not_whole.sbom.refers_elsewhere"
    return [detail.id for finding in found if finding.rule == rule for detail in finding.details]


def test_a_service_is_listed_with_its_provider_and_its_data_and_is_no_package():
    flows = [{"flow": "bi-directional", "classification": "PII"}]
    inventory = _read(
        services=[
            {
                "bom-ref": "s",
                "name": "認証",
                "version": "2",
                "provider": {"name": "Aoba Micro"},
                "endpoints": ["https://id.aoba.example/"],
                "authenticated": True,
                "x-trust-boundary": False,
                "data": flows,
                "services": [{"name": "inner"}],
            }
        ],
        dependencies=[{"ref": "s", "dependsOn": []}],
    )

    assert inventory.packages == ()
    assert inventory.services[0] == ServiceEntry(
        name="認証",
        version="2",
        provider="Aoba Micro",
        endpoints=("https://id.aoba.example/",),
        data=(("bi-directional", "PII"),),
        authenticated=True,
        crosses_trust=False,
        ref="s",
        place="/services/0",
    )
    assert inventory.services[1].place == "/services/0/services/0"


def test_a_service_in_xml_is_the_same():
    body = (
        '<services><service bom-ref="s"><provider><name>Aoba Micro</name></provider>'
        "<name>id</name><endpoints><endpoint>https://a.example/</endpoint>"
        "<endpoint>https://b.example/</endpoint></endpoints><authenticated>true</authenticated>"
        '<data><classification flow="inbound">PII</classification>'
        '<classification flow="outbound">public</classification></data></service></services>'
    )
    (service,) = _xml(body).services

    assert service.provider == "Aoba Micro"
    assert service.endpoints == ("https://a.example/", "https://b.example/")
    assert service.data == (("inbound", "PII"), ("outbound", "public"))
    assert service.authenticated is True


def test_services_are_told_apart_and_not_as_something_wrong():
    (told,) = (f for f in _findings(_bom(services=[{"name": "x"}])) if "services" in f.rule)

    assert (told.rule, told.severity) == ("provenance.apart.sbom.services", "info")


def test_what_the_product_was_built_with_is_no_part_of_it():
    formula = {"components": [{"type": "application", "name": "gcc", "bom-ref": "gcc"}]}
    inventory = _read(
        components=[{"type": "library", "name": "a", "bom-ref": "a"}],
        formulation=[formula],
        dependencies=[{"ref": "a", "dependsOn": ["gcc"]}],
    )
    xml = _xml(
        "<formulation><formula><components><component type='application'><name>gcc</name>"
        "</component></components></formula></formulation>"
    )

    assert [package.name for package in inventory.packages] == ["a"]
    assert [package.name for package in inventory.built_with] == ["gcc"]
    assert [package.name for package in xml.built_with] == ["gcc"]


def test_hardware_firmware_drivers_and_models_keep_their_kind():
    kinds = ["device", "firmware", "device-driver", "machine-learning-model", "platform"]
    inventory = _read(components=[{"type": kind, "name": kind} for kind in kinds])

    assert [package.kind for package in inventory.packages] == kinds


def test_components_within_components_are_all_there():
    inner = {"type": "library", "name": "c"}
    middle = {"type": "library", "name": "b", "components": [inner]}
    inventory = _read(components=[{"type": "device", "name": "a", "components": [middle]}])

    assert [package.name for package in inventory.packages] == ["a", "b", "c"]


def _linking(url: str) -> bytes:
    reference = {"type": "bom", "url": url}
    return _bom(components=[{"type": "library", "name": "a", "externalReferences": [reference]}])


def test_a_link_to_an_sbom_that_was_handed_in_is_answered():
    other = _bom(
        serialNumber=f"urn:uuid:{SERIAL}",
        components=[{"type": "library", "name": "b", "bom-ref": "b"}],
    )

    assert _linked(_findings(_linking(f"urn:cdx:{SERIAL}/1"), other)) == []
    assert _linked(_findings(_linking(f"urn:cdx:{SERIAL}/1#b"), other)) == []
    assert _linked(_findings(_linking(f"urn:cdx:{SERIAL}/1#x"), other)) == ["sbom.link_no_ref"]
    assert _linked(_findings(_linking(f"urn:cdx:{SERIAL}/2"), other)) == ["sbom.link_other"]


def test_a_link_to_what_was_not_handed_in_names_its_serial_number():
    found = _findings(_linking(f"urn:cdx:{SERIAL}/1"))
    (told,) = (finding for finding in found if "refers_elsewhere" in finding.rule)

    assert SERIAL in str(told.details[0].params["target"])
    assert _linked(found) == ["sbom.link_missing"]


def test_a_dependency_on_an_entry_of_another_sbom_is_a_link_and_no_reference_to_nothing():
    ref = f"urn:cdx:{SERIAL}/1#b"
    inventory, defects = read_sbom(
        _bom(
            components=[{"type": "library", "name": "a", "bom-ref": "a"}],
            dependencies=[{"ref": "a", "dependsOn": [ref]}],
        ),
        "bom",
    )

    assert [link.target for link in inventory.links] == [ref]
    assert inventory.edges == (("a", ()),)
    assert "sbom.missing_ref" not in {defect.message.id for defect in defects}


def _spdx(namespace: str, **fields: Any) -> bytes:
    head = {"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "x"}
    return json.dumps({**head, "documentNamespace": namespace, "packages": [], **fields}).encode()


def test_external_documents_of_spdx_are_found_by_namespace_and_held_to_their_digest():
    other = _spdx("https://spdx.example/b")

    def linking(kind: str, value: str) -> bytes:
        reference = {
            "externalDocumentId": "DocumentRef-b",
            "spdxDocument": "https://spdx.example/b",
            "checksum": {"algorithm": kind, "checksumValue": value},
        }
        return _spdx("https://spdx.example/a", externalDocumentRefs=[reference])

    assert _linked(_findings(linking("SHA1", "0" * 40))) == ["sbom.link_missing"]
    assert _linked(_findings(linking("SHA1", "0" * 40), other)) == []
    assert _linked(_findings(linking("SHA256", "0" * 64), other)) == ["sbom.link_digest"]
