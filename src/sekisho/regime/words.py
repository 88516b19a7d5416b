"""The words of a pack, found by what people write: the id or a title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Protocol
from unicodedata import normalize

from sekisho.model.filing import Filing
from sekisho.regime.pack import Regime
from sekisho.regime.tables.law import Title

_NEAR = 3
_LONGEST = 80
_SHORTEST = 2
_ALIKE = 0.65


class Named(Protocol):
    """A row that people may call by its id or by its title in either language."""

    @property
    def id(self) -> str:
        """The word of the pack."""

    @property
    def title(self) -> Title:
        """What people call it."""


def find_id(rows: Iterable[Named], word: str) -> str:
    """Gives the id of the row that has a word for its id or a title, empty when none has.

    The whole word has to be the same after NFKC (Unicode Standard Annex 15), spaces around it
    aside. An id goes before a title; a title of several ids means none of them.
    """
    rows = tuple(rows)
    for row in rows:  # a loop, since this is asked several times of each of many cases
        if row.id == word:
            return word
    said = _plain(word)
    titles: set[str] = set()
    for row in rows:
        if said == _plain(row.id):
            return row.id
        if said in {_plain(row.title.ja), _plain(row.title.en)}:
            titles.add(row.id)
    return titles.pop() if len(titles) == 1 else ""


def authority_in_charge(regime: Regime, filing: Filing) -> str:
    """Gives the authority a filing names, or else the one in charge of its sector; empty where
    the pack knows neither word.
    """
    if filing.authority:
        return find_id(regime.authorities, filing.authority)
    return regime.authority_of(find_id(regime.sectors, filing.sector))


def name_rows(rows: Iterable[Named]) -> dict[str, tuple[str, ...]]:
    """Gives id -> titles, Japanese first, in the order of the pack."""
    return {row.id: (row.title.ja, row.title.en) for row in rows}


def write_names(names: Mapping[str, tuple[str, ...]], ids: Iterable[str]) -> tuple[str, ...]:
    """Writes each id with its titles: `gas (ガス事業 / Gas)`."""
    return tuple(f"{id} ({' / '.join(names[id])})" if names.get(id) else id for id in ids)


def near_ids(names: Mapping[str, tuple[str, ...]], word: str) -> tuple[str, ...]:
    """Gives at most three ids a word may have been meant for, the nearest first.

    A word that is part of an id or title, or the other way round, is near; so is one of much the
    same letters. It is a hint for a person: nothing is decided by it.
    """
    said = _plain(word).casefold()
    if not _SHORTEST <= len(said) <= _LONGEST:
        return ()
    ranked: list[tuple[float, str]] = []
    for id, titles in names.items():
        known = [_plain(name).casefold() for name in (id, id.rpartition(".")[2], *titles)]
        alike = max(_likeness(said, name) for name in known)
        if alike >= _ALIKE:
            ranked.append((-alike, id))
    return tuple(id for _, id in sorted(ranked)[:_NEAR])


def _likeness(said: str, name: str) -> float:
    matcher = SequenceMatcher(None, said, name, autojunk=False)
    if said in name or name in said:
        return 1 + matcher.ratio()
    # The two bounds from above are cheap and spare most pairs the comparison.
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0
    return matcher.ratio()


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return normalize("NFKC", text).strip()
