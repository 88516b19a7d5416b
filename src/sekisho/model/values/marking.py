"""Handling markings: who may see a piece of evidence or what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Marking = Literal["public", "parties", "authority", "sealed"]
"""Strictness rises: anyone; the parties to the case; the authority; one named recipient."""

ORDER: tuple[Marking, ...] = ("public", "parties", "authority", "sealed")


def strictest(markings: Iterable[Marking]) -> Marking:
    """Gives the strictest of the markings, `public` when there is none."""
    return max(markings, key=ORDER.index, default="public")
