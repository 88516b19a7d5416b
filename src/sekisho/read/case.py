"""A case from disk: the filing, every piece of evidence beside it, and what happened to it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from sekisho.model.case import Case, Precedent, SignedStatement
from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.evidence import Evidence, EvidenceItem, EvidenceKind
from sekisho.model.filing import Filing
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import message
from sekisho.model.vex.document import VexDocument
from sekisho.read.beside.delivery import FOLDER as DELIVERY
from sekisho.read.beside.delivery import read_delivery
from sekisho.read.beside.events import own_events, read_events, read_records
from sekisho.read.beside.statements import FILE as STATEMENTS
from sekisho.read.beside.statements import read_statements
from sekisho.read.child import ChildLimits, read_in_child
from sekisho.read.files import hash_file, path_within, read_bytes
from sekisho.read.filing import read_filing
from sekisho.read.limits import EVIDENCE, FILING, SBOM, VEX
from sekisho.read.sbom import read_sbom
from sekisho.read.vex.reader import read_vex

_ENDINGS = (".yaml", ".yml", ".json", ".xlsx")
_SBOM_KINDS: dict[str, EvidenceKind] = {"sbom": "sbom", "sbom_in_service": "sbom_in_service"}
_IN_PROCESS = 32 * 1024 * 1024
"""Bytes up to which an SBOM is read in this process: its reader is capped and quick."""
_READ_SBOM = "sekisho.read.sbom:read_sbom"
_READ_VEX = "sekisho.read.vex.reader:read_vex"
_VEX_IN_PROCESS = 8 * 1024 * 1024
_LARGE = ChildLimits(memory=4096, processor=120, wall=180)


def open_filing(path: Path) -> Case:
    """Opens a filing, or the filing in a folder, with all that lies beside it.

    Read beside it: each evidence file it lists, the cleared filing it changes (`cleared.yaml`),
    the dated events (`events.yaml`), the plans cleared before (`precedents.yaml`), the signed
    statements (`statements.json`) and the digests of the files delivered (`delivery/`). What is wrong
    with a piece of evidence goes to its `EvidenceItem.defects` and the rest is read; what is
    wrong with the filing raises `InputError`.
    """
    file = find_filing(path)
    filing = read_filing(read_bytes(file, FILING), str(file))
    folder = file.parent
    return Case(
        filing=filing,
        evidence=tuple(read_evidence(evidence, folder) for evidence in filing.evidence),
        cleared=_cleared(folder, file) if filing.change else None,
        events=own_events(read_events(folder), filing),
        statements=_statements(folder),
        precedents=read_records(folder / "precedents.yaml", Precedent),
        delivered=read_delivery(folder / DELIVERY) if (folder / DELIVERY).is_dir() else (),
    )


def open_sbom_case(sbom: Path, in_service: Path | None, vex: Iterable[Path] = ()) -> Case:
    """Opens software alone: a proposed SBOM, that in service where there is one, and the VEX
    documents beside it.

    Raises `InputError` when one of them cannot be read as what it is at all, with its path as given; the
    case itself keeps the names alone, so that a folder changes no answer.
    """
    items = []
    for path, kind in zip((sbom, in_service), _SBOM_KINDS.values(), strict=True):
        if path is not None:
            evidence = Evidence(id=kind, kind=kind, path=path.name)
            data = read_bytes(path, SBOM)
            item = _with_inventory(_observed(evidence, data), data, str(path))
            items.append(_without_folder(item, path.name))
    for at, path in enumerate(vex):
        evidence = Evidence(id=f"vex-{at + 1}", kind="vex", path=path.name)
        data = read_bytes(path, VEX)
        item = _with_vex(_observed(evidence, data), data, str(path))
        items.append(_without_folder(item, path.name))
    return Case(evidence=tuple(items))


def find_filing(path: Path) -> Path:
    """Gives the filing of a folder, or the path itself when it is no folder.

    Raises `InputError` when the folder holds no filing, or more than one.
    """
    if not path.is_dir():
        return path
    found = _beside(path, "filing")
    if len(found) == 1:
        return found[0]
    kind = "error.several_filings" if found else "error.no_filing"
    raise InputError(
        message(kind, path=path.name, names=tuple(file.name for file in found)),
        place=Place(file=str(path)),
        hint=message(f"{kind}.remedy"),
    )


def read_evidence(evidence: Evidence, folder: Path) -> EvidenceItem:
    """Reads one piece of evidence; what is wrong with it is noted in its `defects`."""
    if not evidence.path:
        return EvidenceItem(evidence=evidence)
    item = EvidenceItem(evidence=evidence)
    try:
        path = path_within(folder, evidence.path)
        if evidence.kind == "vex":
            data = read_bytes(path, VEX)
            item = _observed(evidence, data)
            return _without_folder(_with_vex(item, data, evidence.path), evidence.path)
        if evidence.kind not in _SBOM_KINDS:
            digest, size = hash_file(path, EVIDENCE)
            return EvidenceItem(evidence=evidence, observed_sha256=digest, size=size)
        data = read_bytes(path, SBOM)
        item = _observed(evidence, data)
        return _with_inventory(item, data, evidence.path)
    except InputError as error:
        failed = msgspec.structs.replace(item, defects=error.defects)
        return _without_folder(failed, evidence.path)


def evidence_from_bytes(evidence: Evidence, data: bytes) -> EvidenceItem:
    """Reads one piece of evidence from its bytes; raises `InputError` for an SBOM or a VEX that is
    none.
    """
    item = _observed(evidence, data)
    if evidence.kind == "vex":
        return _without_folder(_with_vex(item, data, evidence.path), evidence.path)
    if evidence.kind not in _SBOM_KINDS:
        return item
    return _without_folder(_with_inventory(item, data, evidence.path), evidence.path)


def _observed(evidence: Evidence, data: bytes) -> EvidenceItem:
    digest = hashlib.sha256(data).hexdigest()
    return EvidenceItem(evidence=evidence, observed_sha256=digest, size=len(data))


def _with_inventory(item: EvidenceItem, data: bytes, name: str) -> EvidenceItem:
    """Reads an SBOM; raises `InputError` when it cannot be read as one at all."""
    inventory, defects = _inventory(data, name)
    return msgspec.structs.replace(item, inventory=inventory, defects=defects)


def _with_vex(item: EvidenceItem, data: bytes, name: str) -> EvidenceItem:
    """Reads a VEX document; raises `InputError` when it cannot be read as one at all."""
    if len(data) <= _VEX_IN_PROCESS:
        vex, defects = read_vex(data, name)
    else:
        vex, defects = read_in_child(
            _READ_VEX, data, name, tuple[VexDocument, tuple[Defect, ...]], _LARGE
        )
    return msgspec.structs.replace(item, vex=vex, defects=defects)


def _without_folder(item: EvidenceItem, name: str) -> EvidenceItem:
    """Tells the defects of a piece of evidence by its name alone, wherever it lies."""
    replace = msgspec.structs.replace
    defects = tuple(
        replace(defect, place=replace(defect.place, file=name)) for defect in item.defects
    )
    return replace(item, defects=defects)


def _inventory(data: bytes, name: str) -> tuple[Inventory, tuple[Defect, ...]]:
    if len(data) <= _IN_PROCESS:
        return read_sbom(data, name)
    return read_in_child(_READ_SBOM, data, name, tuple[Inventory, tuple[Defect, ...]], _LARGE)


def _beside(folder: Path, stem: str) -> list[Path]:
    return [path for ending in _ENDINGS if (path := folder / f"{stem}{ending}").exists()]


def _cleared(folder: Path, filing: Path) -> Filing | None:
    for path in _beside(folder, "cleared"):
        if path != filing:
            return read_filing(read_bytes(path, FILING), str(path))
    return None


def _statements(folder: Path) -> tuple[SignedStatement, ...]:
    path = folder / STATEMENTS
    return read_statements(path) if path.exists() else ()
