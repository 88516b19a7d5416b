"""The tables of this room, read once: legal forms, business terms, readings, people, figures."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal

import msgspec
from anyascii import anyascii

Position = Literal["inside", "any", "both", "end"]
"""Where a legal form counts: inside text without spaces, at any place between words, at the
beginning or the end, only at the end.
"""

PersonRole = Literal["given", "family", "either"]


class LegalForms(msgspec.Struct, frozen=True):
    """Legal forms in two shapes: pieces of text without spaces, and sequences of words.

    `long` are single words long enough to be known when misspelt.
    """

    inside: tuple[tuple[str, str], ...]
    words: dict[tuple[str, ...], tuple[str, Position]]
    first: dict[str, int]
    long: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True):
    """Words that are known: `terms` gives the notions a business term stands for,
    `notions` those of words that tell all the same, such as colours, `readings` how a compound is read, `places` the place a word names, `people` the role and the group of
    variants of a personal name, `common` words that many names share.
    """

    terms: dict[str, tuple[str, ...]]
    notions: dict[str, tuple[str, ...]]
    particles: frozenset[str]
    titles: frozenset[str]
    numbers: dict[str, str]
    readings: dict[str, tuple[str, ...]]
    places: dict[str, str]
    people: dict[str, tuple[PersonRole, tuple[str, ...]]]
    common: frozenset[str]
    longest: int


def rows(table: str) -> Iterator[dict[str, str]]:
    """Gives the rows of a table of this room, by its file name."""
    text = resources.files("sekisho.match.names").joinpath("tables", table).read_text("utf-8")
    return csv.DictReader(text.splitlines())


@cache
def han_variants() -> dict[int, str]:
    """Gives for old, traditional and simplified characters the one that stands for them here."""
    return {
        ord(variant): row["character"]
        for row in rows("han_variants.csv")
        for variant in row["variants"]
    }


def _native(text: str) -> str:
    return text.translate(han_variants())


@cache
def figures() -> dict[str, int]:
    """Gives the weights, caps and limits of the comparison by name."""
    return {row["name"]: int(row["value"]) for row in rows("scoring.csv")}


@cache
def legal_forms() -> LegalForms:
    """Gives the legal forms, longest first where the order matters."""
    inside: list[tuple[str, str]] = []
    words: dict[tuple[str, ...], tuple[str, Position]] = {}
    for row in rows("legal_forms.csv"):
        form, kind, place = row["form"], row["class"], row["place"]
        if place == "inside":
            inside.append((_native(form), kind))
        elif place in ("any", "both", "end"):
            key = tuple(ascii_letters(form, keep=" ").split())
            position: Position = "any" if place == "any" else "both" if place == "both" else "end"
            words.setdefault(key, (kind, position))
    inside.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    first: dict[str, int] = {}
    for key in words:
        first[key[0]] = max(first.get(key[0], 0), len(key))
    long = tuple(sorted(key[0] for key in words if len(key) == 1 and len(key[0]) > 10))
    return LegalForms(tuple(inside), words, first, long)


@cache
def vocabulary() -> Vocabulary:
    """Gives everything that is known of words."""
    terms: dict[str, tuple[str, ...]] = {}
    for row in rows("business_terms.csv"):
        for word in _native(row["words"]).split():
            terms[word] = tuple(dict.fromkeys((*terms.get(word, ()), row["concept"])))
    notions: dict[str, tuple[str, ...]] = {}
    for row in rows("general_words.csv"):
        table = terms if row["kind"] == "term" else notions
        for word in _native(row["words"]).split():
            if not word.endswith("*"):
                table[word] = tuple(dict.fromkeys((*table.get(word, ()), row["concept"])))
    readings = {
        _native(row["written"]): tuple(row["readings"].split()) for row in rows("readings.csv")
    }
    numbers = {_native(row["word"]): row["number"] for row in rows("number_words.csv")}
    small = {row["word"]: row["kind"] for row in rows("particles.csv")}
    places = {
        word: row["place"] for row in rows("places.csv") for word in _native(row["words"]).split()
    }
    return Vocabulary(
        terms=terms,
        notions=notions,
        particles=frozenset(small),
        titles=frozenset(word for word, kind in small.items() if kind == "title"),
        numbers=numbers,
        readings=readings,
        places=places,
        people=_people(),
        common=frozenset(word for row in rows("common_words.csv") for word in row["words"].split()),
        longest=max(map(len, (*terms, *notions, *readings, *numbers, *places))),
    )


def _people() -> dict[str, tuple[PersonRole, tuple[str, ...]]]:
    """Reads the personal names: each row is one name in its spellings, the first leads."""
    found: dict[str, tuple[PersonRole, tuple[str, ...]]] = {}
    for row in rows("people.csv"):
        spellings = tuple(dict.fromkeys(_native(row["spellings"]).split()))
        for word in spellings:
            role: PersonRole = "given" if row["role"] == "given" else "family"
            known, groups = found.get(word, (role, ()))
            found[word] = (role if known == role else "either", (*groups, spellings[0]))
    return found


def ascii_letters(text: str, keep: str = "") -> str:
    """Gives text in lower-case ASCII letters and digits."""
    plain = text if text.isascii() else anyascii(text)
    plain = plain.lower()
    if not keep and plain.isalnum():
        return plain
    return "".join(c for c in plain if c.isalnum() or c in keep)
