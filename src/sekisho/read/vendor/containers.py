"""Mails and zips opened file by file, nested ones too; run in a child process (`read.child`).

Nothing is written to disk and no name is used as a path. One file that is wrong is told of itself,
and the rest goes on.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value

import msgspec

from sekisho.model.errors import Defect
from sekisho.read.vendor.kinds import HEAD, kind_of
from sekisho.read.vendor.names import (
    Names,
    header_text,
    leaves_folder,
    member_name,
    plain,
    raw_text,
)
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

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
_BROKEN_MEMBER = (*_BROKEN, ValueError)
_ENCRYPTED = 0x1


def open_container(data: bytes, file: str) -> tuple[Piece, ...]:
    """Gives every file in a mail or a zip, and in those within; itself it is not among them.

    The first piece has the path `file` and tells what is wrong with the whole.
    """
    return open_within(data, file, LIMITS)


def open_within(data: bytes, file: str, limits: ParcelLimits) -> tuple[Piece, ...]:
    """As `open_container`, with other limits."""
    allowed = min(limits.unpacked, max(limits.free, len(data) * limits.ratio))
    parcel = Parcel(file, limits, allowed=allowed)
    whole = Piece(path=file, kind=kind_of(data[:HEAD], file), state="opened")
    whole = _open(whole, data, parcel, 1)
    return (whole, *parcel.pieces)


def _open(piece: Piece, data: bytes, parcel: Parcel, depth: int) -> Piece:
    """Opens what a container holds; gives it with its state and defects."""
    if depth > parcel.limits.depth:
        told = said("vendor.too_deep", piece.path, limit=parcel.limits.depth)
        return msgspec.structs.replace(piece, state="refused", defects=(*piece.defects, told))
    try:
        opener = _open_mail if piece.kind == "mail" else _open_zip
        defects = opener(piece, data, parcel, depth)
    except TooMuchError:
        defects = (said("vendor.unpacks_too_large", piece.path, limit=parcel.allowed // MIB),)
    except (*_BROKEN, MessageError, LookupError, ValueError):
        defects = (said("vendor.damaged", piece.path),)
        return msgspec.structs.replace(piece, state="refused", defects=defects)
    return msgspec.structs.replace(piece, state="opened", defects=defects)


def _open_zip(piece: Piece, data: bytes, parcel: Parcel, depth: int) -> tuple[Defect, ...]:
    names, defects, locked = Names(), [], 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for at, member in enumerate(archive.infolist(), start=1):
            if member.is_dir():
                continue
            if parcel.is_full:
                defects.append(_full(piece, parcel))
                break
            name = member_name(member)
            path = f"{piece.path}/{names.own(plain(name, f'file-{at}'))}"
            if leaves_folder(name):
                _refuse(parcel, path, "vendor.leaves_folder")
            elif stat.S_ISLNK(member.external_attr >> 16):
                _refuse(parcel, path, "vendor.link")
            elif member.flag_bits & _ENCRYPTED:
                locked += 1
                parcel.pieces.append(Piece(path=path, kind="locked", state="refused"))
            else:
                _take_member(archive, member, path, parcel, depth)
    if locked:
        defects.append(said("vendor.encrypted", piece.path, n=locked))
    return tuple(defects)


def _take_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, parcel: Parcel, depth: int
) -> None:
    try:
        with archive.open(member) as stream:
            found, data = parcel.take(path, stream, parcel.limits.nested)  # type: ignore[arg-type]  # it reads bytes
    except TooMuchError:
        _refuse(parcel, path, "vendor.member_too_large")
        raise
    except _BROKEN_MEMBER:
        _refuse(parcel, path, "vendor.damaged")
        return
    _keep(found, data, parcel, depth)


def _open_mail(piece: Piece, data: bytes, parcel: Parcel, depth: int) -> tuple[Defect, ...]:
    """Takes every part with a name or that is no text of the message itself."""
    names, defects = Names(), []
    letter = BytesParser(policy=policy.compat32).parsebytes(data)
    if not letter.keys():
        return (said("vendor.no_mail", piece.path),)
    broken = 0
    for at, part in enumerate(_parts(letter), start=1):
        if parcel.is_full:
            defects.append(_full(piece, parcel))
            break
        broken += bool(part.defects)
        name = _part_name(part)
        if not name and part.get_content_maintype() == "text":
            continue
        path = f"{piece.path}/{names.own(plain(name, _unnamed(part, at)))}"
        if leaves_folder(name):
            _refuse(parcel, path, "vendor.leaves_folder")
            continue
        content = _content(part)
        if content is None:
            _refuse(parcel, path, "vendor.damaged")
            continue
        found, kept = parcel.take(path, io.BytesIO(content), parcel.limits.nested)
        _keep(found, kept, parcel, depth)
    if broken or letter.defects:
        defects.append(said("vendor.broken_mail", piece.path))
    return tuple(defects)


def _parts(letter: Message) -> Iterator[Message]:
    """The parts without parts; a message within is one file, whose own parts are its own."""
    waiting: list[tuple[Message, int]] = [(letter, 0)]
    while waiting:
        part, depth = waiting.pop()
        below = part.get_payload() if part.is_multipart() else None
        is_letter = part.get_content_type() == "message/rfc822"
        if isinstance(below, list) and not is_letter and depth < LIMITS.depth * 10:
            waiting.extend(
                (inner, depth + 1) for inner in reversed(below) if isinstance(inner, Message)
            )
        else:
            yield part


def _part_name(part: Message) -> str:
    """The name a part gives itself, as RFC 2231 or as encoded words, which many still write."""
    raw = {key.lower(): str(value) for key, value in reversed(list(part.raw_items()))}
    for parameter, header in (("filename", "content-disposition"), ("name", "content-type")):
        alone: Message = Message()
        alone[header] = raw_text(raw.get(header, "").replace("\r", " ").replace("\n", " "))
        value = alone.get_param(parameter, None, header)
        if value is not None:
            try:
                text = collapse_rfc2231_value(value)
            except (LookupError, ValueError, TypeError):
                text = str(value)
            return header_text(text)
    return ""


def _unnamed(part: Message, at: int) -> str:
    if part.get_content_type() == "message/rfc822":
        return f"part-{at}.eml"
    return f"part-{at}"


def _content(part: Message) -> bytes | None:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        letter = inner[0] if isinstance(inner, list) and inner else None
        return letter.as_bytes() if isinstance(letter, Message) else None
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else None


def _keep(found: Piece, data: bytes, parcel: Parcel, depth: int) -> None:
    """Lists a file; opens it where it holds files, keeps its bytes where it is to be read."""
    at = len(parcel.pieces)
    if found.kind in OPENED:
        parcel.pieces.append(found)
        if found.size > parcel.limits.nested:
            told = said("vendor.not_opened_large", found.path, limit=parcel.limits.nested // MIB)
            parcel.pieces[at] = msgspec.structs.replace(found, defects=(told,))
        else:
            parcel.pieces[at] = _open(found, data, parcel, depth + 1)
    elif found.kind in KEPT and parcel.kept + found.size <= parcel.limits.kept and data:
        parcel.kept += found.size
        parcel.pieces.append(msgspec.structs.replace(found, data=data))
    elif found.kind in KEPT:
        told = said("vendor.not_read_large", found.path, limit=parcel.limits.kept // MIB)
        parcel.pieces.append(msgspec.structs.replace(found, state="refused", defects=(told,)))
    else:
        parcel.pieces.append(found)


def _refuse(parcel: Parcel, path: str, id: str) -> None:
    piece = Piece(path=path, kind="unread", state="refused", defects=(said(id, path),))
    parcel.pieces.append(piece)


def _full(piece: Piece, parcel: Parcel) -> Defect:
    return said("vendor.too_many", piece.path, limit=parcel.limits.files)
