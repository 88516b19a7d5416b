"""Stands in for the two indexes while they are being written; goes away with them there."""

from __future__ import annotations

import importlib
from typing import Any

import msgspec


def _lookup(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return None


class _Absent:
    def __init__(self, parts: Any) -> None:
        self.parts = parts

    def match(self, *_: object) -> tuple[()]:
        return ()

    search = by_identifier = match

    def advisory(self, _: str) -> None:
        return None


def _none(rows: Any) -> dict[str, bytes]:
    return {"absent": msgspec.json.encode(sum(1 for _ in rows))}


AdvisoryIndex: Any = _lookup("sekisho.match.advisories.index", "AdvisoryIndex") or _Absent
NameIndex: Any = _lookup("sekisho.match.names.index", "NameIndex") or _Absent
build_advisories: Any = _lookup("sekisho.match.advisories.index", "build_index") or _none
build_parties: Any = _lookup("sekisho.match.names.index", "build_index") or _none
