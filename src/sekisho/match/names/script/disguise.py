"""Letters that look like those of another script, and digits that stand for letters."""

from __future__ import annotations

import re
from functools import cache

from msgspec.structs import replace

from sekisho.match.names.parts import Word
from sekisho.match.names.script.folding import Script, script_of
from sekisho.match.names.script.word_making import make_word
from sekisho.match.names.words import rows

_DIGIT_LETTERS = str.maketrans("0134579", "oieastg")
_LETTERS_WITH_DIGITS = re.compile(r"(?=(?:.*[a-z]){2})[a-z]+[0134579]+[a-z]+[a-z0-9]*")
_SHORTEST = 3
_SPACED: tuple[Script, ...] = ("latin", "cyrillic", "greek", "arabic", "other")


def undisguised(text: str, written: str, span: tuple[int, int]) -> list[Word]:
    """Makes the word or words of a run between spaces, and sees through a disguise.

    A word of two scripts is read as Latin where every foreign letter has a Latin twin, and the
    other way round. A word wholly of twins keeps its own reading and gets the other beside it.
    """
    if text.isascii():
        if text.isalpha() or text.isdigit():
            return [make_word(text, written, "number" if text.isdigit() else "latin", span)]
        if _LETTERS_WITH_DIGITS.fullmatch(text) and len(text) > _SHORTEST:
            word = make_word(text, written, "latin", span)
            others = (*word.others, text.translate(_DIGIT_LETTERS))
            return [replace(word, others=others, disguised=True)]
        return [make_word(text, written, "latin", span)]
    scripts = {script_of(c) for c in text if c.isalpha()}
    script = _main_script(scripts)
    if len(scripts) > 1 and script in ("latin", "cyrillic", "greek"):
        latin = sum(script_of(c) == "latin" for c in text)
        ways: list[tuple[dict[str, str], Script]] = [
            (_to_latin(), "latin"),
            (_to_cyrillic(), "cyrillic"),
        ]
        # The few letters are the disguise, the many are the word.
        for twins, into in ways if 2 * latin >= len(text) else reversed(ways):
            plain = "".join(twins.get(c, c) for c in text)
            if {script_of(c) for c in plain if c.isalpha()} == {into}:
                word = make_word(plain, written, into, span)
                return [replace(word, disguised=True)]
    if script in ("cyrillic", "greek") and len(text) >= _SHORTEST:
        plain = "".join(_to_latin().get(c, "?") for c in text)
        if "?" not in plain:
            word = make_word(text, written, script, span)
            return [replace(word, others=(*word.others, plain))]
    return [make_word(text, written, script, span)]


def _main_script(scripts: set[Script]) -> Script:
    for script in _SPACED:
        if script in scripts:
            return script
    return "number"


@cache
def _to_latin() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in rows("look_alikes.csv")}


@cache
def _to_cyrillic() -> dict[str, str]:
    return {
        row["latin"]: row["letter"]
        for row in rows("look_alikes.csv")
        if script_of(row["letter"]) == "cyrillic" and len(row["latin"]) == 1
    }
