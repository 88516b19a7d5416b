"""Curves of error trade-off as SVG: alerts per 1,000 queries across, misses upwards."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sekisho.report.markup import Markup, element

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 860, 440, 60, 270, 20, 50
_LEAST, _MOST = 0.1, 300.0
_COLOURS = ("#0017c1", "#197a4b", "#d43333", "#8a5a00", "#6f23d0", "#00687a", "#666666")

Places = Sequence[tuple[float, float]]
"""Alerts per 1,000 queries about nobody listed, and the share that is missed there."""


def draw_curves(title: str, curves: Mapping[str, Places]) -> Markup:
    """Draws one line for each side, dashed where it is a second form of one; a table with the same
    figures must stand beside it.
    """
    parts = [element("title", title), *_grid()]
    colours: dict[str, str] = {}
    for number, (side, places) in enumerate(curves.items()):
        base = side.partition(" + ")[0].partition(",")[0]
        colour = colours.setdefault(base, _COLOURS[len(colours) % len(_COLOURS)])
        dashes = "" if side == base else "6 3"
        style = {"stroke": colour, "stroke_width": "2", "stroke_dasharray": dashes}
        line = " ".join(f"{_x(rate):.1f},{_y(missed):.1f}" for rate, missed in places)
        parts.append(element("polyline", points=line, fill="none", **style))
        x, y = _WIDTH - _RIGHT + 16, _TOP + 10 + 20 * number
        ends = {"x1": str(x), "y1": str(y), "x2": str(x + 28), "y2": str(y)}
        parts.append(element("line", **ends, **style))
        parts.append(_text(x + 36, y + 4, side))
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return element("svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=box, role="img")


def _grid() -> list[Markup]:
    white = {"width": str(_WIDTH), "height": str(_HEIGHT), "fill": "#ffffff"}
    parts = [element("rect", **white)]
    for rate in (0.1, 1, 10, 100):
        x = _x(rate)
        parts.append(_line(x, _TOP, x, _HEIGHT - _BOTTOM))
        parts.append(_text(x, _HEIGHT - _BOTTOM + 16, f"{rate:g}", text_anchor="middle"))
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(_text(_LEFT - 8, y + 4, f"{tenth * 10} %", text_anchor="end"))
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    says = "missed (upwards) over alerts per 1,000 queries about nobody listed"
    parts.append(_text(middle, _HEIGHT - 10, says, text_anchor="middle"))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return element("line", stroke="#cccccc", **ends)


def _text(x: float, y: float, says: str, **more: str) -> Markup:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font_size": "12", "font_family": "sans-serif"}
    return element("text", says, **place, **more)


def _x(per_thousand: float) -> float:
    share = math.log10(max(_LEAST, per_thousand) / _LEAST) / math.log10(_MOST / _LEAST)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(missed: float) -> float:
    return _TOP + (1 - missed) * (_HEIGHT - _TOP - _BOTTOM)
