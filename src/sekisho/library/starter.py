"""The library that comes with Sekisho: famous cases and covered makers, written by us.

It covers nothing, so nothing is ever clear because of it.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

import msgspec

from sekisho.library.feeds import Feed
from sekisho.library.reading import Reading
from sekisho.read.defects import DefectLog
from sekisho.read.lists.own import FeedDocument, FeedHead, read_feed

SUFFIX = ".feed.yaml"


def starter_readings() -> list[Reading]:
    """Reads the sources that lie in the package."""
    folder = files("sekisho.library") / "starter"
    sources = sorted(
        (entry for entry in folder.iterdir() if entry.name.endswith(SUFFIX)),
        key=lambda entry: entry.name,
    )
    return [own_reading(entry.read_bytes(), entry.name) for entry in sources]


def own_reading(data: bytes, name: str) -> Reading:
    """Reads one file of our own format whose records stand in it."""
    document = read_feed(data, name)
    feed = msgspec.structs.replace(
        described(document.head), file=name, sha256=hashlib.sha256(data).hexdigest()
    )
    return Reading(feed, document.records, log_of(document))


def described(head: FeedHead) -> Feed:
    """Turns what a file of our own format says of itself into what the library says of it."""
    return Feed(
        id=head.id,
        kind=head.kind,
        title=head.title,
        publisher=head.publisher,
        licence=head.licence,
        url=head.url,
        published_on=head.published_on,
        edition=head.edition,
        covers=head.covers,
        stale_after_days=head.stale_after_days,
        malicious=head.malicious,
    )


def log_of(document: FeedDocument) -> DefectLog:
    """Gives the defects of a document as a log."""
    log = DefectLog()
    for defect in document.defects:
        log.add(defect)
    return log
