"""The dates of a case on a line, drawn on the server as SVG without any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sekisho.model.assessment import Assessment
from sekisho.report.catalogue import say_date, say_id
from sekisho.report.markup import Markup, element
from sekisho.report.outline import clock_in_order

_WIDTH, _MARGIN, _STEP = 720, 28, 30


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the line: the number of its row in the table, and how it is drawn."""

    number: int
    on: date
    kind: str = "plain"


def draw_clock(assessment: Assessment, lang: str) -> Markup | None:
    """Draws the dates that have a day, numbered as in the table; `None` when fewer than two."""
    return draw_days(
        [
            Mark(at, entry.on, "warn" if entry.warning else "plain")
            for at, entry in enumerate(clock_in_order(assessment), 1)
            if entry.on is not None
        ],
        assessment.on,
        lang,
    )


def draw_days(dated: Sequence[Mark], on: date, lang: str, called: str = "") -> Markup | None:
    """Draws days on a line; `None` when fewer than two.

    Marks that would overlap are set one above the other. The day `on` is a dashed line,
    `called` so where a word is given.
    """
    if len({mark.on for mark in dated}) < 2:
        return None
    days = [mark.on for mark in dated] + [on]
    first, last = min(days), max(days)
    marks, height = _marks([(mark, _x(mark.on, first, last)) for mark in dated])
    base = height + 8
    top = -12 if called else 0
    text = say_id(
        "report.clock.drawing.text",
        lang,
        n=len(dated),
        first=dated[0].on.isoformat(),
        last=dated[-1].on.isoformat(),
    )
    today = _x(on, first, last)
    return element(
        "svg",
        element("title", say_id("report.clock.drawing", lang), id="drawing-title"),
        element("desc", text, id="drawing-text"),
        element("line", x1=_MARGIN, y1=base, x2=_WIDTH - _MARGIN, y2=base, class_="axis"),
        element("line", x1=today, y1=8 + top, x2=today, y2=base + 8, class_="today"),
        *(element("line", x1=x, y1=y, x2=x, y2=base, class_="stem") for _, x, y in marks),
        *(_mark(mark, x, y) for mark, x, y in marks),
        *([element("text", called, x=today, y=-16, class_="now")] if called else []),
        element("text", say_date(first, lang), x=_MARGIN, y=base + 28, class_="first"),
        element("text", say_date(last, lang), x=_WIDTH - _MARGIN, y=base + 28, class_="last"),
        viewBox=f"0 {top * 3} {_WIDTH} {base + 40 - top * 3}",
        role="img",
        aria_labelledby="drawing-title drawing-text",
        class_="clock",
    )


def _x(on: date, first: date, last: date) -> int:
    return _MARGIN + (_WIDTH - 2 * _MARGIN) * (on - first).days // max(1, (last - first).days)


def _marks(dated: list[tuple[Mark, int]]) -> tuple[list[tuple[Mark, int, int]], int]:
    """Gives each mark the lowest row in which it overlaps no other."""
    rows: list[int] = []
    placed: list[tuple[Mark, int, int]] = []
    for mark, x in dated:
        row = next((n for n, taken in enumerate(rows) if x - taken >= _STEP), len(rows))
        rows[row : row + 1] = [x]
        placed.append((mark, x, row))
    height = len(rows) * _STEP + 8
    return [(mark, x, height - row * _STEP - _STEP // 2) for mark, x, row in placed], height


def _mark(mark: Mark, x: int, y: int) -> Markup:
    return element(
        "g",
        element("circle", cx=x, cy=y, r=12),
        element("text", str(mark.number), x=x, y=y + 5),
        class_=mark.kind,
    )
