"""The index of listed parties: found by name in any script, or by a registered number."""

from __future__ import annotations

import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from sekisho.match import table
from sekisho.match.names.compare import Comparison, compare
from sekisho.match.names.near import NearTexts
from sekisho.match.names.normalise import Normalised, normalise
from sekisho.match.names.sounds import skeleton
from sekisho.model.reference import ListedParty

NameKind = Literal["name", "other_name", "weak_name"]
Route = Literal["same_words", "same_letters", "same_script", "similar_word", "similar_sound"]

_PARTIES, _LOOKUP, _NAMES = "parties", "lookup", "names.txt"
_SHORTEST_SOUND = 4
_CANDIDATES = 30
_POSTINGS = 4000
_GENERAL_WORD = 5


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


def build_index(parties: Iterable[ListedParty]) -> dict[str, bytes]:
    """Makes the files of the index; equal parties give equal bytes in any order."""
    encoder = msgspec.msgpack.Encoder()
    entries: list[tuple[str, bytes]] = []
    keys: set[tuple[str, bytes]] = set()
    names: list[tuple[str, str, int]] = []
    ordered = sorted(parties, key=lambda party: (party.feed, party.id, party.name))
    for number, party in enumerate(ordered):
        entry = str(number)
        entries.append((entry, encoder.encode(party)))
        for kind, value in party.identifiers:
            keys.add((_identifier_key(kind, value), entry.encode()))
        names.extend((name, entry, at) for at, (name, _) in enumerate(_names_of(party)))
    names.sort(key=lambda row: len(normalise(row[0]).compact))
    words: dict[str, array[int]] = defaultdict(lambda: array("I"))
    lines: list[str] = []
    for line, (name, entry, at) in enumerate(names):
        normal = normalise(name)
        lines.append(f"{normal.compact}\t{entry}\t{at}")
        for key in _keys_of(normal):
            words[key].append(line)
    rows = [(key, _packed(postings)) for key, postings in words.items()]
    parts = {f"{_PARTIES}.{part}": data for part, data in table.build(entries).items()}
    for part, data in table.build([*rows, *keys]).items():
        parts[f"{_LOOKUP}.{part}"] = data
    vocabulary = sorted((key[2:] for key in words if key.startswith("w/")), key=_by_length)
    parts[_NAMES] = ("\n".join(lines) + "\n\n" + "\n".join(vocabulary)).encode()
    return parts


class NameIndex:
    """The index opened for reading; the parts are bytes or memory maps of its files."""

    def __init__(self, parts: Mapping[str, memoryview]) -> None:
        self._parties = table.Table(_part(parts, _PARTIES), _PARTIES)
        self._lookup = table.Table(_part(parts, _LOOKUP), _LOOKUP)
        self._names = parts[_NAMES]
        self._decoder = msgspec.msgpack.Decoder(ListedParty)

    def __len__(self) -> int:
        return len(self._parties)

    def search(self, name: str, country: str = "", limit: int = 10) -> tuple[NameHit, ...]:
        """Finds the listed parties whose name is like this one, closest first.

        Only hits at or above the limit `weak` of the table are given, one for each entry.
        Among equal scores those of the same country (ISO 3166-1 alpha-2) come first.
        """
        best: dict[str, NameHit] = {}
        for entry, hit in self._compared(name, country):
            if hit.comparison.match and (entry not in best or _order(hit) < _order(best[entry])):
                best[entry] = hit
        return tuple(sorted(best.values(), key=_order)[:limit])

    def nearest(self, name: str, country: str = "") -> NameHit | None:
        """Gives the listed name that came closest without reaching the limit; `None` where nothing
        was worth a comparison.
        """
        hits = (hit for _, hit in self._compared(name, country) if not hit.comparison.match)
        return min(hits, key=_order, default=None)

    def by_identifier(self, kind: str, value: str) -> tuple[ListedParty, ...]:
        """Finds the listed parties with a registered number such as `lei` or `corporate_number`;
        case, spaces and punctuation of the number do not count.
        """
        entries = self._lookup.get(_identifier_key(kind, value))
        return tuple(self._party(entry.decode()) for entry in entries)

    def _compared(self, name: str, country: str) -> Iterator[tuple[str, NameHit]]:
        """Compares a name with every listed one that is worth it; gives entry and hit."""
        wanted = normalise(name)
        for line, route in self._candidates(wanted).items():
            entry, at = self._lines[line]
            yield entry, self._hit(wanted, entry, at, route, country)

    def _hit(self, wanted: Normalised, entry: str, at: int, route: Route, country: str) -> NameHit:
        party = self._party(entry)
        name, kind = _names_of(party)[at]
        agrees = party.country == country if party.country and country else None
        return NameHit(party, name, kind, compare(wanted, name), route, agrees)

    def _party(self, entry: str) -> ListedParty:
        return self._decoder.decode(self._parties.get(entry)[0])

    def _candidates(self, wanted: Normalised) -> dict[int, Route]:
        """Gives the lines of names worth comparing and how each was found."""
        found: dict[int, Route] = {}
        if not wanted.words:
            return found
        routes: tuple[tuple[str, Route], ...] = (
            (f"n/{wanted.native}", "same_script"),
            (f"k/{wanted.key}", "same_words"),
            (f"c/{wanted.compact}", "same_letters"),
        )
        for key, route in routes:
            for line in self._postings(key):
                found.setdefault(line, route)
        for line in self._similar(wanted):
            found.setdefault(line, "similar_word")
        for bones in _sounds_of(wanted):
            for line in self._postings(f"s/{bones}")[:_CANDIDATES]:
                found.setdefault(line, "similar_sound")
        return found

    def _similar(self, wanted: Normalised) -> list[int]:
        """Gives the names that share a telling word, or one written nearly so."""
        telling = [word for word in wanted.telling if word.telling]
        votes: dict[int, int] = defaultdict(int)
        for word in telling or wanted.telling:
            for text in (word.text, *word.others):
                for near, away, _ in self._near(text):
                    lines = self._postings(f"w/{near}")
                    if len(lines) > _POSTINGS:
                        continue
                    weight = 100 // ((1 + away) * (1 + len(lines).bit_length()))
                    for line in lines:
                        votes[line] += weight
        for _, away, line in self._compacts.near(wanted.compact, min(4, len(wanted.compact) // 4)):
            votes[line] += 200 // (1 + away)
        for concept in {concept for word in wanted.words for concept in word.concepts}:
            for line in self._postings(f"g/{concept}"):
                if line in votes:
                    votes[line] += _GENERAL_WORD
        return sorted(votes, key=lambda line: (-votes[line], line))[:_CANDIDATES]

    def _near(self, text: str) -> list[tuple[str, int, int]]:
        """Gives the words of the index within two edits; a short word stands for itself."""
        return self._vocabulary.near(text, 2) if len(text) > 3 else [(text, 0, 0)]

    def _postings(self, key: str) -> array[int]:
        postings: array[int] = array("I")
        for packed in self._lookup.get(key):
            postings.frombytes(packed)
        return postings

    @cached_property
    def _texts(self) -> tuple[str, str]:
        lines, _, vocabulary = bytes(self._names).decode().partition("\n\n")
        return lines, vocabulary

    @cached_property
    def _vocabulary(self) -> NearTexts:
        return NearTexts(self._texts[1].split("\n"))

    @cached_property
    def _rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self._texts[0].split("\n") if line]

    @cached_property
    def _lines(self) -> list[tuple[str, int]]:
        return [(row[1], int(row[2])) for row in self._rows]

    @cached_property
    def _compacts(self) -> NearTexts:
        return NearTexts([row[0] for row in self._rows])


def _by_length(text: str) -> tuple[int, str]:
    return len(text), text


def _part(parts: Mapping[str, memoryview], name: str) -> dict[str, memoryview]:
    return {part: parts[f"{name}.{part}"] for part in table.PARTS}


def _names_of(party: ListedParty) -> list[tuple[str, NameKind]]:
    return [
        (party.name, "name"),
        *((name, "other_name") for name in party.other_names),
        *((name, "weak_name") for name in party.weak_names),
    ]


def _keys_of(normal: Normalised) -> set[str]:
    if not normal.words:
        return set()
    keys = {f"n/{normal.native}", f"k/{normal.key}", f"c/{normal.compact}"}
    keys.update(f"w/{text}" for word in normal.telling for text in (word.text, *word.others))
    keys.update(f"g/{concept}" for word in normal.words for concept in word.concepts)
    keys.update(f"s/{bones}" for bones in _sounds_of(normal))
    return keys


def _sounds_of(normal: Normalised) -> list[str]:
    """Gives the consonants of the whole name and of each telling word long enough to tell."""
    texts = [normal.compact, *(word.text for word in normal.words if word.telling)]
    return [bones for text in texts if len(bones := skeleton(text)) >= _SHORTEST_SOUND]


def _packed(postings: array[int]) -> bytes:
    return postings.tobytes()


def _identifier_key(kind: str, value: str) -> str:
    folded = unicodedata.normalize("NFKC", value).upper()
    return f"i/{kind}/{''.join(filter(str.isalnum, folded))}"


def _order(hit: NameHit) -> tuple[int, bool, int, str, str]:
    kinds = ("name", "other_name", "weak_name")
    return (
        -hit.score,
        hit.country_agrees is False,
        kinds.index(hit.kind),
        hit.party.feed,
        hit.party.id,
    )
