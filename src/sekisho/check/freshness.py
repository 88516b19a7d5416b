"""Whether the library's own feeds are fresh: an old feed is a finding about itself."""

from __future__ import annotations

from sekisho.check.look import Answer, Check, Look
from sekisho.library.feeds import Feed
from sekisho.model.finding import Finding, Source
from sekisho.model.values.message import message


def _run(look: Look) -> Answer:
    complete = [feed for feed in look.library.feeds if feed.covers]
    stale = sorted((feed for feed in complete if feed.is_stale(look.on)), key=lambda feed: feed.id)
    return Answer(findings=tuple(_finding(feed, look) for feed in stale), looked_at=len(complete))


def _finding(feed: Feed, look: Look) -> Finding:
    if feed.published_on is None:
        said = message("freshness.undated", feed=feed.title)
    else:
        age = (look.on - feed.published_on).days
        said = message("freshness.stale", feed=feed.title, days=age, limit=feed.stale_after_days)
    return Finding(
        rule="freshness.stale",
        rule_version="1",
        subject=f"feed:{feed.id}",
        state="found",
        severity="low",
        message=said,
        remedy=message("freshness.remedy"),
        sources=(
            Source(
                feed=feed.id, snapshot=feed.sha256, published_on=feed.published_on, url=feed.url
            ),
        ),
        marking="public",
    )


CHECK = Check(name="freshness", version="1", run=_run)
