"""Names written into one field: an abbreviation in brackets, former names, names in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Word

_BRACKETS = re.compile(r"[(（\[［「『]([^()（）\[\]［］「」『』]{2,})[)）\]］」』]")
_BETWEEN = re.compile(
    r"[、;；·／|]|\s/\s|\b(?:a\.?k\.?a|f\.?k\.?a)\b\.?|別称|旧称|別名", re.IGNORECASE
)
_LONGEST_ABBREVIATION = 7
_MOST = 6
"""Pieces of one field that are looked at."""


def has_pieces(name: Normalised) -> bool:
    """Says whether a field may hold more names than one."""
    return _BRACKETS.search(name.name) is not None or _BETWEEN.search(name.name) is not None


def pieces_of(name: Normalised) -> Iterator[Normalised]:
    """Gives each name that a field holds besides the whole, its words with their place in the field.

    A piece tells a party: a place or a business alone is none. What stands in brackets is a name when
    it has a legal form of its own or is an abbreviation; most often it is a town.
    """
    if not has_pieces(name):
        return
    cuts = [0]
    for found in _BETWEEN.finditer(name.name):
        cuts.extend(found.span())
    cuts.append(len(name.name))
    spans = [*zip(cuts[::2], cuts[1::2], strict=True)] if len(cuts) > 2 else []
    brackets = (found.span(1) for found in _BRACKETS.finditer(name.name))
    spans.extend(span for span in brackets if _is_name(name, *span))
    for start, end in spans[:_MOST]:
        words = tuple(word for word in name.words if start <= word.start and word.end <= end)
        if words != name.words and any(_tells(word) for word in words):
            yield replace(name, words=words)


def _is_name(name: Normalised, start: int, end: int) -> bool:
    if any(start <= form.start and form.end <= end for form in name.forms):
        return True
    inside, outside = name.name[start:end], name.name[:start] + name.name[end:]
    short = inside.isalpha() and inside.isupper() and len(inside) <= _LONGEST_ABBREVIATION
    return short and not outside.isupper()


def _tells(word: Word) -> bool:
    return word.telling and not word.concepts
