"""A word made of a run of letters: its role, its weight, its spellings."""

from __future__ import annotations

from functools import cache, lru_cache

from msgspec.structs import replace

from sekisho.match.names.known.greek import latin_of
from sekisho.match.names.known.meanings import Meaning, meaning_of
from sekisho.match.names.known.numerals import number_of
from sekisho.match.names.parts import Role, Word
from sekisho.match.names.script import hangul, romaji
from sekisho.match.names.script.folding import Script
from sekisho.match.names.script.lattice import spelt
from sekisho.match.names.sounds import fold_sound
from sekisho.match.names.words import ascii_letters, figures, rows, vocabulary

_COUNTED_LETTERS = 5
_LONGEST_LETTER = 5
_LETTERS_A_CHARACTER = 3
_UNSPACED: frozenset[Script] = frozenset({"han", "kana", "hangul"})


def make_word(run: str, written: str, script: Script, span: tuple[int, int]) -> Word:
    """Makes a word of folded letters; `written` is the run with the marks it held."""
    word = _make(run, script)
    return replace(word, written=written, start=span[0], end=span[1])


@lru_cache(maxsize=65536)
def _make(run: str, script: Script) -> Word:
    known = vocabulary()
    text, others = _spellings(run, script)
    # What characters or kana spell is a reading; only their own words are known by it.
    word = run if script in _UNSPACED else text
    number = known.numbers.get(run) or known.numbers.get(word) or number_of(run)
    if number or text.isdigit():
        return _weighed(Word(number or text.lstrip("0") or "0", run, "number", script))
    concepts, general = _meaning(run, word, script)
    place = known.places.get(run) or known.places.get(word)
    if place or (concepts and general):
        notions = (place, *concepts) if place else concepts
        if script in _UNSPACED:
            # The notion leads, so that a name and its translation share their keys.
            text, others = notions[0].replace("_", ""), (text, *others)
        role: Role = "place" if place else "term"
        return _weighed(Word(text, run, role, script, concepts=notions, others=others))
    if word in known.particles or run in known.particles:
        small: Role = "title" if word in known.titles else "particle"
        return _weighed(Word(text, run, small, script))
    role = "initial" if len(text) == 1 and script not in _UNSPACED else "core"
    found = known.people.get(run) or known.people.get(word)
    groups = found[1] if found else ()
    made = Word(text, run, role, script, others=others, groups=groups, concepts=concepts)
    return _weighed(made)


def _meaning(run: str, word: str, script: Script) -> Meaning:
    """Gives the notions of a word, and whether it is a business word."""
    known = vocabulary()
    terms = known.terms.get(run) or known.terms.get(word)
    if terms:
        more = meaning_of(run, script) if script in ("cyrillic", "greek", "arabic") else None
        return (tuple(dict.fromkeys((*terms, *more[0]))) if more else terms), True
    if found := known.notions.get(run) or known.notions.get(word):
        return found, False
    return meaning_of(run, script) or ((), True)


def _spellings(run: str, script: Script) -> tuple[str, tuple[str, ...]]:
    """Gives the leading spelling in ASCII letters and the others."""
    if script == "han":
        ways = [way.text for way in spelt(run)]
        return ways[0], tuple(ways[1:])
    if script == "kana":
        whole = vocabulary().readings.get(run, ())
        kana = romaji.from_kana(run)
        ways = [*whole, *letters_spelt(run), kana] if kana else list(whole)
        return (ways[0], tuple(dict.fromkeys(ways[1:]))) if ways else ("", ())
    if script == "hangul":
        ways = [*vocabulary().readings.get(run, ()), hangul.romanise(run) or ascii_letters(run)]
        return ways[0], tuple(ways[1:])
    return ascii_letters(latin_of(run) if script == "greek" else run), ()


def letters_spelt(run: str) -> tuple[str, ...]:
    """Gives the Latin letters whose names kana spell: `エヌティティ` gives `ntt`."""
    names = _letter_names()
    letters, at = [], 0
    while at < len(run):
        length = next((n for n in range(_LONGEST_LETTER, 0, -1) if run[at : at + n] in names), 0)
        if not length:
            return ()
        letters.append(names[run[at : at + length]])
        at += length
    return ("".join(letters),) if len(letters) > 1 else ()


@cache
def _letter_names() -> dict[str, str]:
    return {row["written"]: row["letter"] for row in rows("letter_names.csv")}


def _weighed(word: Word) -> Word:
    limits = figures()
    weight = limits[f"weight_{word.role}"]
    if word.role == "core":
        if word.text in vocabulary().common or word.groups:
            weight = limits["weight_common"]
        by_character = word.script in ("han", "hangul")
        letters = len(word.written) * _LETTERS_A_CHARACTER if by_character else len(word.text)
        if letters < _COUNTED_LETTERS:
            weight = weight * limits[f"letters_{max(1, letters)}"] // 1000
    return replace(word, weight=weight, sound=fold_sound(word.text))
