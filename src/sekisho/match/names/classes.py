"""The class of a product from the words that describe it, in Japanese and English."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from sekisho.match.names.words import rows

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def classes_of(*texts: str) -> frozenset[str]:
    """Gives the product classes the texts speak of; none when they speak of none it knows.

    English keywords must stand as words of their own, Japanese ones may stand anywhere.
    """
    folded = unicodedata.normalize("NFKC", " / ".join(texts)).casefold()
    spaced = f" {' '.join(_WORD.findall(folded))} "
    return frozenset(
        kind
        for kind, keyword in _keywords()
        if (f" {keyword} " in spaced if keyword.isascii() else keyword in folded)
    )


@cache
def _keywords() -> tuple[tuple[str, str], ...]:
    return tuple((row["class"], row["keyword"]) for row in rows("product_classes.csv"))
