"""The files inside the archives of the shared data."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import zstandard


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Gives the name and the bytes of each file in a `.tar.zst`, in its order."""
    with archive.open("rb") as packed:
        plain = zstandard.ZstdDecompressor().stream_reader(packed).read()
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        for member in tar:
            opened = tar.extractfile(member) if member.isfile() else None
            if opened is not None:
                yield member.name, opened.read()
