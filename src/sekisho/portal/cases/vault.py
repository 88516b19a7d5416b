"""Where what was handed in lies: one sealed file a document, named by chance, never by content.

Each is sealed under a key of its own. A digest of personal data is salted with what goes with
that key, so that it tells nothing once the key is destroyed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sekisho.model.errors import TooLargeError
from sekisho.model.values.message import message
from sekisho.portal.personal import keys, streams
from sekisho.portal.personal.models import DataKey, Erasure
from sekisho.portal.refusals import ErasedError, UnknownError
from sekisho.portal.settings.environment import environment


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored: the key to read it by, the digest and size of its bytes."""

    key: str
    sha256: str
    size: int


def put(chunks: Iterable[bytes], limit: int, *, case: Any = None, about: str = "") -> Stored:
    """Stores a stream of bytes, whole or not at all; `about` says what is personal in it.

    Raises `TooLargeError` as soon as more than `limit` bytes have come.
    """
    name, key = secrets.token_hex(16), keys.new_key()
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    counted = _Counted(chunks, limit, _digest(key if about else b""))
    try:
        with part.open("xb") as file:
            for piece in streams.seal(counted, key, name):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _keep_names(path.parent)
        wrapped = keys.wrap(key, f"document/{name}")
        DataKey.objects.create(name=name, wrapped=wrapped, case=case, about=about)
    except BaseException:
        part.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        raise
    return Stored(name, counted.digest.hexdigest(), counted.size)


def drop(key: str) -> None:
    """Deletes what was stored by an act that was not done."""
    _path(key).unlink(missing_ok=True)


def sweep(older_than: float) -> int:
    """Deletes what a killed process left: halves, and files that no key names because the act was
    not done; gives how many. A file younger than a time, in seconds since 1970, may belong to an
    act in progress.
    """
    swept = 0
    for folder in sorted((environment().data / "vault").glob("??")):
        old = {path.name: path for path in folder.iterdir() if _age_of(path) < older_than}
        # Asked after the files were listed: whatever has a key by now is somebody's.
        named = DataKey.objects.filter(name__in=list(old)).values_list("name", flat=True)
        for name in old.keys() - set(named):
            old[name].unlink(missing_ok=True)
            swept += 1
    return swept


def read(key: str, limit: int) -> bytes:
    """Reads what was stored; raises `TooLargeError` when it is more than `limit` bytes."""
    held = bytearray()
    for piece in open_stream(key):
        held += piece
        _hold_to(len(held), limit)
    return bytes(held)


def open_stream(key: str) -> Iterable[bytes]:
    """Gives the bytes of what was stored, piece by piece.

    Raises `ErasedError` where the key was destroyed, `UnknownError` where nothing lies there.
    """
    row = DataKey.objects.filter(name=key).first()
    if row is None:
        raise ErasedError if Erasure.objects.filter(name=key).exists() else UnknownError
    if not _path(key).is_file():
        raise UnknownError
    return _pieces(key, keys.unwrap(bytes(row.wrapped), f"document/{key}"))


def agrees(key: str, sha256: str) -> bool:
    """Says whether what was stored has a plain digest, without the digest being kept."""
    digest = hashlib.sha256()
    for piece in open_stream(key):
        digest.update(piece)
    return hmac.compare_digest(digest.hexdigest(), sha256.lower())


def salted(key: str) -> str:
    """Gives the digest of what was stored, under the salt that goes with its key."""
    row = DataKey.objects.get(name=key)
    digest = _digest(keys.unwrap(bytes(row.wrapped), f"document/{key}"))
    for piece in open_stream(key):
        digest.update(piece)
    return str(digest.hexdigest())


def remove(key: str) -> None:
    """Removes the file of a document whose key was destroyed."""
    _path(key).unlink(missing_ok=True)


class _Counted:
    """Chunks that are hashed and held to a limit as they pass."""

    def __init__(self, chunks: Iterable[bytes], limit: int, digest: Any) -> None:
        self._chunks, self._limit, self.digest, self.size = chunks, limit, digest, 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            _hold_to(self.size, self._limit)
            self.digest.update(chunk)
            yield chunk


def _digest(key: bytes) -> Any:
    """Makes a plain digest, or one under the salt that goes with a key."""
    if not key:
        return hashlib.sha256()
    return hmac.new(keys.salt_from(key).encode(), digestmod=hashlib.sha256)


def _pieces(name: str, key: bytes) -> Iterator[bytes]:
    with _path(name).open("rb") as file:
        yield from streams.unseal(file, key, name)


def _age_of(path: Path) -> float:
    """Gives when a file was last written; one that has gone meanwhile is of no age."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


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
