"""The files of a folder that a vendor's delivery was saved in: hashed, and opened where they hold
others. Links are not followed, and nothing is written.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.child import ChildLimits, read_in_child
from sekisho.read.files import read_bytes
from sekisho.read.limits import EVIDENCE, SBOM, Limits
from sekisho.read.vendor.kinds import HEAD, kind_of
from sekisho.read.vendor.names import Names, plain
from sekisho.read.vendor.pieces import (
    KEPT,
    LIMITS,
    MIB,
    OPENED,
    Parcel,
    ParcelLimits,
    Piece,
    TooMuchError,
    said,
)

_OPEN = "sekisho.read.vendor.containers:open_container"
_LIMITS = ChildLimits(memory=2048, processor=60, wall=120)


def read_folder(
    folder: Path, leave_out: frozenset[str] = frozenset(), limits: ParcelLimits = LIMITS
) -> tuple[Piece, ...]:
    """Gives every file below a folder by path, those in mails and zips too.

    `leave_out` names files at the top that are the operator's own. What is wrong with a file is
    told in its `defects`; a folder with more than `limits.files` is read so far.
    """
    found: list[Piece] = []
    names = Names()
    for path in sorted(_files(folder)):
        shown = path.relative_to(folder).as_posix()
        if shown in leave_out:
            continue
        shown = names.own(plain(shown, "file"))
        if len(found) >= limits.files:
            told = said("vendor.too_many", shown, limit=limits.files)
            found.append(Piece(path=shown, kind="unread", state="refused", defects=(told,)))
            break
        found.extend(_observed(path, shown, limits))
    return tuple(found)


def read_one(path: Path) -> Piece:
    """Gives one file of a delivery with its bytes; its path may lead into a mail or a zip.

    Raises `InputError` where there is no such file.
    """
    outer = path
    while not outer.exists() and outer.parent != outer:
        outer = outer.parent
    if outer == path or not outer.is_file():
        data = read_bytes(path, SBOM)
        return Piece(path=path.name, kind=kind_of(data[:HEAD], path.name), data=data)
    wanted = path.as_posix().removeprefix(outer.parent.as_posix()).lstrip("/")
    for piece in _observed(outer, outer.name, LIMITS):
        if piece.path == wanted and piece.sha256:
            return piece
    raise InputError(
        message("error.no_file", path=path.name),
        place=Place(file=str(path)),
        hint=message("error.no_file.remedy"),
    )


def _files(folder: Path) -> Iterator[Path]:
    """All that is no folder; a folder that cannot be listed and a link to one stand themselves."""
    closed: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        yield from (Path(root, name) for name in files)
        yield from (path for name in folders if (path := Path(root, name)).is_symlink())
    yield from (path for path in closed if path != folder)


def _observed(path: Path, shown: str, limits: ParcelLimits) -> tuple[Piece, ...]:
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            id = "vendor.link" if stat.S_ISLNK(mode) else "vendor.no_file"
            return (_refused(shown, id),)
        with path.open("rb") as file:
            piece, _ = Parcel(shown, allowed=EVIDENCE.bytes).take(shown, file, 0)
    except TooMuchError:
        return (_refused(shown, "vendor.too_large", limit=EVIDENCE.bytes // MIB),)
    except OSError:
        return (_refused(shown, "vendor.no_file"),)
    if piece.kind in OPENED:
        return _opened(path, piece, limits)
    if piece.kind in KEPT:
        return (_kept(path, piece),)
    return (piece,)


def _opened(path: Path, piece: Piece, limits: ParcelLimits) -> tuple[Piece, ...]:
    replace = msgspec.structs.replace
    if piece.size > limits.container:
        told = said("vendor.not_opened_large", piece.path, limit=limits.container // MIB)
        return (replace(piece, defects=(told,)),)
    try:
        data = read_bytes(path, Limits(bytes=limits.container))
        pieces = read_in_child(_OPEN, data, piece.path, tuple[Piece, ...], _LIMITS)
    except InputError as error:
        return (replace(piece, state="refused", defects=error.defects),)
    whole, *within = pieces
    return (replace(piece, state=whole.state, defects=whole.defects), *within)


def _kept(path: Path, piece: Piece) -> Piece:
    try:
        return msgspec.structs.replace(piece, data=read_bytes(path, SBOM))
    except InputError as error:
        return msgspec.structs.replace(piece, state="refused", defects=error.defects)


def _refused(shown: str, id: str, **params: int) -> Piece:
    return Piece(path=shown, kind="unread", state="refused", defects=(said(id, shown, **params),))
