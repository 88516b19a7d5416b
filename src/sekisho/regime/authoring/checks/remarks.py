"""A remark about a pack: how grave it is, where, why, and what to do."""

from __future__ import annotations

from typing import Literal

from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import Message
from sekisho.model.values.record import Record

Level = Literal["error", "found", "suspected"]


class Remark(Record, frozen=True, kw_only=True):
    """One thing about a pack.

    An `error` makes the pack unusable. What is `found` was proved: the pack can be used and does
    not do what its author must have meant. What is only `suspected` was looked for among many
    situations and not found; there may be one.
    """

    level: Level
    defect: Defect


def remark(level: Level, place: Place, said: Message, remedy: Message | None = None) -> Remark:
    """Makes a remark."""
    return Remark(level=level, defect=Defect(message=said, place=place, remedy=remedy))


def in_order(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Puts errors first, then what was found, then what is suspected; each by file and line."""
    levels: tuple[Level, ...] = ("error", "found", "suspected")

    def key(each: Remark) -> tuple[int, str, int, int]:
        place = each.defect.place
        return levels.index(each.level), place.file, place.line, place.column

    return tuple(sorted(remarks, key=key))
