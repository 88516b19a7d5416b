"""The dates of a case: what happened and what follows from it, in one table and on one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sekisho.model.assessment import ClockDate
from sekisho.portal.cases.models import Event
from sekisho.report.catalogue import say, say_id
from sekisho.report.clock_drawing import Mark, draw_days
from sekisho.report.markup import Markup


@dataclass(frozen=True, slots=True)
class Dated:
    """A row of the table: `kind` is `done` for an act, `warn` for a day to act on, else `plain`."""

    number: int
    on: date | None
    said: str
    article: str
    kind: str


def dates(
    events: Iterable[Event],
    clock: Iterable[ClockDate],
    name: Callable[[Event], str],
    lang: str,
) -> tuple[Dated, ...]:
    """Puts the acts of the procedure and the dates that follow from them in order of the day."""
    told: list[tuple[date | None, str, str, str]] = [
        (event.on, name(event), "", "done") for event in events if event.kind
    ]
    told += [
        (row.on, say(row.message, lang), row.article, "warn" if row.warning else "plain")
        for row in clock
    ]
    told.sort(key=lambda row: (row[0] is None, row[0] or date.min, row[3] != "done"))
    return tuple(Dated(at, *row) for at, row in enumerate(told, 1))


def drawn(rows: Iterable[Dated], last: date | None, on: date) -> tuple[Dated, ...]:
    """Gives the dates from the first act to the day after the last of the period.

    What lies farther off stays in the table: it would press the days that matter together.
    """
    listed = tuple(row for row in rows if row.on is not None)
    acts = [row.on for row in listed if row.kind == "done" and row.on]
    if not acts:
        return ()
    start, end = min(acts), max(*acts, on, last or on)
    return tuple(row for row in listed if row.on and start <= row.on and (row.on - end).days <= 1)


def draw(rows: Iterable[Dated], last: date | None, on: date, lang: str) -> Markup | None:
    """Draws these dates on a line; `None` where nothing was done yet."""
    marks = [Mark(row.number, row.on, row.kind) for row in drawn(rows, last, on) if row.on]
    return draw_days(marks, on, lang, say_id("portal.case.today", lang)) if marks else None
