"""Names brought to one form, in which spelling, script and legal form no longer hide them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from anyascii import anyascii

from sekisho.match.names.words import legal_forms, vocabulary

LONGEST_NAME = 400
"""Characters of a name that are looked at; no registered name is near this long."""

Script = Literal["latin", "han", "kana", "hangul", "cyrillic", "arabic", "other", "number"]
Kind = Literal["distinctive", "generic", "particle", "number", "initial"]

_UNSPACED: frozenset[Script] = frozenset({"han", "kana", "hangul"})
_INITIALS = re.compile(r"(?<=\b\w)\.(?=\s?\w\b)")
_JOINERS = re.compile(r"[’'`ʼ‘ʻ´]")
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u0600-\u06ff\u0900-\u1fff]+[^\W_]*)*")
_DOUBLING = re.compile("[ッっ]")
_NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")
_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x0370, 0x03FF, "other"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0590, 0x08FF, "arabic"),
    (0x0900, 0x10FF, "other"),
    (0x1100, 0x11FF, "hangul"),
    (0x1200, 0x1DFF, "other"),
    (0x3005, 0x3007, "han"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x31F0, 0x31FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0x20000, 0x3FFFF, "han"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: `text` in ASCII letters, `written` as it stood, `concept` the general
    notion of a generic word, `others` further ways to spell it in ASCII.
    """

    text: str
    written: str
    kind: Kind
    script: Script
    concept: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Normalised:
    """A name without what hides it: `words` in their order, `legal` the classes of its legal
    forms, `scripts` those it is written in, `native` its own letters without spaces.
    """

    name: str
    words: tuple[Word, ...]
    legal: tuple[str, ...]
    scripts: tuple[Script, ...]
    native: str

    @property
    def compact(self) -> str:
        """All words without spaces; particles count only when there is nothing else."""
        return "".join(word.text for word in self.telling)

    @property
    def key(self) -> str:
        """The words sorted: the same for every order of the same words."""
        return " ".join(sorted(word.text for word in self.telling))

    @property
    def telling(self) -> tuple[Word, ...]:
        """The words that are no particle, or all when every one is."""
        return tuple(word for word in self.words if word.kind != "particle") or self.words


@lru_cache(maxsize=8192)
def normalise(text: str) -> Normalised:
    """Brings a name in any script to one form.

    Text that holds no letter or digit gives no words. Only the first 400 characters count.
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST_NAME]).casefold()
    bare, legal = _without_inside_forms(folded)
    words = [word for piece in _pieces(bare) for word in _words_of(piece)]
    words, more = _without_word_forms(words)
    scripts = tuple(dict.fromkeys(w.script for w in words if w.script != "number"))
    native = "".join(word.written for word in words if word.kind != "particle")
    return Normalised(text, tuple(words), (*legal, *more), scripts, native)


def script_of(character: str) -> Script:
    """Gives the script of one letter or digit."""
    code = ord(character)
    if code < 0x0370:
        return "number" if character.isdigit() else "latin"
    for first, last, script in _RANGES:
        if first <= code <= last:
            return script
    return "number" if character.isdigit() else "other"


def _without_inside_forms(text: str) -> tuple[str, tuple[str, ...]]:
    """Takes legal forms out of text that has no spaces, unless nothing would be left."""
    if text.isascii():
        return text, ()
    found: list[str] = []
    for form, kind in legal_forms().inside:
        if form in text:
            rest = text.replace(form, " ")
            if _WORD.search(rest):
                text = rest
                found.append(kind)
    return text, tuple(found)


def _pieces(text: str) -> list[str]:
    return _WORD.findall(_INITIALS.sub("", _JOINERS.sub("", text)))


def _words_of(piece: str) -> list[Word]:
    """Divides a piece between spaces into words of one script each."""
    if piece.isascii():
        return [_spaced_word(piece, "number" if piece.isdigit() else "latin")]
    runs: list[tuple[Script, str]] = []
    for character in piece:
        script = script_of(character)
        if unicodedata.combining(character) and runs:
            script = runs[-1][0]
        if runs and (runs[-1][0] == script or not {script, runs[-1][0]} & _UNSPACED):
            runs[-1] = (runs[-1][0], runs[-1][1] + character)
        else:
            runs.append((script, character))
    words: list[Word] = []
    for script, run in runs:
        if script in _UNSPACED:
            words.extend(_unspaced_words(run, script))
        else:
            words.append(_spaced_word(run, script))
    return [word for word in words if word.text]


def _spaced_word(run: str, script: Script) -> Word:
    known = vocabulary()
    text = run if run.isascii() else _letters(run)
    number = known.numbers.get(text)
    if number or text.isdigit():
        return Word(number or text.lstrip("0") or "0", run, "number", script)
    if concept := known.generic.get(run) or known.generic.get(text):
        return Word(text, run, "generic", script, concept)
    if text in known.particles:
        return Word(text, run, "particle", script)
    return Word(text, run, "initial" if len(text) == 1 else "distinctive", script)


def _unspaced_words(run: str, script: Script) -> list[Word]:
    """Divides a run without spaces at the generic words and readings it holds."""
    known = vocabulary()
    words: list[Word] = []
    start = at = 0
    while at < len(run):
        for length in range(min(known.longest, len(run) - at), 0, -1):
            part = run[at : at + length]
            if part in known.generic or part in known.readings or part in known.numbers:
                words.extend(_unknown(run[start:at], script))
                words.append(_known(part, script))
                start = at = at + length
                break
        else:
            at += 1
    words.extend(_unknown(run[start:], script))
    return words


def _known(part: str, script: Script) -> Word:
    known = vocabulary()
    romanised = _letters(part)
    if number := known.numbers.get(part):
        return Word(number, part, "number", script)
    if concept := known.generic.get(part):
        return Word(concept, part, "generic", script, concept, (romanised,))
    return Word(known.readings[part], part, "distinctive", script, "", (romanised,))


def _unknown(part: str, script: Script) -> list[Word]:
    text = _letters(part)
    if not text:
        return []
    return [Word(text, part, "initial" if len(text) == 1 else "distinctive", script)]


def _letters(text: str) -> str:
    """Gives text in ASCII letters and digits; the small tsu only doubles and is left out."""
    return _NOT_ASCII_WORD.sub("", anyascii(_DOUBLING.sub("", text)).lower())


def _without_word_forms(words: list[Word]) -> tuple[list[Word], tuple[str, ...]]:
    """Takes legal forms out of a sequence of words, unless nothing would be left."""
    forms = legal_forms()
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(forms.longest, len(words) - at), 0, -1):
            form = forms.words.get(tuple(word.text for word in words[at : at + length]))
            if form is None or not _counts(form[1], at, length, len(words)):
                continue
            rest = words[:at] + words[at + length :]
            if any(word.kind != "particle" for word in rest):
                words = rest
                found.append(form[0])
                at = max(0, at - forms.longest)
                break
        else:
            at += 1
    return words, tuple(found)


def _counts(position: str, at: int, length: int, total: int) -> bool:
    if position == "any":
        return True
    if position == "both" and at == 0:
        return True
    return at > 0 and at + length == total
