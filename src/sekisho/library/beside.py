"""Addresses of listed parties, and whom their entries name beside them, by what they are found by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from sekisho.match import table
from sekisho.match.addresses import address_key
from sekisho.match.names.normalise import normalise
from sekisho.model.reference import ListedBeside, ListedParty

FOLDER = "beside"
_encode = msgspec.json.Encoder(order="deterministic").encode


def key_of_address(address: str) -> str:
    """Gives the key of an address, empty when it tells no place."""
    key = address_key(address)
    return f"a/{key}" if key else ""


def key_of_name(name: str) -> str:
    """Gives the key of a name, in which the order of its words does not count."""
    words = normalise(name).key.split()
    return f"n/{' '.join(sorted(words))}" if len(words) > 1 else ""


class BesideRows:
    """Takes what stands beside the parties while they pass by, and makes the table of it."""

    def __init__(self) -> None:
        self._rows: set[tuple[str, bytes]] = set()

    def noting(self, parties: Iterable[ListedParty]) -> Iterator[ListedParty]:
        """Gives the parties on, each noted."""
        for party in parties:
            for address in party.addresses:
                self._add(key_of_address(address), party, "address", address)
            for other in party.related:
                self._add(key_of_name(other.name), party, other.relation, other.name)
            yield party

    def files(self) -> dict[str, bytes]:
        """Gives the files of the table; none where nothing was noted."""
        if not self._rows:
            return {}
        made = table.build(sorted(self._rows))
        return {f"{FOLDER}/{name}": data for name, data in made.items()}

    def _add(self, key: str, party: ListedParty, what: str, text: str) -> None:
        if key:
            row = ListedBeside(
                feed=party.feed,
                id=party.id,
                listed=party.name,
                part=party.part,
                what=what,
                text=text,
                listed_on=party.listed_on,
                ended_on=party.ended_on,
            )
            self._rows.add((key, _encode(row)))
