"""The cheapest way to spell a foreign word sound by sound, with a cost for what is unusual."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

Ways = tuple[tuple[str, int], ...]
"""The spellings one sound may have, each with its cost."""

TOO_FAR = 12


def cheapest(sounds: Iterable[Ways], foreign: str) -> int | None:
    """Gives what it costs to spell the whole word by the sounds in turn, `None` when none fits.

    The cheapest way to every place is kept, so that the time is bound by the product of both
    lengths.
    """
    reached = {0: 0}
    for ways in sounds:
        following: dict[int, int] = {}
        for at, cost in reached.items():
            for way, more in ways:
                if way and not foreign.startswith(way, at):
                    continue
                end, total = at + len(way), cost + more
                if total < following.get(end, TOO_FAR):
                    following[end] = total
        if not following:
            return None
        reached = following
    return reached.get(len(foreign))


@cache
def spellings(table: str) -> Ways:
    """Reads spellings: usual ones, then rarer ones behind each bar; a full stop is none at all."""
    return tuple(
        ("" if way == "." else way, cost)
        for cost, ways in enumerate(table.split("|"))
        for way in ways.split()
    )
