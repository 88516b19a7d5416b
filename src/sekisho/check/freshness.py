"""Whether the library's own feeds are fresh: an old feed is a finding about itself."""

from __future__ import annotations

from sekisho.check.look import Answer, Check, Look
from sekisho.library.feeds import Feed
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message

VERSION = "1"


def look_at_freshness(look: Look) -> Answer:
    """Tells which feeds that count as complete are older than their limit, in one finding."""
    complete = [feed for feed in look.library.feeds if feed.covers]
    stale = sorted((feed for feed in complete if feed.is_stale(look.on)), key=lambda feed: feed.id)
    return Answer(findings=(_finding(stale, look),) if stale else (), looked_at=len(complete))


def _finding(stale: list[Feed], look: Look) -> Finding:
    return Finding(
        rule="freshness",
        rule_version=VERSION,
        subject="library",
        state="found",
        severity="low",
        message=message("freshness.stale", n=len(stale)),
        remedy=message("freshness.remedy"),
        details=tuple(_age(feed, look) for feed in stale),
        sources=tuple(look.library.source(feed.id, "") for feed in stale),
        marking="public",
    )


def _age(feed: Feed, look: Look) -> Message:
    if feed.published_on is None:
        return message("freshness.undated", feed=feed.title)
    age = (look.on - feed.published_on).days
    return message("freshness.aged", feed=feed.title, days=age, limit=feed.stale_after_days)


CHECK = Check(name="freshness", version=VERSION, run=look_at_freshness)
