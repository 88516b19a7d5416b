"""Building a snapshot: from a folder of publications to a folder of indexes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from sekisho.library.contents import Contents, assemble
from sekisho.library.manifest import NAME, Manifest
from sekisho.model.canonical import canonical_bytes


def write_library(contents: Contents, out: Path) -> Manifest:
    """Builds the indexes and writes them as one snapshot folder, all or nothing."""
    manifest, parts = assemble(contents)
    publish({**parts, NAME: canonical_bytes(manifest) + b"\n"}, out)
    return manifest


def publish(files: Mapping[str, bytes], out: Path) -> None:
    """Writes files to a folder beside `out`, flushes them to disk, and renames it into place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        for path, data in files.items():
            target = draft / path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        draft.chmod(0o755)
        _swap(draft, out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _swap(draft: Path, out: Path) -> None:
    """Puts the draft in the place of an older snapshot, which stays until the new one stands."""
    if not out.exists():
        draft.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.rename(old / out.name)
    try:
        draft.rename(out)
    except OSError:
        (old / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
