"""The files behind `sekisho statement`: the list beside a filing, and private keys.

Nothing of a private key or a password is in any error.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sekisho.keys.private_keys import read_private_key
from sekisho.model.case import SignedStatement
from sekisho.model.errors import InputError, Place, UsageError
from sekisho.model.values.message import message
from sekisho.read.beside.statements import FILE, read_statements
from sekisho.read.files import read_bytes
from sekisho.read.limits import FILING, Limits
from sekisho.read.refused import not_written

_KEY = Limits(bytes=16 * 1024)
_LONGEST_PASSWORD = 1023
_OWNER_ONLY = 0o600
_READABLE = 0o644


@dataclass(frozen=True, slots=True)
class OpenList:
    """The list of statements of a folder, held against other writers; empty when there is none."""

    path: Path
    data: bytes

    def write(self, longer: bytes) -> None:
        """Puts a longer list in the place of this one: all of it, or nothing."""
        draft = self.path.with_name(f".{FILE}.{os.getpid()}.part")
        try:
            mode = self.path.stat().st_mode & 0o777 if self.path.exists() else _READABLE
            _write_new(draft, longer, mode)
            draft.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise not_written(self.path, error) from error


@contextmanager
def open_for_adding(folder: Path) -> Iterator[OpenList]:
    """Opens the statements of a folder for adding one; a second writer waits.

    Raises `UsageError` for what is no folder or cannot be locked, `InputError` for a list that
    cannot be read or is a link, which could lead anywhere.
    """
    path = _list_of(folder)
    try:
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise not_written(path, error) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.is_symlink():
            raise InputError(
                message("statement.link"),
                place=Place(file=str(path)),
                hint=message("statement.link.remedy"),
            )
        yield OpenList(path, read_bytes(path, FILING) if path.exists() else b"")
    finally:
        os.close(lock)


def statements_of(folder: Path) -> tuple[SignedStatement, ...]:
    """Reads the statements of a folder; none when it has no list of them."""
    path = _list_of(folder)
    return read_statements(path) if path.exists() else ()


def write_key(path: Path, pem: bytes) -> None:
    """Writes a new private key that its owner alone may read; an existing file stays."""
    try:
        _write_new(path, pem, _OWNER_ONLY)
    except FileExistsError:
        raise UsageError(
            message("statement.key_exists"),
            place=Place(file=str(path)),
            hint=message("statement.key_exists.remedy"),
        ) from None
    except OSError as error:
        raise not_written(path, error) from None


def read_key(path: Path, password_file: Path | None) -> bytes:
    """Reads the seed of a private key; every reason it cannot be used gives the same error."""
    password = read_password(password_file)
    try:
        return read_private_key(read_bytes(path, _KEY), password)
    except ValueError:
        raise UsageError(
            message("statement.key_unusable"),
            place=Place(file=str(path)),
            hint=message("statement.key_unusable.remedy"),
        ) from None


def read_password(path: Path | None) -> bytes:
    """Reads the password of a key: the file's content without the end of its last line."""
    if path is None:
        return b""
    password = read_bytes(path, _KEY).removesuffix(b"\n").removesuffix(b"\r")
    if not 0 < len(password) <= _LONGEST_PASSWORD:
        raise UsageError(
            message("statement.password_unusable", limit=_LONGEST_PASSWORD),
            place=Place(file=str(path)),
        )
    return password


def _list_of(folder: Path) -> Path:
    if not folder.is_dir():
        raise UsageError(
            message("statement.no_folder"),
            place=Place(file=str(folder)),
            hint=message("statement.no_folder.remedy"),
        )
    return folder / FILE


def _write_new(path: Path, data: bytes, mode: int) -> None:
    """Writes a file that is not there yet, through to the disk; removes it when that fails."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
