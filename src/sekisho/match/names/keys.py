"""Keys under which a name is looked up: equal for names that may be one in two scripts.

A key proposes, the comparison decides. Keys are words as spelt, words in Japanese romanisation with
every long vowel short, and bare consonants.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Word
from sekisho.match.names.script import lattice, romaji
from sekisho.match.names.script.folding import Script
from sekisho.match.names.sounds import skeleton

_MOST_READINGS = 48
_LONG_O = re.compile(r"o(?:u|o|h(?![aiueo]))")
_DOUBLES = re.compile(r"(.)\1+")
_SILENT_R = re.compile(r"(?<=[aeiou])r(?![aeiou])")
_SHORTEST_BONES = 2


def keys_of(name: Normalised) -> frozenset[str]:
    """Gives the keys of a name: `w/` words, `j/` words by Japanese sound, `s/` consonants of a
    word, `c/` the whole name without spaces, `t/` business terms and places by their notion.

    Neighbours are also looked up as one word, for names are divided differently.
    """
    keys = {f"c/{name.compact}"} if name.compact else set()
    only_terms = all(word.concepts for word in name.telling)
    for word in name.telling:
        keys.update(f"t/{concept}" for concept in word.concepts)
        if word.concepts and not only_terms:
            continue
        keys.update(_keys_of_word(word.text, word.written, word.script, word.others + word.groups))
    for one, two in pairwise(name.telling):
        if one.script == two.script and one.role != "number":
            written, text = one.written + two.written, _spelt(one) + _spelt(two)
            keys.update(_keys_of_word(text, written, one.script, ()))
    return frozenset(keys)


def _spelt(word: Word) -> str:
    """Gives a word as it sounds: a term in characters or kana leads with its notion."""
    return word.others[0] if word.concepts and word.others else word.text


@lru_cache(maxsize=65536)
def _keys_of_word(
    text: str, written: str, script: Script, others: tuple[str, ...]
) -> frozenset[str]:
    texts = {text, *others}
    keys = {f"w/{way}" for way in texts if way}
    if script == "han":
        keys.update(f"j/{_by_ear(way)}" for way in lattice.readings_of(written, _MOST_READINGS))
    elif script in ("latin", "kana"):
        keys.update(f"j/{_by_ear(way)}" for way in texts)
    for way in texts:
        bones = {skeleton(way), skeleton(_SILENT_R.sub("", way))}
        keys.update(f"s/{bone}" for bone in bones if len(bone) >= _SHORTEST_BONES)
    return frozenset(keys)


def _by_ear(text: str) -> str:
    """Gives romanised Japanese with every vowel short and every consonant single."""
    return _DOUBLES.sub(r"\1", _LONG_O.sub("o", romaji.plain(text)))
