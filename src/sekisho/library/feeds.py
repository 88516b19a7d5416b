"""What the library says of each feed it was built from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sekisho.model.assessment import FeedState
from sekisho.model.reference import FeedKind
from sekisho.model.values.record import Record


class Feed(Record, frozen=True, kw_only=True):
    """One publication, as it was read on one day.

    `sha256` names the file read (of several files: of their sorted digests); `count` the records
    kept, `defects` those refused, `remarks` what was odd in those kept, `noted` those kept that cannot be applied as they are (`notes.json`
    in the snapshot names them). `covers` lists what a miss in this feed is worth: ecosystems
    for advisories (`PyPI`, `AlmaLinux:9`), `*` for a whole list, nothing for a selection.
    `edition` is what its publisher calls this issue: the version of a catalogue, or of the model that
    made the estimates. `kept_on` is the day on which a newer file of this list could not be taken, so that
    the version of an earlier library stayed. `stale_after_days` is the age at which the feed must be fetched again.
    """

    id: str
    kind: FeedKind
    title: str
    publisher: str
    licence: str = ""
    url: str = ""
    file: str = ""
    retrieved_on: date | None = None
    published_on: date | None = None
    kept_on: date | None = None
    edition: str = ""
    count: int = 0
    defects: int = 0
    remarks: int = 0
    noted: int = 0
    sha256: str = ""
    covers: tuple[str, ...] = ()
    stale_after_days: int = 0
    malicious: bool = False

    def is_stale(self, on: date) -> bool:
        """Says whether the feed is too old on a day; one without a date always is."""
        if self.published_on is None:
            return True
        return (on - self.published_on).days > self.stale_after_days


def states_of(feeds: Iterable[Feed], on: date) -> tuple[FeedState, ...]:
    """Tells how feeds stand on a day, in the order of their ids."""
    return tuple(
        FeedState(
            id=feed.id,
            title=feed.title,
            sha256=feed.sha256,
            count=feed.count,
            published_on=feed.published_on,
            stale=feed.is_stale(on),
        )
        for feed in sorted(feeds, key=lambda feed: feed.id)
    )
