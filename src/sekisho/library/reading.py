"""A feed while it is being read: its records go by once and are counted and digested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec

from sekisho.library.feeds import Feed, FeedKind
from sekisho.read.defects import DefectLog

ID_SIZE = 8
DIGEST_SIZE = 16
_encode = msgspec.json.Encoder(order="deterministic").encode


class Reading:
    """One feed: what is known of it beforehand, its records, and what reading them showed.

    The records pass through once, in iteration; `feed` and `record_digests` are complete
    after that. `defects` are filled by the reader while it yields records.
    """

    def __init__(
        self,
        described: Feed,
        records: Iterable[Any],
        defects: DefectLog | None = None,
    ) -> None:
        self.id = described.id
        self.kind: FeedKind = described.kind
        self.defects = defects if defects is not None else DefectLog()
        self.published_on: date | None = described.published_on
        self._described = described
        self._records = records
        self._count = 0
        self._digests: list[bytes] = []

    def __iter__(self) -> Iterator[Any]:
        # Estimates change every day for every CVE, and their own table can be compared row by
        # row: digests of theirs would only be a second, larger copy.
        digest_them = self.kind != "likelihood"
        for record in self._records:
            self._count += 1
            if digest_them:
                self._digests.append(_digest(record))
            yield record

    def feed(self) -> Feed:
        """Gives what the library will say of this feed; complete once all records went by."""
        return msgspec.structs.replace(
            self._described,
            count=self._count,
            defects=self.defects.count,
            published_on=self._described.published_on or self.published_on,
        )

    def record_digests(self) -> bytes:
        """Gives, sorted, the hash of each record's id (8 bytes) and its digest (16 bytes)."""
        return b"".join(sorted(self._digests))


def _digest(record: Any) -> bytes:
    name = str(getattr(record, "id", "") or getattr(record, "cve", "")).encode()
    return (
        blake2b(name, digest_size=ID_SIZE).digest()
        + blake2b(_encode(record), digest_size=DIGEST_SIZE).digest()
    )
