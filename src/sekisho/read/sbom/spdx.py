"""SPDX JSON, versions 2.2 and 2.3 (ISO/IEC 5962 is 2.2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from sekisho.model.errors import Defect
from sekisho.model.inventory import Inventory, ListedFile, Package
from sekisho.read.sbom.deployable import address
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log, digests, licence, package_url, stated
from sekisho.read.sbom.own import spdx2_faults
from sekisho.read.sbom.records import items


class _Checksum(msgspec.Struct, gc=False, rename="camel"):
    algorithm: str
    checksum_value: str


class _Reference(msgspec.Struct, gc=False, rename="camel"):
    reference_type: str | None = None
    reference_locator: str | None = None


class _Item(msgspec.Struct, gc=False, rename={"id": "SPDXID"}):
    id: str | None = None


class _File(msgspec.Struct, gc=False, rename={"id": "SPDXID", "file_name": "fileName"}):
    id: str | None = None
    file_name: str | None = None
    name: str | None = None
    checksums: list[_Checksum] | None = None


class _Package(
    msgspec.Struct,
    gc=False,
    rename={
        "id": "SPDXID",
        "version_info": "versionInfo",
        "licence_declared": "licenseDeclared",
        "licence_concluded": "licenseConcluded",
        "external_refs": "externalRefs",
        "purpose": "primaryPackagePurpose",
        "filename": "packageFileName",
        "location": "downloadLocation",
    },
):
    name: str
    id: str | None = None
    version_info: str | None = None
    supplier: str | None = None
    originator: str | None = None
    checksums: list[_Checksum] | None = None
    licence_declared: str | None = None
    licence_concluded: str | None = None
    external_refs: list[_Reference] | None = None
    purpose: str | None = None
    filename: str | None = None
    location: str | None = None


class _OtherDocument(msgspec.Struct, gc=False, rename="camel"):
    spdx_document: str | None = None
    checksum: _Checksum | None = None


class _Relationship(msgspec.Struct, gc=False):
    spdxElementId: str  # noqa: N815  # the format's own names
    relationshipType: str  # noqa: N815
    relatedSpdxElement: str  # noqa: N815


_PURPOSES = {"operating-system": "operating-system", "source": "library", "other": "library"}
_WHO = re.compile(r"(?:Organization|Person|Tool)\s*:\s*(.*?)\s*(?:\([^()]*\))?\s*\Z", re.DOTALL)
_NAMED: dict[str, str] = {}
_KEPT_NAMES = 5_000
"""Suppliers repeat: what was read of the first thousands is not read again."""

_FORWARD = frozenset({"CONTAINS", "DEPENDS_ON", "DYNAMIC_LINK", "HAS_PREREQUISITE", "STATIC_LINK"})
_MAIL = re.compile(r"\(([^()]*)\)\s*\Z")
_OTHER_IDS = frozenset({"swh", "gitoid", "swid"})
_ASSERTED = ("version_info", "supplier", "originator", "licence_declared", "licence_concluded")
_NOWHERE = frozenset({"", "NONE", "NOASSERTION"})


def read(document: Document) -> tuple[Inventory, tuple[Defect, ...]]:
    """Reads an SPDX document; its files are no packages."""
    log = Log(document.name)
    packages = list(_packages(document, log))
    for place, other in items(document, "externalDocumentRefs", _OtherDocument, log):
        log.refer(other.spdx_document, place, _digest(other, place, log))
    refs = _refs(packages, log)
    listed = list(items(document, "files", _File, Log(document.name)))
    known = refs | _other_ids(document) | {item.id or "" for _, item in listed}
    described = set(_listed(document.value("documentDescribes")))
    edges: dict[str, dict[str, None]] = {}
    for place, link in items(document, "relationships", _Relationship, log):
        _relate(link, described, edges)
        _note_missing(link, place, known, log)
    primary = _only([package for package in packages if package.ref in described])
    about = document.value("creationInfo")
    about = about if isinstance(about, dict) else {}
    creators = _listed(about.get("creators"))
    version = document.text("spdxVersion").removeprefix("SPDX-")
    faults = spdx2_faults(document)
    return (
        Inventory(
            format="SPDX",
            spec_version=version,
            name=document.text("name"),
            serial=document.text("documentNamespace"),
            created_at=stated(about["created"]) if isinstance(about.get("created"), str) else "",
            authors=tuple(_who(text) for text in creators if not text.startswith("Tool")),
            tools=tuple(_who(text) for text in creators if text.startswith("Tool")),
            contacts=tuple(found for text in creators if (found := _mail(text))),
            primary=primary,
            packages=tuple(package for package in packages if package is not primary),
            edges=tuple(_between(edges, refs)),
            files=tuple(_files(listed, log)),
            schema_version="" if faults is None else f"SPDX {version}",
            schema_faults=faults or (),
            schema_own=faults is not None,
            links=tuple(log.links),
        ),
        log.all(),
    )


def _packages(document: Document, log: Log) -> Iterator[Package]:
    for place, item in items(document, "packages", _Package, log):
        name = stated(item.name)
        if not name:
            log.note("sbom.no_name", place)
        cpe = ""
        purls: list[str] = []
        others: list[str] = []
        for reference in item.external_refs or ():
            kind, locator = reference.reference_type or "", reference.reference_locator
            if kind == "purl" or kind.endswith("/purl"):
                url = package_url(locator, place, log)
                purls += [url] if url and url not in purls else []
            elif kind in {"cpe23Type", "cpe22Type"}:
                cpe = cpe or stated(locator)
            elif kind in _OTHER_IDS and stated(locator):
                others.append(stated(locator))
        pairs = [(entry.algorithm, entry.checksum_value) for entry in item.checksums or ()]
        declared = licence(item.licence_declared, place, log)
        concluded = licence(item.licence_concluded, place, log)
        purpose = (item.purpose or "library").lower().replace("_", "-")
        found = Package(
            name=name,
            version=stated(item.version_info),
            kind=_PURPOSES.get(purpose, purpose),
            purl=purls[0] if purls else "",
            cpe=cpe,
            supplier=_who(item.supplier),
            maker=_who(item.originator),
            licences=_one(declared or concluded),
            hashes=digests(pairs, place, log) if pairs else (),
            ref=item.id or "",
            place=place,
            contact=_mail(item.originator) or _mail(item.supplier),
            other_ids=tuple(others),
            declared=_one(declared),
            concluded=_one(concluded),
            filename=stated(item.filename),
            distribution=stated(item.location),
            unasserted=_unasserted(item),
        )
        yield found
        for other in purls[1:]:
            # Published under a second name too: advisories may know it by that one alone.
            yield msgspec.structs.replace(found, purl=other, ref="")


def _digest(other: _OtherDocument, place: str, log: Log) -> tuple[str, str]:
    held = other.checksum
    found = digests([(held.algorithm, held.checksum_value)], place, log) if held else ()
    return found[0] if found else ("", "")


def _refs(packages: list[Package], log: Log) -> set[str]:
    refs: set[str] = set()
    for package in packages:
        if package.ref in refs:
            log.note("sbom.ref_twice", package.place, ref=package.ref[:200])
        elif package.ref:
            refs.add(package.ref)
    return refs


def _relate(link: _Relationship, described: set[str], edges: dict[str, dict[str, None]]) -> None:
    kind, left, right = link.relationshipType, link.spdxElementId, link.relatedSpdxElement
    if kind == "DESCRIBES":
        described.add(right)
    elif kind == "DESCRIBED_BY":
        described.add(left)
    elif kind in _FORWARD:
        edges.setdefault(left, {})[right] = None
    elif kind.endswith("DEPENDENCY_OF") or kind == "CONTAINED_BY":
        edges.setdefault(right, {})[left] = None


def _other_ids(document: Document) -> set[str]:
    """The ids of what is neither package nor file: the document itself, snippets."""
    found = {document.text("SPDXID")}
    for _, item in items(document, "snippets", _Item, Log(document.name)):
        found.add(item.id or "")
    return found


def _files(listed: list[tuple[str, _File]], log: Log) -> Iterator[ListedFile]:
    """The files that bear a digest: without one nothing that was delivered can be told to be it."""
    for place, item in listed:
        pairs = [(entry.algorithm, entry.checksum_value) for entry in item.checksums or ()]
        if pairs:
            name = stated(item.file_name) or stated(item.name)
            yield ListedFile(name, digests(pairs, place, log))


def _note_missing(link: _Relationship, place: str, known: set[str], log: Log) -> None:
    for ref in (link.spdxElementId, link.relatedSpdxElement):
        if ref not in known and ref not in _NOWHERE and not ref.startswith("DocumentRef-"):
            log.note_missing(ref, place)


def _between(
    edges: dict[str, dict[str, None]], refs: set[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Only packages depend on packages here; what a package is made of as files is left out."""
    for ref, others in edges.items():
        kept = tuple(other for other in others if other in refs)
        if ref in refs and kept:
            yield ref, kept


def _only(packages: list[Package]) -> Package | None:
    return packages[0] if len(packages) == 1 else None


def _who(text: str | None) -> str:
    """`Organization: Name (mail)` gives `Name`."""
    text = stated(text)
    if not text:
        return ""
    if text in _NAMED:
        return _NAMED[text]
    found = _WHO.match(text)
    name = found.group(1) if found else text
    if len(_NAMED) < _KEPT_NAMES:
        _NAMED[text] = name
    return name


def _mail(text: str | None) -> str:
    """`Organization: Name (mail)` gives `mail`."""
    found = _MAIL.search(text or "")
    return address(found.group(1)) if found else ""


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _unasserted(item: _Package) -> tuple[str, ...]:
    """The fields of which the document says that nothing is asserted; it is the format's word."""
    if "NOASSERTION" not in {
        item.supplier,
        item.licence_declared,
        item.licence_concluded,
        item.version_info,
        item.originator,
    }:
        return ()
    return tuple(name for name in _ASSERTED if getattr(item, name) == "NOASSERTION")


def _listed(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
