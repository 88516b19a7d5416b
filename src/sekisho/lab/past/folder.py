"""A folder of past cases on disk: a manifest, an operator table, chunks of cases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from sekisho.lab.past.record import (
    CASES,
    MANIFESTS,
    OPERATORS,
    Chunk,
    Manifest,
    OperatorRow,
    PastCase,
    encode,
)
from sekisho.model.canonical import canonical_bytes
from sekisho.model.errors import InputError, Place, UsageError
from sekisho.model.values.message import message
from sekisho.read.files import hash_file, path_within, read_bytes
from sekisho.read.limits import FILING, Limits
from sekisho.read.packed import Caps, read_whole
from sekisho.read.refused import not_written

MANIFEST = "manifest.json"
OPERATOR_TABLE = "operators.jsonl.zst"
CHUNK = 10_000
"""Cases in one file."""

_LEVEL = 3
_PACKED = Limits(bytes=256 * 1024 * 1024)
_UNPACKED = Caps(document=512 * 1024 * 1024, free=512 * 1024 * 1024)


def write_folder(
    folder: Path,
    manifest: Manifest,
    operators: Iterable[OperatorRow],
    cases: Iterable[PastCase],
) -> Manifest:
    """Writes past cases into a new folder and gives the manifest with its counts and digests.

    Never more than one chunk is held in memory. Raises `UsageError` where the folder holds
    something already or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(
                message("lab.folder_not_empty"),
                place=Place(file=str(folder)),
                hint=message("lab.folder_not_empty.remedy"),
            )
        rows = [encode(row) for row in operators]
        table = _write_lines(folder / OPERATOR_TABLE, rows)
        chunks = tuple(_write_chunks(folder, iter(cases)))
        whole = msgspec.structs.replace(
            manifest,
            count=sum(chunk.count for chunk in chunks),
            operators=len(rows),
            operators_sha256=table.sha256,
            chunks=chunks,
        )
        (folder / MANIFEST).write_bytes(canonical_bytes(whole) + b"\n")
    except OSError as error:
        raise not_written(folder, error) from error
    return whole


def _write_chunks(folder: Path, cases: Iterator[PastCase]) -> Iterator[Chunk]:
    number = 0
    while lines := [encode(case) for case in islice(cases, CHUNK)]:
        yield _write_lines(folder / f"cases-{number:05d}.jsonl.zst", lines)
        number += 1


def _write_lines(path: Path, lines: list[bytes]) -> Chunk:
    data = b"".join(line + b"\n" for line in lines)
    # One thread and one level, so that the same cases are the same bytes.
    packed = zstandard.ZstdCompressor(level=_LEVEL, threads=0).compress(data)
    path.write_bytes(packed)
    return Chunk(file=path.name, sha256=hashlib.sha256(packed).hexdigest(), count=len(lines))


def read_manifest(folder: Path) -> Manifest:
    """Reads the manifest of a folder of cases; raises `InputError` when it is none."""
    path = folder / MANIFEST
    try:
        return MANIFESTS.decode(read_bytes(path, FILING))
    except (msgspec.MsgspecError, ValueError) as error:
        raise _broken(path, str(error)) from error


def read_operators(folder: Path, manifest: Manifest) -> dict[str, OperatorRow]:
    """Reads the operator table, by id; raises `InputError` when it is not the one named."""
    lines = _lines(folder, OPERATOR_TABLE, manifest.operators_sha256)
    rows = (_decode(OPERATORS, line, folder / OPERATOR_TABLE, at) for at, line in lines)
    return {row.id: row for row in rows}


def read_lines(folder: Path, chunk: Chunk) -> Iterator[tuple[int, bytes]]:
    """Yields each line of a chunk with its number; raises `InputError` when it is not the file
    the manifest names.
    """
    return _lines(folder, chunk.file, chunk.sha256)


def read_cases(folder: Path, chunk: Chunk) -> Iterator[PastCase]:
    """Yields the cases of a chunk in full; errors as in `read_lines`, and for a bad line."""
    for at, line in read_lines(folder, chunk):
        yield decode_case(line, folder / chunk.file, at)


def decode_case(line: bytes, path: Path, at: int) -> PastCase:
    """Reads one line as a past case; raises `InputError` with file and line."""
    past: PastCase = _decode(CASES, line, path, at)
    return past


def _decode(decoder: msgspec.json.Decoder[Any], line: bytes, path: Path, at: int) -> Any:
    try:
        return decoder.decode(line)
    except (msgspec.MsgspecError, ValueError) as error:
        raise _broken(path, str(error), at) from error


def _lines(folder: Path, name: str, sha256: str) -> Iterator[tuple[int, bytes]]:
    path = path_within(folder, name)
    found, _ = hash_file(path, _PACKED)
    if found != sha256:
        raise InputError(
            message("lab.other_digest", found=found[:16], named=sha256[:16]),
            place=Place(file=str(path)),
            hint=message("lab.other_digest.remedy"),
        )
    data = read_whole(path, _UNPACKED)
    return ((at, line) for at, line in enumerate(data.split(b"\n"), 1) if line)


def _broken(path: Path, reason: str, line: int = 0) -> InputError:
    return InputError(
        message("lab.bad_record", reason=reason),
        place=Place(file=str(path), line=line),
        hint=message("lab.bad_record.remedy"),
    )
