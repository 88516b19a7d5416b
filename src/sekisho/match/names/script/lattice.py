"""Whether a Latin word spells text in kanji, hanzi, hanja, kana or Hangul: a walk over readings.

Every character gives all its readings of one language; the word agrees when some path of them
spells it from end to end. Languages are never mixed along a path.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from anyascii import anyascii

from sekisho.match.names.script import dictionary, hangul, romaji
from sekisho.match.names.script.folding import script_of
from sekisho.match.names.words import han_variants, rows, vocabulary

Language = Literal["ja", "zh", "ko"]

_LONGEST_TEXT, _LONGEST_WORD = 14, 48
_MOST_SPELT = 6
_SHORTEST_KOREAN, _LONGEST_KOREAN = 2, 5
_SHORTEST_BEGINNING = 4
_VOICED = {"k": "g", "s": "z", "t": "d", "h": "b", "f": "b", "c": "j"}
_ANY_READING = "[a-z]{1,6}"
_LANGUAGES: tuple[Language, ...] = ("ja", "zh", "ko")


class Spelt(NamedTuple):
    """A way to spell text in Latin letters, and the language it was read in."""

    text: str
    language: Language


@lru_cache(maxsize=65536)
def language_of(texts: tuple[str, ...], word: str) -> Language | None:
    """Says in which language the word spells the pieces of text together, `None` in none."""
    if len(word) > _LONGEST_WORD or sum(map(len, texts)) > _LONGEST_TEXT:
        return None
    for language in _LANGUAGES:
        candidate = romaji.plain(word) if language == "ja" else word
        if not (_may_begin(texts, language, candidate) and _may_end(texts, language, candidate)):
            continue
        found = _pattern(texts, language)
        if found is not None and found.fullmatch(candidate):
            return language
    return None


def _may_begin(texts: tuple[str, ...], language: Language, word: str) -> bool:
    """Says whether a word may begin as the first character is read: nearly all end here, before
    the pattern of the whole text is made.
    """
    text = texts[0]
    if _is_read_whole(text, language):
        return True
    begins = _first_character(text[0], language)
    return begins is not None and begins.match(word) is not None


def _may_end(texts: tuple[str, ...], language: Language, word: str) -> bool:
    """Says whether a word may end as the last character is read."""
    text = texts[-1]
    if _is_read_whole(text, language):
        return True
    ends = _last_character(text[-1], language)
    return ends is not None and ends.search(word) is not None


def _is_read_whole(text: str, language: Language) -> bool:
    """Says whether a text is not read character by character alone."""
    return script_of(text[0]) != "han" or (language == "ja" and bool(_whole_readings(text)))


@lru_cache(maxsize=16384)
def _first_character(character: str, language: Language) -> re.Pattern[str] | None:
    made = _character(character, language, first=True)
    return re.compile(made) if made else None


@lru_cache(maxsize=16384)
def _last_character(character: str, language: Language) -> re.Pattern[str] | None:
    made = _character(character, language, first=False)
    return re.compile(f"{made}$") if made else None


@lru_cache(maxsize=16384)
def begun_by(text: str, word: str) -> int:
    """Gives how many characters at the beginning of a text a word spells, 0 for less than two."""
    if len(word) < _SHORTEST_BEGINNING:
        return 0
    return next((n for n in range(len(text) - 1, 1, -1) if language_of((text[:n],), word)), 0)


@lru_cache(maxsize=4096)
def known_by(text: str, word: str) -> bool:
    """Says whether a word is what a text is known by as a whole, and no reading of its characters:
    `大疆` and `dji`.
    """
    if word not in vocabulary().readings.get(text, ()):
        return False
    parts = [_character(c, "ja", first=at == 0) for at, c in enumerate(text)]
    return not all(parts) or not re.fullmatch("".join(filter(None, parts)), romaji.plain(word))


@lru_cache(maxsize=16384)
def partly_japanese(text: str, word: str) -> bool:
    """Says whether a word spells all characters of a text but one, of which no reading is known."""
    kanji = by_character("kanji.csv")
    unknown = [c for c in text if c not in kanji and script_of(c) == "han"]
    if len(unknown) != 1 or not 2 < len(text) <= _LONGEST_TEXT:
        return False
    parts = [
        _ANY_READING if c in unknown else _character(c, "ja", first=at == 0) or "!"
        for at, c in enumerate(text)
    ]
    return re.fullmatch("".join(parts), romaji.plain(word)) is not None


@lru_cache(maxsize=16384)
def spelt(text: str) -> tuple[Spelt, ...]:
    """Gives the likeliest spellings of one piece of text, the surest first, a few at most."""
    ways: dict[str, Spelt] = {}
    for reading in _whole_readings(text):
        ways.setdefault(reading, Spelt(reading, _language(text)))
    kanji = by_character("kanji.csv")
    if text not in vocabulary().readings and all(c in kanji for c in text):
        lists = [kanji[c] for c in text]
        for pick in ((0,) * len(lists), (1,) * len(lists)):
            made = "".join(r[min(at, len(r) - 1)] for r, at in zip(lists, pick, strict=True))
            ways.setdefault(made, Spelt(made, "ja"))
    chinese = pinyin(text)
    if chinese in ways:
        return tuple(ways.values())[:_MOST_SPELT]
    # However many Japanese readings there are: the name may be Chinese.
    return (*tuple(ways.values())[: _MOST_SPELT - 1], Spelt(chinese, "zh"))


@lru_cache(maxsize=16384)
def readings_of(text: str, most: int) -> tuple[str, ...]:
    """Gives Japanese readings of characters written out, the usual ones of each first."""
    kanji = by_character("kanji.csv")
    ways: list[tuple[int, str]] = [(0, "")]
    for at, character in enumerate(text):
        found = kanji.get(character)
        if character == "々" and at:
            found = kanji.get(text[at - 1])
        if not found:
            return _whole_readings(text)
        steps = [(rank, way) for rank, reading in enumerate(found) for way in _shapes(reading, at)]
        longer = [(cost + more, made + way) for cost, made in ways for more, way in steps]
        ways = sorted(longer)[:most]
    return tuple(dict.fromkeys((*_whole_readings(text), *(way for _, way in ways))))


@lru_cache(maxsize=16384)
def korean_readings(text: str) -> tuple[str, ...]:
    """Gives characters as they are read in Korean, after the official romanisation and after the
    older one, whose marks hardly anybody writes; none where a character has no such reading.
    """
    hanja = by_character("hanja.csv")
    if not _SHORTEST_KOREAN <= len(text) <= _LONGEST_KOREAN:
        return ()
    ways = [""]
    for character in text:
        ways = [made + syllable for made in ways for syllable in hanja.get(character, ())]
    official = [hangul.romanise(way) for way in ways[:_MOST_SPELT]]
    return tuple(dict.fromkeys((*official, *map(hangul.without_marks, official))))


def _whole_readings(text: str) -> tuple[str, ...]:
    """Gives the readings of a word as a whole: those of our table, then the dictionary's."""
    ours = vocabulary().readings.get(text, ())
    if script_of(text[0]) != "han":
        return ours
    return tuple(dict.fromkeys((*ours, *dictionary.readings(text))))


def _shapes(reading: str, at: int) -> tuple[str, ...]:
    """Gives a reading as it stands alone, and voiced where it follows another."""
    voiced = _VOICED.get(reading[0]) if at else None
    if voiced is None:
        return (reading,)
    rest = reading[2:] if reading.startswith(("sh", "ch", "ts")) else reading[1:]
    return reading, voiced + rest


def pinyin(text: str) -> str:
    """Gives characters in pinyin without tones, by the first sound of each."""
    several = by_character("hanzi.csv")
    return "".join(
        several[character][0] if character in several else next(iter(_pinyin(character)), "")
        for character in text
    )


@lru_cache(maxsize=16384)
def _pinyin(character: str) -> tuple[str, ...]:
    """Gives the sounds of a character and of its other forms: Japanese forms have none of theirs,
    and the simplified form, which stands last, has the surest.
    """
    forms = (*reversed(_other_forms().get(character, "")), character)
    sounds = dict.fromkeys(anyascii(form).lower() for form in forms)
    return tuple(sound for sound in sounds if sound.isalpha())


@cache
def _other_forms() -> dict[str, str]:
    return {row["character"]: row["variants"] for row in rows("han_variants.csv")}


def _language(text: str) -> Language:
    return "ko" if script_of(text[0]) == "hangul" else "ja"


@lru_cache(maxsize=32768)
def _pattern(texts: tuple[str, ...], language: Language) -> re.Pattern[str] | None:
    """Makes the pattern of every path; `None` where a character has no reading."""
    parts: list[str] = []
    for text in texts:
        made = _piece(text, language, first=not parts)
        if made is None:
            return None
        parts.append(made)
    return re.compile("".join(parts))


def _piece(text: str, language: Language, *, first: bool) -> str | None:
    """Gives the pattern of one piece: its readings as a whole, or character by character."""
    script = script_of(text[0])
    if script in ("latin", "number"):
        return re.escape(romaji.plain(text) if language == "ja" else text)
    if script == "hangul":
        return "".join(map(hangul.spellings, text)) if language == "ko" else None
    if script == "kana":
        return romaji.pattern(romaji.from_kana(text), first=True) if language == "ja" else None
    ways: list[str] = []
    if language == "ja":
        whole = _whole_readings(text)
        ways.extend(romaji.pattern(reading, first=first) for reading in whole)
    if len(text) > 1 or not ways:
        single = [_character(c, language, first=first and at == 0) for at, c in enumerate(text)]
        if all(single):
            ways.append("".join(filter(None, single)))
    return _any(ways) if ways else None


@lru_cache(maxsize=16384)
def _character(character: str, language: Language, *, first: bool) -> str | None:
    if language == "ja":
        if character == "々":
            return _ANY_READING
        found = by_character("kanji.csv").get(character)
        return _any(romaji.pattern(r, first=first) for r in found) if found else None
    if language == "zh":
        sounds = _pinyin(character)
        return _any((*sounds, *by_character("hanzi.csv").get(character, ()))) if sounds else None
    found = by_character("hanja.csv").get(character)
    return _any(hangul.spellings(syllable) for syllable in found) if found else None


def _any(ways: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(dict.fromkeys(ways), key=lambda way: (-len(way), way)))})"


@cache
def by_character(table: str) -> dict[str, tuple[str, ...]]:
    """Gives the readings of each character of a table, the usual ones first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows(table):
        for character in dict.fromkeys(row["characters"].translate(han_variants())):
            found[character] = (*found.get(character, ()), *row["readings"].split())
    return found
