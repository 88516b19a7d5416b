"""CycloneDX 1.4 to 1.7: the vulnerabilities of an SBOM, or of a document that holds nothing else.

A vulnerability without an analysis is one the document knows of and does not judge; unless it
names versions as affected, its status is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import msgspec

from sekisho.model.inventory import Package
from sekisho.model.vex.document import (
    Justification,
    VexDocument,
    VexProduct,
    VexStatement,
    VexStatus,
)
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log
from sekisho.read.vex.fields import (
    MOST_PRODUCTS,
    MOST_STATEMENTS,
    PROSE,
    ids_of,
    listing,
    mapping,
    moment,
    number_text,
    point,
    text,
    texts,
)

_STATES: dict[str, VexStatus] = {
    "resolved": "fixed",
    "resolved_with_pedigree": "fixed",
    "exploitable": "affected",
    "in_triage": "under_investigation",
    "false_positive": "not_affected",
    "not_affected": "not_affected",
}
_JUSTIFICATIONS: dict[str, Justification] = {
    "code_not_present": "vulnerable_code_not_present",
    "code_not_reachable": "vulnerable_code_not_in_execute_path",
    "protected_by_compiler": "inline_mitigations_already_exist",
    "protected_at_runtime": "inline_mitigations_already_exist",
    "protected_at_perimeter": "inline_mitigations_already_exist",
    "protected_by_mitigating_control": "inline_mitigations_already_exist",
}
"""`requires_configuration` and its like have no counterpart: they hold only where it is so set."""

_BY_WORD: dict[str, VexStatus] = {
    "affected": "affected",
    "unaffected": "not_affected",
    "unknown": "unknown",
}
_URN = "urn:cdx:"
_VERSION = re.compile(r"(?<=[^/])@[^@/?#]+(?=[?#]|\Z)")
"""The version within a package URL, a scope left unencoded apart."""


def embedded(document: Document) -> VexDocument | None:
    """Gives what an SBOM states itself about vulnerabilities; `None` when it states nothing."""
    if not document.is_list("vulnerabilities") or not document.count("vulnerabilities"):
        return None
    return read(document, Log(document.name))


def read(document: Document, log: Log, own: Iterable[Package] = ()) -> VexDocument:
    """Reads the vulnerabilities of a CycloneDX document.

    `own` are the components of a document that stands beside the SBOM it speaks of: what refers to
    one of them is known by what is stated of it there.
    """
    components = {package.ref: package for package in own if package.ref}
    about = mapping(document.value("metadata"))
    if not document.is_list("vulnerabilities"):
        log.note("vex.not_a_list", point("vulnerabilities"), field="vulnerabilities")
    return VexDocument(
        format="CycloneDX",
        spec_version=document.text("specVersion"),
        id=document.text("serialNumber"),
        version=number_text(document.value("version")),
        author=_author(about),
        issued_at=text(about.get("timestamp")),
        statements=tuple(_statements(document, log, components)),
    )


def _author(about: dict[str, Any]) -> str:
    people = [*listing(about.get("authors")), about.get("manufacturer"), about.get("manufacture")]
    for found in (*people, about.get("supplier")):
        if name := text(mapping(found).get("name")) or text(mapping(found).get("email")):
            return name
    return ""


def _statements(document: Document, log: Log, own: dict[str, Package]) -> Iterator[VexStatement]:
    count = products = 0
    for start, part in document.chunks("vulnerabilities"):
        for at, item in enumerate(_decoded(part), start):
            place = point("vulnerabilities", at)
            if not isinstance(item, dict):
                log.note("vex.not_an_object", place)
                continue
            for statement in _of(item, place, log, own):
                count, products = count + 1, products + len(statement.products)
                if count > MOST_STATEMENTS or products > MOST_PRODUCTS:
                    log.note("vex.too_many", place, limit=MOST_STATEMENTS)
                    return
                yield statement


def _decoded(part: bytes) -> list[Any]:
    return listing(msgspec.json.decode(part))


def _of(
    item: dict[str, Any], place: str, log: Log, own: dict[str, Package]
) -> Iterator[VexStatement]:
    """One statement for each status: the versions of one entry may have different ones."""
    ids = ids_of(
        [item.get("id"), *(mapping(each).get("id") for each in listing(item.get("references")))]
    )
    if not ids:
        log.note("vex.no_vulnerability", place)
        return
    analysis = mapping(item.get("analysis"))
    state = text(analysis.get("state"))
    if state and state not in _STATES:
        log.note("vex.bad_status", place, status=state[:60])
    for key in ("published", "updated"):
        if item.get(key) is not None and moment(text(item.get(key))) is None:
            log.note("vex.bad_date", f"{place}/{key}", written=text(item.get(key), 60) or "-")
    groups = _products(item, _STATES.get(state, "unknown"), own)
    if not groups:
        log.note("vex.no_product", place)
    word = text(analysis.get("justification"))
    for status, products in groups.items():
        yield VexStatement(
            status=status,
            vulnerabilities=ids,
            products=tuple(products),
            justification=_JUSTIFICATIONS.get(word, "") if status == "not_affected" else "",
            justified=word,
            impact=text(analysis.get("detail"), PROSE),
            action=text(item.get("recommendation"), PROSE)
            or ", ".join(texts(analysis.get("response"))),
            stated_at=text(analysis.get("firstIssued")),
            changed_at=text(analysis.get("lastUpdated")),
            place=place,
        )


def _products(
    item: dict[str, Any], status: VexStatus, own: dict[str, Package]
) -> dict[VexStatus, list[VexProduct]]:
    """The things named by their status: the analysis judges what is called affected, and a version
    that is called unaffected or unknown is that whatever the analysis says.
    """
    groups: dict[VexStatus, list[VexProduct]] = {}
    for each in listing(item.get("affects")):
        ref = text(mapping(each).get("ref"))
        if not ref:
            continue
        versions = [mapping(version) for version in listing(mapping(each).get("versions"))]
        for version in versions or [{}]:
            said = _BY_WORD.get(text(version.get("status")) or "affected", "unknown")
            judged = not version or (said == "affected" and status != "unknown")
            product = _identity(ref, version, own.get(ref))
            groups.setdefault(status if judged else said, []).append(product)
    return groups


def _identity(ref: str, version: dict[str, Any], own: Package | None) -> VexProduct:
    """Where versions are stated, these are meant, and not the one the component has."""
    key, bom = _reference(ref)
    purl = own.purl if own else key if key.startswith("pkg:") else ""
    if version:
        purl = _VERSION.sub("", purl)
    is_as_it_is = own is not None and not version
    return VexProduct(
        name=own.name if own else "",
        ref="" if own else key,
        bom=bom,
        version=own.version if own and is_as_it_is else text(version.get("version")),
        version_range=text(version.get("range")),
        purls=(purl,) if purl else (),
        cpes=(own.cpe,) if own and is_as_it_is and own.cpe else (),
        hashes=own.hashes if own and is_as_it_is else (),
    )


def _reference(ref: str) -> tuple[str, str]:
    """A key of this document, or a BOM-Link (`urn:cdx:SERIAL/VERSION#KEY`) into another."""
    if not ref.startswith(_URN):
        return ref, ""
    bom, _, key = ref.removeprefix(_URN).partition("#")
    return unquote(key) or "*", f"urn:uuid:{bom}"
