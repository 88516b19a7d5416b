"""Names written into one field: an abbreviation in brackets, former names, names in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Word

_BRACKETS = re.compile(r"[(（\[［「『]([^()（）\[\]［］「」『』]{2,})[)）\]］」』]")
_BETWEEN = re.compile(r"[、;；·／|]|\s/\s|\b(?:a\.?k\.?a|f\.?k\.?a)\b\.?|別称|旧称|別名", re.IGNORECASE)
_MOST = 6
"""Pieces of one field that are looked at."""


def has_pieces(name: Normalised) -> bool:
    """Says whether a field may hold more names than one."""
    return _BRACKETS.search(name.name) is not None or _BETWEEN.search(name.name) is not None


def pieces_of(name: Normalised) -> Iterator[Normalised]:
    """Gives each name that a field holds besides the whole, its words with their place in the field.

    A piece tells a party: a place or a business alone is none.
    """
    if not has_pieces(name):
        return
    cuts = [0]
    for found in _BETWEEN.finditer(name.name):
        cuts.extend(found.span())
    cuts.append(len(name.name))
    spans = [*zip(cuts[::2], cuts[1::2], strict=True)] if len(cuts) > 2 else []
    spans.extend(found.span(1) for found in _BRACKETS.finditer(name.name))
    for start, end in spans[:_MOST]:
        words = tuple(word for word in name.words if start <= word.start and word.end <= end)
        if words != name.words and any(_tells(word) for word in words):
            yield replace(name, words=words)


def _tells(word: Word) -> bool:
    return word.telling and not word.concepts
