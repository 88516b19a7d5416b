"""Words that people write into the cells of a sheet, as they are compared."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sekisho.read.sheets.listing import plain_name
from sekisho.read.tree import load_yaml

_WORDS = Path(__file__).parent / "look" / "words.yaml"


@cache
def words_of(topic: str) -> tuple[str, ...]:
    """Reads the words of a topic, as they are compared."""
    text = load_yaml(_WORDS.read_bytes(), _WORDS.name)[topic]
    return tuple(plain_name(word) for word in text.split(","))


def names_nobody(text: str) -> bool:
    """Says whether a cell that should name someone names nobody: empty, "?", "-", "未定"."""
    plain = plain_name(text).strip("()[]<>.。・…*~ ")
    return plain in words_of("nobody") or not any(char.isalpha() for char in plain)
