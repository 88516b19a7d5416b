"""A feed while it is being read: its records go by once and are counted and digested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec

from sekisho.library.feeds import Feed
from sekisho.match.packages.ecosystems import by_release
from sekisho.model.reference import Advisory, Enrichment, FeedKind, ProductLifecycle
from sekisho.read.defects import DefectLog

ID_SIZE = 8
DIGEST_SIZE = 16
_REFUSED_SHARE = 100
_OF_MANY = frozenset({"advisories", "enrichment", "lifecycle"})
"""Kinds in which one lost record leaves one subject without an answer, and no other."""
_WHERE_SEEN = ":*"
_FIRST_DAY = "1990-01-01"
_encode = msgspec.json.Encoder(order="deterministic").encode


class Reading:
    """One feed: what is known of it beforehand, its records, and what reading them showed.

    The records pass through once, in iteration; `feed` and `record_digests` are complete
    after that. `defects` are filled by the reader while it yields records. `on` is the day the
    files were taken in: a record dated later does not make the feed younger.
    """

    def __init__(
        self,
        described: Feed,
        records: Iterable[Any],
        defects: DefectLog | None = None,
        on: date = date.max,
    ) -> None:
        self.id = described.id
        self.kind: FeedKind = described.kind
        self.title = described.title
        self.file = described.file
        self.defects = defects if defects is not None else DefectLog()
        self._described = described
        self._records = records
        self._on = on.isoformat()
        self._count = 0
        self._digests: list[bytes] = []
        self._ecosystems: set[str] = set()
        self._latest = ""

    def hold(self) -> int:
        """Reads all records and holds them, so that what is wrong shows now; gives their number.

        Raises `InputError` as the reader does.
        """
        self._records = tuple(self._records)
        return len(self._records)

    @property
    def held(self) -> tuple[Any, ...] | None:
        """The records, where they were read and held."""
        return self._records if isinstance(self._records, tuple) else None

    def __iter__(self) -> Iterator[Any]:
        # Estimates change every day for every CVE, and their own table can be compared row by
        # row: digests of theirs would only be a second, larger copy.
        digest_them = self.kind != "likelihood"
        for record in self._records:
            if self._described.malicious and isinstance(record, Advisory):
                record = msgspec.structs.replace(record, malicious=True)  # noqa: PLW2901  # the feed says so of all
            self._count += 1
            if digest_them:
                self._digests.append(_digest(record))
            if isinstance(record, Advisory):
                self._ecosystems.update(affected.ecosystem for affected in record.affected)
            self._note(record)
            yield record

    def feed(self) -> Feed:
        """Gives what the library will say of this feed; complete once all records went by.

        A feed of which nothing was kept covers nothing: a miss in it proves nothing. Nor does a
        list with a refused entry, since the entry may be the one asked for, or a kind `_OF_MANY` of which
        more than one record in a hundred was refused. A day after that of the intake is none: it would
        keep the feed fresh for ever.
        """
        newest = date.fromisoformat(self._latest) if self._latest else None
        return msgspec.structs.replace(
            self._described,
            count=self._count,
            defects=self.defects.count,
            remarks=self.defects.remarks,
            covers=() if self._is_broken() or not self._count else self._covers(),
            published_on=self._stated_day() or newest,
        )

    def _is_broken(self) -> bool:
        refused = self.defects.count
        bearable = self.kind in _OF_MANY and refused * _REFUSED_SHARE <= self._count
        return refused > 0 and not bearable

    def _stated_day(self) -> date | None:
        day = self._described.published_on
        return day if day is None or day.isoformat() <= self._on else None

    def record_digests(self) -> bytes:
        """Gives, sorted, the hash of each record's id (8 bytes) and its digest (16 bytes)."""
        return b"".join(sorted(self._digests))

    def _note(self, record: Any) -> None:
        for text in _days_of(record):
            if self._latest < text <= self._on and text > _FIRST_DAY and _is_day(text):
                self._latest = text

    def _covers(self) -> tuple[str, ...]:
        covers: dict[str, None] = {}
        for scope in self._described.covers:
            if scope.endswith(_WHERE_SEEN):
                seen = sorted(self._ecosystems)
                covers.update(dict.fromkeys(name for name in seen if _is_within(name, scope)))
            else:
                covers[scope] = None
        return tuple(covers)


def _days_of(record: Any) -> Iterator[str]:
    """The days that show that a publication was made on that day or later."""
    if isinstance(record, Advisory):
        yield from (record.modified[:10], record.published[:10])
    elif isinstance(record, Enrichment):
        yield record.stated_on.isoformat() if record.stated_on else ""
    elif isinstance(record, ProductLifecycle):
        yield from (each.released_on.isoformat() for each in record.cycles if each.released_on)


def _is_within(ecosystem: str, scope: str) -> bool:
    """A distribution is published release by release: its bare name stands for none of them."""
    base = scope.removesuffix(_WHERE_SEEN)
    if ecosystem == base:
        return base not in by_release()
    return ecosystem.startswith(f"{base}:")


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _digest(record: Any) -> bytes:
    name = str(getattr(record, "id", "") or getattr(record, "cve", "")).encode()
    return (
        blake2b(name, digest_size=ID_SIZE).digest()
        + blake2b(_encode(record), digest_size=DIGEST_SIZE).digest()
    )
