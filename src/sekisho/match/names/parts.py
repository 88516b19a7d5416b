"""The parts of a name: its words and its legal forms, each with its place in the original."""

from __future__ import annotations

from typing import Literal

import msgspec

from sekisho.match.names.script.folding import Script

Role = Literal["core", "term", "place", "given", "family", "number", "initial", "particle", "title"]
"""What a word does in a name: `core` tells one party from another, `term` is a business word
many share, `given` and `family` are personal names, `particle` an article or preposition.
"""

SMALL_ROLES: frozenset[Role] = frozenset({"particle", "title"})
_ALL = 1000
TELLING_ROLES: frozenset[Role] = frozenset({"core", "given", "family"})


class Word(msgspec.Struct, frozen=True):
    """One word of a name.

    `text` is in ASCII letters, `written` as it was folded, `start` and `end` its place in the
    name as given. `concepts` are the notions of a business term or the place it names, `others`
    further ways to spell it in ASCII, `groups` the personal names it is a form of. `weight`
    counts per mille, `sound` is the spelling with one letter for each sound. `disguised` tells
    letters of another script or digits that stand for the letters of `text`. `rarity` is the share
    per mille of its weight that a word keeps which many names of an index hold.
    """

    text: str
    written: str
    role: Role
    script: Script
    start: int = 0
    end: int = 0
    weight: int = 1000
    sound: str = ""
    concepts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    disguised: bool = False
    rarity: int = _ALL

    @property
    def is_lowered(self) -> bool:
        """Whether it counts less because many names of an index hold it."""
        return self.rarity < _ALL

    @property
    def telling(self) -> bool:
        """Whether it can tell one party from another."""
        return self.role in TELLING_ROLES


class LegalForm(msgspec.Struct, frozen=True):
    """A legal form found in a name: its class, and where it stands in the name as given."""

    kind: str
    written: str
    start: int
    end: int
