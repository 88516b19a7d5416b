"""Reads a file of exceptions: each dated, reasoned, with an owner and a day on which it ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.operator.exceptions import Exceptions
from sekisho.model.values.message import message
from sekisho.read.files import read_bytes
from sekisho.read.filing.stored import read_stored
from sekisho.read.limits import FILING


def read_exceptions(path: Path) -> Exceptions:
    """Reads the exceptions; raises `DefectsError` with everything that is wrong with them."""
    found, places = read_stored(read_bytes(path, FILING), str(path), Exceptions, "exceptions")
    defects = tuple(_wrong(found, places))
    if defects:
        raise DefectsError(defects)
    return found


def _wrong(found: Exceptions, places: dict[str, Place]) -> Iterator[Defect]:
    seen: set[str] = set()
    for at, each in enumerate(found.exceptions):
        place = f"/exceptions/{at}"
        if each.id in seen:
            yield _defect("id_twice", places, f"{place}/id", each.id)
        seen.add(each.id)
        for field in ("id", "rule", "reason", "owner"):
            if not getattr(each, field).strip():
                yield _defect("empty", places, f"{place}/{field}", field)
        if each.expires_on < each.made_on:
            yield _defect("ends_first", places, f"{place}/expires_on", each.id)
        if not (each.subject or each.ids or "." in each.rule):
            yield _defect("too_wide", places, f"{place}/rule", each.rule)


def _defect(kind: str, places: dict[str, Place], pointer: str, about: str) -> Defect:
    id = f"exceptions.{kind}"
    place = places.get(pointer, places.get(pointer.rpartition("/")[0], Place()))
    return Defect(message=message(id, about=about), place=place, remedy=message(f"{id}.remedy"))
