"""Where what was handed in lies: one file a document, named by chance, never by its content."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sekisho.model.errors import TooLargeError
from sekisho.model.values.message import message
from sekisho.portal.refusals import UnknownError
from sekisho.portal.settings.environment import environment


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: the key to read it by, the digest and size of its bytes."""

    key: str
    sha256: str
    size: int


def put(chunks: Iterable[bytes], limit: int) -> Stored:
    """Stores a stream of bytes, whole or not at all.

    Raises `TooLargeError` as soon as more than `limit` bytes have come.
    """
    key = secrets.token_hex(16)
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    digest, size = hashlib.sha256(), 0
    try:
        with part.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                _hold_to(size, limit)
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _keep_names(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return Stored(key, digest.hexdigest(), size)


def drop(key: str) -> None:
    """Deletes what was stored by an act that was not done."""
    _path(key).unlink(missing_ok=True)


def sweep(older_than: float) -> int:
    """Deletes the halves that a killed process left, once older than a time in seconds since
    1970; gives how many. What is younger may belong to an act in progress.
    """
    swept = 0
    for path in (environment().data / "vault").glob("*/*.part"):
        if path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def read(key: str, limit: int) -> bytes:
    """Reads what was stored; raises `TooLargeError` when it is more than `limit` bytes."""
    path = _path(key)
    if not path.is_file():
        raise UnknownError
    _hold_to(path.stat().st_size, limit)
    return path.read_bytes()


def open_stream(key: str) -> Iterable[bytes]:
    """Gives the bytes of what was stored, piece by piece."""
    with _path(key).open("rb") as file:
        while piece := file.read(256 * 1024):
            yield piece


def _keep_names(folder: Path) -> None:
    """Has the file system keep the name of a new file, not only its bytes."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hold_to(size: int, limit: int) -> None:
    if size > limit:
        raise TooLargeError(message("portal.upload.too_large", limit=limit))


def _path(key: str) -> Path:
    return environment().data / "vault" / key[:2] / key
