"""Reads a notes pack: a private YAML file of what desks answered."""

from __future__ import annotations

from pathlib import Path

from sekisho.model.errors import Place
from sekisho.model.operator.note import Notes
from sekisho.read.files import read_bytes
from sekisho.read.filing.stored import read_stored
from sekisho.read.limits import FILING


def read_notes(path: Path) -> tuple[Notes, dict[str, Place]]:
    """Reads the notes, and where each value stands by its JSON pointer; errors as `read_stored`."""
    return read_stored(read_bytes(path, FILING), str(path), Notes, "notes")
