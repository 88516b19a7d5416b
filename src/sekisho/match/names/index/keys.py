"""Keys under which a name is looked up: equal for names that may be one in two scripts.

A key proposes, the comparison decides. The first letter of a key tells its kind: `KINDS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise, product

from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Role, Word
from sekisho.match.names.script import arabic, lattice, romaji
from sekisho.match.names.script.folding import Script
from sekisho.match.names.script.word_making import letters_spelt
from sekisho.match.names.sounds import (
    as_heard,
    clipped,
    roughly,
    skeleton,
    without_doubles,
    without_silent_r,
)

KINDS: dict[str, str] = {
    "n": "the letters of its own script",
    "k": "the words in any order",
    "c": "all words without spaces",
    "o": "the distinctive words without spaces, roughly as they sound",
    "w": "a word",
    "f": "a word, roughly as it sounds",
    "v": "a word or the distinctive ones together as in f, without the vowels kana put between",
    "p": "the consonants of two words",
    "b": "two characters of one word",
    "a": "the initials of several words",
    "u": "all notions",
    "t": "two notions",
    "j": "a word by its Japanese sound",
    "q": "the consonants of the only distinctive word",
    "s": "the consonants of a word or of the whole name",
    "x": "the consonants Arabic writes, sorted: of the whole name, of two words of a person's",
}

VERSION = 3
"""Raised whenever names get other keys: an index that was made with others would not be found in."""
_MOST_READINGS = 48
_LONG_O = re.compile(r"o(?:u|o|h(?![aiueo]))")
_OTHERWISE = (("kh", "h"), ("j", "y"), ("ch", "kh"), ("v", "f"))
_SHORTEST_BONES = 3
_WORDS_PAIRED, _WAYS_PAIRED, _NOTIONS_PAIRED = 5, 4, 6
_SHORTEST_INITIALS, _LONGEST_INITIALS = 3, 6
_LONGEST_SPELT = 5
_SHORTEST_TOGETHER = 4
_SPELLINGS_NEAR = 3
_ARABIC_AND_LATIN: frozenset[Script] = frozenset({"arabic", "latin"})
_PERSONAL: frozenset[Role] = frozenset({"given", "family"})
_JOINED = frozenset({"kana", "han"})
_PERSON = range(3, 5)
_MARKS_OF_A_PERSON = 12
_WORDS_TOGETHER, _WAYS_TOGETHER, _MOST_TOGETHER = 6, 8, 24
_WAYS_LIKELY = 4


def keys_of(name: Normalised) -> frozenset[str]:
    """Gives the keys of a name.

    Neighbours are also looked up as one word, for names are divided differently.
    """
    if not name.words:
        return frozenset()
    keys = {f"n/{name.native}", f"k/{name.key}", f"c/{name.compact}"}
    core = roughly(core_of(name))
    keys.add(f"o/{core}")
    together = spellings_of(name)
    keys.update(f"f/{way}" for way in together)
    keys.update(_clipped((core, *together)))
    keys.update(_bones(("".join(word.text for word in name.words),)))
    telling = [word for word in name.telling if word.telling]
    if len(telling) == 1:
        keys.update(f"q/{mark}" for mark in _marks(telling[0]) if len(mark) > 1)
    only_terms = all(word.concepts for word in name.telling)
    for word in name.telling:
        if word.concepts and not word.telling and not only_terms:
            continue
        ways = word.others + word.groups
        keys.update(_keys_of_word(word.text, word.written, word.script, ways))
    for one, two in pairwise(name.words):
        if one.script == two.script and one.role != "number":
            text, written = _spelt(one) + _spelt(two), one.written + two.written
            keys.update(_keys_of_word(text, written, one.script, ()))
    keys.update(_pairs(name))
    keys.update(_person_read(name))
    keys.update(_as_arabic(name))
    keys.update(_letters(name))
    keys.update(_notions(name))
    keys.update(_initials(name))
    return frozenset(keys)


def _pairs(name: Normalised) -> Iterator[str]:
    """Gives two words together: each may be borne by many, both together by few."""
    words = [word for word in name.telling if word.telling][:_WORDS_PAIRED]
    marks = [_marks(word) for word in words]
    for ones, twos in combinations(marks, 2):
        for one, two in product(ones, twos):
            yield f"p/{min(one, two)}+{max(one, two)}"


def _person_read(name: Normalised) -> Iterator[str]:
    """Gives the two words that characters may be for a person, as Japanese and Koreans read them."""
    if name.forms or any(word.script != "han" or not word.telling for word in name.words):
        return
    text = name.native
    if len(text) not in _PERSON:
        return
    for cut in range(1, len(text) - 1) if len(text) > len(name.words) else ():
        one, two = (_marks_as_person(part) for part in (text[: cut + 1], text[cut + 1 :]))
        yield from (f"p/{min(pair)}+{max(pair)}" for pair in product(one, two))


@lru_cache(maxsize=16384)
def _marks_as_person(part: str) -> tuple[str, ...]:
    read = lattice.readings_of(part, _MOST_READINGS)
    ways = (*read, *lattice.korean_readings(part), lattice.pinyin(part))
    return _marks_among(ways)[:_MARKS_OF_A_PERSON]


def _marks(word: Word) -> tuple[str, ...]:
    return _marks_of((word.text, *word.others, *word.groups))


@lru_cache(maxsize=65536)
def _marks_of(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Gives the consonants of a word without those that some write and others do not."""
    ways = [text.replace(*other) for other in (("", ""), *_OTHERWISE) for text in texts]
    return _marks_among(ways)[:_WAYS_PAIRED]


def _marks_among(ways: Iterable[str]) -> tuple[str, ...]:
    """Gives the consonants of each way to spell a word, or the way itself where it has none."""
    return tuple(dict.fromkeys(skeleton(way).lstrip("A") or way for way in ways if way))


def _as_arabic(name: Normalised) -> Iterator[str]:
    """Gives consonants in no order: names are divided and turned around when they leave Arabic."""
    if not _ARABIC_AND_LATIN.issuperset(name.scripts):
        return
    words = [
        arabic.bones_written(word.written) if word.script == "arabic" else arabic.bones(word.text)
        for word in name.words
        if word.role != "number"
    ]
    whole = "".join(words)
    if len(whole) > 1:
        yield f"x/{''.join(sorted(whole))}"
    if "arabic" in name.scripts or not _PERSONAL.isdisjoint(word.role for word in name.words):
        for one, two in combinations(words[:_WORDS_PAIRED], 2):
            if len(both := one + two) >= _SHORTEST_BONES:
                yield f"x/{''.join(sorted(both))}"


def _letters(name: Normalised) -> Iterator[str]:
    """Gives the letters that words in kana spell by their names."""
    kana = [word.written for word in name.telling if word.script == "kana"]
    for start in range(len(kana)):
        for end in range(start + 1, min(len(kana), start + _LONGEST_SPELT) + 1):
            for letters in letters_spelt("".join(kana[start:end])):
                yield f"w/{letters}"
                if end - start == len(name.telling):
                    yield f"c/{letters}"


def _notions(name: Normalised) -> Iterator[str]:
    notions = sorted({word.concepts[0] for word in name.telling if word.concepts})
    if len(notions) > 1 and all(word.concepts for word in name.telling):
        yield f"u/{' '.join(notions)}"
    for one, two in combinations(notions[:_NOTIONS_PAIRED], 2):
        yield f"t/{one}+{two}"


def _initials(name: Normalised) -> Iterator[str]:
    """Gives the initials of several words, and a short word as the initials it may be."""
    letters = "".join(word.text[0] for word in name.telling if word.text)
    if _SHORTEST_INITIALS <= len(letters) <= _LONGEST_INITIALS:
        yield f"a/{letters}"
    for word in name.telling:
        if word.telling and _SHORTEST_INITIALS <= len(word.text) <= _LONGEST_INITIALS:
            yield f"a/{word.text}"


def _spelt(word: Word) -> str:
    """Gives a word as it sounds: a term in characters or kana leads with its notion."""
    return word.others[0] if word.concepts and word.others else word.text


@lru_cache(maxsize=65536)
def _keys_of_word(
    text: str, written: str, script: Script, others: tuple[str, ...]
) -> frozenset[str]:
    texts = {text, *others}
    keys = {f"w/{way}" for way in texts if way}
    rough = [roughly(way) for way in texts if way]
    keys.update(f"f/{way}" for way in rough)
    keys.update(_clipped(rough))
    if script == "han":
        for part in _parts_read(written):
            keys.update(f"j/{_by_ear(way)}" for way in lattice.readings_of(part, _MOST_READINGS))
        for way in lattice.korean_readings(written):
            keys.update((f"w/{way}", f"f/{roughly(way)}"))
        keys.update(f"b/{one}{two}" for one, two in pairwise(written))
    elif script in ("latin", "kana"):
        keys.update(f"j/{_by_ear(way)}" for way in texts)
    if script == "latin":
        heard = roughly(as_heard(text))
        keys.add(f"f/{heard}")
        keys.update(_clipped((heard,)))
    keys.update(_bones(texts))
    return frozenset(keys)


def _parts_read(written: str) -> tuple[str, ...]:
    """Gives characters, and those at their beginning that may be the name alone: `浅沼組`."""
    size = len(written)
    return (written, *(written[:end] for end in sorted({2, size - 1}) if 1 < end < size))


def _clipped(rough: Iterable[str]) -> Iterator[str]:
    return (f"v/{text}" for text in map(clipped, rough) if len(text) >= _SHORTEST_BONES)


def _bones(texts: Iterable[str]) -> Iterator[str]:
    for way in texts:
        for bone in (skeleton(way), skeleton(without_silent_r(way))):
            if len(bone) >= _SHORTEST_BONES:
                yield f"s/{bone}"


def core_of(name: Normalised) -> str:
    """Gives the letters that are compared as a whole."""
    return name.core or name.compact


def words_of(name: Normalised) -> list[str]:
    """Gives the spellings of its distinctive words, of all words where none is distinctive; words in kana
    also joined with a general word beside them.
    """
    telling = [word for word in name.telling if word.telling] or name.telling
    texts = [text for word in telling for text in (word.text, *word.others) if text]
    # A foreign word in kana may begin or end like a general one: `フライブリッジ`.
    return [*texts, *(_spelt(a) + _spelt(b) for a, b in pairwise(name.telling) if _is_glued(a, b))]


def held_texts(name: Normalised) -> tuple[str, ...]:
    """Gives the rough texts of a name that are found when a few letters differ."""
    heard = (as_heard(w.text) for w in name.telling if w.script == "latin" and w.telling)
    words = map(roughly, (*words_of(name), *heard))
    whole = (*words, *spellings_of(name)[:_SPELLINGS_NEAR])
    return tuple(dict.fromkeys((*whole, *map(clipped, whole))))


def asked_texts(name: Normalised) -> tuple[str, ...]:
    """Gives the rough texts for which those a few letters away are looked up: only kana and
    characters are also looked up joined, kana also without the vowels between consonants.
    """
    words = tuple(map(roughly, words_of(name)))
    if not _JOINED & set(name.scripts):
        return tuple(dict.fromkeys(words))
    whole = (*words, *spellings_of(name)[:_SPELLINGS_NEAR])
    if "kana" in name.scripts:
        whole = (*whole, *map(clipped, whole))
    return tuple(dict.fromkeys(whole))


def spellings_of(name: Normalised) -> tuple[str, ...]:
    """Gives the rough spellings of the distinctive words together, and of all words together,
    the likeliest first: many names are written with spaces in one script and without in another.
    """
    return _spellings(name.telling)


@lru_cache(maxsize=256)
def _spellings(words: tuple[Word, ...]) -> tuple[str, ...]:
    telling = tuple(word for word in words if word.telling)
    others = () if telling == words else _together(words)
    found = dict.fromkeys((*_together(telling), *others))
    return tuple(way for way in found if len(way) >= _SHORTEST_TOGETHER)


def _together(words: Sequence[Word]) -> Iterator[str]:
    """Gives words without spaces, those first whose readings are the usual ones."""
    ways: list[tuple[int, str]] = [(0, "")]
    for word in words[:_WORDS_TOGETHER]:
        more = _ways_of(word)
        if len(more) == 1:
            ways = [(cost, made + more[0]) for cost, made in ways]
        else:
            longer = [(cost + at, made + way) for cost, made in ways for at, way in enumerate(more)]
            ways = sorted(longer, key=lambda row: row[0])[:_MOST_TOGETHER]
    for _, made in ways:
        yield roughly(made)
    if words and all(word.script == "latin" for word in words):
        yield roughly("".join(as_heard(word.text) for word in words))


def _ways_of(word: Word) -> tuple[str, ...]:
    """Gives how a word may sound, the likeliest way first."""
    if word.script == "han":
        read = lattice.readings_of(word.written, _WAYS_TOGETHER)[:_WAYS_TOGETHER]
        # The readings of other languages must not fall behind all those of Japanese.
        likely = (*read[:_WAYS_LIKELY], _spelt(word), *word.others, *read[_WAYS_LIKELY:])
        return tuple(dict.fromkeys(likely))[:_WAYS_TOGETHER]
    return (_spelt(word),)


def _is_glued(one: Word, two: Word) -> bool:
    return one.script == two.script == "kana" and one.telling != two.telling


def _by_ear(text: str) -> str:
    """Gives romanised Japanese with every vowel short and every consonant single."""
    return without_doubles(_LONG_O.sub("o", romaji.plain(text)))
