"""How long a list of details may grow before its tail is only counted."""

from __future__ import annotations

from collections.abc import Sequence

from sekisho.model.values.message import Message, message

_MOST = 10


def shortened(lines: Sequence[Message]) -> tuple[Message, ...]:
    """Gives the first ten lines, and how many more there are."""
    if len(lines) <= _MOST:
        return tuple(lines)
    return (*lines[:_MOST], message("screening.and_more", n=len(lines) - _MOST))
