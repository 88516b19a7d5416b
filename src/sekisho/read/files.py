"""Files of an input folder: read whole under a cap, and never from outside the folder."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.limits import Limits, check_size
from sekisho.read.refused import cause_of

_CHUNK = 1024 * 1024


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Reads a regular file whole.

    Raises `InputError` when it cannot be read, `TooLargeError` when it is larger than the cap;
    both tell the path as it was given.
    """
    try:
        if not path.is_file():
            raise _no_file(path)
        check_size(path.stat().st_size, limits, str(path))
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    check_size(len(data), limits, str(path))
    return data


def hash_file(path: Path, limits: Limits) -> tuple[str, int]:
    """Gives the SHA-256 of a regular file in lowercase hexadecimal, and its size in bytes.

    Errors as in `read_bytes`; the file is never held in memory whole.
    """
    digest, size = hashlib.sha256(), 0
    try:
        if not path.is_file():
            raise _no_file(path)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                check_size(size, limits, str(path))
                digest.update(chunk)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest(), size


def copy_file(source: Path, target: Path, limits: Limits) -> str:
    """Copies a regular file in pieces and gives the SHA-256 of what was copied.

    Errors as in `read_bytes` for the source; `OSError` where the target cannot be written.
    """
    digest, size = hashlib.sha256(), 0
    if not source.is_file():
        raise _no_file(source)
    with source.open("rb") as file, target.open("wb") as copy:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            check_size(size, limits, str(source))
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def path_within(folder: Path, stated: str) -> Path:
    """Gives the path of a file that a document names, which must lie in the document's folder.

    Raises `InputError` for an absolute path, a step upwards, a drive or a backslash, and for a
    symbolic link that leads out of the folder.
    """
    pure = PurePosixPath(stated)
    escapes = pure.is_absolute() or ".." in pure.parts or any(char in stated for char in "\\:\0")
    if not escapes:
        path = folder / pure
        try:
            if path.resolve().is_relative_to(folder.resolve()):
                return path
        except (OSError, RuntimeError) as error:
            raise _unreadable(path, error) from error
    raise InputError(
        message("error.path_outside", path=stated),
        place=Place(file=stated),
        hint=message("error.path_outside.remedy"),
    )


def _no_file(path: Path) -> InputError:
    id = "error.is_folder" if path.is_dir() else "error.no_file"
    return InputError(
        message(id, path=path.name or str(path)),
        place=Place(file=str(path)),
        hint=message(f"{id}.remedy"),
    )


def _unreadable(path: Path, error: Exception) -> InputError:
    reason = cause_of(error) if isinstance(error, OSError) else "links_in_a_circle"
    return InputError(
        message("error.unreadable", path=path.name, reason=reason),
        place=Place(file=str(path)),
        hint=message("error.unreadable.remedy"),
    )
