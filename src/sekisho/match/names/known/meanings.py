"""What a word means where its ending hides it: `конструкторского`, `βιομηχανίας`, `والعلوم`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from sekisho.match.names.script.folding import Script
from sekisho.match.names.words import rows

Meaning = tuple[tuple[str, ...], bool]
"""The notions of a word, and whether it is a business word rather than one that tells."""

_LONGEST_STEM = 14
_LONG_STEM = 6
_SHORTEST: dict[Script, int] = {"cyrillic": 3, "greek": 4, "latin": 5}
_ENDINGS: dict[Script, re.Pattern[str]] = {
    "cyrillic": re.compile(
        "(?:[аяуюыиеоьй]|о[ейюм]|е[ейм]|ая|яя|ую|юю|[ыи][йемхя]|[ое]го|[ое]му|[ыи]ми|[ая]х|[ая]м"
        "|[ая]ми|и[яею]|ие[мй]|ья|ье|н(?:ы[йемх]?|ая?|ое?|ого|ому|ой|ую)|нны[йехм]|т[аоеу]|ите|ът)?"
    ),
    "greek": re.compile(".{0,7}"),
    "latin": re.compile("[a-z]{0,6}"),
}
"""Endings of nouns and adjectives; those of families (-ов, -ин, -ский) are not among them."""
_AFTER_LONG = re.compile(
    "(?:[ое]в|(?!ск(?:ий|ая|ой|ого|ому|и)$)(?!.*(?:[ое]в|[ое]ва|ин|ина|ко|ук|юк|[ое]вич|вна)$).{0,9})"
)
_ARABIC_FORMS = str.maketrans("يىكةأإآٱئ", "ییکهاااای")
_BEFORE = ("وال", "بال", "ولل", "لل", "ال", "و", "ل", "ب")


@cache
def _tables() -> tuple[dict[str, Meaning], dict[str, Meaning]]:
    """Reads whole words and beginnings of words."""
    whole: dict[str, Meaning] = {}
    stems: dict[str, Meaning] = {}
    for row in rows("general_words.csv"):
        general = row["kind"] == "term"
        for written in row["words"].split():
            table = stems if written.endswith("*") else whole
            text = _plain(written.rstrip("*"))
            known = table.get(text, ((), True))
            notions = tuple(dict.fromkeys((*known[0], row["concept"])))
            table[text] = (notions, known[1] and general)
    return whole, stems


def meaning_of(run: str, script: Script) -> Meaning | None:
    """Gives what a word of folded letters means, by the table of general words."""
    whole, stems = _tables()
    text = _plain(run)
    found = whole.get(text)
    if found or script not in ("cyrillic", "greek", "latin", "arabic"):
        return found
    if script == "arabic":
        return next(
            (
                whole[rest]
                for before in _BEFORE
                if text.startswith(before) and (rest := text.removeprefix(before)) in whole
            ),
            None,
        )
    for length in range(min(len(text), _LONGEST_STEM), _SHORTEST[script] - 1, -1):
        stem = stems.get(text[:length])
        if stem is None:
            continue
        long = script == "cyrillic" and length >= _LONG_STEM
        if (_AFTER_LONG if long else _ENDINGS[script]).fullmatch(text, length):
            return stem
    return None


def _plain(text: str) -> str:
    """Gives a word without accents, Persian and Arabic letters as one."""
    if text.isascii():
        return text
    bare = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    kept = unicodedata.normalize("NFC", "".join(bare)).replace("ς", "σ")
    return kept.translate(_ARABIC_FORMS)
