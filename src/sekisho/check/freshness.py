"""Whether the library's own feeds can be relied on: an old or damaged one is a finding in itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.check.look import Answer, Check, Look
from sekisho.library.feeds import Feed
from sekisho.model.finding import Finding
from sekisho.model.values.message import Message, message

VERSION = "1"


def look_at_freshness(look: Look) -> Answer:
    """Tells which feeds that count as complete are too old, and which lost records when read.

    One finding for each of the two, with the feeds in its details.
    """
    looked_at = [feed for feed in look.library.feeds if feed.covers or feed.defects]
    return Answer(findings=tuple(_findings(looked_at, look)), looked_at=len(looked_at))


def _findings(feeds: Iterable[Feed], look: Look) -> Iterator[Finding]:
    feeds = sorted(feeds, key=lambda feed: feed.id)
    if stale := [feed for feed in feeds if feed.covers and feed.is_stale(look.on)]:
        yield _finding(
            "freshness",
            message("freshness.stale", n=len(stale)),
            message("freshness.remedy"),
            [(feed, _age(feed, look)) for feed in stale],
            look,
        )
    if lossy := [feed for feed in feeds if feed.defects]:
        refused = sum(feed.defects for feed in lossy)
        yield _finding(
            "freshness.refused",
            message("freshness.refused", n=refused, sources=len(lossy)),
            message("freshness.refused.remedy"),
            [(feed, _loss(feed)) for feed in lossy],
            look,
        )


def _finding(
    rule: str, said: Message, remedy: Message, told: list[tuple[Feed, Message]], look: Look
) -> Finding:
    return Finding(
        rule=rule,
        rule_version=VERSION,
        subject="library",
        state="found",
        severity="low",
        message=said,
        remedy=remedy,
        details=tuple(detail for _, detail in told),
        sources=tuple(look.library.source(feed.id, "") for feed, _ in told),
        marking="public",
    )


def _age(feed: Feed, look: Look) -> Message:
    if feed.published_on is None:
        return message("freshness.undated", feed=feed.title)
    age = (look.on - feed.published_on).days
    return message("freshness.aged", feed=feed.title, days=age, limit=feed.stale_after_days)


def _loss(feed: Feed) -> Message:
    id = "freshness.lost_few" if feed.covers else "freshness.lost"
    return message(id, feed=feed.title, n=feed.defects, kept=feed.count)


CHECK = Check(name="freshness", version=VERSION, run=look_at_freshness)
