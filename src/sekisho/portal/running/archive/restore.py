"""Puts an archive in place of nothing: into an empty folder, and an empty database."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec
import zstandard

from sekisho.model.errors import InputError, UsageError
from sekisho.model.values.message import message
from sekisho.portal.running.archive import database
from sekisho.portal.running.archive.form import (
    FILES,
    FORM,
    MANIFEST,
    POSTGRESQL,
    SQLITE,
    Manifest,
    Member,
    pieces,
)
from sekisho.portal.settings.environment import Environment

_LARGEST_LIST = 256 * 1024 * 1024


def restore(here: Environment, source: Path) -> Manifest:
    """Reads an archive, holds every byte to its digest, and only then puts it in place.

    Raises `UsageError` where something stands already, `InputError` for an archive that is not
    whole or not ours; the place is then as empty as before.
    """
    if not source.is_file():
        raise UsageError(message("portal.archive.not_there", file=str(source)))
    if (here.data.exists() and any(here.data.iterdir())) or not database.is_empty(here):
        raise UsageError(
            message("portal.archive.not_empty", folder=str(here.data)),
            hint=message("portal.archive.not_empty.remedy"),
        )
    made = not here.data.exists()
    here.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(dir=here.data, prefix=".restoring-"))
    try:
        manifest = _unpack(here, source, folder)
        _put_in_place(here, folder, manifest)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise UsageError(message("portal.archive.not_written", said=said)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if made and not any(here.data.iterdir()):
            here.data.rmdir()
    return manifest


def _put_in_place(here: Environment, folder: Path, manifest: Manifest) -> None:
    """Moves the files, then the database: before it is there nothing can be opened."""
    files, moved = folder / FILES, list[Path]()
    try:
        for path in sorted(files.iterdir()) if files.is_dir() else ():
            place = here.data / path.name
            path.rename(place)
            moved.append(place)
        database.restore(here, folder / manifest.database)
    except BaseException:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _unpack(here: Environment, source: Path, folder: Path) -> Manifest:
    wanted = SQLITE if here.database_url is None else POSTGRESQL
    try:
        with (
            source.open("rb") as file,
            zstandard.ZstdDecompressor().stream_reader(file) as packed,
            tarfile.open(fileobj=packed, mode="r|") as tar,
        ):
            manifest = _manifest(tar)
            if manifest.database != wanted:
                raise UsageError(
                    message("portal.archive.other_database"),
                    hint=message("portal.archive.other_database.remedy"),
                )
            listed = {member.name: member for member in manifest.members}
            while info := tar.next():
                _put(tar.extractfile(info), listed.pop(info.name, None), folder)
    except (tarfile.TarError, zstandard.ZstdError, EOFError, msgspec.MsgspecError) as error:
        raise InputError(message("portal.archive.broken", file=source.name)) from error
    if listed:
        raise InputError(message("portal.archive.broken", file=source.name))
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    body = tar.extractfile(first) if first and first.name == MANIFEST else None
    if body is None or first is None or first.size > _LARGEST_LIST:
        raise tarfile.TarError
    manifest = msgspec.json.decode(body.read(), type=Manifest)
    if manifest.form != FORM:
        raise tarfile.TarError
    return manifest


def _put(body: IO[bytes] | None, member: Member | None, folder: Path) -> None:
    """Writes one file that the list names; anything else makes the archive a broken one."""
    if body is None or member is None or not _is_inside(member.name):
        raise tarfile.TarError
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for piece in pieces(body):
            digest.update(piece)
            file.write(piece)
    path.chmod(0o600)
    if digest.hexdigest() != member.sha256:
        raise tarfile.TarError


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    ours = name in {SQLITE, POSTGRESQL} or name.startswith(FILES)
    return ours and not path.is_absolute() and ".." not in path.parts
