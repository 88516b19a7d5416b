"""A place within a document as text: what a finding points at, as it was received."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sekisho.model.errors import InputError
from sekisho.model.values.message import message
from sekisho.read.limits import SBOM
from sekisho.read.sbom.document import open_document
from sekisho.report.catalogue import visible

MOST_BYTES = 16 * 1024 * 1024
"""Larger documents are downloaded, not shown."""
MOST_LINES = 200
"""Of what stands at a place the first lines are shown."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What stands at a place: its lines, and where it stands in a list (`n` of `of`, or 0)."""

    pointer: str
    lines: tuple[str, ...]
    cut: bool
    n: int = 0
    of: int = 0


def excerpt(chunks: Iterable[bytes], pointer: str, name: str) -> Excerpt:
    """Finds a place (a JSON pointer) in a document and writes out what stands there.

    Raises `InputError` for a document that is no JSON, is too large to be shown, or has no such
    place; `TooLargeError` as the readers do.
    """
    data = bytearray()
    for chunk in chunks:
        data += chunk
        if len(data) > MOST_BYTES:
            raise InputError(message("portal.place.too_large"), hint=_DOWNLOAD)
    document = open_document(bytes(data), name, SBOM)
    steps = [_plain(step) for step in pointer.split("/")[1:]]
    if not steps or not document.has(steps[0]):
        raise InputError(message("portal.place.none"), hint=_DOWNLOAD)
    value: Any = document.value(steps[0])
    around: Any = None
    for step in steps[1:]:
        around, value = value, _below(value, step)
    lines = json.dumps(value, ensure_ascii=False, indent=2).splitlines()
    listed = isinstance(around, list)
    return Excerpt(
        pointer=pointer,
        lines=tuple(visible(line) for line in lines[:MOST_LINES]),
        cut=len(lines) > MOST_LINES,
        n=int(steps[-1]) + 1 if listed else 0,
        of=len(around) if listed else 0,
    )


_DOWNLOAD = message("portal.place.download")


def _below(value: Any, step: str) -> Any:
    if isinstance(value, list) and step.isdecimal() and len(step) < 9 and int(step) < len(value):
        return value[int(step)]
    if isinstance(value, dict) and step in value:
        return value[step]
    raise InputError(message("portal.place.none"), hint=_DOWNLOAD)


def _plain(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")
