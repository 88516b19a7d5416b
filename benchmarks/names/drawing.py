"""Curves of error trade-off as SVG: alerts per 1,000 queries across, misses upwards."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from benchmarks.names.figures import Point
from sekisho.report.markup import Markup, element

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 440, 60, 200, 20, 50
_LEAST, _MOST = 0.1, 1000.0
_COLOURS = ("#0017c1", "#d43333", "#197a4b", "#8a5a00", "#6f23d0", "#00687a", "#666666", "#b0006d")


def draw_curves(title: str, curves: Mapping[str, Sequence[Point]]) -> Markup:
    """Draws one line for each side; a table with the same figures must stand beside it."""
    parts = [element("title", title), *_grid()]
    for number, (side, points) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        dashes = {"stroke-dasharray": "6 3"} if "transliteration" in side else {}
        places = {
            (round(_x(1000 * p.alerts.value), 1), round(_y(p.missed.value), 1)) for p in points
        }
        line = " ".join(f"{x},{y}" for x, y in sorted(places))
        parts.append(
            element(
                "polyline", points=line, fill="none", stroke=colour, **{"stroke-width": 2}, **dashes
            )
        )
        y = _TOP + 14 + 18 * number
        x = _WIDTH - _RIGHT + 12
        parts.append(_text(x, y, side, fill=colour))
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        role="img",
    )


def _grid() -> list[Markup]:
    parts = []
    for power in range(-1, 4):
        x = _x(10.0**power)
        parts.append(_line(x, _TOP, x, _HEIGHT - _BOTTOM))
        label = f"{10.0**power:g}"
        parts.append(_text(x, _HEIGHT - _BOTTOM + 16, label, **{"text-anchor": "middle"}))
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(_text(_LEFT - 8, y + 4, f"{tenth * 10} %", **{"text-anchor": "end"}))
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    says = "alerts per 1,000 queries about nobody listed"
    parts.append(_text(middle, _HEIGHT - 10, says, **{"text-anchor": "middle"}))
    return parts


def _line(x1: float, y1: float, x2: float, y2: float) -> Markup:
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    return element("line", stroke="#cccccc", **ends)


def _text(x: float, y: float, says: str, **more: str) -> Markup:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": "12", "font-family": "sans-serif"}
    return element("text", says, **place, **more)


def _x(per_thousand: float) -> float:
    share = math.log10(max(_LEAST, per_thousand) / _LEAST) / math.log10(_MOST / _LEAST)
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(missed: float) -> float:
    return _TOP + (1 - missed) * (_HEIGHT - _TOP - _BOTTOM)
