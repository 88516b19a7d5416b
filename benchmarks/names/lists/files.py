"""Opens the packed files of the test data."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml
import zstandard

Document = dict[str, Any]


def unpacked(path: Path) -> bytes:
    """Reads a file, taking `.gz` and `.zst` off."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        return gzip.decompress(data)
    if path.suffix == ".zst":
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)) as stream:
            return stream.read()
    return data


def json_lines(path: Path) -> Iterator[Document]:
    """Reads the documents of a file with one JSON object a line."""
    for line in unpacked(path).splitlines():
        if line.strip():
            yield msgspec.json.decode(line)


def yaml_members(path: Path) -> Iterator[tuple[str, Document]]:
    """Reads the YAML documents of a packed archive, in the order of their names."""
    with tarfile.open(fileobj=io.BytesIO(unpacked(path))) as archive:
        members = sorted(archive.getmembers(), key=lambda member: member.name)
        for member in members:
            file = archive.extractfile(member) if member.isfile() else None
            if file is not None and member.name.endswith((".yml", ".yaml")):
                # The C loader is twenty times quicker; it is as safe as the other.
                yield member.name, yaml.load(file.read(), yaml.CSafeLoader)
