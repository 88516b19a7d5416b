"""The files of a delivery: walked and hashed, never opened for what is inside."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from sekisho.model.errors import InputError, Place, TooLargeError
from sekisho.model.evidence import DeliveredFile
from sekisho.model.values.message import message
from sekisho.read.limits import EVIDENCE

FOLDER = "delivery"
MOST_FILES = 200_000
_CHUNK = 1024 * 1024


def read_delivery(folder: Path) -> tuple[DeliveredFile, ...]:
    """Hashes every file below a folder, by path.

    Links are not followed: they, devices and what cannot be read or is too large are listed
    without a digest. Raises `InputError` where there is no such folder, `TooLargeError` for more
    files than `MOST_FILES`.
    """
    if not folder.is_dir():
        raise InputError(
            message("delivery.no_folder", folder=str(folder)),
            place=Place(file=str(folder)),
            hint=message("delivery.no_folder.remedy"),
        )
    found: list[DeliveredFile] = []
    for path in _files(folder):
        if len(found) >= MOST_FILES:
            raise TooLargeError(
                message("delivery.too_many", limit=MOST_FILES), place=Place(file=str(folder))
            )
        found.append(_observed(path, path.relative_to(folder).as_posix()))
    return tuple(sorted(found, key=lambda file: file.path))


def _files(folder: Path) -> Iterator[Path]:
    """A folder that cannot be listed is named itself, so that what is in it is not passed over."""
    closed: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=lambda e: closed.append(Path(e.filename))):
        yield from (Path(root, name) for name in names)
        yield from (path for name in folders if (path := Path(root, name)).is_symlink())
    yield from (path for path in closed if path != folder)


def _observed(path: Path, name: str) -> DeliveredFile:
    name = name.encode("utf-8", "backslashreplace").decode()
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return DeliveredFile(path=name)
        short, long, size = hashlib.sha256(), hashlib.sha512(), 0
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                if size > EVIDENCE.bytes:
                    return DeliveredFile(path=name)
                short.update(chunk)
                long.update(chunk)
    except OSError:
        return DeliveredFile(path=name)
    return DeliveredFile(path=name, sha256=short.hexdigest(), sha512=long.hexdigest(), size=size)
