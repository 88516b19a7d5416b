"""The tables of this room, read once: legal forms, generic words, readings, figures."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from anyascii import anyascii

Position = Literal["inside", "any", "both", "end"]
"""Where a legal form counts: inside text without spaces, at any place between words, at the
beginning or the end, only at the end.
"""


@dataclass(frozen=True, slots=True)
class LegalForms:
    """Legal forms in two shapes: pieces of text without spaces, and sequences of words."""

    inside: tuple[tuple[str, str], ...]
    words: dict[tuple[str, ...], tuple[str, Position]]
    longest: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that tell little: `generic` gives the notion a word stands for."""

    generic: dict[str, str]
    particles: frozenset[str]
    numbers: dict[str, str]
    readings: dict[str, str]
    longest: int


def rows(table: str) -> Iterator[dict[str, str]]:
    """Gives the rows of a table of this room, by its file name."""
    text = resources.files("sekisho.match.names").joinpath("tables", table).read_text("utf-8")
    return csv.DictReader(text.splitlines())


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
            inside.append((form, kind))
        elif place in ("any", "both", "end"):
            key = tuple(anyascii(form).lower().replace("'", "").split())
            position: Position = "any" if place == "any" else "both" if place == "both" else "end"
            words.setdefault(key, (kind, position))
    inside.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return LegalForms(tuple(inside), words, max(len(key) for key in words))


@cache
def vocabulary() -> Vocabulary:
    """Gives generic words, particles, number words and readings."""
    generic = {row["word"]: row["concept"] for row in rows("generic_words.csv")}
    readings = {row["written"]: row["reading"] for row in rows("readings.csv")}
    numbers = {row["word"]: row["number"] for row in rows("number_words.csv")}
    return Vocabulary(
        generic=generic,
        particles=frozenset(row["word"] for row in rows("particles.csv")),
        numbers=numbers,
        readings=readings,
        longest=max(map(len, (*generic, *readings, *numbers))),
    )
