"""Several words of one name that answer one word of the other: divided differently, its reading,
its initials.
"""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.match.names.alike.letters import (
    CHARACTERS,
    NONE,
    Found,
    arabic_alike,
    letters_alike,
    loan_alike,
    read_as,
    text_read,
)
from sekisho.match.names.parts import Word
from sekisho.match.names.script.folding import Script
from sekisho.match.names.script.word_making import letters_spelt
from sekisho.match.names.words import figures

_PERSON = range(3, 5)
"""The characters of a personal name that may come in another order."""
_BY_READING: frozenset[Script] = CHARACTERS | {"kana", "arabic"}


class Several:
    """Words beside each other in a name, taken together."""

    __slots__ = ("_characters", "_numbers", "_script", "_scripts", "_texts", "parts")

    def __init__(self, parts: tuple[Word, ...]) -> None:
        self.parts = parts
        self._scripts = {part.script for part in parts}
        self._script = parts[0].script if len(self._scripts) == 1 else None
        self._characters = not CHARACTERS.isdisjoint(self._scripts)
        self._texts = tuple(map(text_read, parts)) if self._characters else ()

    @property
    def _text(self) -> str:
        return "".join([part.text for part in self.parts])

    @property
    def _written(self) -> str:
        return "".join([part.written for part in self.parts])

    def among(self, words: tuple[Word, ...], free: set[int]) -> Iterator[tuple[int, Found]]:
        """Gives the words that these together are alike to, by their places."""
        plain = _BY_READING.isdisjoint(self._scripts)
        first = self.parts[0].text[0]
        notions = all(part.concepts for part in self.parts)
        for at in free:
            whole = words[at]
            # Nearly every span fails here, which keeps the comparison of long names quick.
            if (
                plain
                and whole.script not in _BY_READING
                and (whole.text[0] != first or whole.role == "number")
                and not (notions and whole.concepts)
            ):
                continue
            if (found := self._one(whole, notions=notions))[0]:
                yield at, found

    def _one(self, whole: Word, *, notions: bool) -> Found:
        """Says how alike these words are to one."""
        if notions and whole.concepts and self._have(whole.concepts):
            return figures()["similar_concept"], "concept"
        script = whole.script
        if self._characters or script in CHARACTERS:
            return self._read(whole)
        if (script == "kana" or "kana" in self._scripts) and (loan := self._loan(whole)):
            return min(loan, figures()["similar_joined"]), "loan"
        if script != self._script and (script == "arabic" or "arabic" in self._scripts):
            return self._arabic(whole)
        if whole.role == "number" or self.parts[0].text[0] != whole.text[0]:
            return NONE
        return self._joined(whole)

    def _have(self, notions: tuple[str, ...]) -> bool:
        return all(not set(notions).isdisjoint(part.concepts) for part in self.parts)

    def _read(self, whole: Word) -> Found:
        """Says whether the words spell characters, `Xi Jinping`, or are spelt by one word."""
        if whole.script == self._script:
            same = self._written == whole.written
            return (figures()["similar_joined"], "joined") if same else NONE
        if whole.script not in CHARACTERS:
            return read_as(self._texts, whole.text) or NONE
        if self._characters:
            return NONE
        return self._read_in_turn(whole.written)

    def _read_in_turn(self, written: str) -> Found:
        """Says how characters are read as the words together, whichever of the names of a person
        comes first.
        """
        texts = [part.text for part in self.parts]
        orders = len(texts) if len(written) in _PERSON and len(texts) < len(written) else 1
        for first in range(orders):
            if found := read_as((written,), "".join(texts[first:] + texts[:first])):
                return found
        return NONE

    def _loan(self, whole: Word) -> int:
        """Scores several words in kana for one foreign word, or several foreign ones for one."""
        if whole.script == "kana":
            return 0 if "kana" in self._scripts else loan_alike(whole.written, self._text)
        if self._script != "kana":
            return 0
        kana = self._written
        if whole.text in letters_spelt(kana):
            return figures()["similar_reading"]
        return loan_alike(kana, whole.text)

    def _arabic(self, whole: Word) -> Found:
        """Scores Arabic words for one Latin one, `Abdurrahman`, or several Latin ones for one."""
        if whole.script == "arabic":
            if "arabic" in self._scripts:
                return NONE
            texts: tuple[str, ...] = (whole.written,)
            foreign = self._text
        else:
            if self._script != "arabic":
                return NONE
            texts, foreign = tuple(part.written for part in self.parts), whole.text
        return min(arabic_alike(texts, foreign), figures()["similar_joined"]), "letters"

    def _joined(self, whole: Word) -> Found:
        limits = figures()
        letters = self._text
        count, wanted = len(letters), len(whole.text)
        if abs(count - wanted) > 2 and wanted != len(self.parts):
            return NONE
        if letters == whole.text:
            return limits["similar_joined"], "joined"
        if count >= limits["short_letters"] and abs(count - wanted) <= 2:
            similarity, way = letters_alike(letters, whole.text, rough=False)
            if way == "spelling" and similarity >= limits["least_joined"]:
                return min(similarity, limits["similar_joined"]), "joined"
        initials = "".join([part.text[0] for part in self.parts])
        if whole.text == initials and not any(part.role == "number" for part in self.parts):
            return limits["similar_initials"], "initials"
        return NONE
