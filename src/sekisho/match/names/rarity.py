"""The door for how often a word stands in the names of an index: common words tell less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs

from sekisho.match.names.normalise import Normalised
from sekisho.match.names.parts import Word
from sekisho.match.names.words import figures

_COUNTED = frozenset({"core", "family"})


def weighted(name: Normalised, rarity: Callable[[str], int]) -> Normalised:
    """Gives a name whose distinctive words and family names weigh less the more names hold them.

    `rarity` gives for a word in ASCII letters (`Word.text`) how many of 1,000 names of the index
    hold it; 0 where it is not held. A word that few hold keeps all of its weight.
    """
    words = tuple(_weighted(word, rarity) for word in name.words)
    return name if words == name.words else replace(name, words=words)


def _weighted(word: Word, rarity: Callable[[str], int]) -> Word:
    if word.role not in _COUNTED or word.is_lowered:
        return word
    share = share_kept(rarity(word.text))
    if share == 1000:
        return word
    return structs.replace(word, weight=word.weight * share // 1000, rarity=share)


def share_kept(held: int) -> int:
    """Gives the share per mille of its weight that a word keeps which `held` of 1,000 names hold."""
    limits = figures()
    few, many, least = limits["held_by_few"], limits["held_by_many"], limits["least_rarity"]
    if held <= few:
        return 1000
    return least if held >= many else 1000 - (1000 - least) * (held - few) // (many - few)
