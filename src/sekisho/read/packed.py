"""Packed files opened with caps: `.gz`, `.zst` and `.zip` may unpack to far more than they are.

Nothing is ever written to disk, so a member's name can do no harm; a name that tries to leave
its folder is refused all the same, since the archive was then made to deceive.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import msgspec
import zstandard

from sekisho.model.errors import Defect, InputError, Place, TooLargeError
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.refused import cause_of

_MEGABYTE = 1024 * 1024
_ZSTD_WINDOW = 256 * _MEGABYTE
_PIECE = 1024
"""So few packed bytes at a time, because each may stand for thirty thousand."""
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""What the standard library raises for an archive that is none, or damaged: more than it says."""

_BROKEN = (zstandard.ZstdError, zlib.error, gzip.BadGzipFile, EOFError, zipfile.BadZipFile)


class Caps(msgspec.Struct, frozen=True):
    """Caps in bytes for one document, one whole file unpacked, and how far it may unpack.

    `ratio` only counts from `free` bytes on: small files may shrink as they like.
    """

    document: int = 16 * _MEGABYTE
    whole: int = 16 * 1024 * _MEGABYTE
    members: int = 5_000_000
    ratio: int = 400
    free: int = 64 * _MEGABYTE


FEED = Caps()
WHOLE = Caps(document=512 * _MEGABYTE)


class _Counted(io.RawIOBase):
    """Counts what is read and stops when the caps are passed."""

    def __init__(self, inner: BinaryIO, packed: int, caps: Caps, file: str) -> None:
        super().__init__()
        self._inner = inner
        self._limit = min(caps.whole, max(caps.free, packed * caps.ratio))
        self._file = file
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a plain buffer is all that arrives here
        data = self._inner.read(len(buffer))
        self._read += len(data)
        if self._read > self._limit:
            raise _too_large(self._limit, self._file)
        buffer[: len(data)] = data
        return len(data)


class _Unpacked(io.RawIOBase):
    """Unpacks Zstandard, all frames of it, and says when the last one is cut off.

    The library's own reader ends after the first frame, and takes a missing rest for the end.
    """

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._frame: zstandard.ZstdDecompressionObj | None = None
        self._waiting = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a plain buffer is all that arrives here
        while not self._ready:
            if not self._unpack():
                return 0
        taken = min(len(buffer), len(self._ready))
        buffer[:taken] = self._ready[:taken]
        self._ready = self._ready[taken:]
        return taken

    def _unpack(self) -> bool:
        """Unpacks the next little piece; false when there is no more."""
        piece = self._waiting or self._packed.read(_PIECE)
        self._waiting = b""
        if not piece:
            if self._frame is not None:
                raise EOFError("the last frame is cut off")
            return False
        if self._frame is None:
            unpacker = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
            self._frame = unpacker.decompressobj()
        self._ready = memoryview(self._frame.decompress(piece))
        if self._frame.eof:
            self._waiting, self._frame = self._frame.unused_data, None
        return True


def _too_large(limit: int, file: str) -> TooLargeError:
    return TooLargeError(
        message("packed.too_large", limit=limit // _MEGABYTE),
        place=Place(file=file),
        hint=message("packed.too_large.remedy"),
    )


def plain_name(name: str) -> str:
    """Gives a file name without the suffixes that tell how it is packed."""
    for suffix in (".gz", ".zst"):
        name = name.removesuffix(suffix)
    return name


@contextmanager
def open_unpacked(path: Path, caps: Caps = FEED) -> Iterator[io.BufferedReader]:
    """Opens a plain, `.gz` or `.zst` file for reading what it unpacks to.

    Raises `InputError` when it cannot be unpacked, `TooLargeError` when it passes a cap.
    """
    try:
        with path.open("rb") as packed:
            inner: BinaryIO = packed
            if path.name.endswith(".gz"):
                inner = cast("BinaryIO", gzip.open(packed))  # noqa: SIM115 - closed with the file below it
            elif path.name.endswith(".zst"):
                inner = cast("BinaryIO", _Unpacked(packed))
            counted = _Counted(inner, path.stat().st_size, caps, path.name)
            yield io.BufferedReader(counted, _MEGABYTE)
    except _BROKEN as error:
        raise _unreadable(path, "damaged") from error
    except OSError as error:
        raise _unreadable(path, cause_of(error)) from error


def _unreadable(path: Path, reason: str) -> InputError:
    return InputError(
        message("packed.unreadable", reason=reason),
        place=Place(file=path.name),
        hint=message("packed.unreadable.remedy"),
    )


def read_whole(path: Path, caps: Caps = WHOLE) -> bytes:
    """Reads all that a plain, `.gz` or `.zst` file unpacks to; errors as in `open_unpacked`."""
    with open_unpacked(path, caps) as stream:
        data = stream.read(caps.document + 1)
    if len(data) > caps.document:
        raise _too_large(caps.document, path.name)
    return data


def unpacked(data: bytes, name: str, caps: Caps = WHOLE) -> bytes:
    """Gives what gzip or Zstandard bytes unpack to, told by how they begin; others unchanged.

    Raises `InputError` when they cannot be unpacked, `TooLargeError` when they pass a cap.
    """
    if not data.startswith((_GZIP, _ZSTD)):
        return data
    packed = io.BytesIO(data)
    inner: BinaryIO = packed
    if data.startswith(_GZIP):
        inner = cast("BinaryIO", gzip.open(packed))  # noqa: SIM115 - it holds memory alone
    else:
        inner = cast("BinaryIO", _Unpacked(packed))
    try:
        found = io.BufferedReader(_Counted(inner, len(data), caps, name), _MEGABYTE).read(
            caps.document + 1
        )
    except _BROKEN as error:
        raise _unreadable(Path(name), "damaged") from error
    if len(found) > caps.document:
        raise _too_large(caps.document, name)
    return found


@contextmanager
def open_single(path: Path, caps: Caps = FEED) -> Iterator[io.BufferedReader]:
    """Opens what `open_unpacked` opens, and of a `.zip` the one file it holds; errors the same."""
    if not path.name.endswith(".zip"):
        with open_unpacked(path, caps) as stream:
            yield stream
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) != 1 or members[0].flag_bits & 1:
                raise _unreadable(path, "not_single")
            with archive.open(members[0]) as inner:
                counted = _Counted(cast("BinaryIO", inner), path.stat().st_size, caps, path.name)
                yield io.BufferedReader(counted, _MEGABYTE)
    except BROKEN_ARCHIVE as error:
        raise _unreadable(path, "damaged") from error
    except OSError as error:
        raise _unreadable(path, cause_of(error)) from error


def read_lines(path: Path, defects: DefectLog, caps: Caps = FEED) -> Iterator[tuple[int, bytes]]:
    """Yields each line that is not blank with its number; one over the cap becomes a defect."""
    with open_unpacked(path, caps) as stream:
        number = 0
        while line := stream.readline(caps.document + 1):
            number += 1
            if len(line) > caps.document:
                defects.add(_over(Place(file=path.name, line=number), caps))
                while line and not line.endswith(b"\n"):
                    line = stream.readline(_MEGABYTE)
            elif not line.isspace():
                yield number, line


def read_members(
    path: Path, suffix: str, defects: DefectLog, caps: Caps = FEED
) -> Iterator[tuple[str, bytes]]:
    """Yields each member of a `.zip` whose name ends so; a bad member becomes a defect.

    Members come in the order of their names. Errors as in `open_unpacked`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(archive.infolist(), key=lambda member: member.filename)
            if len(members) > caps.members:
                raise TooLargeError(
                    message("packed.too_many", limit=caps.members), place=Place(file=path.name)
                )
            left = limit = min(caps.whole, max(caps.free, path.stat().st_size * caps.ratio))
            for member in members:
                if member.is_dir() or not member.filename.endswith(suffix):
                    continue
                place = Place(file=f"{path.name}:{member.filename}")
                data = _member(archive, member, place, defects, caps)
                if data is None:
                    continue
                left -= len(data)
                if left < 0:
                    raise _too_large(limit, path.name)
                yield member.filename, data
    except BROKEN_ARCHIVE as error:
        raise _unreadable(path, "damaged") from error
    except OSError as error:
        raise _unreadable(path, cause_of(error)) from error


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Place, defects: DefectLog, caps: Caps
) -> bytes | None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts:
        defects.add(Defect(message=message("packed.leaves_folder"), place=place))
        return None
    if member.flag_bits & 1:
        defects.add(Defect(message=message("packed.encrypted"), place=place))
        return None
    if member.file_size > caps.document:
        defects.add(_over(place, caps))
        return None
    try:
        with archive.open(member) as stream:
            data = stream.read(caps.document + 1)
    except BROKEN_ARCHIVE:
        defects.add(Defect(message=message("packed.unreadable", reason="damaged"), place=place))
        return None
    if len(data) > caps.document:
        defects.add(_over(place, caps))
        return None
    return data


def _over(place: Place, caps: Caps) -> Defect:
    return Defect(
        message=message("packed.document_too_large", limit=caps.document // _MEGABYTE),
        place=place,
    )
