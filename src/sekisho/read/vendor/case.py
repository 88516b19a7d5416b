"""A case from what a vendor sent: its SBOMs read, every other file known by its digest alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.case import Case
from sekisho.model.errors import Defect, DefectsError, InputError, Place, UsageError
from sekisho.model.evidence import DeliveredFile, Evidence, EvidenceItem, EvidenceKind
from sekisho.model.inventory import Inventory, Package
from sekisho.model.operator.delivery import Arrived, ColumnGuess, Columns, Delivery, DeliveryNote
from sekisho.model.values.message import message
from sekisho.read.child import ChildLimits, read_in_child
from sekisho.read.files import read_bytes
from sekisho.read.filing.stored import read_stored
from sekisho.read.limits import FILING, SBOM
from sekisho.read.vendor.columns import guess_columns, inventory_of, sheets_of
from sekisho.read.vendor.folder import read_folder
from sekisho.read.vendor.kinds import HEAD, kind_of
from sekisho.read.vendor.pieces import Piece, said

NOTE = "delivery.yaml"
"""What the operator states of the delivery, in the folder of it."""

OPERATOR = "operator"
_READ = "sekisho.read.sbom:read_sbom"
_LIMITS = ChildLimits(memory=4096, processor=120, wall=180)
_TABLES = frozenset({"workbook", "csv"})


@dataclass(frozen=True, slots=True)
class Stated:
    """What the operator states on the command line; what is empty is taken from `delivery.yaml`.

    `in_service` is a path within the delivery or of a file elsewhere, `noted_in_service` one of
    `delivery.yaml`, which may lead nowhere else; `all_new` says that no SBOM of the delivery is of
    what is in service.
    """

    product: str = ""
    vendor: str = ""
    version: str = ""
    in_service: str = ""
    noted_in_service: str = ""
    all_new: bool = False
    columns: Columns | None = None
    leave_out: frozenset[str] = field(default_factory=frozenset)


def holds_no_filing(path: Path) -> bool:
    """Says whether a path is a folder in which no filing lies."""
    endings = (".yaml", ".yml", ".json", ".xlsx")
    return path.is_dir() and not any((path / f"filing{ending}").exists() for ending in endings)


def open_vendor_case(folder: Path, stated: Stated) -> Case:
    """Opens what a vendor sent as a case without a filing.

    An SBOM in any form is read, a table only by confirmed columns. Where none came the inventory
    is what the operator states. Raises `UsageError` where more than one SBOM came and nothing says
    which is of what is in service, or what is named so is not there; `InputError` for an empty
    folder or a wrong `delivery.yaml`.
    """
    stated = _completed(folder, stated)
    pieces = read_folder(folder, stated.leave_out | {NOTE})
    if not pieces:
        id = "vendor.empty"
        raise InputError(message(id), place=Place(file=str(folder)), hint=message(f"{id}.remedy"))
    opened = [_look(piece, stated) for piece in pieces]
    sboms = _sboms(opened, folder, stated)
    files = tuple(
        DeliveredFile(path=p.path, sha256=p.sha256, sha512=p.sha512, size=p.size)
        for p in pieces
        if not (p.kind == "mail" and p.state == "opened")  # the envelope is no part of the product
    )
    delivery = Delivery(
        files=tuple(one.arrived for one in opened),
        guesses=tuple(one.guess for one in opened if one.guess),
        columns=stated.columns,
        product=stated.product,
        vendor=stated.vendor,
        version=stated.version,
    )
    return Case(
        evidence=(*sboms, *_documents(opened, sboms)),
        delivered=tuple(sorted(files, key=lambda file: file.path)),
        delivery=delivery,
    )


class _Looked(msgspec.Struct, frozen=True):
    """A file, with its inventory where it was read as an SBOM."""

    piece: Piece
    is_sbom: bool = False
    inventory: Inventory | None = None
    defects: tuple[Defect, ...] = ()
    guess: ColumnGuess | None = None

    @property
    def arrived(self) -> Arrived:
        piece = self.piece
        read: Literal["read", "refused"] = "read" if self.inventory else "refused"
        state = read if self.is_sbom else "guessed" if self.guess else piece.state
        own = () if self.is_sbom else self.defects
        return Arrived(
            path=piece.path,
            kind="sbom" if self.is_sbom else piece.kind,
            state=state,  # type: ignore[arg-type]  # the words of both are the same
            defects=(*piece.defects, *own),
        )


def _completed(folder: Path, stated: Stated) -> Stated:
    path = folder / NOTE
    if not path.exists():
        return stated
    note, _ = read_stored(read_bytes(path, FILING), str(path), DeliveryNote, "delivery")
    return Stated(
        product=stated.product or note.product,
        vendor=stated.vendor or note.vendor,
        version=stated.version or note.version,
        in_service=stated.in_service,
        noted_in_service="" if stated.in_service else note.in_service,
        all_new=stated.all_new,
        columns=stated.columns,
        leave_out=stated.leave_out,
    )


def _look(piece: Piece, stated: Stated) -> _Looked:
    if not piece.data:
        return _Looked(piece, is_sbom=piece.kind == "sbom")
    bare = msgspec.structs.replace(piece, data=b"")
    try:
        if piece.kind == "sbom":
            inventory, defects = read_in_child(
                _READ, piece.data, piece.path, tuple[Inventory, tuple[Defect, ...]], _LIMITS
            )
            return _Looked(bare, is_sbom=True, inventory=inventory, defects=defects)
        return _table(bare, piece.data, stated)
    except InputError as error:
        return _Looked(bare, is_sbom=piece.kind == "sbom", defects=error.defects)


def _table(piece: Piece, data: bytes, stated: Stated) -> _Looked:
    columns = stated.columns
    sheets = sheets_of(data, piece.path, piece.kind)
    guess = guess_columns(sheets, piece.path)
    if columns is not None:
        try:
            inventory, defects = inventory_of(sheets, columns, piece.path, piece.kind)
        except InputError as error:
            if guess is None:
                return _Looked(piece)
            return _Looked(piece, defects=error.defects, guess=guess)
        # A table of components does not say of what; the operator does.
        inventory = msgspec.structs.replace(inventory, primary=_product(stated))
        return _Looked(piece, is_sbom=True, inventory=inventory, defects=defects)
    told = (said("vendor.columns_unconfirmed", piece.path),) if guess else ()
    return _Looked(piece, defects=told, guess=guess)


def _sboms(opened: list[_Looked], folder: Path, stated: Stated) -> tuple[EvidenceItem, ...]:
    """The SBOMs that came, each once however often it came, and which is of what is in service."""
    once: dict[str, _Looked] = {}
    for one in opened:
        if one.is_sbom:
            once.setdefault(one.piece.sha256, one)
    old = stated.in_service or stated.noted_in_service
    paths = {one.piece.path: one.piece.sha256 for one in opened if one.is_sbom}
    in_service = paths.get(old, "")
    elsewhere = None
    if old and not in_service:
        elsewhere = _elsewhere(folder, old, tuple(paths), stated)
    if len(once) > 1 and not (old or stated.all_new):
        raise _which(folder, [one.piece.path for one in once.values()])
    items = _numbered([one for key, one in once.items() if key != in_service], "sbom")
    items += _numbered([one for key, one in once.items() if key == in_service], "sbom_in_service")
    if elsewhere is not None:
        items += _numbered([elsewhere], "sbom_in_service")
    if not any(item.evidence.kind == "sbom" for item in items):
        items.append(_stated_alone(stated))
    return tuple(items)


def _elsewhere(folder: Path, old: str, known: tuple[str, ...], stated: Stated) -> _Looked:
    """The SBOM of what is in service where it is not one of those that came."""
    path = Path(old)
    if stated.noted_in_service or not path.is_file():
        id = "vendor.no_in_service"
        raise UsageError(
            message(id, path=old, paths=known),
            place=Place(file=str(folder)),
            hint=message(f"{id}.remedy"),
        )
    data = read_bytes(path, SBOM)
    digest = hashlib.sha256(data).hexdigest()
    kind = kind_of(data[:HEAD], path.name)
    piece = Piece(path=path.name, kind=kind, sha256=digest, size=len(data), data=data)
    found = _look(piece, Stated(columns=stated.columns))
    if found.is_sbom and found.inventory is None:
        raise DefectsError(found.defects)
    if not found.is_sbom:
        id = "vendor.in_service_no_sbom"
        raise InputError(message(id), place=Place(file=old), hint=message(f"{id}.remedy"))
    return found


def _which(folder: Path, paths: list[str]) -> UsageError:
    id = "vendor.which_is_new"
    return UsageError(
        message(id, paths=tuple(paths), n=len(paths)),
        place=Place(file=str(folder)),
        hint=message(f"{id}.remedy"),
    )


def _numbered(opened: list[_Looked], kind: EvidenceKind) -> list[EvidenceItem]:
    return [
        EvidenceItem(
            evidence=Evidence(id=kind if at == 1 else f"{kind}-{at}", kind=kind, path=p.piece.path),
            observed_sha256=p.piece.sha256,
            size=p.piece.size,
            inventory=p.inventory,
            defects=p.defects,
        )
        for at, p in enumerate(opened, start=1)
    ]


def _documents(opened: list[_Looked], sboms: tuple[EvidenceItem, ...]) -> Iterator[EvidenceItem]:
    """Every other file that has a digest, so that the assessment names it."""
    told = {item.evidence.path for item in sboms}
    for one in opened:
        if one.piece.path not in told and one.piece.sha256:
            path = one.piece.path
            evidence = Evidence(id=f"delivered:{path}", path=path)
            digest, size = one.piece.sha256, one.piece.size
            yield EvidenceItem(evidence=evidence, observed_sha256=digest, size=size)


def _stated_alone(stated: Stated) -> EvidenceItem:
    """The inventory of a delivery without an SBOM: the product as the operator calls it.

    It is no SBOM, and no check takes it for one.
    """
    inventory = Inventory(
        format="sekisho",
        spec_version="1",
        name=stated.product,
        primary=_product(stated),
        stated_by=OPERATOR,
    )
    size = len(canonical_bytes(inventory))
    evidence = Evidence(id="stated", kind="document", path=NOTE)
    return EvidenceItem(
        evidence=evidence, observed_sha256=sha256_of(inventory), size=size, inventory=inventory
    )


def _product(stated: Stated) -> Package | None:
    name, version = stated.product, stated.version
    if not name:
        return None
    return Package(name=name, version=version, kind="application", supplier=stated.vendor)
