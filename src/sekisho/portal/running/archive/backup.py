"""Makes an archive of a portal, while it runs."""

from __future__ import annotations

import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import zstandard

from sekisho import __version__
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.portal.running.archive import database
from sekisho.portal.running.archive.form import FILES, FORM, MANIFEST, Manifest, Member, describe
from sekisho.portal.settings.environment import Environment

_NOT_KEPT = frozenset({"static", "outbox", "tmp"})
"""Folders whose content is made anew, or is on its way."""


@dataclass(frozen=True, slots=True)
class Archived:
    """An archive that was made: its digest and size, and how many files it holds."""

    sha256: str
    size: int
    files: int


def back_up(here: Environment, target: Path) -> Archived:
    """Writes an archive, whole or not at all; raises `UsageError`.

    The database is copied first: whatever it names in the vault is there by then, and nothing in
    the vault is ever changed.
    """
    target = target.absolute()
    if target.exists():
        raise UsageError(message("portal.archive.there", file=str(target)))
    if target.is_relative_to(here.data.absolute()):
        raise UsageError(message("portal.archive.inside", folder=str(here.data)))
    if not target.parent.is_dir():
        raise UsageError(message("portal.archive.no_folder", folder=str(target.parent)))
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sekisho-backup-") as folder:
            manifest, paths = _collect(here, Path(folder))
            _write(part, manifest, paths)
        part.replace(target)
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise UsageError(message("portal.archive.not_written", said=said)) from error
    finally:
        part.unlink(missing_ok=True)
    made = describe("", target)
    return Archived(made.sha256, made.size, len(manifest.members) - 1)


def _collect(here: Environment, folder: Path) -> tuple[Manifest, dict[str, Path]]:
    copied = database.copy(here, folder)
    paths = {copied.name: copied} | {
        FILES + path.relative_to(here.data).as_posix(): path for path in _files(here.data)
    }
    members: list[Member] = [describe(name, path) for name, path in paths.items()]
    manifest = Manifest(
        form=FORM,
        sekisho=__version__,
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        database=copied.name,
        members=tuple(members),
    )
    return manifest, paths


def _files(data: Path) -> list[Path]:
    found = []
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        if inside.parts[0] in _NOT_KEPT or inside.name.startswith("portal.sqlite3"):
            continue
        if path.is_file() and not path.is_symlink() and path.suffix != ".part":
            found.append(path)
    return found


def _write(part: Path, manifest: Manifest, paths: dict[str, Path]) -> None:
    with (
        os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        zstandard.ZstdCompressor(write_checksum=True).stream_writer(file, closefd=False) as packed,
        tarfile.open(fileobj=packed, mode="w|") as tar,
        tempfile.SpooledTemporaryFile() as listed,
    ):
        listed.write(msgspec.json.encode(manifest))
        head = tarfile.TarInfo(MANIFEST)
        head.size = listed.tell()
        listed.seek(0)
        tar.addfile(head, listed)
        for member in manifest.members:
            info = tarfile.TarInfo(member.name)
            info.size, info.mode = member.size, 0o600
            with paths[member.name].open("rb") as source:
                tar.addfile(info, source)
