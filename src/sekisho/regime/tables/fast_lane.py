"""Rows of the fast lane: when the authority says itself that a period may be shortened."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from sekisho.model.values.record import Record


class Criterion(Record, frozen=True, kw_only=True):
    """One criterion; all of them must hold for the same precedent."""

    id: str
    when: str
    message: str


class FastLane(Record, frozen=True, kw_only=True):
    """Criteria for shortening `period` by the act `act`, which an official must perform.

    They belong to `owners`, authorities of the pack, and are `enabled` by them alone: a pack is
    shipped with them off. `keeps_days` of the period stay in any case, counted from its start.
    """

    enabled: bool = False
    owners: tuple[str, ...] = ()
    act: str = ""
    period: str = ""
    keeps_days: Annotated[int, Meta(ge=1)] = 1
    criteria: tuple[Criterion, ...] = ()
    article: str = ""
