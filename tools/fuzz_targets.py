"""The readers of Sekisho with a small well-made document each, to be spoilt and read again.

Every name in the documents is fictional.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from sekisho.check.quality.facts import FactTable
from sekisho.check.quality.judged import judge
from sekisho.check.quality.own import remarks
from sekisho.model.canonical import canonical_bytes
from sekisho.model.operator.exceptions import Exceptions
from sekisho.model.operator.note import Notes
from sekisho.read.advisories.documents import open_documents
from sekisho.read.advisories.exploited import read_catalogue
from sekisho.read.advisories.likelihood import read_heading, read_scores
from sekisho.read.advisories.osv import read_records
from sekisho.read.beside.events import parse_events
from sekisho.read.beside.statements import parse_statements
from sekisho.read.defects import DefectLog
from sekisho.read.filing import read_filing
from sekisho.read.filing.stored import read_stored
from sekisho.read.limits import Limits
from sekisho.read.lists import meti, ofac, restricted
from sekisho.read.lists.own import read_feed
from sekisho.read.sbom import read_sbom
from sekisho.read.sheets.cells import read_cells
from sekisho.read.sheets.csv_text import read_csv_cells
from sekisho.regime.profiles import find_profile, list_profiles
from tools.fuzz_lists import parties_in, seeds

SMALL = Limits(bytes=4 * 1024 * 1024, depth=64, nodes=200_000)
"""Caps small enough that a document of any form passes them in a fuzzing run."""


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: what it is called, what it does with bytes, and a document it reads well."""

    name: str
    read: Callable[[bytes], object]
    seed: bytes = field(repr=False)


def _json(plain: object) -> bytes:
    return json.dumps(plain, indent=1).encode()


_HASHES = [{"alg": "SHA-512", "content": "a" * 128}]
CYCLONEDX = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
    "metadata": {
        "timestamp": "2026-11-01T09:00:00Z",
        "authors": [{"name": "Sato", "email": "sato@example.jp"}],
        "lifecycles": [{"phase": "build"}],
        "tools": {"components": [{"name": "maker", "version": "1"}]},
        "component": {"bom-ref": "p", "name": "product", "components": [{"name": "inner"}]},
    },
    "components": [
        {
            "bom-ref": "a",
            "type": "library",
            "group": "g",
            "name": "a",
            "version": "1.0",
            "purl": "pkg:npm/a@1.0?x=y#z",
            "cpe": "cpe:2.3:a:a:a:1.0:*:*:*:*:*:*:*",
            "supplier": {"name": "Aoba", "url": ["https://example.jp"]},
            "licenses": [{"expression": "MIT OR (Apache-2.0)", "acknowledgement": "declared"}],
            "hashes": _HASHES,
            "properties": [{"name": "bsi:component:filename", "value": "a.bin"}],
            "externalReferences": [
                {"type": "distribution", "url": "https://example.jp/a", "hashes": _HASHES}
            ],
            "components": [{"bom-ref": "b", "type": "file", "name": "b"}],
        }
    ],
    "services": [{"bom-ref": "s", "name": "s", "services": []}],
    "dependencies": [{"ref": "p", "dependsOn": ["a", "s"]}, {"ref": "a", "dependsOn": ["b"]}],
    "compositions": [{"aggregate": "incomplete", "assemblies": ["a"]}],
    "vulnerabilities": [{"id": "CVE-2099-1"}],
}
CYCLONEDX_XML = b"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">
 <metadata><component type="application" bom-ref="p"><name>p</name></component></metadata>
 <components><component type="library" bom-ref="a"><name>a</name><version>1</version>
  <hashes><hash alg="SHA-256">aaaa</hash></hashes>
  <licenses><expression acknowledgement="concluded">MIT</expression></licenses>
  <purl>pkg:npm/a@1</purl><properties><property name="x">y</property></properties>
 </component></components>
 <dependencies><dependency ref="p"><dependency ref="a"/></dependency></dependencies>
</bom>"""
SPDX: dict[str, Any] = {
    "spdxVersion": "SPDX-2.3",
    "SPDXID": "SPDXRef-DOCUMENT",
    "name": "n",
    "documentNamespace": "https://example.jp/n",
    "creationInfo": {
        "created": "2026-11-01T09:00:00Z",
        "creators": ["Tool: maker-1", "Organization: Aoba (info@example.jp)"],
    },
    "packages": [
        {
            "SPDXID": "SPDXRef-a",
            "name": "a",
            "versionInfo": "1",
            "supplier": "Organization: Aoba (info@example.jp)",
            "licenseDeclared": "NOASSERTION",
            "licenseConcluded": "MIT",
            "downloadLocation": "https://example.jp/a",
            "checksums": [{"algorithm": "SHA256", "checksumValue": "a" * 64}],
            "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:npm/a@1"}],
        }
    ],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-DOCUMENT",
            "relationshipType": "DESCRIBES",
            "relatedSpdxElement": "SPDXRef-a",
        }
    ],
}
TAG_VALUE = b"""SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: n
Creator: Tool: maker
Created: 2026-11-01T09:00:00Z
PackageName: a
SPDXID: SPDXRef-a
PackageVersion: 1
PackageChecksum: SHA256: aaaa
PackageComment: <text>one
two</text>
ExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-a
"""
SPDX_YAML = b"""spdxVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
name: n
packages:
  - {SPDXID: SPDXRef-a, name: a, versionInfo: &v "1", licenseDeclared: MIT}
  - {SPDXID: SPDXRef-b, name: b, versionInfo: *v}
"""
SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:c", "created": "2026-11-01T09:00:00Z"},
        {"type": "software_Sbom", "spdxId": "s", "rootElement": ["a"], "creationInfo": "_:c"},
        {
            "type": "software_Package",
            "spdxId": "a",
            "name": "a",
            "software_packageVersion": "1",
            "software_packageUrl": "pkg:npm/a@1",
            "verifiedUsing": [{"algorithm": "sha256", "hashValue": "a" * 64}],
        },
        {"type": "software_File", "spdxId": "f", "name": "a.bin"},
        {
            "type": "Relationship",
            "from": "a",
            "relationshipType": "hasDistributionArtifact",
            "to": ["f"],
        },
    ],
}
OSV = {
    "id": "EXA-1",
    "aliases": ["CVE-2099-1"],
    "modified": "2026-11-01T00:00:00Z",
    "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
    "affected": [
        {
            "package": {"ecosystem": "npm", "name": "a"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2"}]}],
            "versions": ["1.0"],
        }
    ],
}
KEV = {
    "catalogVersion": "2026.11.01",
    "count": 1,
    "vulnerabilities": [
        {"cveID": "CVE-2099-0001", "dateAdded": "2026-11-01", "knownRansomwareCampaignUse": "Known"}
    ],
}
KEV_CSV = b"cveID,vendorProject,product,dateAdded\nCVE-2099-0001,a,b,2026-11-01\n"
EPSS = b"#model_version:v1,score_date:2026-11-01T00:00:00Z\ncve,epss,percentile\nCVE-2099-0001,0.1,9e-05\n"
FEED = b"""schema: sekisho/feed/1
id: own
kind: parties
title: Own
publisher: Kasumi
published_on: 2026-11-01
stale_after_days: 30
covers: ["*"]
records:
  - {id: W-1, name: Aoba, kind: organisation}
"""
RESTRICTED = {
    "list_id": "x",
    "extracted": "2026-11-01",
    "count": 1,
    "entities": [
        {
            "name": "Aoba",
            "aliases": ["Aoba Ltd"],
            "country": "Japan",
            "effective_date": "6/21/22",
            "notes": "produced in a foreign country",
        }
    ],
}
OFAC = (
    b'36,"AOBA","individual","X",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. \'B\'; Tax ID 12."\r\n'
)
EVENTS = b"""- {kind: submitted, on: 2026-11-27}
- {kind: accepted, on: 2026-12-01, by: meti, reference: FICT-2026-0412}
"""
FILING = """schema: sekisho/filing/1
reference: KG-2026-P077
act: introduction
sector: electricity
authority: meti
fictional: true
operator: {party: kasumi, designated_on: 2023-11-16}
facility: {kind: electricity.grid_control, name: 系統監視, supplier: kasumi}
components:
  - {id: gateway, name: Gateway, version: 2.4.1, supplier: kasumi}
parties:
  - id: kasumi
    name: 霞送配電株式会社
    address: {address: 東京都架空区, country: JP}
    law_country: JP
""".encode()
NOTES = b"""schema: sekisho/notes/1
notes:
  - {id: n, rules: [a.b], on: 2026-11-01, text: t}
"""
EXCEPTIONS = b"""schema: sekisho/exceptions/1
exceptions:
  - {id: e, rule: a.b, reason: r, owner: o, made_on: 2026-11-01, expires_on: 2026-12-01}
"""
STATEMENTS = b'[{"statement":{"kind":"resolution","about":"a","by":"Sato","on":"2026-11-01","reason":"r"},"key":"","signature":""}]'


@cache
def _workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  # a new workbook has one
    sheet.append(["No.", "国名", "企業名", "別名", "懸念区分"])
    sheet.append([1, "日本", "青葉", "・Aoba\n・Aoba Ltd", "核"])
    sheet["A5"] = 2.5
    sheet["B5"] = "=A1"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _sbom(data: bytes) -> None:
    inventory, _ = read_sbom(data, "bom", SMALL)
    canonical_bytes(inventory)
    table = FactTable(inventory)
    for id in list_profiles():
        canonical_bytes(judge(table, find_profile(id)))
    canonical_bytes(list(remarks(table)))


def _drained(records: Iterable[object]) -> None:
    canonical_bytes(list(records))


def _on_disk(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    def from_bytes(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return read(path)

    return from_bytes


def _osv(path: Path) -> None:
    log = DefectLog()
    for _ in read_records(open_documents(path, log), log):
        pass


def _kev(path: Path) -> None:
    _drained(read_catalogue(path, "kev", DefectLog()).records)


def _epss(path: Path) -> None:
    read_heading(path)
    _drained(read_scores(path, "epss", DefectLog()))


def _restricted(data: bytes) -> None:
    read = restricted.read_restricted(data, "list.json", DefectLog())
    _drained(restricted.parties(read, "x"))
    _drained(restricted.equipment(read, "x"))


def _list(form: str) -> Callable[[bytes], object]:
    return lambda data: _drained(parties_in(form, data, DefectLog()))


def targets() -> tuple[Target, ...]:
    """Gives every reader of documents that others wrote."""
    return (
        Target("sbom-json", _sbom, _json(CYCLONEDX)),
        Target("sbom-xml", _sbom, CYCLONEDX_XML),
        Target("sbom-spdx", _sbom, _json(SPDX)),
        Target("sbom-tag-value", _sbom, TAG_VALUE),
        Target("sbom-yaml", _sbom, SPDX_YAML),
        Target("sbom-spdx3", _sbom, _json(SPDX3)),
        Target("osv", _on_disk("osv.json", _osv), _json([OSV])),
        Target("kev", _on_disk("kev.json", _kev), _json(KEV)),
        Target("kev-csv", _on_disk("kev.csv", _kev), KEV_CSV),
        Target("epss", _on_disk("epss.csv", _epss), EPSS),
        Target("list-own", lambda data: read_feed(data, "own.feed.yaml"), FEED),
        Target("list-restricted", _restricted, _json(RESTRICTED)),
        Target(
            "list-ofac",
            lambda data: _drained(
                ofac.read_ofac(ofac.OfacFiles(data, "sdn.csv", data, data, data), "x", DefectLog())
            ),
            OFAC,
        ),
        Target(
            "list-meti",
            lambda data: _drained(meti.read_meti(data, "x", "list.xlsx", DefectLog())),
            _workbook(),
        ),
        *(Target(f"list-{form}", _list(form), seed) for form, seed in seeds().items()),
        Target("sheet-xlsx", lambda data: read_cells(data, "a.xlsx"), _workbook()),
        Target(
            "sheet-csv",
            lambda data: read_csv_cells(data, "a.csv", SMALL),
            '国名,b\n1,"2"\n'.encode(),
        ),
        Target("statements", lambda data: parse_statements(data, "s.json"), STATEMENTS),
        Target("events", lambda data: parse_events(data, "events.yaml"), EVENTS),
        Target("filing", lambda data: read_filing(data, "filing.yaml"), FILING),
        Target("notes", lambda data: read_stored(data, "n.yaml", Notes, "notes"), NOTES),
        Target(
            "exceptions",
            lambda data: read_stored(data, "e.yaml", Exceptions, "exceptions"),
            EXCEPTIONS,
        ),
    )
