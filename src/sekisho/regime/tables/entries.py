"""Rows of a published list: what falls under each entry, since when, and what is excepted."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title


class EntryExemption(Record, frozen=True, kw_only=True):
    """What takes a product out of an entry: `claimed` when the filing relies on it, `when` it
    holds, on the days from `valid_from` to `valid_to`, both included.
    """

    id: str
    title: Title
    claimed: str
    when: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    article: str = ""
    unverified: bool = False


class Entry(Record, frozen=True, kw_only=True):
    """One entry of a list as a condition over a product and whoever made it.

    `records` are the ids of the records in the reference library that hold the names by which
    the entity is recognised; the title is for people. An entry that covers `services` bars no equipment. One
    that is `unverified` is answered *not checked* where it would hold.
    """

    id: str
    title: Title
    records: tuple[str, ...] = ()
    when: str
    valid_from: date
    valid_to: date | None = None
    exemptions: tuple[EntryExemption, ...] = ()
    services: bool = False
    article: str = ""
    source: str = ""
    unverified: bool = False


class Relations(Record, frozen=True, kw_only=True):
    """From what share on an owner makes the owned an affiliate: more than `affiliate_over`."""

    affiliate_over: Ratio
    article: str = ""


class Entries(Record, frozen=True, kw_only=True):
    """The entries of a pack.

    `compared_on` is the day whose list they were compared with; `stale_after_days` from when on
    "not listed" is no answer any more. The second number is ours, not the law's.
    """

    entries: tuple[Entry, ...] = ()
    relations: Relations | None = None
    compared_on: date | None = None
    stale_after_days: Annotated[int, Meta(ge=1)] | None = None
