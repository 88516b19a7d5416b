"""The steps before acceptance, each on its day, read off the events of a case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sekisho.portal.cases import engine
from sekisho.portal.cases.models import Document, Event
from sekisho.portal.cases.standing import URGENT, WRITING
from sekisho.report.catalogue import say_id

_STEPS = frozenset({"draft_shown", "draft_answered", "submitted", "returned", "withdrawn"})
_HANDED_IN, _ACCEPTED = "submitted", "accepted"
BEFORE = (WRITING - {URGENT}) | {_HANDED_IN}
"""The states in which nothing runs yet."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its day, what it was, who took it, what was said, and what was handed in with it."""

    on: date
    said: str
    by: str
    text: str
    document: UUID | None


def steps(events: Sequence[Event], documents: Sequence[Document], lang: str) -> tuple[Step, ...]:
    """Gives the steps up to the last acceptance; none where there was nothing but one filing."""
    events = engine.live(events)
    told = tuple(_steps(_until_accepted(events), documents, lang))
    return told if len(told) > 1 or any(not _is_filing(event) for event in events) else ()


def _until_accepted(events: Sequence[Event]) -> Sequence[Event]:
    last = max((at for at, event in enumerate(events) if event.kind == _ACCEPTED), default=None)
    after = events[last + 1 :] if last is not None else ()
    return events if any(event.kind in _STEPS for event in after) else events[:last]


def _is_filing(event: Event) -> bool:
    return event.kind not in _STEPS or event.kind == _HANDED_IN


def _steps(events: Sequence[Event], documents: Sequence[Document], lang: str) -> Iterator[Step]:
    kept = {row.sha256: row.id for row in documents}
    count = 0
    for event in events:
        if event.kind not in _STEPS:
            continue
        count += event.kind == _HANDED_IN
        again = event.kind == _HANDED_IN and count > 1
        yield Step(
            on=event.on,
            said=say_id("portal.before.again", lang, n=count)
            if again
            else say_id(f"portal.before.{event.kind}", lang),
            by=event.organisation.called(lang) if event.organisation else "",
            text=str(event.payload.get("reason", "")),
            document=kept.get(event.decided_sha256) if event.decided_sha256 else None,
        )
