"""Plots drawn on the server as SVG: bars by group, lines of a sweep. A table stands beside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sekisho.lab.pages.words import signed
from sekisho.report.columns import width_of
from sekisho.report.markup import Markup, element

_WIDTH, _LABEL, _BAR, _GAP = 720, 200, 24, 10
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 320, 70, 60, 20, 70
_TICKS = 4
_LABEL_COLUMNS = 22


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plot: its name, and a whole number for each place on the axis."""

    name: str
    values: tuple[int, ...]


def draw_bars(named: tuple[str, str, str], bars: Sequence[tuple[str, int]]) -> Markup | None:
    """Draws horizontal bars with their numbers; `None` where there is nothing to draw.

    `named` are the title, the text for those who do not see it, and the id.
    """
    most = max((value for _, value in bars), default=0)
    if most <= 0:
        return None
    room = _WIDTH - _LABEL - 80
    parts = []
    for at, (name, value) in enumerate(bars):
        y = _TOP + at * (_BAR + _GAP)
        width = max(1, room * value // most)
        middle = y + _BAR - 7
        parts += [
            element("text", _short(name), x=_LABEL - 8, y=middle, class_="name"),
            element("rect", x=_LABEL, y=y, width=width, height=_BAR, class_="bar"),
            element("text", f"{value:,}", x=_LABEL + width + 8, y=middle),
        ]
    height = _TOP + len(bars) * (_BAR + _GAP) + 10
    return _svg(named, parts, height)


def draw_lines(
    named: tuple[str, str, str], axis: Sequence[str], lines: Sequence[Line], marks: Sequence[str]
) -> Markup | None:
    """Draws one line for each series over a shared axis; `marks` are dashed places on it.

    Series differ by dash as well as by colour; `named` is as for bars. `None` for fewer than two places.
    """
    values = [value for line in lines for value in line.values]
    if len(axis) < 2 or not values:
        return None
    low, high = min(0, *values), max(0, *values)
    if low == high:
        high = low + 1
    frame = _Frame(len(axis), low, high)
    parts = [*_grid(frame, axis)]
    for mark in marks:
        if mark in axis:
            x = frame.x(list(axis).index(mark))
            y2 = _HEIGHT - _BOTTOM
            parts.append(element("line", x1=x, y1=_TOP, x2=x, y2=y2, class_="mark"))
    for number, line in enumerate(lines):
        points = [f"{frame.x(at)} {frame.y(value)}" for at, value in enumerate(line.values)]
        kind = f"series s{number % 4}"
        parts.append(element("path", d=f"M {' L '.join(points)}", class_=kind))
        x, y = 80 + number * 160, _HEIGHT - 12
        parts.append(element("line", x1=x, y1=y, x2=x + 30, y2=y, class_=kind))
        parts.append(element("text", _short(line.name), x=x + 36, y=y + 5))
    return _svg(named, parts, _HEIGHT)


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where values stand in the drawing."""

    count: int
    low: int
    high: int

    def x(self, at: int) -> int:
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * at // max(1, self.count - 1)

    def y(self, value: int) -> int:
        room = _HEIGHT - _TOP - _BOTTOM
        return _TOP + room * (self.high - value) // (self.high - self.low)


def _grid(frame: _Frame, axis: Sequence[str]) -> list[Markup]:
    parts = []
    for at in range(_TICKS + 1):
        value = frame.low + (frame.high - frame.low) * at // _TICKS
        y = frame.y(value)
        parts.append(element("line", x1=_LEFT, y1=y, x2=_WIDTH - _RIGHT, y2=y, class_="grid"))
        parts.append(element("text", signed(value), x=_LEFT - 8, y=y + 5, class_="name"))
    every = max(1, (len(axis) + 5) // 6)
    for at, name in enumerate(axis):
        if at % every == 0:
            y = _HEIGHT - _BOTTOM + 22
            parts.append(element("text", _short(name), x=frame.x(at), y=y, class_="tick"))
    return parts


def _svg(named: tuple[str, str, str], parts: Sequence[str], height: int) -> Markup:
    title, text, id = named
    return element(
        "svg",
        element("title", title, id=f"{id}-title"),
        element("desc", text, id=f"{id}-text"),
        *parts,
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_labelledby=f"{id}-title {id}-text",
        class_="plot",
    )


def _short(name: str) -> str:
    """A label that fits beside its bar; the table has it whole."""
    if width_of(name) <= _LABEL_COLUMNS:
        return name
    kept = name
    while width_of(kept) > _LABEL_COLUMNS - 1:
        kept = kept[:-1]
    return f"{kept}…"
