"""What a search of the index gives."""

from __future__ import annotations

from typing import Literal

import msgspec

from sekisho.match.names.compare import Comparison
from sekisho.model.reference import ListedParty

NameKind = Literal["name", "other_name", "weak_name"]
Route = Literal["same_words", "same_letters", "same_script", "similar_word", "similar_sound"]

_KINDS: tuple[NameKind, ...] = ("name", "other_name", "weak_name")


class NameHit(msgspec.Struct, frozen=True):
    """A listed party whose name is like the one searched.

    `name` is the listed name that came closest and `kind` whether the list calls it the name,
    another name or a weak one. `country_agrees` is `None` when either country is unknown; it
    orders hits and never removes one. `route` says how the index came upon it.
    """

    party: ListedParty
    name: str
    kind: NameKind
    comparison: Comparison
    route: Route
    country_agrees: bool | None = None

    @property
    def score(self) -> int:
        """The likeness of the two names, per mille."""
        return self.comparison.score

    @property
    def order(self) -> tuple[int, bool, int, str, str]:
        """Sorts hits: the likest first, then those of the same country, then by the name's kind."""
        party = self.party
        agrees = self.country_agrees is not False
        return -self.score, not agrees, _KINDS.index(self.kind), party.feed, party.id


def names_of(party: ListedParty) -> list[tuple[str, NameKind]]:
    """Gives the names of an entry with what the list calls each, in their order."""
    return [
        (party.name, "name"),
        *((name, "other_name") for name in party.other_names),
        *((name, "weak_name") for name in party.weak_names),
    ]
