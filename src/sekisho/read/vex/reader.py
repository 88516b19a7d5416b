"""A VEX document from its bytes: which format it is, and what it states."""

from __future__ import annotations

import re
from typing import Any

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.values.message import message
from sekisho.model.vex.document import VexDocument
from sekisho.read.limits import VEX, Limits
from sekisho.read.sbom import cyclonedx as sbom
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log
from sekisho.read.sbom.forms import open_any
from sekisho.read.sbom.schema import faults_of
from sekisho.read.vex import csaf, cyclonedx, openvex
from sekisho.read.vex.fields import mapping, text

CSAF_VERSIONS = ("2.0", "2.1")
OPENVEX_VERSIONS = ("0.0.1", "0.2.0")
CYCLONEDX_VERSIONS = ("1.4", "1.5", "1.6", "1.7")
_NO_SBOM = frozenset({"error.sbom_unknown", "error.xml_unknown"})
_OPENVEX = re.compile(r"https?://openvex\.dev/ns(?:/v?([0-9.]+))?/?\Z")


def read_vex(
    data: bytes, name: str, limits: Limits = VEX
) -> tuple[VexDocument, tuple[Defect, ...]]:
    """Reads a VEX document, and gives what is wrong with single statements beside what it says.

    `name` is shown as the place of an error. Raises `InputError` for a document that is no VEX,
    of a format or version not read, not JSON (nor XML of CycloneDX), or with a key twice;
    `TooLargeError` when it passes a cap.
    """
    document = _opened(data, name, limits)
    log = Log(name)
    if document.has("@context") and (found := _openvex_version(document)) is not None:
        _expect(name, "OpenVEX", found or "0.0.1", OPENVEX_VERSIONS)
        return openvex.read(document.values(), found, log), log.all()
    if document.has("document"):
        plain = document.values()
        if "csaf_version" in mapping(plain["document"]):
            return _csaf(plain, name, log), log.all()
    if document.text("bomFormat") == "CycloneDX" or document.is_xml:
        return _cyclonedx(document, name, log), log.all()
    raise _refusal("error.vex_unknown", name)


def _opened(data: bytes, name: str, limits: Limits) -> Document:
    """Opens a document as an SBOM is opened; what is none in form is no VEX either."""
    try:
        return open_any(data, name, limits)
    except InputError as error:
        if error.message.id in _NO_SBOM:
            raise _refusal("error.vex_unknown", name) from error
        raise


def _csaf(plain: dict[str, Any], name: str, log: Log) -> VexDocument:
    version = text(mapping(plain["document"]).get("csaf_version"))
    _expect(name, "CSAF", version, CSAF_VERSIONS)
    from sekisho.read.vex.conformance.table import failures_of  # noqa: PLC0415  # CSAF is rare

    return csaf.read(plain, version, failures_of(plain, version), log)


def _cyclonedx(document: Document, name: str, log: Log) -> VexDocument:
    version = document.text("specVersion")
    _expect(name, "CycloneDX", version, CYCLONEDX_VERSIONS)
    if not document.has("vulnerabilities"):
        raise _refusal("error.vex_none_stated", name)
    for fault in faults_of(document, version) or ():
        place = fault.first or fault.place
        log.note("vex.schema", place, about=fault.about or fault.place, n=fault.count)
    own = sbom.read(document)[0].packages if document.has("components") else ()
    return cyclonedx.read(document, log, own)


def _openvex_version(document: Document) -> str | None:
    context = document.text("@context")
    found = _OPENVEX.match(context)
    return None if found is None else found.group(1) or ""


def _expect(name: str, format: str, version: str, known: tuple[str, ...]) -> None:
    if version not in known:
        raise InputError(
            message("error.vex_version", format=format, version=version[:20], known=known),
            place=Place(file=name),
            hint=message("error.vex_version.remedy"),
        )


def _refusal(id: str, name: str) -> InputError:
    return InputError(message(id), place=Place(file=name), hint=message(f"{id}.remedy"))
