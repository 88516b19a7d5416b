"""The files of a snapshot as memory, mapped when first asked for and checked before use."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path

from sekisho.library.manifest import NAME, IndexFile
from sekisho.model.errors import LibraryError, Place
from sekisho.model.values.message import message

CHECKED_BY_PART = (".recs", ".blk")
"""Files whose records or blocks carry checksums of their own; all others are checked whole."""


class MappedParts(Mapping[str, memoryview]):
    """The files of a snapshot folder by path; nothing is read before it is asked for.

    Raises `LibraryError` when a file is missing, has another size, was changed, or when another
    snapshot was put in the folder's place.
    """

    def __init__(self, folder: Path, files: tuple[IndexFile, ...], sha256: str = "") -> None:
        self._folder = folder
        self._sha256 = sha256
        self._files = {file.path: file for file in files}
        self._open: dict[str, memoryview] = {}

    def __getitem__(self, path: str) -> memoryview:
        if path not in self._open:
            file = self._files.get(path)
            if file is None:
                raise self._wrong("library.truncated", path)
            self._open[path] = self._map(file)
        return self._open[path]

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def _map(self, file: IndexFile) -> memoryview:
        if not file.size:
            return memoryview(b"")
        try:
            with (self._folder / file.path).open("rb") as stream:
                data = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise self._wrong("library.truncated", file.path) from error
        if len(data) != file.size:
            raise self._wrong("library.truncated", file.path)
        whole = not file.path.endswith(CHECKED_BY_PART)
        if whole and hashlib.sha256(data).hexdigest() != file.sha256:
            raise self._wrong("library.changed", file.path)
        return data

    def _wrong(self, id: str, path: str) -> LibraryError:
        if self._was_replaced():
            return LibraryError(
                message("library.replaced", folder=str(self._folder)),
                hint=message("library.replaced.remedy"),
            )
        return LibraryError(
            message(id, file=path),
            place=Place(file=str(self._folder)),
            hint=message("library.rebuild"),
        )

    def _was_replaced(self) -> bool:
        """Says whether another snapshot stands here by now, whose manifest begins otherwise."""
        named = f'{{"contents_sha256":"{self._sha256}"'.encode()
        try:
            with (self._folder / NAME).open("rb") as stream:
                return bool(self._sha256) and stream.read(len(named)) != named
        except OSError:
            return False


class HeldParts(Mapping[str, memoryview]):
    """The files of a library that was built in memory."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts

    def __getitem__(self, path: str) -> memoryview:
        return memoryview(self._parts[path])

    def __contains__(self, path: object) -> bool:
        return path in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


class EarlierParts(Mapping[str, bytes]):
    """The files below one folder of an earlier snapshot, each checked whole before it is taken.

    Raises `KeyError` for a file that is missing or was changed: it is then made anew.
    """

    def __init__(self, folder: Path, files: tuple[IndexFile, ...], below: str) -> None:
        self._folder = folder
        start = f"{below}/"
        self._files = {
            file.path.removeprefix(start): file for file in files if file.path.startswith(start)
        }

    def __getitem__(self, name: str) -> bytes:
        file = self._files[name]
        try:
            data = (self._folder / file.path).read_bytes()
        except OSError as error:
            raise KeyError(name) from error
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise KeyError(name)
        return data

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
