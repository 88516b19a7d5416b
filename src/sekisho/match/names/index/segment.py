"""One immutable segment of the index: entries, their names, and everything a name is found by."""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from sekisho.match.names.index import edits
from sekisho.match.names.index.blocks import CHECKED_BY_BLOCK, Blocks, Numbers, packed, with_sums
from sekisho.match.names.index.hits import names_of
from sekisho.match.names.index.keys import VERSION, core_of, held_texts, keys_of
from sekisho.match.names.index.postings import Postings, PostingsMaker
from sekisho.match.names.normalise import Normalised, normalise
from sekisho.match.names.sounds import roughly
from sekisho.match.names.words import figures
from sekisho.model.errors import LibraryError
from sekisho.model.reference import ListedParty
from sekisho.model.values.message import message

DIGEST_SIZE = 16
_TABLES = "tables"
"""The version of the tables and of the keys that names were held under: others are not found."""
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class Line(NamedTuple):
    """One name of one entry: the number of the entry, and which of its names it is."""

    entry: int
    at: int
    name: str


def _tables() -> str:
    return f"{figures()['version']}.{VERSION}"


def digest_of(party: ListedParty) -> bytes:
    """Gives the digest that tells whether an entry is the same as in an earlier index."""
    return _digest(_encode(party))


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=DIGEST_SIZE).digest()


def files(parties: Iterable[ListedParty]) -> dict[str, bytes]:
    """Makes the files of a segment; equal parties give equal bytes in any order."""
    made = _Made()
    for party, data in sorted(
        ((party, _encode(party)) for party in parties),
        key=lambda row: (row[0].feed, row[0].id, row[0].name, row[1]),
    ):
        made.add(party, data)
    return made.files()


class _Made:
    """The files of a segment while its entries come in."""

    def __init__(self) -> None:
        self._digests, self._entries, self._entry_ends = bytearray(), bytearray(), array("Q", [0])
        self._names, self._name_ends = bytearray(), array("Q", [0])
        self._owners, self._places = array("I"), array("I")
        self._sounds, self._sound_ends = bytearray(), array("Q", [0])
        self._keys, self._numbers = PostingsMaker(), PostingsMaker()
        self._words: set[str] = set()
        self._cores: set[str] = set()

    def add(self, party: ListedParty, data: bytes) -> None:
        """Takes in an entry and its encoded form."""
        number = len(self._entry_ends) - 1
        self._entries += data
        self._entry_ends.append(len(self._entries))
        self._digests += _digest(data)
        self._numbers.add(number, (number_key(*pair) for pair in party.identifiers))
        for at, (name, _) in enumerate(names_of(party)):
            normal = normalise(name)
            if normal.words:
                self._add_name(number, at, name, normal)

    def _add_name(self, number: int, at: int, name: str, normal: Normalised) -> None:
        self._keys.add(len(self._owners), keys_of(normal))
        self._words.update(held_texts(normal))
        sound = roughly(core_of(normal))
        self._cores.add(sound)
        self._sounds += sound.encode()
        self._sound_ends.append(len(self._sounds))
        self._owners.append(number)
        self._places.append(at)
        self._names += name.encode("utf-8", "surrogatepass")
        self._name_ends.append(len(self._names))

    def files(self) -> dict[str, bytes]:
        """Gives the files by their names; the small ones that are read whole are one file."""
        made = {
            _TABLES: _tables().encode(),
            "digests": bytes(self._digests),
            **with_sums("entries", self._entries),
            **with_sums("entry-ends", packed(self._entry_ends)),
            **with_sums("owners", packed(self._owners)),
            **with_sums("places", packed(self._places)),
            **with_sums("sounds", self._sounds),
            **with_sums("sound-ends", packed(self._sound_ends)),
            **with_sums("names", self._names),
            **with_sums("name-ends", packed(self._name_ends)),
            **self._keys.files("keys"),
            **self._numbers.files("numbers"),
            **edits.files(self._words, "words"),
            **edits.files(self._cores, "cores"),
        }
        large = {name: data for name, data in made.items() if name.endswith(CHECKED_BY_BLOCK)}
        small = {name: data for name, data in made.items() if name not in large}
        digests = {"digests": small.pop("digests")}
        return {"head": _encode(small), **digests, **large}


def made_with_these_tables(parts: Mapping[str, memoryview]) -> bool:
    """Says whether a segment was made with the tables of names that are in use."""
    try:
        _Opened(parts)
    except LibraryError:
        return False
    return True


def number_key(kind: str, value: str) -> str:
    """Gives a registered number as it is looked up: case, spaces and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", value).upper()
    return f"{kind}/{''.join(filter(str.isalnum, folded))}"


class _Opened(Mapping[str, memoryview]):
    """The files of a segment, the small ones taken out of theirs."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._parts = parts
        try:
            self._small = msgspec.msgpack.decode(parts["head"], type=dict[str, bytes])
        except msgspec.DecodeError as error:
            raise LibraryError(message("library.truncated", file="head")) from error
        made_with, wanted = self._small.get(_TABLES, b"").decode(), _tables()
        if made_with != wanted:
            raise LibraryError(
                message("library.names_tables", found=made_with or "-", wanted=wanted),
                hint=message("library.rebuild"),
            )

    def __getitem__(self, name: str) -> memoryview:
        small = self._small.get(name)
        return self._parts[name] if small is None else memoryview(small)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._small, **dict.fromkeys(self._parts)})

    def __len__(self) -> int:
        return len(list(iter(self)))


class Segment:
    """A segment opened for reading; `gone` are entries that a later segment takes out."""

    def __init__(self, parts: Mapping[str, memoryview], gone: frozenset[int] = frozenset()) -> None:
        self.gone = gone
        parts = _Opened(parts)
        self.keys = Postings(parts, "keys")
        self.words = edits.NearTexts(parts, "words")
        self.cores = edits.NearTexts(parts, "cores")
        self._numbers = Postings(parts, "numbers")
        self._entries = Blocks(parts, "entries")
        self._entry_ends = Numbers(parts, "entry-ends", wide=True)
        self._owners = Numbers(parts, "owners")
        self._places = Numbers(parts, "places")
        self._sounds = Blocks(parts, "sounds")
        self._sound_ends = Numbers(parts, "sound-ends", wide=True)
        self._names = Blocks(parts, "names")
        self._name_ends = Numbers(parts, "name-ends", wide=True)
        self._decoder = msgspec.msgpack.Decoder(ListedParty)

    def __len__(self) -> int:
        return len(self._entry_ends) - 1 - len(self.gone)

    @property
    def lines(self) -> int:
        """The names of all its entries."""
        return len(self._owners)

    def sound(self, line: int) -> str:
        """Gives the distinctive words of a name, roughly as they sound."""
        start, end = self._sound_ends.slice(line, line + 2)
        return str(self._sounds.bytes_of(start, end), "ascii")

    def line(self, line: int) -> Line:
        """Gives a name."""
        start, end = self._name_ends.slice(line, line + 2)
        name = str(self._names.bytes_of(start, end), "utf-8", "surrogatepass")
        return Line(self._owners[line], self._places[line], name)

    def party(self, entry: int) -> ListedParty:
        """Gives an entry as its list has it."""
        start, end = self._entry_ends.slice(entry, entry + 2)
        return self._decoder.decode(self._entries.bytes_of(start, end))

    def with_number(self, kind: str, value: str) -> list[ListedParty]:
        """Gives the entries that have a registered number."""
        wanted = number_key(kind, value)
        found = self._numbers.get(wanted)
        parties = (self.party(entry) for entry in found if entry not in self.gone)
        return [p for p in parties if any(number_key(*pair) == wanted for pair in p.identifiers)]
