"""The release line a version belongs to, and how that line stands on a day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from sekisho.model.reference import Cycle, ProductLifecycle

Stand = Literal["ended", "extended", "ends_soon", "security_only", "supported", "unknown"]

_PIECES = re.compile(r"[0-9]+|[a-z]+")
_LONGEST = 200


def line_of(product: ProductLifecycle, version: str) -> Cycle | None:
    """Gives the release line whose name is the longest beginning of a version.

    Pieces are compared whole: `3.10.2` belongs to `3.10` and not to `3.1`. `None` where no line's
    name is a beginning of it.
    """
    pieces = _pieces(version)
    named = ((_pieces(cycle.name), cycle) for cycle in product.cycles)
    fitting = [(len(name), cycle) for name, cycle in named if name and pieces[: len(name)] == name]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _pieces(version: str) -> list[str]:
    text = version[:_LONGEST].strip().lower().rpartition(":")[2].removeprefix("v")
    return [piece.lstrip("0") or "0" for piece in _PIECES.findall(text)]


def stand_of(cycle: Cycle, on: date, soon_days: int | None) -> tuple[Stand, date | None]:
    """Says how a release line stands on a day, and the day that decides it where one is stated.

    A line whose life has ended may still be looked after for those who pay (`extended`). The day
    stated for an end is the last day on which it holds.
    """
    if cycle.life is None:
        return "unknown", None
    if _is_over(cycle.life, on):
        paid = isinstance(cycle.extended, date) and on <= cycle.extended
        if paid or cycle.extended is False:
            return "extended", _as_day(cycle.extended)
        return "ended", _as_day(cycle.life)
    day = _as_day(cycle.life)
    if day is not None and soon_days is not None and day <= on + timedelta(days=soon_days):
        return "ends_soon", day
    if cycle.support is not None and _is_over(cycle.support, on):
        return "security_only", _as_day(cycle.support)
    return "supported", day


def _is_over(end: date | bool, on: date) -> bool:  # noqa: FBT001  # an end is a day or yes and no
    return end if isinstance(end, bool) else end < on


def _as_day(end: date | bool | None) -> date | None:  # noqa: FBT001  # an end is a day or yes and no
    return None if isinstance(end, bool) else end
